"""Payments of bills and by customers: states and balances on both surfaces."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, rest_bill, vendor

from intacct_sandbox import Sandbox

AP, AR = "accounts-payable/payment", "accounts-receivable/payment"


def bill_payment(key: str, amount: str = "84.50", **more: Any) -> dict[str, Any]:
    return {"financialEntity": {"entityId": "OPER-CHK"}, "vendor": {"id": "V-1"}, "paymentMethod": "printedCheck",
            "paymentDate": "2026-03-20", "documentNumber": "100482", "txnCurrency": {"currency": "USD"},
            "details": [{"bill": {"key": key}, "txnCurrency": {"paymentAmount": amount}}], **more}  # fmt: skip


def receipt(key: str, amount: str = "250.00", **more: Any) -> dict[str, Any]:
    details = [{"arInvoice": {"key": key}, "txnCurrency": {"paymentAmount": amount}}]
    return {"customer": {"id": "C-1"}, "financialEntity": {"entityId": "OPER-CHK"}, "paymentMethod": "eft",
            "documentNumber": "ACH-1", "paymentSummary": {"receiptDate": "2026-03-20"},
            "txnCurrency": {"currency": "USD"}, "paymentDetails": details, **more}  # fmt: skip


@pytest.fixture
async def bill_key(xml: Xml) -> str:
    await xml.one(vendor("V-1"))
    return (await xml.one(bill())).findtext("data/apbill/RECORDNO") or ""


@pytest.fixture
async def invoice_key(xml: Xml) -> str:
    await xml.one(customer("C-1"))
    return (await xml.one(invoice())).findtext("key") or ""


async def state(rest: Rest, path: str, key: str) -> tuple[str, str]:
    _, body = await rest.call("GET", f"objects/{path}/{key}")
    return body["ia::result"]["state"], body["ia::result"]["totalTxnAmountDue"]


async def test_bill_is_paid_in_parts(rest: Rest, bill_key: str, sandbox: Sandbox) -> None:
    """Part payments lower the amount due; the last one makes the bill paid; the vendor is owed less."""
    path = "accounts-payable/bill"
    await rest.create(AP, bill_payment(bill_key, "80.00"))
    assert await state(rest, path, bill_key) == ("partiallyPaid", "4.50")
    assert await rest.find("accounts-payable/vendor", ["totalDue"]) == [{"totalDue": "4.50"}]
    status, body = await rest.call("POST", f"objects/{AP}", bill_payment(bill_key, "4.51"))
    assert status == 422
    assert "more than the amount due" in str(body)
    await rest.create(AP, bill_payment(bill_key, "4.50", documentNumber="100483"))
    assert await state(rest, path, bill_key) == ("paid", "0.00")
    row = sandbox.ledger()[-1]
    assert (row["object"], row["key"], row["fields"]["lines"][0]["bill_number"]) == ("bill-payment", "100483", "B-1")
    assert (await rest.call("POST", f"objects/{AP}", bill_payment(bill_key, "1.00")))[0] == 422


async def test_bill_must_exist_be_posted_and_belong_to_the_vendor(rest: Rest, bill_key: str, xml: Xml) -> None:
    """A draft, another vendor's or an unknown bill cannot be paid, nor from an unknown bank account."""
    await xml.one(vendor("V-2", "Two"))
    draft = await rest.create("accounts-payable/bill", rest_bill())
    for payment in (
        bill_payment(draft, "1.00"),
        bill_payment("99999", "1.00"),
        bill_payment(bill_key, financialEntity={"entityId": "NO-BANK"}),
        bill_payment(bill_key, paymentDate="2025-12-31"),
    ):
        assert (await rest.call("POST", f"objects/{AP}", payment))[0] == 422
    assert (await rest.call("POST", f"objects/{AP}", bill_payment(bill_key, vendor={"id": "V-2"})))[0] == 400


async def test_payment_is_reversed(rest: Rest, bill_key: str) -> None:
    """A reversal opens the bill again."""
    key = await rest.create(AP, bill_payment(bill_key))
    body = {"key": key, "paymentDate": "2026-03-25"}
    status, answer = await rest.call("POST", f"workflows/{AP}/reverse", body)
    assert (status, answer["ia::result"]["state"]) == (200, "reversed")
    assert await state(rest, "accounts-payable/bill", bill_key) == ("posted", "84.50")


async def test_draft_payment_pays_on_submit(rest: Rest, bill_key: str) -> None:
    """A payment sent as a draft moves nothing before its submit."""
    key = await rest.create(AP, bill_payment(bill_key, state="draft"))
    assert await state(rest, "accounts-payable/bill", bill_key) == ("posted", "84.50")
    await rest.call("POST", f"workflows/{AP}/submit", {"key": key})
    assert await state(rest, "accounts-payable/bill", bill_key) == ("paid", "0.00")


async def test_draft_payment_is_changed(rest: Rest, bill_key: str, xml: Xml, sandbox: Sandbox) -> None:
    """A draft gets another date, method and amounts, never another vendor, more than is due, or a closed day."""
    await xml.one(vendor("V-2", "Other"))
    path = f"objects/{AP}/{await rest.create(AP, bill_payment(bill_key, state='draft'))}"
    _, body = await rest.call("GET", path)

    def paying(amount: str) -> dict[str, Any]:
        return {"details": [{"key": body["ia::result"]["details"][0]["key"], "txnCurrency": {"paymentAmount": amount}}]}

    change = {"paymentDate": "2026-03-25", "paymentMethod": "EFT", **paying("80.00")}
    assert (await rest.call("PATCH", path, change))[0] == 200
    changed = sandbox.ledger()[-1]["fields"]
    assert (changed["payment_date"], changed["method"], changed["total"]) == ("2026-03-25", "EFT", "80.00")
    rows = len(sandbox.ledger())
    for wrong in ({"vendor": {"id": "V-2"}}, paying("84.51"), {"paymentDate": "2025-12-31"}, {"state": "confirmed"}):
        assert (await rest.call("PATCH", path, wrong))[0] in (400, 422), wrong
    assert len(sandbox.ledger()) == rows


async def test_paid_bill_cannot_be_changed_or_deleted(rest: Rest, bill_key: str) -> None:
    """What is paid stays."""
    await rest.create(AP, bill_payment(bill_key))
    path = f"objects/accounts-payable/bill/{bill_key}"
    assert (await rest.call("PATCH", path, {"description": "x"}))[0] == 422
    assert (await rest.call("DELETE", path))[0] == 422


async def test_customer_payment(rest: Rest, invoice_key: str, sandbox: Sandbox) -> None:
    """A receipt pays an invoice; exactly one bank or undeposited account, exactly one customer or payer."""
    both = receipt(invoice_key, undepositedGLAccount={"id": "1100"})
    assert (await rest.call("POST", f"objects/{AR}", both))[0] == 400
    await rest.create(AR, receipt(invoice_key, "100.00"))
    assert await state(rest, "accounts-receivable/invoice", invoice_key) == ("partiallyPaid", "150.00")
    assert sandbox.ledger()[-1]["object"] == "payment"
