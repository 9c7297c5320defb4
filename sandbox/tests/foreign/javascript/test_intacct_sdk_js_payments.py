"""The official JavaScript SDK: payments of bills and by customers, and every step of them."""

import pytest
from javascript_books import changed, due, last, rows
from javascript_cases import WRITTEN, bill, invoice, payment, receipt
from javascript_sdk import Client, Data, Thrown, call, day, made_by, new

from intacct_sandbox.threaded import SandboxThread

APRIL = day("2026-04-20")
ACH = new("AccountsReceivable.OnlineAchPayment", bankName="First", accountType="Checking", accountNumber="1",
          routingNumber="2", accountHolder="Oak")  # fmt: skip


def test_a_bill_is_paid_and_the_payment_reversed(client: Client, sandbox: SandboxThread) -> None:
    """What is paid is not due any more until the payment is reversed or voided."""
    key = client.execute(bill())["key"]
    paid = client.execute(payment(key))["data"][0]["RECORDNO"]
    assert last(sandbox, "bill-payment", "create")["fields"]["total"] == "60.00"
    assert due(client, "APBILL", key) == 40
    client.execute(new("AccountsPayable.ApPaymentReverse", recordNo=paid, reverseDate=APRIL, memo="bounced"))
    assert due(client, "APBILL", key) == 100


STEPS = ["AccountsPayable.ApPaymentApprove", "AccountsPayable.ApPaymentSend", "AccountsPayable.ApPaymentConfirm",
         "AccountsPayable.ApPaymentVoid"]  # fmt: skip
APPROVALS = {"approvals": ["bill-payment"]}


@pytest.mark.parametrize("company", [APPROVALS], ids=["approvals"])
def test_a_payment_goes_its_way_through_the_payment_functions(client: Client, sandbox: SandboxThread) -> None:
    """Approved, sent, confirmed, voided; another one declined and deleted: each step is in the ledger, and the bill
    is paid while the payment is confirmed."""
    key = client.execute(bill())["key"]
    paid = int(client.execute(payment(key, action="Submit"))["data"][0]["RECORDNO"])
    owed = [due(client, "APBILL", key)]
    for step in STEPS:
        client.execute(new(step, paid))
        owed.append(due(client, "APBILL", key))
    assert owed == [100, 100, 100, 40, 100]
    other = int(client.execute(payment(key, action="Submit"))["data"][0]["RECORDNO"])
    client.execute(new("AccountsPayable.ApPaymentDecline", other))
    client.execute(new("AccountsPayable.ApPaymentDelete", other))
    steps = [row["operation"] for row in sandbox.ledger() if row["object"] == "bill-payment"]
    assert steps == ["create", "approve", "print", "confirm", "void", "create", "decline", "delete"]


def _credit(kind: str, key: str, amount: int) -> Data:
    """A credit that a payment uses up, from the SDK's factory."""
    return call(new("AccountsPayable.ApPaymentDetailCreditFactory"), ["create", kind, int(key), None, amount])


def _pay_with(client: Client, detail: Data) -> None:
    details = call(new("AccountsPayable.ApPaymentDetailBuilder"), *detail, ["getApPaymentDetailList"])
    made = payment("1")
    (info,) = made["with"]
    client.execute({**made, "with": [changed(info, apPaymentDetails=details)]})


@pytest.mark.xfail(strict=True, raises=Thrown, reason="payments take no credits yet")
def test_a_bill_is_paid_with_credits(client: Client) -> None:
    """A debit memo and a negative bill pay a part of a bill, money the rest; a credit memo is paid like a bill."""
    key = client.execute(bill())["key"]
    adjustment = next(each.create for each in WRITTEN if each.object == "ap-adjustment")
    memo = client.execute(adjustment)["key"]
    (line,) = adjustment["set"]["lines"]
    owed = client.execute(changed(adjustment, adjustmentNumber="CM-2", lines=[changed(line, transactionAmount=8)]))[
        "key"
    ]
    returned = changed(bill("B-2"), lines=[changed(bill()["set"]["lines"][0], transactionAmount=-10)])
    negative = client.execute(returned)["key"]
    for kind, credit, used in (("debit memo", memo, 15), ("negative bill", negative, 10)):
        info = new("AccountsPayable.ApPaymentDetailBillInfo", recordNo=int(key), paymentAmount=20,
                   detailTransaction=_credit(kind, credit, used))  # fmt: skip
        _pay_with(client, [["addApPaymentDetailBill", info]])
    assert due(client, "APBILL", key) == 35
    info = new("AccountsPayable.ApPaymentDetailInfo", recordNo=int(owed), paymentAmount=8)
    _pay_with(client, [["addApPaymentDetailCreditMemo", info]])
    assert due(client, "APADJUSTMENT", owed) == 0


def test_an_update_of_a_draft_payment_is_refused(client: Client, sandbox: SandboxThread) -> None:
    """ApPaymentUpdate names vendor and bank each time, and a payment's bank cannot be changed here: nothing is."""
    key = client.execute(bill())["key"]
    paid = client.execute(payment(key, action="Draft"))["data"][0]["RECORDNO"]
    info = new("AccountsPayable.ApPaymentInfo", recordNo=int(paid), financialEntityId="OPER-CHK", vendorId="V-1",
               memo="later")  # fmt: skip
    with pytest.raises(Thrown, match="cannot be changed"):
        client.execute(new("AccountsPayable.ApPaymentUpdate", info))
    assert not rows(sandbox, "bill-payment", "update")


def test_the_sdks_factories_make_the_same_functions(client: Client, sandbox: SandboxThread) -> None:
    """A payment function from ApPaymentFactory does what its class does."""
    key = client.execute(bill())["key"]
    paid = int(client.execute(payment(key, action="Draft"))["data"][0]["RECORDNO"])
    client.execute(made_by("AccountsPayable.ApPaymentFactory", "create", "delete", paid))
    assert str(last(sandbox, "bill-payment", "delete")["record_number"]) == str(paid)


def test_a_receipt_is_taken_applied_and_reversed(client: Client, sandbox: SandboxThread) -> None:
    """What a receipt leaves over is applied to a second invoice, no more than is left, and reversing restores both."""
    first, second = (client.execute(invoice(number))["key"] for number in ("INV-1", "INV-2"))
    got = client.execute(receipt(first))["key"]
    item = new("AccountsReceivable.ArPaymentItem", applyToRecordId=second, amountToApply=50)
    apply = new("AccountsReceivable.ArPaymentApply", recordNo=got, receivedDate=APRIL, memo="rest",
                applyToTransactions=[item])  # fmt: skip
    client.execute(apply)
    assert [due(client, "ARINVOICE", each) for each in (first, second)] == [50, 200]
    with pytest.raises(Thrown, match="left to apply"):
        client.execute(apply)
    client.execute(new("AccountsReceivable.ArPaymentReverse", recordNo=got, reverseDate=APRIL, memo="bounced"))
    assert [due(client, "ARINVOICE", each) for each in (first, second)] == [250, 250]
    assert [row["operation"] for row in sandbox.ledger() if row["object"] == "payment"] == [
        "create", "apply", "reverse"]  # fmt: skip


def test_a_receipt_by_ach(client: Client, sandbox: SandboxThread) -> None:
    """A receipt with the details of a bank account is booked; the details are not kept."""
    key = client.execute(invoice())["key"]
    client.execute(receipt(key, "50", method="Online ACH Debit", onlineAchPayment=ACH))
    assert due(client, "ARINVOICE", key) == 200
    assert len(rows(sandbox, "payment", "create")) == 1
