"""Business rules, in the words of the XML gateway."""

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, journal, rest_vendor, vendor

from intacct_sandbox import Sandbox


def stack(result) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    return [
        (error.findtext("errorno") or "", (error.findtext("description2") or "").split(" [Support")[0])
        for error in result.iter("error")
    ]


async def test_duplicate_vendor_names_the_object(xml: Xml) -> None:
    """A duplicate id is BL34000061 with the object and value in its text, then the wrapper."""
    await xml.one(vendor("V-1", "One"))
    assert stack(await xml.one(vendor("V-1", "Two"))) == [
        ("BL34000061", "Another Vendor with the given value(s) V-1  already exists"),
        ("BL01001973", "Could not create Vendor record!"),
    ]


async def test_contact_collision_is_not_a_duplicate_vendor(xml: Xml, sandbox: Sandbox) -> None:
    """A contact name that is taken fails the vendor with a duplicate that names the contact."""
    contact = "<create><CONTACT><CONTACTNAME>Acme(VV-7)</CONTACTNAME><PRINTAS>Acme</PRINTAS></CONTACT></create>"
    await xml.one(contact)
    errors = stack(await xml.one(vendor("V-7", "Acme")))
    assert errors[0] == ("BL34000061", "Another Contact with the given value(s) Acme(VV-7)  already exists")
    assert errors[-1] == ("BL01001973", "Could not create Vendor record!")
    assert [row["object"] for row in sandbox.ledger()] == ["contact"]


async def test_duplicate_account_is_not_bl34000061(xml: Xml) -> None:
    """GLACCOUNT has its own duplicate."""
    result = await xml.one("<create><GLACCOUNT><ACCOUNTNO>1010</ACCOUNTNO><TITLE>Cash</TITLE></GLACCOUNT></create>")
    assert result.findtext("errormessage/error/errorno") == "BL01001973"
    assert result.findtext("errormessage/error/description") == "Duplicate account number"


@pytest.mark.parametrize("company", ["unique_bill_numbers"])
async def test_bill_numbers_are_unique_per_vendor(xml: Xml) -> None:
    """The same number is refused for the same vendor and accepted for another."""
    await xml.send(vendor("V-1", "One"), vendor("V-2", "Two"), bill("B-1", "V-1"))
    assert stack(await xml.one(bill("B-1", "V-1")))[0][0] == "BL03002185"
    assert (await xml.one(bill("B-1", "V-2"))).findtext("status") == "success"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (bill(vendor="V-9"), "Invalid Vendor 'V-9' specified."),
        (bill(extra="<TERMNAME>N99</TERMNAME>"), "Invalid Term 'N99' specified."),
        (bill().replace("6105", "6999"), "Account 6999 is not valid"),
        (bill().replace("6105", "6900"), "Invalid Account '6900' specified."),
        (bill().replace(">100<", ">900<"), "The location '900' is invalid."),
        (invoice(customer="C-9"), "Invalid Customer 'C-9' specified."),
        (journal().replace("GJ", "XJ"), "Invalid Journal 'XJ' specified."),
    ],
)
async def test_references_must_exist_and_be_active(xml: Xml, call: str, text: str) -> None:
    """An unknown or inactive reference is BL01001973 with its object and value."""
    await xml.send(vendor("V-1"), customer("C-1"))
    assert stack(await xml.one(call))[0] == ("BL01001973", text)


@pytest.mark.parametrize(
    ("call", "part"),
    [
        (vendor(extra="<COLOUR>red</COLOUR>"), "COLOUR is not a field"),
        (vendor(extra="<vendorid>x</vendorid>"), "vendorid is not a field"),
        (vendor().replace("<NAME>Larkspur Tooling</NAME>", ""), "NAME is required"),
        (vendor("V" * 21), "at most 20 characters"),
        (bill(amount="84,50"), "must be an amount"),
        (bill(date="2026-03-14"), "must be a date"),
        (bill(date="02/30/2026"), "must be a date that exists"),
        (bill().replace("<LOCATIONID>100</LOCATIONID>", ""), "LOCATIONID is required"),
        (bill(extra="<TRX_TOTALDUE>0</TRX_TOTALDUE>"), "read-only"),
        (bill(extra="<ACTION>Post</ACTION>"), "must be one of Submit, Draft"),
        (journal(reference="x").replace("<TR_TYPE>1", "<TR_TYPE>debit"), "must be one of 1, -1"),
    ],
)
async def test_malformed_objects_are_refused(xml: Xml, sandbox: Sandbox, call: str, part: str) -> None:
    """Unknown, missing, read-only and malformed fields are refused with their name."""
    result = await xml.one(call)
    assert result.findtext("status") == "failure"
    assert part in stack(result)[0][1]
    assert sandbox.ledger() == []


async def test_unbalanced_journal_names_the_difference(xml: Xml) -> None:
    """Debits must equal credits."""
    error, *_ = stack(await xml.one(journal("100.00", "99.99")))
    assert "do not balance" in error[1]
    assert "0.01" in error[1]


async def test_journal_balances_per_entity(xml: Xml) -> None:
    """Lines of different entities do not balance each other without a base location."""
    lines = journal().replace("<ACCOUNTNO>6500</ACCOUNTNO>", "<ACCOUNTNO>6500</ACCOUNTNO><LOCATION>E100</LOCATION>")
    assert (await xml.one(lines)).findtext("status") == "failure"
    based = lines.replace("<ENTRIES>", "<BASELOCATION_NO>100</BASELOCATION_NO><ENTRIES>")
    assert (await xml.one(based)).findtext("status") == "success"


@pytest.mark.parametrize("call", [bill(date="12/31/2025"), journal(date="12/31/2025")])
async def test_closed_period(xml: Xml, call: str) -> None:
    """Nothing is posted on or before the last closed day."""
    await xml.one(vendor("V-1"))
    assert "within a period that's been closed" in stack(await xml.one(call))[0][1]


