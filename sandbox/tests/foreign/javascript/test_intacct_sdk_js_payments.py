"""The official JavaScript SDK: payments of bills and by customers, and every step of them."""

import json
import ssl
import urllib.request
from typing import Any

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


def _pay_with(client: Client, *detail: list[Any]) -> None:
    """A payment of what the builder's methods add."""
    details = call(new("AccountsPayable.ApPaymentDetailBuilder"), *detail, ["getApPaymentDetailList"])
    made = payment("1")
    (info,) = made["with"]
    client.execute({**made, "with": [changed(info, apPaymentDetails=details)]})


def _rest(sandbox: SandboxThread, path: str, body: Data, token: str = "") -> Data:
    """What the REST API answers: advances are made there only."""
    head = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    asked = urllib.request.Request(f"{sandbox.url}/ia/api/v1/{path}", json.dumps(body).encode(), head)
    with urllib.request.urlopen(asked, context=ssl.create_default_context(cafile=sandbox.authority)) as answer:
        result: Data = json.load(answer)
    return result


def _advance(sandbox: SandboxThread) -> str:
    """The record number of an advance of 20.00 to the vendor."""
    sign_in = {"grant_type": "client_credentials", "client_id": "relay.app.sage.com", "client_secret": "client-secret",
               "username": "relay_ws@HARBORLINE"}  # fmt: skip
    token = _rest(sandbox, "oauth2/token", sign_in)["access_token"]
    line = {"txnAmount": "20.00", "glAccount": {"id": "1400"}, "dimensions": {"location": {"id": "100"}}}
    body = {"vendor": {"id": "V-1"}, "paymentMethod": "cash", "financialEntity": {"entityId": "OPER-CHK"},
            "advanceDate": "2026-03-10", "lines": [line]}  # fmt: skip
    key: str = _rest(sandbox, "objects/accounts-payable/advance", body, token)["ia::result"]["key"]
    _rest(sandbox, "workflows/accounts-payable/advance/submit", {"key": key}, token)
    return key


def test_a_bill_is_paid_with_credits(client: Client, sandbox: SandboxThread) -> None:
    """A debit memo, a negative bill and an advance pay a part of a bill, and nothing is left of them."""
    key = client.execute(bill())["key"]
    memo = client.execute(next(each.create for each in WRITTEN if each.object == "ap-adjustment"))["key"]
    (line, _) = bill()["set"]["lines"]
    negative = client.execute(changed(bill("B-2"), lines=[changed(line, transactionAmount=-10)]))["key"]
    advance = _advance(sandbox)
    factory = new("AccountsPayable.ApPaymentDetailCreditFactory")
    for credit in (
        new("AccountsPayable.ApPaymentDetailDebitMemo", recordNo=int(memo), transactionAmount=15),
        new("AccountsPayable.ApPaymentDetailNegativeBill", recordNo=int(negative), transactionAmount=10),
        call(factory, ["create", "advance", int(advance), None, 20]),
    ):
        info = new("AccountsPayable.ApPaymentDetailBillInfo", recordNo=int(key), paymentAmount=5,
                   detailTransaction=credit)  # fmt: skip
        _pay_with(client, ["addApPaymentDetailBill", info])
    assert due(client, "APBILL", key) == 100 - (15 + 10 + 20) - 3 * 5
    left = [due(client, *each) for each in (("APADJUSTMENT", memo), ("APBILL", negative))]
    assert [*left, due(client, "APADVANCE", advance, "TRX_TOTALDUE")] == [0, 0, 0]


def test_a_credit_memo_is_paid_like_a_bill(client: Client) -> None:
    """An adjustment that raises what is owed is paid through the builder's own method for it."""
    adjustment = next(each.create for each in WRITTEN if each.object == "ap-adjustment")
    (line,) = adjustment["set"]["lines"]
    owed = client.execute(changed(adjustment, lines=[changed(line, transactionAmount=8)]))["key"]
    info = new("AccountsPayable.ApPaymentDetailInfo", recordNo=int(owed), paymentAmount=8)
    _pay_with(client, ["addApPaymentDetailCreditMemo", info])
    assert due(client, "APADJUSTMENT", owed) == 0


def _payment_update(key: int, **more: object) -> Data:
    """As its users write it: vendor and bank are named each time."""
    info = new("AccountsPayable.ApPaymentInfo", recordNo=key, financialEntityId="OPER-CHK", vendorId="V-1", **more)
    return new("AccountsPayable.ApPaymentUpdate", info)


def test_a_draft_payment_is_changed_and_then_submitted(client: Client, sandbox: SandboxThread) -> None:
    """ApPaymentUpdate changes a draft, whose bill stays unpaid until it is submitted; then only texts can change."""
    key = client.execute(bill())["key"]
    paid = int(client.execute(payment(key, action="Draft"))["data"][0]["RECORDNO"])
    less = new("AccountsPayable.ApPaymentDetailInfo", recordNo=int(key), paymentAmount=30)
    half = new("AccountsPayable.ApPaymentDetailBill", less)
    client.execute(_payment_update(paid, memo="later", apPaymentDetails=[half]))
    assert (due(client, "APBILL", key), last(sandbox, "bill-payment", "update")["fields"]["total"]) == (100, "30.00")
    client.execute(_payment_update(paid, action="Submit"))
    assert due(client, "APBILL", key) == 70
    with pytest.raises(Thrown, match="cannot be changed"):
        client.execute(_payment_update(paid, paymentDate=APRIL))
    client.execute(_payment_update(paid, memo="on paper"))
    assert last(sandbox, "bill-payment", "update")["fields"]["description"] == "on paper"


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
