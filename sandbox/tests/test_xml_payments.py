"""Payments over XML: the generic objects, requests with their steps, manual payments, receipts, advances."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox

BILL, INVOICE = "accounts-payable/bill", "accounts-receivable/invoice"


def appymt(key: str, amount: str = "84.50", more: str = "") -> str:
    return (
        "<create><APPYMT><FINANCIALENTITY>OPER-CHK</FINANCIALENTITY><PAYMENTMETHOD>Printed Check</PAYMENTMETHOD>"
        f"<VENDORID>V-1</VENDORID><PAYMENTDATE>03/20/2026</PAYMENTDATE>{more}<APPYMTDETAILS><APPYMTDETAIL>"
        f"<RECORDKEY>{key}</RECORDKEY><TRX_PAYMENTAMOUNT>{amount}</TRX_PAYMENTAMOUNT></APPYMTDETAIL></APPYMTDETAILS>"
        "</APPYMT></create>"
    )


def request(key: str, amount: str = "84.50") -> str:
    return (
        "<create_paymentrequest><bankaccountid>OPER-CHK</bankaccountid><vendorid>V-1</vendorid><paymentmethod>EFT"
        "</paymentmethod><paymentdate><year>2026</year><month>03</month><day>20</day></paymentdate>"
        f"<paymentrequestitems><paymentrequestitem><key>{key}</key><paymentamount>{amount}</paymentamount>"
        "</paymentrequestitem></paymentrequestitems></create_paymentrequest>"
    )


def step(name: str, key: str) -> str:
    keys = f"<appaymentkeys><appaymentkey>{key}</appaymentkey></appaymentkeys>"
    return f"<{name}_appaymentrequest>{keys}</{name}_appaymentrequest>"


def receipt(amount: str, *items: tuple[str, str]) -> str:
    paid = "".join(
        f"<arpaymentitem><invoicekey>{key}</invoicekey><amount>{part}</amount></arpaymentitem>" for key, part in items
    )
    return (
        f"<create_arpayment><customerid>C-1</customerid><paymentamount>{amount}</paymentamount><bankaccountid>OPER-CHK"
        "</bankaccountid><datereceived><year>2026</year><month>03</month><day>20</day></datereceived>"
        f"<paymentmethod>Cash</paymentmethod>{paid}</create_arpayment>"
    )


def applied(payment: str, key: str, amount: str) -> str:
    return (
        f"<apply_arpayment><arpaymentkey>{payment}</arpaymentkey><paymentdate><year>2026</year><month>03</month>"
        f"<day>21</day></paymentdate><arpaymentitems><arpaymentitem><invoicekey>{key}</invoicekey><amount>{amount}"
        "</amount></arpaymentitem></arpaymentitems></apply_arpayment>"
    )


@pytest.fixture
async def bill_key(xml: Xml) -> str:
    await xml.one(vendor("V-1"))
    return (await xml.one(bill())).findtext("data/apbill/RECORDNO") or ""


@pytest.fixture
async def invoice_key(xml: Xml) -> str:
    await xml.one(customer("C-1"))
    return (await xml.one(invoice())).findtext("key") or ""


async def state(rest: Rest, object: str) -> tuple[Any, ...]:
    rows = await rest.find(object, ["state", "totalTxnAmountDue"])
    return tuple(rows[0].values())


async def test_generic_payment_pays_the_bill(xml: Xml, rest: Rest, bill_key: str, sandbox: Sandbox) -> None:
    """APPYMT pays; REST sees payment and bill; too much is XL03000027."""
    assert stack(await xml.one(appymt(bill_key, "84.51")))[0][0] == "XL03000027"
    assert (await xml.one(appymt(bill_key))).findtext("data/appymt/RECORDNO")
    assert await state(rest, BILL) == ("paid", "0.00")
    assert await rest.find("accounts-payable/payment", ["paymentMethod", "state"]) == [
        {"paymentMethod": "printedCheck", "state": "confirmed"}
    ]
    assert sandbox.ledger()[-1]["object"] == "bill-payment"


async def test_request_pays_when_it_is_confirmed(xml: Xml, rest: Rest, bill_key: str, sandbox: Sandbox) -> None:
    """A request moves nothing; confirming pays, voiding opens the bill again; steps out of turn are refused."""
    key = (await xml.one(request(bill_key))).findtext("key") or ""
    assert await state(rest, BILL) == ("posted", "84.50")
    assert stack(await xml.one(step("approve", key)))[0][0] == "BL03002129"
    for name in ("send", "confirm"):
        assert (await xml.one(step(name, key))).findtext("status") == "success"
    assert await state(rest, BILL) == ("paid", "0.00")
    assert (await xml.one(step("void", key))).findtext("status") == "success"
    assert await state(rest, BILL) == ("posted", "84.50")
    assert [row["operation"] for row in sandbox.ledger()[-4:]] == ["create", "print", "confirm", "void"]


async def test_manual_payment_needs_no_bill(xml: Xml, bill_key: str, sandbox: Sandbox) -> None:
    """create_appayment books to accounts; an APPYMT without bill is refused; it can be reversed."""
    manual = (
        "<create_appayment><bankaccountid>OPER-CHK</bankaccountid><vendorid>V-1</vendorid><memo>m</memo><checkdate><year>2026</year>"
        "<month>03</month><day>20</day></checkdate><checkno>50</checkno><payitems><payitem><glaccountno>6105</glaccountno>"
        "<paymentamount>1.99</paymentamount></payitem></payitems></create_appayment>"
    )
    key = (await xml.one(manual)).findtext("key")
    assert sandbox.ledger()[-1]["fields"]["total"] == "1.99"
    assert "RECORDKEY" in stack(await xml.one(appymt("").replace("<RECORDKEY></RECORDKEY>", "")))[0][1]
    date = "<datereversed><year>2026</year><month>03</month><day>31</day></datereversed>"
    assert (await xml.one(f'<reverse_appayment key="{key}">{date}</reverse_appayment>')).findtext("status") == "success"


async def test_receipt_and_the_rest_of_it(xml: Xml, rest: Rest, invoice_key: str) -> None:
    """What is received beyond the items is applied later, and not more than that."""
    assert stack(await xml.one(receipt("50.00", (invoice_key, "60.00"))))[0][0] == "XL03000027"
    key = (await xml.one(receipt("200.00", (invoice_key, "150.00")))).findtext("key") or ""
    assert await state(rest, INVOICE) == ("partiallyPaid", "100.00")
    assert stack(await xml.one(applied(key, invoice_key, "50.01")))[0][0] == "XL03000027"
    assert (await xml.one(applied(key, invoice_key, "50.00"))).findtext("status") == "success"
    assert await state(rest, INVOICE) == ("partiallyPaid", "50.00")
    date = "<datereversed><year>2026</year><month>03</month><day>31</day></datereversed>"
    assert (await xml.one(f'<reverse_arpayment key="{key}">{date}</reverse_arpayment>')).findtext("status") == "success"
    assert await state(rest, INVOICE) == ("posted", "250.00")


async def test_generic_receipt(xml: Xml, rest: Rest, invoice_key: str) -> None:
    """ARPYMT pays an invoice; with two sources of money it is refused."""
    call = (
        "<create><ARPYMT><FINANCIALENTITY>OPER-CHK</FINANCIALENTITY>{}<PAYMENTMETHOD>Cash</PAYMENTMETHOD><CUSTOMERID>C-1"
        "</CUSTOMERID><RECEIPTDATE>03/20/2026</RECEIPTDATE><PAYMENTDATE>03/20/2026</PAYMENTDATE><ARPYMTDETAILS>"
        f"<ARPYMTDETAIL><RECORDKEY>{invoice_key}</RECORDKEY><TRX_PAYMENTAMOUNT>250.00</TRX_PAYMENTAMOUNT></ARPYMTDETAIL>"
        "</ARPYMTDETAILS></ARPYMT></create>"
    )
    both = call.format("<UNDEPOSITEDACCOUNTNO>1100</UNDEPOSITEDACCOUNTNO>")
    assert (await xml.one(both)).findtext("status") == "failure"
    assert (await xml.one(call.format(""))).findtext("data/arpymt/RECORDNO")
    assert await state(rest, INVOICE) == ("paid", "0.00")


async def test_paid_documents_stay(xml: Xml, bill_key: str, invoice_key: str) -> None:
    """A paid bill or invoice is not changed, deleted or reversed, by whichever function."""
    await xml.one(appymt(bill_key, "1.00"))
    await xml.one(receipt("1.00", (invoice_key, "1.00")))
    date = "<datereversed><year>2026</year><month>03</month><day>31</day></datereversed>"
    for call in (
        f'<update_bill key="{bill_key}"><description>x</description></update_bill>',
        f"<update><APBILL><RECORDNO>{bill_key}</RECORDNO><DESCRIPTION>x</DESCRIPTION></APBILL></update>",
        f'<delete_bill key="{bill_key}"/>',
        f'<reverse_bill key="{bill_key}">{date}</reverse_bill>',
        f'<update_invoice key="{invoice_key}"><description>x</description></update_invoice>',
        f"<delete><object>ARINVOICE</object><keys>{invoice_key}</keys></delete>",
        f'<reverse_invoice key="{invoice_key}">{date}</reverse_invoice>',
    ):
        assert stack(await xml.one(call))[0][0] == "BL03002129", call
