"""Employees, master data, bank accounts, adjustments, expenses, attachments, assets: over both surfaces."""

import base64
from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, rest_bill, rest_vendor, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox

CONTACT = "<create><CONTACT><CONTACTNAME>Okafor, Ada</CONTACTNAME><PRINTAS>Ada Okafor</PRINTAS></CONTACT></create>"
EMPLOYEE = (
    "<create><EMPLOYEE><EMPLOYEEID>E-77</EMPLOYEEID><PERSONALINFO><CONTACTNAME>Okafor, Ada</CONTACTNAME></PERSONALINFO>"
    "<STARTDATE>03/01/2026</STARTDATE></EMPLOYEE></create>"
)
ADJUSTMENT = (
    "<create_{side}adjustment><{party}id>{id}</{party}id><datecreated><year>2026</year><month>03</month><day>14</day>"
    "</datecreated><adjustmentno>A-1</adjustmentno><{side}adjustmentitems>{lines}</{side}adjustmentitems>"
    "</create_{side}adjustment>"
)
LINE = "<lineitem><glaccountno>6105</glaccountno><amount>{}</amount></lineitem>"


async def test_employee_needs_its_contact(xml: Xml, rest: Rest) -> None:
    """The contact must exist; then both surfaces know the employee by the contact's name."""
    assert stack(await xml.one(EMPLOYEE))[0] == ("BL01001973", "Invalid Contact 'Okafor, Ada' specified.")
    answer = await xml.send(CONTACT, EMPLOYEE, transaction=True)
    assert [each.findtext("status") for each in answer.iter("result")] == ["success", "success"]
    assert await rest.find("company-config/employee", ["id", "name", "startDate"]) == [
        {"id": "E-77", "name": "Ada Okafor", "startDate": "2026-03-01"}
    ]
    assert stack(await xml.one(EMPLOYEE))[0][0] == "BL34000061"
    xml.sandbox.set_switches(duplicate_party_errorno="PL05000104")
    assert stack(await xml.one(EMPLOYEE))[0][0] == "PL05000104"


@pytest.mark.parametrize(
    ("path", "body", "xml_name", "tag"),
    [
        ("company-config/contact", {"id": "jr", "printAs": "J. Rivera"}, "CONTACT", "CONTACTNAME"),
        (
            "company-config/department",
            {"id": "LAB", "name": "Lab", "parent": {"id": "OPS"}},
            "DEPARTMENT",
            "DEPARTMENTID",
        ),
        ("company-config/location", {"id": "TX10", "name": "Galveston yard"}, "LOCATION", "LOCATIONID"),
        ("company-config/class", {"id": "RETAIL", "name": "Retail"}, "CLASS", "CLASSID"),
        ("inventory-control/item", {"id": "DOOR-36", "name": "Door"}, "ITEM", "ITEMID"),
        ("general-ledger/journal", {"id": "PYRJ", "name": "Payroll"}, "JOURNAL", "SYMBOL"),
        ("accounts-payable/term", {"id": "N45", "due": {"days": 45}}, "APTERM", "NAME"),
        ("accounts-receivable/term", {"id": "N60", "due": {"days": 60}}, "ARTERM", "NAME"),
    ],
)
async def test_master_data_over_rest(
    rest: Rest, xml: Xml, sandbox: Sandbox, path: str, body: dict[str, Any], xml_name: str, tag: str
) -> None:
    """Created over REST, read over XML, changed and deleted over REST; a second one is a duplicate."""
    key = await rest.create(path, body)
    found = await xml.one(
        f"<readByName><object>{xml_name}</object><keys>{body['id']}</keys><fields>*</fields></readByName>"
    )
    assert found.findtext(f"data/{xml_name}/{tag}") == body["id"]
    assert (await rest.call("POST", f"objects/{path}", body))[0] == 409
    assert (await rest.call("PATCH", f"objects/{path}/{key}", {"status": "inactive"}))[0] == 200
    assert (await rest.call("DELETE", f"objects/{path}/{key}"))[0] == 204
    assert [row["operation"] for row in sandbox.ledger()] == ["create", "update", "delete"]


