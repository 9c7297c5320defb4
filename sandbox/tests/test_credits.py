"""AP payments with credits and discounts, and advances as credits, on both surfaces."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, vendor
from test_business_rules import stack
from test_payments import bill_payment
from test_xml_payments import step

from intacct_sandbox import Sandbox

PAYMENT, ADVANCE = "accounts-payable/payment", "accounts-payable/advance"


def paying(*details: str, head: str = "") -> str:
    """An APPYMT with these details, each the content of one APPYMTDETAIL."""
    body = "".join(f"<APPYMTDETAIL>{each}</APPYMTDETAIL>" for each in details)
    return (
        "<create><APPYMT><PAYMENTMETHOD>Printed Check</PAYMENTMETHOD><FINANCIALENTITY>OPER-CHK</FINANCIALENTITY>"
        f"<VENDORID>V-1</VENDORID>{head}<PAYMENTDATE>03/20/2026</PAYMENTDATE><APPYMTDETAILS>{body}</APPYMTDETAILS>"
        "</APPYMT></create>"
    )


def adjustment(amount: str, number: str = "ADJ-1") -> str:
    return (
        "<create_apadjustment><vendorid>V-1</vendorid><datecreated><year>2026</year><month>03</month><day>15</day>"
        f"</datecreated><adjustmentno>{number}</adjustmentno><apadjustmentitems><lineitem><glaccountno>6105</glaccountno>"
        f"<amount>{amount}</amount><locationid>100</locationid></lineitem></apadjustmentitems></create_apadjustment>"
    )


def advance(amount: str = "20.00", **more: Any) -> dict[str, Any]:
    line = {"txnAmount": amount, "glAccount": {"id": "1400"}, "dimensions": {"location": {"id": "100"}}}
    return {"vendor": {"id": "V-1"}, "paymentMethod": "cash", "financialEntity": {"entityId": "OPER-CHK"},
            "advanceDate": "2026-03-10", "lines": [line], **more}  # fmt: skip


def request(*rows: str) -> str:
    """A payment request whose items are these."""
    items = "".join(f"<paymentrequestitem>{each}</paymentrequestitem>" for each in rows)
    return (
        "<create_paymentrequest><bankaccountid>OPER-CHK</bankaccountid><vendorid>V-1</vendorid><paymentmethod>EFT"
        "</paymentmethod><paymentdate><year>2026</year><month>03</month><day>20</day></paymentdate>"
        f"<paymentrequestitems>{items}</paymentrequestitems></create_paymentrequest>"
    )


@pytest.fixture
async def bill_key(xml: Xml) -> str:
    await xml.one(vendor("V-1"))
    return (await xml.one(bill(amount="100.00"))).findtext("data/apbill/RECORDNO") or ""


@pytest.fixture
async def memo_key(xml: Xml, bill_key: str) -> str:
    """A debit memo of 30.00 that lowers what the vendor is owed."""
    return (await xml.one(adjustment("-30.00"))).findtext("key") or ""


@pytest.fixture
async def advance_key(rest: Rest, bill_key: str) -> str:
    key = await rest.create(ADVANCE, advance())
    assert (await rest.call("POST", f"workflows/{ADVANCE}/submit", {"key": key}))[0] == 200
    return key


async def due(rest: Rest) -> dict[str, str]:
    """What is due of the vendor, the bill, the adjustment and the advance."""
    paths = {"vendor": "totalDue", "bill": "totalTxnAmountDue", "adjustment": "txnTotalDue", "advance": "txnTotalDue"}
    found = {}
    for name, field in paths.items():
        rows = await rest.find(f"accounts-payable/{name}", [field])
        found |= {name: rows[0][field]} if rows else {}
    return found


async def test_credits_pay_and_are_used_up(
    xml: Xml, rest: Rest, bill_key: str, memo_key: str, advance_key: str
) -> None:
    """Cash, a debit memo and an advance together pay a bill; the payment is the cash, each credit has less left, and
    what the vendor is owed falls by the cash alone."""
    assert await due(rest) == {"vendor": "50.00", "bill": "100.00", "adjustment": "-30.00", "advance": "20.00"}
    call = paying(
        f"<RECORDKEY>{bill_key}</RECORDKEY><TRX_PAYMENTAMOUNT>60.00</TRX_PAYMENTAMOUNT>",
        f"<RECORDKEY>{bill_key}</RECORDKEY><ADJUSTMENTKEY>{memo_key}</ADJUSTMENTKEY>"
        "<TRX_ADJUSTMENTAMOUNT>25.50</TRX_ADJUSTMENTAMOUNT>",
        f"<RECORDKEY>{bill_key}</RECORDKEY><ADVANCEKEY>{advance_key}</ADVANCEKEY>"
        "<TRX_POSTEDADVANCEAMOUNT>14.50</TRX_POSTEDADVANCEAMOUNT>",
    )
    key = (await xml.one(call)).findtext("data/appymt/RECORDNO") or ""
    assert await due(rest) == {"vendor": "-10.00", "bill": "0.00", "adjustment": "-4.50", "advance": "5.50"}
    row = xml.sandbox.ledger()[-1]
    assert (row["object"], row["fields"]["total"]) == ("bill-payment", "60.00")
    assert row["fields"]["lines"][1]["debit_memo_amount"] == "25.50"
    _, body = await rest.call("GET", f"objects/{ADVANCE}/{advance_key}")
    assert body["ia::result"]["state"] == "partiallyApplied"
    await rest.call("POST", f"workflows/{PAYMENT}/reverse", {"key": key, "paymentDate": "2026-03-25"})
    assert await due(rest) == {"vendor": "50.00", "bill": "100.00", "adjustment": "-30.00", "advance": "20.00"}


async def test_credits_alone_need_no_bank(rest: Rest, bill_key: str, memo_key: str, advance_key: str) -> None:
    """Over REST the same; a payment of credits alone has no bank account and no amount."""
    details = [
        {
            "bill": {"key": bill_key},
            "apDebitAdjustment": {"key": memo_key},
            "txnCurrency": {"adjustmentAmount": "30.00"},
        },
        {"bill": {"key": bill_key}, "apAdvance": {"key": advance_key}, "txnCurrency": {"postedAdvanceAmount": "20.00"}},
    ]
    body = {
        "vendor": {"id": "V-1"},
        "paymentDate": "2026-03-20",
        "txnCurrency": {"currency": "USD"},
        "details": details,
    }
    key = await rest.create(PAYMENT, body)
    assert await due(rest) == {"vendor": "50.00", "bill": "50.00", "adjustment": "0.00", "advance": "0.00"}
    _, answer = await rest.call("GET", f"objects/{PAYMENT}/{key}")
    assert answer["ia::result"]["txnCurrency"]["totalAmount"] == "0.00"
    detail = answer["ia::result"]["details"][0]["key"]
    _, answer = await rest.call("GET", f"objects/accounts-payable/payment-detail/{detail}")
    assert answer["ia::result"]["apPayment"]["key"] == key
    assert answer["ia::result"]["apDebitAdjustment"]["key"] == memo_key
    status, _ = await rest.call("POST", f"objects/{PAYMENT}", bill_payment(bill_key, "1.00", financialEntity=None))
    assert status == 400


@pytest.mark.parametrize(
    ("detail", "errorno"),
    [
        ("<RECORDKEY>{bill}</RECORDKEY><ADJUSTMENTKEY>{memo}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>30.01"
         "</TRX_ADJUSTMENTAMOUNT>", "XL03000027"),
        ("<RECORDKEY>{bill}</RECORDKEY><ADVANCEKEY>{advance}</ADVANCEKEY><TRX_POSTEDADVANCEAMOUNT>20.01"
         "</TRX_POSTEDADVANCEAMOUNT>", "XL03000027"),
        ("<RECORDKEY>{bill}</RECORDKEY><ADVANCEKEY>{advance}</ADVANCEKEY><TRX_POSTEDADVANCEAMOUNT>20.00"
         "</TRX_POSTEDADVANCEAMOUNT><TRX_PAYMENTAMOUNT>80.01</TRX_PAYMENTAMOUNT>", "XL03000027"),
        ("<RECORDKEY>{bill}</RECORDKEY><ADVANCEKEY>{advance}</ADVANCEKEY><TRX_POSTEDADVANCEAMOUNT>-1.00"
         "</TRX_POSTEDADVANCEAMOUNT><TRX_PAYMENTAMOUNT>5.00</TRX_PAYMENTAMOUNT>", "BL03000018"),
        ("<RECORDKEY>{bill}</RECORDKEY><ADVANCEKEY>{advance}</ADVANCEKEY><TRX_PAYMENTAMOUNT>5.00</TRX_PAYMENTAMOUNT>",
         "BL03000018"),
        ("<RECORDKEY>{bill}</RECORDKEY><TRX_ADJUSTMENTAMOUNT>5.00</TRX_ADJUSTMENTAMOUNT>", "BL03000018"),
        ("<RECORDKEY>{bill}</RECORDKEY><POSADJKEY>{memo}</POSADJKEY><TRX_PAYMENTAMOUNT>5.00</TRX_PAYMENTAMOUNT>",
         "BL03000018"),
        ("<RECORDKEY>{bill}</RECORDKEY>", "BL03000018"),
        ("<POSADJKEY>{memo}</POSADJKEY><TRX_PAYMENTAMOUNT>5.00</TRX_PAYMENTAMOUNT>", "XL03000027"),
        ("<RECORDKEY>{bill}</RECORDKEY><INLINEKEY>{bill}</INLINEKEY><TRX_INLINEAMOUNT>5.00</TRX_INLINEAMOUNT>",
         "XL03000027"),
        ("<RECORDKEY>{bill}</RECORDKEY><ENTRYKEY>999999</ENTRYKEY><TRX_PAYMENTAMOUNT>5.00</TRX_PAYMENTAMOUNT>",
         "BL03000018"),
        ("<RECORDKEY>{bill}</RECORDKEY><ADJUSTMENTKEY>999999</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>1.00"
         "</TRX_ADJUSTMENTAMOUNT>", "BL01001973"),
    ],
)  # fmt: skip
async def test_never_more_than_there_is(
    xml: Xml, rest: Rest, bill_key: str, memo_key: str, advance_key: str, detail: str, errorno: str
) -> None:
    """More than a credit has or a bill is due, a credit without amount or document, a wrong sign, an unknown line: each
    is refused and nothing moves."""
    before = await due(rest)
    result = await xml.one(paying(detail.format(bill=bill_key, memo=memo_key, advance=advance_key)))
    assert stack(result)[0][0] == errorno, stack(result)
    assert await due(rest) == before


async def test_credit_of_another_vendor_and_deleted_credit(xml: Xml, rest: Rest, bill_key: str, memo_key: str) -> None:
    """A credit pays the bills of its own vendor only; one that a payment used is not deleted."""
    await xml.one(vendor("V-2", "Two"))
    other = (await xml.one(bill("B-2", vendor="V-2"))).findtext("data/apbill/RECORDNO")
    used = f"<ADJUSTMENTKEY>{memo_key}</ADJUSTMENTKEY><TRX_ADJUSTMENTAMOUNT>1.00</TRX_ADJUSTMENTAMOUNT>"
    call = paying(f"<RECORDKEY>{other}</RECORDKEY>{used}").replace("V-1", "V-2")
    assert "does not belong" in stack(await xml.one(call))[0][1]
    assert (await xml.one(paying(f"<RECORDKEY>{bill_key}</RECORDKEY>{used}"))).findtext("status") == "success"
    assert (await xml.one(f'<delete_apadjustment key="{memo_key}"/>')).findtext("status") == "failure"


async def test_credit_memo_is_paid_and_negative_bill_is_a_credit(xml: Xml, rest: Rest, bill_key: str) -> None:
    """A positive adjustment is paid like a bill; a bill with a negative total lowers what is paid."""
    memo = (await xml.one(adjustment("12.00", "ADJ-2"))).findtext("key")
    negative = (await xml.one(bill("B-NEG", amount="-40.00"))).findtext("data/apbill/RECORDNO")
    assert (await due(rest))["vendor"] == "72.00"
    call = paying(
        f"<POSADJKEY>{memo}</POSADJKEY><TRX_PAYMENTAMOUNT>12.00</TRX_PAYMENTAMOUNT>",
        f"<RECORDKEY>{bill_key}</RECORDKEY><INLINEKEY>{negative}</INLINEKEY><TRX_INLINEAMOUNT>40.00</TRX_INLINEAMOUNT>"
        "<TRX_PAYMENTAMOUNT>60.00</TRX_PAYMENTAMOUNT>",
    )
    assert (await xml.one(call)).findtext("status") == "success"
    assert await due(rest) == {"vendor": "0.00", "bill": "0.00", "adjustment": "0.00"}
    rows = await rest.find("accounts-payable/bill", ["billNumber", "state"])
    assert [each["state"] for each in rows] == ["paid", "paid"]


async def test_system_selects_credits(xml: Xml, rest: Rest, bill_key: str, memo_key: str, advance_key: str) -> None:
    """CREDITTOAPPLY takes what there is, debit memos first, and not more than that."""
    wanted = "<RECORDKEY>{}</RECORDKEY><CREDITTOAPPLY>{}</CREDITTOAPPLY><TRX_PAYMENTAMOUNT>10.00</TRX_PAYMENTAMOUNT>"
    assert stack(await xml.one(paying(wanted.format(bill_key, "50.01"))))[0][0] == "XL03000027"
    assert (await xml.one(paying(wanted.format(bill_key, "41.00")))).findtext("status") == "success"
    assert await due(rest) == {"vendor": "40.00", "bill": "49.00", "adjustment": "0.00", "advance": "9.00"}
    lines = xml.sandbox.ledger()[-1]["fields"]["lines"]
    assert [each.get("debit_memo_amount") or each.get("advance_amount") for each in lines] == [None, "30.00", "11.00"]


async def test_request_takes_credits_from_the_adjustments_it_names(
    xml: Xml, rest: Rest, bill_key: str, memo_key: str
) -> None:
    """As on the page of payment requests: one item per credit, and what the bill uses of them; all is moved by the
    confirmation, and what no bill uses is refused."""
    bill_item = f"<key>{bill_key}</key><paymentamount>94.00</paymentamount><credittoapply>6.00</credittoapply>"
    memo_item = f"<key>{memo_key}</key><paymentamount>{{}}</paymentamount>"
    assert (await xml.one(request(memo_item.format("7.00"), bill_item))).findtext("status") == "failure"
    key = (await xml.one(request(memo_item.format("6.00"), bill_item))).findtext("key") or ""
    assert (await due(rest))["bill"] == "100.00"
    for name in ("send", "confirm"):
        assert (await xml.one(step(name, key))).findtext("status") == "success"
    assert await due(rest) == {"vendor": "-24.00", "bill": "0.00", "adjustment": "-24.00"}
    await xml.one(step("void", key))
    assert await due(rest) == {"vendor": "70.00", "bill": "100.00", "adjustment": "-30.00"}


async def test_request_with_a_discount(xml: Xml, rest: Rest, bill_key: str) -> None:
    """A discount counts as paid; with it not more than is due."""
    item = f"<key>{bill_key}</key><paymentamount>{{}}</paymentamount><discounttoapply>2.00</discounttoapply>"
    assert stack(await xml.one(request(item.format("98.01"))))[0][0] == "XL03000027"
    key = (await xml.one(request(item.format("98.00")))).findtext("key") or ""
    for name in ("send", "confirm"):
        await xml.one(step(name, key))
    assert await due(rest) == {"vendor": "0.00", "bill": "0.00"}


async def test_discount_of_the_term(xml: Xml, rest: Rest, bill_key: str, sandbox: Sandbox) -> None:
    """A discount date gives the discount of the term when the rest is paid in full, and none when it is too late."""
    made = await xml.one(bill("B-2", amount="300.00", extra="<TERMNAME>2-10 Net 30</TERMNAME>"))
    key = made.findtext("data/apbill/RECORDNO")
    detail = f"<RECORDKEY>{key}</RECORDKEY><TRX_PAYMENTAMOUNT>{{}}</TRX_PAYMENTAMOUNT><DISCOUNTDATE>{{}}</DISCOUNTDATE>"
    assert "not in full" in stack(await xml.one(paying(detail.format("293.99", "03/24/2026"))))[0][1]
    assert (await xml.one(paying(detail.format("1.00", "03/25/2026")))).findtext("status") == "success"
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["discount"] == "0.00"
    other = (await xml.one(bill("B-3", amount="300.00", extra="<TERMNAME>2-10 Net 30</TERMNAME>"))).findtext(
        "data/apbill/RECORDNO"
    )
    paid = paying(detail.replace(str(key), str(other)).format("294.00", "03/24/2026"))
    assert (await xml.one(paid)).findtext("status") == "success"
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["discount"] == "6.00"
    assert sandbox.ledger()[-1]["fields"]["total"] == "294.00"
    assert {"billNumber": "B-3", "totalTxnAmountDue": "0.00"} in await rest.find(
        "accounts-payable/bill", ["billNumber", "totalTxnAmountDue"]
    )


async def test_draft_payment_with_credits_moves_nothing(rest: Rest, bill_key: str, memo_key: str) -> None:
    """Credits are used by the submit, not by the draft."""
    detail = {"bill": {"key": bill_key}, "apDebitAdjustment": {"key": memo_key},
              "txnCurrency": {"adjustmentAmount": "30.00", "paymentAmount": "70.00"}}  # fmt: skip
    key = await rest.create(PAYMENT, {**bill_payment(bill_key), "details": [detail], "state": "draft"})
    assert await due(rest) == {"vendor": "70.00", "bill": "100.00", "adjustment": "-30.00"}
    await rest.call("POST", f"workflows/{PAYMENT}/submit", {"key": key})
    assert await due(rest) == {"vendor": "0.00", "bill": "0.00", "adjustment": "0.00"}


async def test_advance_of_a_vendor(rest: Rest, xml: Xml, bill_key: str) -> None:
    """A draft can be changed and deleted; what is posted lowers what the vendor is owed, and is reversed as a whole,
    but not when a payment has used some of it."""
    status, body = await rest.call("POST", f"objects/{ADVANCE}", advance(amount="-1.00"))
    assert (status, "positive" in str(body)) == (400, True)
    key = await rest.create(ADVANCE, advance(referenceNumber="ADV-1"))
    path = f"objects/{ADVANCE}/{key}"
    assert (await due(rest))["vendor"] == "100.00"
    assert (await rest.call("PATCH", path, {"description": "retainer"}))[0] == 200
    assert (await rest.call("POST", f"workflows/{ADVANCE}/submit", {"key": key}))[0] == 200
    assert await due(rest) == {"vendor": "80.00", "bill": "100.00", "advance": "20.00"}
    assert (await rest.call("PATCH", path, {"description": "x"}))[0] == 422
    assert (await rest.call("DELETE", path))[0] == 422
    read = await xml.one(f"<read><object>APADVANCE</object><keys>{key}</keys><fields>*</fields></read>")
    assert read.findtext(".//TRX_TOTALDUE") == "20"
    used = f"<ADVANCEKEY>{key}</ADVANCEKEY><TRX_POSTEDADVANCEAMOUNT>1.00</TRX_POSTEDADVANCEAMOUNT>"
    await xml.one(paying(f"<RECORDKEY>{bill_key}</RECORDKEY>{used}"))
    reversal = {"key": key, "reversedDate": "2026-03-25", "memo": "twice"}
    assert (await rest.call("POST", f"workflows/{ADVANCE}/reverse", reversal))[0] == 422
    second = await rest.create(ADVANCE, advance())
    await rest.call("POST", f"workflows/{ADVANCE}/submit", {"key": second})
    status, body = await rest.call("POST", f"workflows/{ADVANCE}/reverse", {**reversal, "key": second})
    assert (status, body["ia::result"]["state"]) == (200, "voided")
    assert (await due(rest))["vendor"] == "80.00"
    draft = await rest.create(ADVANCE, advance())
    assert (await rest.call("DELETE", f"objects/{ADVANCE}/{draft}"))[0] == 204


async def test_advance_of_a_customer(xml: Xml, rest: Rest) -> None:
    """ARADVANCE as its page has it: posted at once, exactly one place for the money, changed while unused, and used by
    a payment of an invoice."""
    await xml.one(customer("C-1"))
    key = (await xml.one(invoice())).findtext("key")
    call = (
        "<create><ARADVANCE><CUSTOMERID>C-1</CUSTOMERID><PAYMENTDATE>03/12/2026</PAYMENTDATE><RECEIPTDATE>03/12/2026"
        "</RECEIPTDATE><PAYMENTMETHOD>Cash</PAYMENTMETHOD>{}<ARADVANCEITEMS><ARADVANCEITEM><ACCOUNTNO>4000</ACCOUNTNO>"
        "<TRX_AMOUNT>90.18</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></ARADVANCEITEM></ARADVANCEITEMS></ARADVANCE></create>"
    )
    bank, funds = "<FINANCIALENTITY>OPER-CHK</FINANCIALENTITY>", "<UNDEPOSITEDACCOUNTNO>1100</UNDEPOSITEDACCOUNTNO>"
    assert stack(await xml.one(call.format("")))[0][0] == "BL03000018"
    assert stack(await xml.one(call.format(bank + funds)))[0][0] == "BL03000018"
    made = (await xml.one(call.format(bank))).findtext("data/aradvance/RECORDNO")
    assert await rest.find("accounts-receivable/customer", ["totalDue"]) == [{"totalDue": "159.82"}]
    change = f"<update><ARADVANCE><RECORDNO>{made}</RECORDNO><DESCRIPTION>deposit</DESCRIPTION></ARADVANCE></update>"
    assert (await xml.one(change)).findtext("status") == "success"
    paid = (
        f"<create><ARPYMT>{bank}<PAYMENTMETHOD>Cash</PAYMENTMETHOD><CUSTOMERID>C-1</CUSTOMERID><RECEIPTDATE>03/20/2026"
        f"</RECEIPTDATE><ARPYMTDETAILS><ARPYMTDETAIL><RECORDKEY>{key}</RECORDKEY><ADVANCEKEY>{made}</ADVANCEKEY>"
        "<TRX_POSTEDADVANCEAMOUNT>90.18</TRX_POSTEDADVANCEAMOUNT><TRX_PAYMENTAMOUNT>159.82</TRX_PAYMENTAMOUNT>"
        "</ARPYMTDETAIL></ARPYMTDETAILS></ARPYMT></create>"
    )
    assert (await xml.one(paid)).findtext("status") == "success"
    assert stack(await xml.one(change))[0][0] == "BL03002129"
    assert await rest.find("accounts-receivable/customer", ["totalDue"]) == [{"totalDue": "0.00"}]
    fields = ["state", "txnTotalEntered", "paymentInformation.totalTxnAmountDue", "paymentInformation.paymentMethod"]
    assert await rest.find("accounts-receivable/advance", fields) == [
        {"state": "fullyApplied", "txnTotalEntered": "90.18", "paymentInformation.totalTxnAmountDue": "0.00",
         "paymentInformation.paymentMethod": "cash"}
    ]  # fmt: skip


async def test_ar_payment_with_credits_over_rest(xml: Xml, rest: Rest) -> None:
    """A credit memo and what is left of an overpayment pay an invoice; the payment that overpaid is not reversed while
    another one uses it."""
    payment = "accounts-receivable/payment"
    await xml.one(customer("C-1"))
    first, second = [(await xml.one(invoice(number, amount="50.00"))).findtext("key") for number in ("I-1", "I-2")]
    memo = (
        "<create_aradjustment><customerid>C-1</customerid><datecreated><year>2026</year><month>03</month><day>15</day>"
        "</datecreated><aradjustmentitems><lineitem><glaccountno>4000</glaccountno><amount>-10.00</amount><locationid>100"
        "</locationid></lineitem></aradjustmentitems></create_aradjustment>"
    )
    credit = (await xml.one(memo)).findtext("key")
    head = {"customer": {"id": "C-1"}, "financialEntity": {"entityId": "OPER-CHK"}, "paymentMethod": "eft",
            "paymentSummary": {"receiptDate": "2026-03-20"}, "txnCurrency": {"currency": "USD"}}  # fmt: skip
    paid = [{"arInvoice": {"key": first}, "txnCurrency": {"paymentAmount": "50.00"}}]
    over = await rest.create(payment, {**head, "overPaymentAmount": "30.00", "paymentDetails": paid})
    details = [
        {"arInvoice": {"key": second}, "arAdjustment": {"key": credit}, "txnCurrency": {"adjustmentAmount": "10.00"}},
        {"arInvoice": {"key": second}, "arPostedOverPayment": {"key": over},
         "txnCurrency": {"postedOverPaymentAmount": "30.01", "paymentAmount": "9.99"}},
    ]  # fmt: skip
    status, _ = await rest.call("POST", f"objects/{payment}", {**head, "paymentDetails": details})
    assert status == 422
    details[1]["txnCurrency"] = {"postedOverPaymentAmount": "30.00", "paymentAmount": "10.00"}
    used = await rest.create(payment, {**head, "paymentDetails": details})
    assert [each["state"] for each in await rest.find("accounts-receivable/invoice", ["state"])] == ["paid", "paid"]
    assert await rest.find("accounts-receivable/customer", ["totalDue"]) == [{"totalDue": "0.00"}]
    reversal = {"key": over, "reversedDate": "2026-03-25"}
    assert (await rest.call("POST", f"workflows/{payment}/reverse", reversal))[0] == 422
    assert (await rest.call("POST", f"workflows/{payment}/reverse", {**reversal, "key": used}))[0] == 200
    assert (await rest.call("POST", f"workflows/{payment}/reverse", reversal))[0] == 200
    assert await rest.find("accounts-receivable/customer", ["totalDue"]) == [{"totalDue": "90.00"}]


async def test_overpayment_without_a_customer_pays_nobodys_invoice(xml: Xml, rest: Rest) -> None:
    """What a payer without a customer paid too much is no customer's credit."""
    payment = "accounts-receivable/payment"
    await xml.one(customer("C-1"))
    key = (await xml.one(invoice(amount="50.00"))).findtext("key")
    head = {"financialEntity": {"entityId": "OPER-CHK"}, "paymentMethod": "eft", "txnCurrency": {"currency": "USD"},
            "paymentSummary": {"receiptDate": "2026-03-20"}}  # fmt: skip
    paid = [{"arInvoice": {"key": key}, "txnCurrency": {"paymentAmount": "20.00"}}]
    over = await rest.create(payment, {**head, "payerName": "A", "overPaymentAmount": "9.00", "paymentDetails": paid})
    used = [{"arInvoice": {"key": key}, "arPostedOverPayment": {"key": over},
             "txnCurrency": {"postedOverPaymentAmount": "9.00"}}]  # fmt: skip
    status, body = await rest.call(
        "POST", f"objects/{payment}", {**head, "customer": {"id": "C-1"}, "paymentDetails": used}
    )
    assert (status, "does not belong" in str(body)) == (400, True)


async def test_draft_bill_has_no_discount_to_give(xml: Xml, bill_key: str) -> None:
    """A draft without a date is refused as a draft, whatever its term."""
    line = (
        "<APBILLITEM><ACCOUNTNO>6105</ACCOUNTNO><TRX_AMOUNT>5.00</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM>"
    )
    draft = (
        "<create><APBILL><VENDORID>V-1</VENDORID><TERMNAME>2-10 Net 30</TERMNAME><ACTION>Draft</ACTION>"
        f"<APBILLITEMS>{line}</APBILLITEMS></APBILL></create>"
    )
    key = (await xml.one(draft)).findtext("data/apbill/RECORDNO")
    detail = f"<RECORDKEY>{key}</RECORDKEY><TRX_PAYMENTAMOUNT>4.90</TRX_PAYMENTAMOUNT>"
    result = await xml.one(paying(f"{detail}<DISCOUNTDATE>03/20/2026</DISCOUNTDATE>"))
    assert stack(result)[0][0] == "BL03002129"
