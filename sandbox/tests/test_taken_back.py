"""What becomes of the number, the state and the amount due of documents that are reversed, paid and voided."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, rest_bill, rest_customer, rest_invoice, rest_vendor
from test_a_person_acts import paid

from intacct_sandbox import Sandbox

BILL, INVOICE, PAYMENT = "accounts-payable/bill", "accounts-receivable/invoice", "accounts-payable/payment"


@pytest.fixture
def switches() -> dict[str, Any]:
    return {"hold_seconds": 0, "bill_initial_state": "posted"}


async def over_xml(xml: Xml, object: str, key: str, *names: str) -> list[str | None]:
    """The chosen columns of one record."""
    fields = "".join(f"<field>{name}</field>" for name in names)
    where = f"<filter><equalto><field>RECORDNO</field><value>{key}</value></equalto></filter>"
    result = await xml.one(f"<query><object>{object}</object><select>{fields}</select>{where}</query>")
    return [result.findtext(f"data/{object}/{name}") for name in names]


async def over_rest(rest: Rest, path: str, key: str) -> dict[str, Any]:
    _, answer = await rest.call("GET", f"objects/{path}/{key}")
    found: dict[str, Any] = answer["ia::result"]
    return found


async def reverse(rest: Rest, path: str, key: str, **day: str) -> None:
    status, answer = await rest.call("POST", f"workflows/{path}/reverse", {"key": key, **day})
    assert status == 200, answer


async def test_a_reversed_bill_gives_its_number_free(rest: Rest, xml: Xml, sandbox: Sandbox) -> None:
    """It is called «Reversed - N» on both surfaces; nothing is due, and a new bill can have the number N."""
    await rest.create("accounts-payable/vendor", rest_vendor())
    key = await rest.create(BILL, rest_bill("HB-1"))
    await reverse(rest, BILL, key, reverseDate="2026-03-20")
    columns = ("RECORDID", "STATE", "TRX_TOTALDUE")
    assert await over_xml(xml, "APBILL", key, *columns) == ["Reversed - HB-1", "Reversed", "0"]
    found = await over_rest(rest, BILL, key)
    assert (found["billNumber"], found["state"], found["totalTxnAmountDue"]) == ("Reversed - HB-1", "reversed", "0.00")
    assert (await xml.one(bill("HB-1"))).findtext("status") == "success"
    assert sandbox.ledger()[-2]["fields"]["number"] == "Reversed - HB-1"


async def test_a_reversed_invoice_gives_its_number_free(rest: Rest, xml: Xml) -> None:
    """As a bill."""
    await rest.create("accounts-receivable/customer", rest_customer())
    key = await rest.create(INVOICE, rest_invoice("OK-1"))
    await reverse(rest, INVOICE, key, reversedDate="2026-03-20")
    assert await over_xml(xml, "ARINVOICE", key, "RECORDID", "STATE") == ["Reversed - OK-1", "Reversed"]
    await rest.create(INVOICE, rest_invoice("OK-1"))


@pytest.mark.parametrize("switches", [{"reversed_number": "kept", "bill_initial_state": "posted"}])
async def test_a_reversed_bill_keeps_its_number_by_switch(rest: Rest, switches: dict[str, Any]) -> None:
    """With the switch the number stays taken."""
    await rest.create("accounts-payable/vendor", rest_vendor())
    key = await rest.create(BILL, rest_bill("HB-1"))
    await reverse(rest, BILL, key, reverseDate="2026-03-20")
    assert (await over_rest(rest, BILL, key))["billNumber"] == "HB-1"


async def test_a_voided_payment_keeps_its_number_and_opens_the_bill(rest: Rest, xml: Xml) -> None:
    """Partly paid, paid, and open again: state and amounts due are told alike on both surfaces."""
    await rest.create("accounts-payable/vendor", rest_vendor())
    key = await rest.create(BILL, rest_bill("HB-1"))
    first = await rest.create(PAYMENT, paid(key, "40.00"))
    await _expect(rest, xml, key, "partiallyPaid", "Partially Paid", "56.50", "40.00")
    second = await rest.create(PAYMENT, paid(key, "56.50"))
    await _expect(rest, xml, key, "paid", "Paid", "0.00", "96.50")
    for payment in (first, second):
        keys = f"<appaymentkeys><appaymentkey>{payment}</appaymentkey></appaymentkeys>"
        assert (await xml.one(f"<void_appaymentrequest>{keys}</void_appaymentrequest>")).findtext("status") == "success"
        assert await over_xml(xml, "APPYMT", payment, "DOCNUMBER", "STATE") == ["4711", "Voided"]
        found = await over_rest(rest, PAYMENT, payment)
        assert (found["documentNumber"], found["state"]) == ("4711", "voided")
    await _expect(rest, xml, key, "posted", "Posted", "96.50", "0.00")


async def _expect(rest: Rest, xml: Xml, key: str, state: str, shown: str, due: str, settled: str) -> None:
    found = await over_rest(rest, BILL, key)
    assert (found["state"], found["totalTxnAmountDue"]) == (state, due)
    state_xml, due_xml, paid_xml = await over_xml(xml, "APBILL", key, "STATE", "TRX_TOTALDUE", "TRX_TOTALPAID")
    assert (state_xml, float(due_xml or "x"), float(paid_xml or "x")) == (shown, float(due), float(settled))