async def test_bank_accounts(rest: Rest, xml: Xml, sandbox: Sandbox) -> None:
    """Checking and savings accounts are made over REST, listed together, and not made over XML."""
    body = {"id": "SAV-1", "location": {"id": "100"}, "accounting": {"glAccount": {"id": "1010"}},
            "bankAccountDetails": {"bankName": "First Delta Bank", "currency": "USD"}}  # fmt: skip
    key = await rest.create("cash-management/savings-account", body)
    assert sandbox.ledger()[-1]["object"] == "savings-account"
    assert (await rest.call("GET", f"objects/cash-management/checking-account/{key}"))[0] == 404
    rows = await rest.find("cash-management/bank-account", ["id", "accountType"])
    assert rows == [{"id": "OPER-CHK", "accountType": "checking"}, {"id": "SAV-1", "accountType": "savings"}]
    for name in ("CHECKINGACCOUNT", "SAVINGSACCOUNT"):
        assert "not offered" in stack(await xml.one(f"<create><{name}/></create>"))[0][1]
    read = await xml.one("<readByName><object>SAVINGSACCOUNT</object><keys>SAV-1</keys><fields>*</fields></readByName>")
    assert read.findtext("data/SAVINGSACCOUNT/GLACCOUNTNO") == "1010"
    euro = {**body, "id": "SAV-2", "bankAccountDetails": {"bankName": "x", "currency": "EUR"}}
    assert (await rest.call("POST", "objects/cash-management/savings-account", euro))[0] == 422


async def test_terms_give_due_dates(rest: Rest, xml: Xml, sandbox: Sandbox) -> None:
    """A term made over XML sets the due date of a bill."""
    await xml.one("<create_apterm><name>N45</name><due><dueday>45</dueday></due></create_apterm>")
    await xml.one(vendor("V-1"))
    await xml.one(bill().replace("<WHENDUE>04/13/2026</WHENDUE>", "<TERMNAME>N45</TERMNAME>"))
    assert sandbox.ledger()[-1]["fields"]["due_date"] == "2026-04-28"


async def test_a_tree_has_no_circle(rest: Rest) -> None:
    """A department cannot be below itself."""
    key = await rest.create("company-config/department", {"id": "LAB", "name": "Lab"})
    await rest.create("company-config/department", {"id": "LAB-2", "name": "Lab 2", "parent": {"id": "LAB"}})
    status, _ = await rest.call("PATCH", f"objects/company-config/department/{key}", {"parent": {"id": "LAB-2"}})
    assert status == 400


@pytest.mark.parametrize(
    ("side", "party", "object", "amount", "due"),
    [("ap", "vendor", "accounts-payable/vendor", "-10.00", "-10.00"),
     ("ar", "customer", "accounts-receivable/customer", "12.50", "12.50")],
)  # fmt: skip
async def test_adjustments_move_balances(
    xml: Xml, rest: Rest, side: str, party: str, object: str, amount: str, due: str
) -> None:
    """An adjustment changes what is owed, deleting it takes that back; its lines have one sign."""
    await xml.send(vendor("P-1"), customer("P-1", "Other"))
    known = {"side": side, "party": party, "id": "P-1"}
    mixed = ADJUSTMENT.format(**known, lines=LINE.format("1.00") + LINE.format("-1.00"))
    assert "all positive or all negative" in stack(await xml.one(mixed))[0][1]
    key = (await xml.one(ADJUSTMENT.format(**known, lines=LINE.format(amount)))).findtext("key")
    assert await rest.find(object, ["totalDue"]) == [{"totalDue": due}]
    await xml.one(f"<delete><object>{side.upper()}ADJUSTMENT</object><keys>{key}</keys></delete>")
    assert await rest.find(object, ["totalDue"]) == [{"totalDue": "0.00"}]


