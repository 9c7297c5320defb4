"""Workflows of every object that has them, with and without approvals."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, rest_bill, rest_vendor, vendor
from test_payments import AP, bill_payment

from intacct_sandbox import Sandbox

BILL = "accounts-payable/bill"


@pytest.fixture
async def approving(http: Any) -> AsyncIterator[Rest]:
    """A company that approves bills and their payments, with a vendor."""
    async with Sandbox(companies=[{"approvals": ["bill", "bill-payment"]}], switches={"hold_seconds": 0}) as sandbox:
        rest = Rest(sandbox, http)
        await rest.create("accounts-payable/vendor", rest_vendor())
        yield rest


async def act(rest: Rest, path: str, action: str, key: str, **more: Any) -> Any:
    """The state after the action, or the status of its refusal."""
    status, body = await rest.call("POST", f"workflows/{path}/{action}", {"key": key, **more})
    return body["ia::result"]["state"] if status == 200 else status


async def test_bill_is_approved_declined_or_recalled(approving: Rest) -> None:
    """submit waits for the decision; only approve posts; each step is a ledger row."""
    keys = [await approving.create(BILL, rest_bill(f"B-{n}")) for n in range(3)]
    for key in keys:
        assert await act(approving, BILL, "approve", key) == 422
        assert await act(approving, BILL, "submit", key) == "submitted"
    assert await act(approving, BILL, "approve", keys[0], notes="fine") == "posted"
    assert await act(approving, BILL, "decline", keys[1], notes="twice") == "declined"
    assert await act(approving, BILL, "recall", keys[2]) == "draft"
    assert await act(approving, BILL, "recall", keys[2], notes="x") == 400
    assert await approving.find("accounts-payable/vendor", ["totalDue"]) == [{"totalDue": "96.50"}]
    operations = [row["operation"] for row in approving.sandbox.ledger()[4:]]
    assert operations == ["submit"] * 3 + ["approve", "decline", "recall"]


async def test_payment_goes_through_its_states(approving: Rest) -> None:
    """submitted, approved, delivered, confirmed; the bill is paid by the last step only; reverse opens it again."""
    key = await approving.create(BILL, rest_bill("B-1", amount="84.50"))
    await act(approving, BILL, "submit", key)
    await act(approving, BILL, "approve", key)
    payment = await approving.create(AP, bill_payment(key, state="draft"))
    assert await act(approving, AP, "confirm", payment) == 422
    for action, state in (("submit", "submitted"), ("approve", "approved"), ("print", "delivered")):
        assert await act(approving, AP, action, payment) == state
        assert await approving.find(BILL, ["totalTxnAmountDue"]) == [{"totalTxnAmountDue": "84.50"}]
    assert await act(approving, AP, "confirm", payment) == "confirmed"
    assert await approving.find(BILL, ["totalTxnAmountDue", "state"]) == [
        {"totalTxnAmountDue": "0.00", "state": "paid"}
    ]
    assert await act(approving, AP, "reverse", payment, paymentDate="2026-04-01") == "reversed"
    assert await approving.find(BILL, ["state"]) == [{"state": "posted"}]


async def test_declined_payment_pays_nothing(approving: Rest) -> None:
    """A declined payment stays declined."""
    key = await approving.create(BILL, rest_bill("B-1", amount="84.50"))
    await act(approving, BILL, "submit", key)
    await act(approving, BILL, "approve", key)
    payment = await approving.create(AP, bill_payment(key))
    assert await act(approving, AP, "decline", payment, notes="no") == "declined"
    assert await act(approving, AP, "approve", payment) == 422
    assert await approving.find(BILL, ["totalTxnAmountDue"]) == [{"totalTxnAmountDue": "84.50"}]


async def test_without_approvals_submit_is_final(rest: Rest, xml: Xml) -> None:
    """A submitted draft is posted, a submitted payment has paid; there is nothing to decide."""
    await xml.one(vendor("V-1"))
    key = (await xml.one(bill())).findtext("data/apbill/RECORDNO") or ""
    payment = await rest.create(AP, bill_payment(key, state="draft"))
    assert await act(rest, AP, "submit", payment) == "confirmed"
    assert await act(rest, AP, "approve", payment) == 422
    draft = await rest.create(BILL, rest_bill("B-9"))
    assert await act(rest, BILL, "submit", draft) == "posted"
    assert await act(rest, BILL, "decline", draft) == 422


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{BILL}/submit", {}, 400),
        (f"{BILL}/submit", {"key": 5}, 400),
        (f"{BILL}/submit", {"key": "999"}, 404),
        (f"{BILL}/submit", {"key": "1", "notes": "x"}, 400),
        (f"{BILL}/reverse", {"key": "1"}, 400),
        (f"{BILL}/reverse", {"key": "1", "reversedDate": "2026-03-01"}, 400),
        (f"{BILL}/explode", {"key": "1"}, 404),
        ("accounts-payable/vendor/submit", {"key": "1"}, 404),
        ("nothing/here/submit", {"key": "1"}, 404),
    ],
)
async def test_wrong_workflow_requests(rest: Rest, path: str, body: Any, status: int) -> None:
    """Unknown actions, keys and fields are told apart."""
    assert (await rest.call("POST", f"workflows/{path}", body))[0] == status


async def test_only_post_moves_states(rest: Rest) -> None:
    """A workflow is not read, changed or deleted."""
    for method in ("GET", "DELETE"):
        assert (await rest.call(method, f"workflows/{BILL}/submit"))[0] in (404, 405)
