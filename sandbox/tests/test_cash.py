"""Cash management on both surfaces: card charges, other receipts, deposits, transfers, bank fees, bank accounts."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import customer
from lxml import etree
from test_business_rules import stack

from examples import example

CARD, CHARGE = "cash-management/credit-card-account", "cash-management/credit-card-txn"
RECEIPT, DEPOSIT = "cash-management/other-receipt", "cash-management/deposit"
TRANSFER, FEE = "cash-management/funds-transfer", "cash-management/bank-fee"


def line(amount: str = "20.00", account: str = "6200", **more: Any) -> dict[str, Any]:
    return {"txnAmount": amount, "glAccount": {"id": account}, "dimensions": {"location": {"id": "100"}}, **more}


def charge(**more: Any) -> dict[str, Any]:
    return {"creditCardAccount": {"id": "FLEET-CARD"}, "txnDate": "2026-03-20", "referenceNumber": "CC-1",
            "payee": "Dayton Fuel", "lines": [line(), line("1.50", "6120")], **more}  # fmt: skip


def other_receipt(**more: Any) -> dict[str, Any]:
    return {"payer": "Costco", "txnDate": "2026-03-18", "txnPaidDate": "2026-03-20", "paymentMethod": "printedCheck",
            "undepositedGLAccount": {"id": "1100"}, "lines": [line("76.34", "4000")], **more}  # fmt: skip


def deposit(*keys: str, **more: Any) -> dict[str, Any]:
    return {"depositId": "Slip 7", "txnDate": "2026-03-23", "bankAccount": {"id": "OPER-CHK"},
            "details": [{"key": each} for each in keys], **more}  # fmt: skip


def transfer(**more: Any) -> dict[str, Any]:
    return {"sendDate": "2026-03-20", "referenceNumber": "T-1", **more,
            "transferFromAccount": {"bankAccount": {"id": "OPER-CHK"}, "transferAmount": more.pop("amount", "250.00")},
            "transferToAccount": {"bankAccount": {"id": more.pop("to", "RESERVE")}}}  # fmt: skip


def fee(**more: Any) -> dict[str, Any]:
    return {"bankAccount": {"id": "OPER-CHK"}, "txnDate": "2026-03-31", "referenceNumber": "FEE-3",
            "currency": {"txnCurrency": "USD"}, "lines": [line("9.00", "6600")], **more}  # fmt: skip


def legacy(name: str, **replaced: str) -> str:
    """The example of a legacy function without what it refers to beyond the shipped company."""
    body = example(name)
    for tag in ("supdocid", "customerid", "vendorid", "employeeid", "projectid", "classid"):
        for each in body.findall(f".//{tag}"):
            each.getparent().remove(each)  # type: ignore[union-attr]
    text = etree.tostring(body, encoding="unicode")
    for placeholder, value in replaced.items():
        text = text.replace(f"${placeholder}", value)
    return text


async def reverse(rest: Rest, path: str, key: str, day: str = "2026-03-31", **more: str) -> int:
    status, _ = await rest.call("POST", f"workflows/{path}/reverse", {"key": key, "reversedDate": day, **more})
    return status


async def value(rest: Rest, path: str, key: str, field: str) -> Any:
    _, body = await rest.call("GET", f"objects/{path}/{key}")
    return body["ia::result"][field]


async def test_card_account(rest: Rest, xml: Xml) -> None:
    """A card has a vendor, an offset account and an end; American Express its number; id, kind and vendor stay; XML
    reads it by its name."""
    await rest.create("accounts-payable/vendor", {"id": "V-1", "name": "Delta Card"})
    details = {
        "accountType": "credit",
        "cardType": "americanExpress",
        "expirationMonth": "11",
        "expirationYear": "2032",
    }
    body = {"id": "AMEX-1", "vendor": {"id": "V-1"}, "accountDetails": details,
            "accounting": {"offsetGLAccount": {"id": "2100"}}}  # fmt: skip
    assert (await rest.call("POST", f"objects/{CARD}", body))[0] == 400
    details["number"] = "xxxxxxxxxxxx1111"
    key = await rest.create(CARD, body)
    for change in ({"id": "AMEX-2"}, {"vendor": {"id": "V-9"}}, {"accountDetails": {"cardType": "visa"}}):
        assert (await rest.call("PATCH", f"objects/{CARD}/{key}", change))[0] in (400, 422), change
    read = await xml.one("<readByName><object>CREDITCARD</object><keys>AMEX-1</keys><fields>*</fields></readByName>")
    assert (read.findtext(".//LIABILITYTYPE"), read.findtext(".//VENDORID")) == ("Credit", "V-1")
    await rest.create(CHARGE, charge(creditCardAccount={"id": "AMEX-1"}))
    assert (await rest.call("DELETE", f"objects/{CARD}/{key}"))[0] == 422


async def test_charge_over_rest(rest: Rest, xml: Xml) -> None:
    """A charge is posted with its total, changed while it is posted, seen in XML with its lines, and reversed once."""
    key = await rest.create(CHARGE, charge())
    row = rest.sandbox.ledger()[-1]
    assert (row["object"], row["key"], row["fields"]["total"]) == ("credit-card-txn", "CC-1", "21.50")
    assert (await rest.call("PATCH", f"objects/{CHARGE}/{key}", {"lines": [line("3.00")]}))[0] == 200
    assert await value(rest, CHARGE, key, "txnTotalEntered") == "24.50"
    query = "<query><object>CCTRANSACTIONENTRY</object><select><field>AMOUNT</field></select></query>"
    assert [each.text for each in (await xml.one(query)).iter("AMOUNT")] == ["20", "1.5", "3"]
    assert await reverse(rest, CHARGE, key, "2026-03-19") == 400
    status, body = await rest.call("POST", f"workflows/{CHARGE}/reverse", {"key": key, "reversedDate": "2026-03-31"})
    opposite = body["ia::result"]["key"]
    assert (status, body["ia::result"]["state"], opposite != key) == (200, "reversed", True)
    assert await value(rest, CHARGE, key, "state") == "reversed"
    assert (await value(rest, CHARGE, key, "reversedBy"))["key"] == opposite
    assert await value(rest, CHARGE, opposite, "txnTotalEntered") == "-24.50"
    assert (await value(rest, CHARGE, opposite, "reversalOf"))["key"] == key
    assert await reverse(rest, CHARGE, opposite) == 422
    assert await reverse(rest, CHARGE, key) == 422
    assert (await rest.call("PATCH", f"objects/{CHARGE}/{key}", {"payee": "x"}))[0] == 422
    assert (await rest.call("DELETE", f"objects/{CHARGE}/{key}"))[0] == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"creditCardAccount": {"id": "NO-CARD"}},
        {"txnDate": "2025-12-31"},
        {"lines": []},
        {"lines": [line(glAccount=None)]},
        {"lines": [line(accountLabel={"id": "Fuel"})]},
        {"lines": [line(account="9999")]},
        {"currency": {"txnCurrency": "EUR"}},
        {"state": "reversed"},
    ],
)
async def test_wrong_charges_are_refused(rest: Rest, wrong: dict[str, Any]) -> None:
    """No card, a closed period, no lines, not exactly one account per line, unknown account or currency, a state."""
    status, _ = await rest.call("POST", f"objects/{CHARGE}", charge(**wrong))
    assert status in (400, 422)
    assert rest.sandbox.ledger() == []


async def test_charge_over_xml(rest: Rest, xml: Xml) -> None:
    """The legacy functions record, change and reverse what REST reads."""
    key = (await xml.one(legacy("record_cctransaction"))).findtext("key") or ""
    assert await value(rest, CHARGE, key, "txnTotalEntered") == "80.00"
    assert (await xml.one(legacy("update_cctransaction", charge=key))).findtext("status") == "success"
    assert await value(rest, CHARGE, key, "txnTotalEntered") == "74.66"
    assert await value(rest, CHARGE, key, "payee") == "Galveston Fuel"
    assert (await xml.one(legacy("reverse_cctransaction", charge=key))).findtext("status") == "success"
    assert stack(await xml.one(legacy("reverse_cctransaction", charge=key)))[0][0] == "BL03002129"
    assert [each["operation"] for each in xml.sandbox.ledger()] == ["create", "update", "create", "reverse"]


async def test_payment_with_a_card(rest: Rest, xml: Xml) -> None:
    """The account that a bill is paid from can be a card, over both surfaces."""
    await rest.create("accounts-payable/vendor", {"id": "V-1", "name": "Gulf"})
    manual = (
        "<create_appayment><chargecardid>FLEET-CARD</chargecardid><vendorid>V-1</vendorid><memo>fuel</memo>"
        "<paymentmethod>Charge Card</paymentmethod>"
        "<checkdate><year>2026</year><month>03</month><day>20</day></checkdate><checkno>50</checkno>"
        "<payitems><payitem><glaccountno>6105</glaccountno><paymentamount>1.99</paymentamount></payitem></payitems>"
        "</create_appayment>"
    )
    key = (await xml.one(manual)).findtext("key") or ""
    entity = await value(rest, "accounts-payable/payment", key, "financialEntity")
    assert entity["entityId"] == "FLEET-CARD"
    assert await value(rest, "accounts-payable/payment", key, "paymentMethod") == "creditCard"


async def test_other_receipt_over_both(rest: Rest, xml: Xml) -> None:
    """It goes to a bank or to undeposited funds, not to both or none; it is changed, reversed and deleted by either
    surface."""
    both = other_receipt(bankAccount={"id": "OPER-CHK"})
    assert (await rest.call("POST", f"objects/{RECEIPT}", both))[0] == 400
    assert (await rest.call("POST", f"objects/{RECEIPT}", other_receipt(undepositedGLAccount=None)))[0] == 400
    key = await rest.create(RECEIPT, other_receipt())
    assert (await xml.one(legacy("update_otherreceipt", other_receipt=key))).findtext("status") == "success"
    assert await value(rest, RECEIPT, key, "txnTotalEntered") == "80.00"
    assert await value(rest, RECEIPT, key, "paymentMethod") == "cash"
    assert await reverse(rest, RECEIPT, key, notes="twice") == 200
    assert stack(await xml.one(legacy("delete_otherreceipt", other_receipt=key)))[0][0] == "BL03002129"
    other = (await xml.one(legacy("record_otherreceipt"))).findtext("key") or ""
    read = await xml.one(f"<read><object>OTHERRECEIPTS</object><keys>{other}</keys><fields>*</fields></read>")
    assert read.findtext(".//TRX_TOTALENTERED") == "76.34"
    assert (await xml.one(legacy("delete_otherreceipt", other_receipt=other))).findtext("status") == "success"


async def test_deposit_takes_each_receipt_once(rest: Rest, xml: Xml) -> None:
    """Receipts and AR payments in undeposited funds go to the bank together; none goes twice; until the deposit is
    reversed they stay as they are."""
    await xml.one(customer("C-1"))
    receipt = await rest.create(RECEIPT, other_receipt())
    banked = await rest.create(RECEIPT, other_receipt(undepositedGLAccount=None, bankAccount={"id": "OPER-CHK"}))
    paid = (
        "<create_arpayment><customerid>C-1</customerid><paymentamount>23.66</paymentamount><undepfundsacct>1100"
        "</undepfundsacct><datereceived><year>2026</year><month>03</month><day>20</day></datereceived><paymentmethod>"
        "Cash</paymentmethod></create_arpayment>"
    )
    payment = (await xml.one(paid)).findtext("key") or ""
    for wrong in ([], [banked], ["99999"], [receipt, receipt], ["x"]):
        assert (await rest.call("POST", f"objects/{DEPOSIT}", deposit(*wrong)))[0] in (400, 422), wrong
    key = await rest.create(DEPOSIT, deposit(receipt, payment))
    row = rest.sandbox.ledger()[-1]
    assert (row["object"], row["fields"]["total"]) == ("deposit", "100.00")
    assert [each["amount"] for each in row["fields"]["lines"]] == ["76.34", "23.66"]
    assert await value(rest, RECEIPT, receipt, "state") == "deposited"
    assert (await rest.call("POST", f"objects/{DEPOSIT}", deposit(payment)))[0] == 422
    assert (await rest.call("PATCH", f"objects/{RECEIPT}/{receipt}", {"payer": "x"}))[0] == 422
    assert await reverse(rest, RECEIPT, receipt) == 422
    assert await reverse(rest, "accounts-receivable/payment", payment) == 422
    assert (await rest.call("DELETE", f"objects/{DEPOSIT}/{key}"))[0] in (404, 405)
    assert await reverse(rest, DEPOSIT, key, notes="wrong slip") == 200
    assert await value(rest, RECEIPT, receipt, "state") == "approved"
    body = legacy("record_deposit", other_receipt=receipt)
    again = (await xml.one(body)).findtext("key") or ""
    read = await xml.one(f"<read><object>DEPOSIT</object><keys>{again}</keys><fields>*</fields></read>")
    assert read.findtext(".//FINANCIALENTITY") == "OPER-CHK"
    assert stack(await xml.one(body))[0][0] == "BL03002129"


async def test_funds_transfer(rest: Rest) -> None:
    """Two accounts, one amount; its lines follow from it; it is reversed once and never changed."""
    assert (await rest.call("POST", f"objects/{TRANSFER}", transfer()))[0] in (400, 422)
    bank = {"id": "RESERVE", "accounting": {"glAccount": {"id": "1500"}}, "location": {"id": "100"},
            "bankAccountDetails": {"bankName": "First Delta", "currency": "USD"}}  # fmt: skip
    await rest.create("cash-management/savings-account", bank)
    for wrong in (transfer(to="OPER-CHK"), transfer(amount="0.00"), transfer(amount="-1.00")):
        assert (await rest.call("POST", f"objects/{TRANSFER}", wrong))[0] == 400
    key = await rest.create(TRANSFER, transfer())
    lines = await value(rest, TRANSFER, key, "lines")
    assert [(each["glAccount"]["id"], each["txnAmount"]) for each in lines] == [("1010", "-250.00"), ("1500", "250.00")]
    assert (await rest.call("PATCH", f"objects/{TRANSFER}/{key}", {"description": "x"}))[0] in (404, 405)
    assert await reverse(rest, TRANSFER, key, memo="twice") == 200
    back = (await value(rest, TRANSFER, key, "reversedBy"))["key"]
    lines = await value(rest, TRANSFER, back, "lines")
    assert [(each["glAccount"]["id"], each["txnAmount"]) for each in lines] == [("1500", "-250.00"), ("1010", "250.00")]
    assert await reverse(rest, TRANSFER, key) == 422


async def test_bank_fee(rest: Rest, xml: Xml) -> None:
    """A fee is made, changed and reversed, not deleted; XML reads it."""
    key = await rest.create(FEE, fee())
    assert (await rest.call("PATCH", f"objects/{FEE}/{key}", {"description": "March"}))[0] == 200
    assert (await rest.call("DELETE", f"objects/{FEE}/{key}"))[0] in (404, 405)
    query = (
        "<query><object>BANKFEE</object><select><field>TOTALENTERED</field></select><filter><equalto>"
        "<field>TRANSACTIONTYPE</field><value>ch</value></equalto></filter></query>"
    )
    assert (await xml.one(query)).findtext(".//TOTALENTERED") == "9"
    assert await reverse(rest, FEE, key, notes="in error") == 200
    assert await value(rest, FEE, key, "state") == "reversed"


@pytest.mark.parametrize("kind", ["checking", "savings"])
async def test_bank_accounts_over_xml(rest: Rest, xml: Xml, kind: str) -> None:
    """The legacy functions write the kind of account that they name, and no other."""
    made = await xml.one(legacy(f"create_{kind}account"))
    assert made.findtext("key") == "BANK-2"
    other = "savings" if kind == "checking" else "checking"
    assert (await xml.one(f'<delete_{other}account bankaccountid="BANK-2"/>')).findtext("status") == "failure"
    assert await rest.find(f"cash-management/{kind}-account", ["id"], {"$eq": {"id": "BANK-2"}}) == [{"id": "BANK-2"}]
    names = {f"{kind}account": "BANK-2"}
    assert (await xml.one(legacy(f"update_{kind}account", **names))).findtext("status") == "success"
    (found,) = await rest.find("cash-management/bank-account", ["status", "accountType"], {"$eq": {"id": "BANK-2"}})
    assert found == {"status": "inactive", "accountType": kind}
    assert (await xml.one(legacy(f"delete_{kind}account", **names))).findtext("status") == "success"
    assert {row["object"] for row in xml.sandbox.ledger()} == {f"{kind}-account"}


async def test_old_lists_and_reads_of_cash_management(rest: Rest, xml: Xml) -> None:
    """get_list and get know other receipts, card charges and bank accounts by the names of the schema."""
    charged = (await xml.one(legacy("record_cctransaction"))).findtext("key")
    received = (await xml.one(legacy("record_otherreceipt"))).findtext("key")
    for name, key, path, value in (
        ("cctransaction", charged, "payee", "Dayton Fuel"),
        ("otherreceipts", received, "payee", "Costco"),
        ("bankaccount", "OPER-CHK", "bankaccountid", "OPER-CHK"),
    ):
        listed = await xml.one(f'<get_list object="{name}" maxitems="5"/>')
        assert listed.findtext(f"data/{name}/{path}") == value, etree.tostring(listed)
        found = await xml.one(f'<get object="{name}" key="{key}"/>')
        assert found.findtext(f"data/{name}/{path}") == value, etree.tostring(found)