async def test_attachment_has_folder_and_size_rules(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """The folder must exist, the data be base64 and not too large; existing files stay as they are."""

    def supdoc(folder: str = "Bills", data: str = "JVBERi0=") -> str:
        return (
            f"<create_supdoc><supdocid>S-1</supdocid><supdocname>Scan</supdocname><supdocfoldername>{folder}"
            "</supdocfoldername><attachments><attachment><attachmentname>b77</attachmentname><attachmenttype>pdf"
            f"</attachmenttype><attachmentdata>{data}</attachmentdata></attachment></attachments></create_supdoc>"
        )

    sandbox.set_switches(attachment_most_bytes=5)
    assert "Invalid SupDocFolder 'Nowhere'" in stack(await xml.one(supdoc("Nowhere")))[0][1]
    assert "must be base64" in stack(await xml.one(supdoc(data="%%%")))[0][1]
    assert "more than 5" in stack(await xml.one(supdoc(data=base64.b64encode(b"123456").decode())))[0][1]
    await xml.one(supdoc())
    more = {"files": [{"name": "page2.pdf", "data": "JVBERi0="}]}
    key = (await rest.find("company-config/attachment", ["key"]))[0]["key"]
    assert (await rest.call("PATCH", f"objects/company-config/attachment/{key}", more))[0] == 200
    _, body = await rest.call("GET", f"objects/company-config/attachment/{key}")
    files = body["ia::result"]["files"]
    assert [each["name"] for each in files] == ["b77", "page2"]
    change = {"files": [{"key": files[0]["key"], "data": "AAAA"}]}
    assert (await rest.call("PATCH", f"objects/company-config/attachment/{key}", change))[0] == 400


async def test_attachment_is_linked_and_stays(xml: Xml, rest: Rest) -> None:
    """A bill refers to an attachment that exists, which then cannot be deleted, nor its folder."""
    await rest.create("accounts-payable/vendor", rest_vendor("V-1"))
    status, _ = await rest.call("POST", "objects/accounts-payable/bill", rest_bill(attachment={"id": "S-9"}))
    assert status == 422
    key = await rest.create("company-config/attachment", {"id": "S-1", "name": "Scan", "folder": {"id": "Bills"},
                            "files": [{"name": "b77.pdf", "data": "JVBERi0="}]})  # fmt: skip
    await rest.create("accounts-payable/bill", rest_bill(attachment={"id": "S-1"}))
    assert (await rest.call("DELETE", f"objects/company-config/attachment/{key}"))[0] == 422
    assert stack(await xml.one('<delete_supdocfolder key="Bills"/>'))[0][0] == "BL03002129"


async def test_get_list_pages_and_filters(xml: Xml) -> None:
    """get_list counts from zero and tells the total; get takes the id."""
    for number in range(3):
        await xml.one(
            f"<create_supdoc><supdocid>S-{number}</supdocid><supdocname>Scan</supdocname><supdocfoldername>Bills"
            "</supdocfoldername></create_supdoc>"
        )
    result = await xml.one('<get_list object="supdoc" start="1" maxitems="2"/>')
    listed = result.find("listtype")
    assert listed is not None
    assert (listed.text, dict(listed.attrib)) == ("supdoc", {"start": "1", "end": "2", "total": "3"})
    assert [each.findtext("supdocid") for each in result.iter("supdoc")] == ["S-1", "S-2"]
    filter = (
        '<filter><logical logical_operator="or"><expression><field>supdocid</field><operator>=</operator>'
        "<value>S-0</value></expression><expression><field>supdocid</field><operator>like</operator><value>%2</value></expression>"
        "</logical></filter><fields><field>supdocid</field></fields>"
    )
    result = await xml.one(f'<get_list object="supdoc">{filter}</get_list>')
    assert [each.findtext("supdocid") for each in result.iter("supdoc")] == ["S-0", "S-2"]
    assert (await xml.one('<get object="supdoc" key="S-1"/>')).findtext("data/supdoc/supdocname") == "Scan"
    assert (await xml.one('<get object="supdoc" key="S-9"/>')).findtext("status") == "failure"


async def test_assets_are_custom_objects(xml: Xml, rest: Rest) -> None:
    """A relation takes the other record's name or id; readRelated follows it; the class cannot go then."""
    made = await xml.one("<create><asset_class><name>Vehicles</name></asset_class></create>")
    id = made.findtext("data/asset_class/id")
    by_name = (
        "<create><asset><name>Forklift 9</name><asset_cost>18250.00</asset_cost><Rasset_class>{}</Rasset_class></asset>"
        "</create>"
    )
    first = (await xml.one(by_name.format("Vehicles"))).findtext("data/asset/id")
    assert (await xml.one(by_name.format(id).replace("9", "8", 1))).findtext("status") == "success"
    assert "Invalid Asset class 'Boats'" in stack(await xml.one(by_name.format("Boats").replace("9", "7", 1)))[0][1]
    related = f"<readRelated><object>asset</object><keys>{first}</keys><relation>Rasset_class</relation></readRelated>"
    assert (await xml.one(related)).findtext("data/asset_class/name") == "Vehicles"
    assert (await xml.one(f"<delete><object>asset_class</object><keys>{id}</keys></delete>")).findtext(
        "status"
    ) == "failure"


async def test_expense_report(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """An expense report of an employee is posted, and needs an account or an expense type on each line."""
    await xml.send(CONTACT, EMPLOYEE)
    body = {"employee": {"id": "E-77"}, "createdDate": "2026-03-14", "expenseReportNumber": "ER-1",
            "lines": [{"glAccount": {"id": "6200"}, "reimbursementInformation": {"reimbursementAmount": "40.00"},
                       "paidTo": "Fuel"}]}  # fmt: skip
    key = await rest.create("expenses/employee-expense", body)
    read = await xml.one(f"<read><object>EEXPENSES</object><keys>{key}</keys><fields>*</fields></read>")
    assert (read.findtext("data/EEXPENSES/TOTALENTERED") or read.findtext("data/EEXPENSES/TRX_TOTALENTERED")) == "40"
    body["lines"] = [{"reimbursementInformation": {"reimbursementAmount": "1.00"}}]
    assert (await rest.call("POST", "objects/expenses/employee-expense", {**body, "expenseReportNumber": "ER-2"}))[
        0
    ] == 400
    assert sandbox.ledger()[-1]["object"] == "expense-report"