async def test_permissions_are_per_user(xml: Xml) -> None:
    """A user without the permission gets PL04000005."""
    xml.login |= {"userid": "clerk_ws", "password": "clerk-secret"}
    assert stack(await xml.one(journal()))[0][0] == "PL04000005"
    assert (await xml.one(vendor())).findtext("status") == "success"


async def test_account_can_require_a_dimension(xml: Xml) -> None:
    """A line on an account that requires a department needs one."""
    await xml.send(
        vendor("V-1"),
        "<update><GLACCOUNT><ACCOUNTNO>6105</ACCOUNTNO><REQUIREDEPT>true</REQUIREDEPT></GLACCOUNT></update>",
    )
    assert "requires the dimension department" in stack(await xml.one(bill()))[0][1]


async def test_update_semantics(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """An update by id changes what is sent, clears what is empty, and keeps the rest."""
    await xml.one(vendor("V-1", extra="<TAXID>74-1</TAXID><TERMNAME>N30</TERMNAME>"))
    await xml.one("<update><VENDOR><VENDORID>V-1</VENDORID><TAXID></TAXID><NAME>New</NAME></VENDOR></update>")
    rows = await rest.find("accounts-payable/vendor", ["name", "taxId", "term.id"])
    assert rows == [{"name": "New", "taxId": None, "term.id": "N30"}]
    assert sandbox.ledger()[-1]["operation"] == "update"


async def test_bill_update_replaces_the_line_set(xml: Xml) -> None:
    """Sent lines are the whole new set, LINE_NO keeps a line; bills are updated by record number only."""
    line = "<APBILLITEM><ACCOUNTNO>6120</ACCOUNTNO><TRX_AMOUNT>{}</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM>"
    await xml.one(vendor("V-1"))
    extra = bill().replace("</APBILLITEMS>", line.format("1.00") + "</APBILLITEMS>")
    number = (await xml.one(extra)).findtext("data/apbill/RECORDNO")
    changed = f"<APBILLITEMS>{line.format('5.25')}</APBILLITEMS>"
    await xml.one(f"<update><APBILL><RECORDNO>{number}</RECORDNO>{changed}</APBILL></update>")
    result = await xml.one(f"<read><object>APBILL</object><keys>{number}</keys></read>")
    assert result.findtext("data/APBILL/TRX_TOTALDUE") == "5.25"
    assert len(result.findall("data/APBILL/APBILLITEMS/apbillitem")) == 1
    refused = await xml.one("<update><APBILL><RECORDID>B-1</RECORDID></APBILL></update>")
    assert "RECORDNO is required" in stack(refused)[0][1]


async def test_referenced_record_cannot_be_deleted(xml: Xml, sandbox: Sandbox) -> None:
    """A vendor with a bill stays; once the bill is gone it can go, and its answer has no data."""
    number = (await xml.one(vendor("V-1"))).findtext("data/vendor/RECORDNO")
    bill_number = (await xml.one(bill())).findtext("data/apbill/RECORDNO")
    delete = "<delete><object>{}</object><keys>{}</keys></delete>"
    assert (await xml.one(delete.format("VENDOR", number))).findtext("status") == "failure"
    assert (await xml.one(delete.format("APBILL", bill_number))).findtext("status") == "success"
    result = await xml.one(delete.format("VENDOR", number))
    assert (result.findtext("status"), result.find("data")) == ("success", None)
    assert [row["operation"] for row in sandbox.ledger()] == ["create", "create", "delete", "delete"]


async def test_objects_that_xml_does_not_write(xml: Xml) -> None:
    """Invoices have no generic create, bank accounts none at all, unknown objects are named."""
    for name in ("ARINVOICE", "CHECKINGACCOUNT"):
        assert "not offered" in stack(await xml.one(f"<create><{name}/></create>"))[0][1]
    assert "Object definition FIXEDASSET not found" in stack(await xml.one("<create><FIXEDASSET/></create>"))[0][1]


async def test_custom_objects_and_fields(xml: Xml, rest: Rest) -> None:
    """Custom objects use their integration name and key id in XML, nsp:: names in REST; custom fields are declared."""
    made = await xml.one("<create><fleet_vehicle><name>Van 1</name><plate>OH-1</plate></fleet_vehicle></create>")
    assert made.findtext("data/fleet_vehicle/id") is not None
    rows = await rest.find("platform-apps/nsp::fleet_vehicle", ["key", "name", "nsp::plate"])
    assert rows == [{"key": made.findtext("data/fleet_vehicle/id"), "name": "Van 1", "nsp::plate": "OH-1"}]
    await xml.one(vendor("V-1", extra="<SOURCE_ID>erp-1</SOURCE_ID>"))
    assert await rest.find("accounts-payable/vendor", ["nsp::SOURCE_ID"]) == [{"nsp::SOURCE_ID": "erp-1"}]
    await rest.create("accounts-payable/vendor", {**rest_vendor("V-2"), "nsp::SOURCE_ID": "erp-2"})


async def test_project_on_xml_and_task_on_rest(xml: Xml, rest: Rest) -> None:
    """A task refers to its project."""
    await xml.one(
        "<create><PROJECT><PROJECTID>P-1</PROJECTID><NAME>Dock</NAME>"
        "<PROJECTCATEGORY>Contract</PROJECTCATEGORY></PROJECT></create>"
    )
    await rest.create("projects/task", {"id": "T-1", "name": "Dig", "project": {"id": "P-1"}})
    status, _ = await rest.call("POST", "objects/projects/task", {"id": "T-2", "name": "x", "project": {"id": "P-9"}})
    assert status == 422
