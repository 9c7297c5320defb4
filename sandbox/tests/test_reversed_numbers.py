"""What a document is called after its reversal or voiding, and what is due then."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, vendor
from test_one_company import get, read
from test_payments import AP, AR, bill_payment, receipt

from intacct_sandbox import Sandbox

BILL, INVOICE = "accounts-payable/bill", "accounts-receivable/invoice"


async def made(xml: Xml, call: str) -> str:
    result = await xml.one(call)
    return result.findtext(".//RECORDNO") or result.findtext("key") or ""


@pytest.mark.parametrize(("switches", "called"), [({}, "Reversed - {}"), ({"reversed_numbers": "kept"}, "{}")])
async def test_a_reversed_document_is_renamed(xml: Xml, rest: Rest, sandbox: Sandbox, called: str) -> None:
    """Both surfaces show the new name, the ledger's row has the old one; by switch the number stays."""
    await xml.send(vendor(), customer())
    bill_key, invoice_key = await made(xml, bill("B-1")), await made(xml, invoice("I-1"))
    day = "<datereversed><year>2026</year><month>03</month><day>31</day></datereversed>"
    await xml.one(f'<reverse_bill key="{bill_key}">{day}</reverse_bill>')
    await rest.call("POST", f"workflows/{INVOICE}/reverse", {"key": invoice_key, "reversedDate": "2026-03-31"})
    for path, object, key, field, number in (
        (BILL, "APBILL", bill_key, "billNumber", "B-1"),
        (INVOICE, "ARINVOICE", invoice_key, "invoiceNumber", "I-1"),
    ):
        told, shown = await get(rest, path, key), await read(xml, object, key)
        assert (told[field], told["state"], told["totalTxnAmountDue"]) == (called.format(number), "reversed", "0.00")
        assert (shown.findtext("RECORDID"), shown.findtext("STATE")) == (called.format(number), "Reversed")
    assert [(row["key"], row["operation"]) for row in sandbox.ledger()[-2:]] == [("B-1", "reverse"), ("I-1", "reverse")]


async def test_the_number_of_a_reversed_document_is_free(xml: Xml, rest: Rest) -> None:
    """The same bill can be booked again, and reversed again, under its number."""
    await xml.one(vendor())
    for _ in range(2):
        key = await made(xml, bill("B-1"))
        assert key
        await rest.call("POST", f"workflows/{BILL}/reverse", {"key": key, "reverseDate": "2026-03-31"})
    found = await rest.find(BILL, ["billNumber", "state"])
    assert found == [{"billNumber": "Reversed - B-1", "state": "reversed"}] * 2


async def test_a_payment_keeps_its_number(xml: Xml, rest: Rest) -> None:
    """Voided or reversed, a payment is called as before, and what it paid is due again on both surfaces."""
    await xml.send(vendor(), customer())
    bill_key, invoice_key = await made(xml, bill("B-1")), await made(xml, invoice("I-1"))
    paid: list[tuple[str, str, str, str, dict[str, Any]]] = [
        (AP, BILL, "APBILL", bill_key, bill_payment(bill_key)),
        (AR, INVOICE, "ARINVOICE", invoice_key, receipt(invoice_key)),
    ]
    for payments, path, object, key, body in paid:
        payment = await rest.create(payments, body)
        assert ((await read(xml, object, key)).findtext("STATE"), (await get(rest, path, key))["state"]) == (
            "Paid",
            "paid",
        )
        if payments == AP:
            keys = f"<appaymentkeys><appaymentkey>{payment}</appaymentkey></appaymentkeys>"
            await xml.one(f"<void_appaymentrequest>{keys}</void_appaymentrequest>")
        else:
            await rest.call("POST", f"workflows/{AR}/reverse", {"key": payment, "reversedDate": "2026-03-31"})
        after = await get(rest, payments, payment)
        assert (after["documentNumber"], after["state"] in ("voided", "reversed")) == (body["documentNumber"], True)
        told, shown = await get(rest, path, key), await read(xml, object, key)
        assert (told["state"], shown.findtext("STATE")) == ("posted", "Posted")
        assert float(told["totalTxnAmountDue"]) == float(shown.findtext("TRX_TOTALDUE") or 0) > 0
