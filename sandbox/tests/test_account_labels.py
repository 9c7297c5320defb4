"""Account labels and expense types stand for accounts on the lines of documents (developer.intacct.com:
accounts-payable/ap-account-labels, accounts-receivable/ar-account-labels, employee-expenses/expense-types)."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, rest_bill, rest_customer, rest_invoice, rest_vendor, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox


def labelled(label: str) -> str:
    return bill().replace("<ACCOUNTNO>6105</ACCOUNTNO>", f"<ACCOUNTLABEL>{label}</ACCOUNTLABEL>")


@pytest.mark.parametrize(
    ("label", "text"),
    [("Nowhere", "Invalid APAccountLabel 'Nowhere'"), ("Service", "Invalid APAccountLabel 'Service'"),
     ("Old freight", "Invalid APAccountLabel 'Old freight'")],
)  # fmt: skip
async def test_a_label_must_exist_on_its_side(xml: Xml, sandbox: Sandbox, label: str, text: str) -> None:
    """An unknown or inactive label, and one of receivables on a bill, is refused."""
    await xml.one(vendor())
    assert text in stack(await xml.one(labelled(label)))[0][1]
    assert len(sandbox.ledger()) == 1


async def test_a_line_is_booked_to_its_labels_account(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """The account is in the ledger and in both surfaces' answers; the label in use stays."""
    await xml.one(vendor())
    key = (await xml.one(labelled("Freight"))).findtext("data/apbill/RECORDNO")
    line = sandbox.ledger()[-1]["fields"]["lines"][0]
    assert (line["account_label"], line["account"]) == ("Freight", "6105")
    _, body = await rest.call("GET", f"objects/accounts-payable/bill/{key}")
    shown = body["ia::result"]["lines"][0]
    assert (shown["accountLabel"]["id"], shown["glAccount"]["id"]) == ("Freight", "6105")
    gone = await xml.one('<delete_apaccountlabel accountlabel="Freight"/>')
    assert stack(gone)[0][0] == "BL03002129"


async def test_the_account_follows_a_changed_label(rest: Rest, sandbox: Sandbox) -> None:
    """A line's new label brings its own account; an account beside a label is refused; without label it is needed."""
    await rest.create("accounts-payable/vendor", rest_vendor())
    await rest.create("accounts-payable/account-label",
                      {"id": "Rent", "description": "Rent", "glAccount": {"id": "6500"}})  # fmt: skip
    lines: list[dict[str, Any]] = [{**rest_bill()["lines"][0], "accountLabel": {"id": "Freight"}}]
    assert (await rest.call("POST", "objects/accounts-payable/bill", rest_bill(lines=lines)))[0] == 400
    del lines[0]["glAccount"]
    key = await rest.create("accounts-payable/bill", rest_bill(lines=lines))
    _, found = await rest.call("GET", f"objects/accounts-payable/bill/{key}")
    line = found["ia::result"]["lines"][0]

    async def patch(**change: Any) -> int:
        body = {"lines": [{"key": line["key"], **change}]}
        return (await rest.call("PATCH", f"objects/accounts-payable/bill/{key}", body))[0]

    assert await patch(memo="same") == 200
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["account"] == "6105"
    assert await patch(accountLabel={"id": "Rent"}) == 200
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["account"] == "6500"
    assert await patch(glAccount={"id": "6100"}) == 400
    assert await patch(accountLabel=None) == 400
    assert await patch(accountLabel=None, glAccount={"id": "6100"}) == 200
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["account"] == "6100"


async def test_invoices_and_expense_reports_have_theirs(rest: Rest, sandbox: Sandbox) -> None:
    """An invoice takes a label of receivables, an expense report an expense type and a way of payment."""
    await rest.create("accounts-receivable/customer", rest_customer())
    body = rest_invoice()
    body["lines"][0] = {"txnAmount": "10.00", "accountLabel": {"id": "Service"},
                        "dimensions": {"location": {"id": "100"}}}  # fmt: skip
    await rest.create("accounts-receivable/invoice", body)
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["account"] == "4010"
    await rest.create("company-config/contact", {"id": "Ada", "printAs": "Ada"})
    await rest.create("company-config/employee", {"id": "E-1", "primaryContact": {"id": "Ada"}})
    fuel = {"expenseType": {"id": "Fuel"}, "txnAmount": "40.00", "paymentType": {"id": "Company card"}}
    report = {"employee": {"id": "E-1"}, "createdDate": "2026-03-14", "lines": [fuel]}
    await rest.create("expenses/employee-expense", report)
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["account"] == "6200"
    report["lines"] = [{"expenseType": {"id": "Freight"}, "txnAmount": "40.00"}]
    assert (await rest.call("POST", "objects/expenses/employee-expense", report))[0] == 422


async def test_a_label_needs_an_account_that_exists(xml: Xml) -> None:
    """Labels are written over XML too; the account is checked."""
    create = (
        "<create><APACCOUNTLABEL><ACCOUNTLABEL>Power</ACCOUNTLABEL><DESCRIPTION>Power</DESCRIPTION>"
        "<GLACCOUNTNO>{}</GLACCOUNTNO></APACCOUNTLABEL></create>"
    )
    assert stack(await xml.one(create.format("9999")))[0] == ("BL01001973", "Account 9999 is not valid")
    assert (await xml.one(create.format("6100"))).findtext("status") == "success"
