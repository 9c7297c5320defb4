"""The official JavaScript SDK: refusals as its own exceptions, and what it does when no answer comes."""

from collections.abc import Callable
from typing import Any

import pytest
from javascript_books import changed, rows
from javascript_cases import WRITTEN, bill, invoice, receipt
from javascript_sdk import Client, Data, Thrown, day, new

from intacct_sandbox.threaded import SandboxThread

APRIL = day("2026-04-20")
ACH = new("AccountsReceivable.OnlineAchPayment", bankName="First", accountType="Checking", accountNumber="1",
          routingNumber="2", accountHolder="Oak")  # fmt: skip
CARD = new("AccountsReceivable.OnlineCardPayment", cardNum="4111", expiryDate="12/2030", cardType="Visa")


DOLLARS = {"transactionCurrency": "USD"}
SPENT = new("CashManagement.ChargeCardTransactionLineCreate", glAccountNumber="6200", transactionAmount=40)


AGAINST_THE_SCHEMA = {
    "a card's expiry date is text, not month and year": receipt(
        "1", method="Online Charge Card", onlineCardPayment=CARD),
    "a default account is called a card": receipt(
        "1", method="Online ACH Debit", onlineAchPayment=changed(ACH, useDefaultCard=True)),
    "a bill's new currency has no rate": new("AccountsPayable.BillUpdate", recordNo="1", **DOLLARS),
    "an invoice's new currency has no rate": new("AccountsReceivable.InvoiceUpdate", recordNo="1", **DOLLARS),
    "a card transaction's currency has no rate": new(
        "CashManagement.ChargeCardTransactionCreate", chargeCardId="A", transactionDate=APRIL, lines=[SPENT],
        **DOLLARS),
    "a base currency has no currency": bill(baseCurrency="USD"),
    "a changed line of a bill has an allocation": new("AccountsPayable.BillUpdate", recordNo="1", lines=[
        new("AccountsPayable.BillLineUpdate", lineNo=1, allocationId="RENT")]),
    "a changed line of an invoice has an allocation": new("AccountsReceivable.InvoiceUpdate", recordNo="1", lines=[
        new("AccountsReceivable.InvoiceLineUpdate", lineNo=1, allocationId="RENT")]),
    "a bill without lines": changed(bill(), lines=[]),
    "an update of nothing in particular": new("AccountsPayable.BillUpdate", description="of which bill?"),
}  # fmt: skip


@pytest.mark.parametrize("function", AGAINST_THE_SCHEMA.values(), ids=list(AGAINST_THE_SCHEMA))
def test_what_the_sdk_writes_against_the_schema_is_refused(
    client: Client, sandbox: SandboxThread, function: Data
) -> None:
    """The gateway holds every request against its schema; these slips of the SDK get nothing done."""
    before = sandbox.ledger()
    with pytest.raises(Thrown, match="XML Parse schema error") as refused:
        client.execute(function)
    assert refused.value.kind == "ResponseException"
    assert sandbox.ledger() == before


TAKEN_FROM_THE_SDK = {
    "action before batchkey, and onhold": changed(invoice(), action="Submit", onHold=False),
    "custom fields of an adjustment": changed(
        next(each.create for each in WRITTEN if each.object == "ar-adjustment"), customFields=[["SOURCE_ID", "x"]]),
}  # fmt: skip


FIELD = {"custom_fields": {"ar-adjustment": [{"name": "SOURCE_ID", "kind": "text"}]}}


@pytest.mark.parametrize("company", [FIELD], ids=["custom field"])
@pytest.mark.parametrize("switches", [{"published_schema_only": True}], ids=["published_schema_only"])
@pytest.mark.parametrize("function", TAKEN_FROM_THE_SDK.values(), ids=list(TAKEN_FROM_THE_SDK))
def test_what_only_the_switch_refuses(client: Client, sandbox: SandboxThread, function: Data) -> None:
    """What the published schema does not have although the SDK sends it is refused when only the schema counts."""
    with pytest.raises(Thrown, match="XML Parse schema error"):
        client.execute(function)
    sandbox.set_switches(published_schema_only=False)
    assert client.execute(function)["status"] == "success"


def _closed(**more: Any) -> Data:
    return changed(bill(), transactionDate=day("2025-12-30"), glPostingDate=day("2025-12-30"), **more)


WRONG_FUNCTIONS = {
    "unknown object": (new("Common.Read", objectName="NOTHING", keys=["1"]), "NOTHING"),
    "unknown record": (new("AccountsPayable.BillDelete", recordNo="999999"), "999999"),
    "unknown vendor": (changed(bill(), vendorId="V-NONE"), "V-NONE"),
    "closed period": (_closed(), "BL03000018|closed|period"),
    "duplicate": (new("AccountsPayable.VendorCreate", vendorId="V-1", vendorName="x", printAs="x"), "BL34000061"),
    "empty print name": (new("AccountsPayable.VendorCreate", vendorId="V-3", vendorName="x"), "PRINTAS|Print as"),
    "unbalanced": (changed(next(each.create for each in WRITTEN if each.object == "journal-entry"), lines=[
        new("GeneralLedger.JournalEntryLineCreate", glAccountNumber="6500", transactionAmount=1)]), "balance|line"),
}  # fmt: skip


@pytest.mark.parametrize(("function", "text"), WRONG_FUNCTIONS.values(), ids=list(WRONG_FUNCTIONS))
def test_failed_functions_are_result_exceptions(
    client: Client, sandbox: SandboxThread, function: Data, text: str
) -> None:
    """A function that fails is the SDK's ResultException with the reason, and writes nothing."""
    before = sandbox.ledger()
    with pytest.raises(Thrown, match=text) as refused:
        client.execute(function)
    assert refused.value.kind == "ResultException"
    assert refused.value.errors
    assert sandbox.ledger() == before


def test_no_permission(sign_in: Callable[..., Client]) -> None:
    """A user without the permission gets a ResultException that says so."""
    clerk = sign_in(userId="clerk_ws", userPassword="clerk-secret")
    with pytest.raises(Thrown, match="PL04000005") as refused:
        clerk.execute(next(each.create for each in WRITTEN if each.object == "journal-entry"))
    assert refused.value.kind == "ResultException"


def test_a_batch_keeps_what_succeeds_and_a_transaction_nothing(client: Client, sandbox: SandboxThread) -> None:
    """Without a transaction each function has a result of its own; with one the SDK throws and nothing is written."""
    functions = [bill("B-1"), changed(bill("B-2"), vendorId="V-NONE"), bill("B-3")]
    assert [each["status"] for each in client.batch(*functions)] == ["success", "failure", "success"]
    numbered = [changed(each, billNumber=f"T-{at}") for at, each in enumerate(functions)]
    with pytest.raises(Thrown, match="V-NONE") as refused:
        client.batch(*numbered, transaction=True)
    assert refused.value.kind == "ResultException"
    assert [row["key"] for row in rows(sandbox, "bill", "create")] == ["B-1", "B-3"]


def _lost(status: int, **more: Any) -> list[Data]:
    return [{"kind": "status", "status": status, "operation": "create", "count": 1, **more}]


def test_a_5xx_is_tried_again(client: Client, sandbox: SandboxThread) -> None:
    """After a 502 before the work the SDK asks again, and the bill is there once."""
    sandbox.set_faults(_lost(502))
    assert client.execute(bill(), maxRetries=1)["status"] == "success"
    assert len(rows(sandbox, "bill", "create")) == 1


def test_a_5xx_after_the_work_writes_an_unnumbered_bill_twice(client: Client, sandbox: SandboxThread) -> None:
    """With the SDK's defaults the repeat is a second bill; with uniqueId it is refused, and the bill is there once."""
    unnumbered = changed(bill(), billNumber=None)
    sandbox.set_faults(_lost(502, when="after"))
    assert client.execute(unnumbered, maxRetries=1)["status"] == "success"
    assert len(rows(sandbox, "bill", "create")) == 2
    sandbox.set_faults(_lost(502, when="after"))
    with pytest.raises(Thrown, match=r"(?i)completed|duplicate control id"):
        client.execute(unnumbered, maxRetries=1, uniqueId=True)
    assert len(rows(sandbox, "bill", "create")) == 3


def test_retries_end(client: Client, sandbox: SandboxThread) -> None:
    """When every attempt gets a 5xx the SDK gives up with an error of its own, and nothing is written."""
    sandbox.set_faults([{"kind": "maintenance"}])
    with pytest.raises(Thrown, match="exceeded max retry count"):
        client.execute(bill(), maxRetries=0)
    assert not rows(sandbox, "bill", "create")


def test_a_524_is_not_tried_again(client: Client, sandbox: SandboxThread) -> None:
    """The timeout of the proxy is told at once as an error without an answer, though the bill was written."""
    sandbox.set_faults(_lost(524, when="after"))
    with pytest.raises(Thrown) as lost:
        client.execute(bill())
    assert (lost.value.kind, lost.value.code) == ("FetchError", 524)
    assert len(rows(sandbox, "bill", "create")) == 1


def test_a_refusal_for_want_of_a_slot(client: Client, sandbox: SandboxThread) -> None:
    """The 429 has an XML body, which the SDK reads and throws as its ResponseException without trying again."""
    sandbox.set_faults([{"kind": "throttle", "count": 1}])
    with pytest.raises(Thrown) as refused:
        client.execute(bill())
    assert refused.value.kind == "ResponseException"
    assert not rows(sandbox, "bill", "create")
