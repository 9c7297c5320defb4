"""Platform triggers with webhook delivery: signed, tried again, and what can go wrong on the way."""

import base64
import json
import time
from typing import Any

import pytest
from clients import Rest, Xml
from documents import rest_vendor, vendor
from receiver import Received, Receiver, verified

from intacct_sandbox import Sandbox
from intacct_sandbox.outgoing import signature

CLIENT = "relay.app.sage.com"
BODY = '{"key":"{!VENDOR.RECORDNO!}","id":"{!VENDOR.VENDORID!}","name":"{!VENDOR.NAME!}"}'
POINTS = ["after_create", "after_update", "after_delete"]

# An invented delivery, signed elsewhere: secret, body, time and token.
SECRET = "whref-test-client-secret-0123456789abcdef"
FIXTURE = b'{"key":"8841","id":"V-20417","name":"Harbor & Pine Supply","status":"active","event":"after_update"}'
ISSUED = 1_780_000_000
TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3ODAwMDAwMDAwMDAsImV4cCI6MTc4MDAwMzYwMDAwMCwiaXNzIjoiU2FnZSBJbnRh"
    "Y2N0IiwidGVuYW50X2lkIjoiYWNtZS1zYngiLCJhcHBfaWQiOiI5ZjNjMWU3YTUyLklOVEFDQ1QuYXBwLnNhZ2UuY29tIiwicGF5bG9hZF9zaWduYX"
    "R1cmUiOiJiMzM3ZmNjOTYwMGJjNDA0MzliZTRiNzM0NmIwYjVjOWYxNjc1YTg4MzliZDg4ZTk4Njg4YzY5NDQ0NmNiNmZhIiwicGF5bG9hZF9zaWdu"
    "YXR1cmVfYWxnIjoiU0hBLTI1NiJ9.x0ZwOJJKs0O2PM2vmiOMvxLVE7x20xmmAyvyMLXTgcs"
)


def webhook(receiver: Receiver, **more: Any) -> dict[str, Any]:
    return {"name": "Vendor changed", "kind": "webhook", "object": "vendor", "events": POINTS,
            "url": f"{receiver.url}/hook", "body": BODY, "client_id": CLIENT, **more}  # fmt: skip


def context(got: Received, header: str = "X-ClientContext") -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(base64.b64decode(got.headers[header]))
    return decoded


def test_the_fixture_verifies_and_is_what_we_sign() -> None:
    """The independent check accepts the fixture's token, and the sandbox makes the same one byte for byte."""
    said = verified(TOKEN, SECRET, FIXTURE, ISSUED + 200)
    assert signature.token(said, SECRET) == TOKEN
    for body, now in ((FIXTURE + b" ", ISSUED), (FIXTURE, ISSUED + 3700), (FIXTURE, ISSUED - 100)):
        with pytest.raises(AssertionError):
            verified(TOKEN, SECRET, body, now)


async def test_a_webhook_is_signed_with_the_secret_of_its_application(
    sandbox: Sandbox, rest: Rest, receiver: Receiver
) -> None:
    """JWT over the exact body, bearer, context of the write, idempotency key."""
    sandbox.set_triggers([webhook(receiver)])
    key = await rest.create("accounts-payable/vendor", rest_vendor("V-1", "Café & Söhne"))
    got = await receiver.next()
    assert json.loads(got.body) == {"key": key, "id": "V-1", "name": "Café & Söhne"}
    said = verified(got.headers["X-IA-Sage-Signature"], "client-secret", got.body, time.time())
    assert (said["app_id"], said["tenant_id"], said["iat"] > 1e11) == (CLIENT, "HARBORLINE", True)
    assert got.headers["Authorization"].startswith("Bearer ey")
    assert got.headers["Content-Type"] == "application/json"
    assert context(got).items() >= {
        "ENTITY": False, "USER": "1", "OBJECTNAME": "VENDOR", "RESTOBJECTNAME": "accounts-payable/vendor",
        "DOCTYPE": "", "ID": "V-1", "VID": key, "EVENT": "after_create", "EVENTNAME": "Vendor changed",
    }.items()  # fmt: skip
    assert sandbox.deliveries()[0]["idempotency_key"] == got.headers["Idempotency-Key"]


@pytest.mark.parametrize("unit", ["ms", "s"])
@pytest.mark.parametrize("form", ["jwt", "envelope", "envelope_empty"])
async def test_forms_of_the_signature(sandbox: Sandbox, xml: Xml, receiver: Receiver, form: str, unit: str) -> None:
    """Bare token or base64 envelope around it, times in milliseconds or seconds, other header spellings."""
    sandbox.set_switches(
        webhook_signature=form, webhook_time_unit=unit, webhook_signature_header="X-IA-SageSignature",
        webhook_idempotency_header="X-IdempotencyKey", webhook_tenant="client", context_company="number",
    )  # fmt: skip
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    got = await receiver.next()
    sent = got.headers["X-IA-SageSignature"]
    if form != "jwt":
        envelope = json.loads(base64.b64decode(sent))
        assert envelope.keys() == {"clientId", "companyId", "userId", "dbId", "sessionKey", "jwtData"}
        sent = envelope["jwtData"]
    if form == "envelope_empty":
        assert sent is None
        return
    said = verified(sent, "client-secret", got.body, time.time())
    assert (said["tenant_id"], said["iat"] > 1e11) == (CLIENT, unit == "ms")
    assert got.headers["X-IdempotencyKey"]
    assert isinstance(context(got)["COMPANY"], int)


async def test_the_older_generation_of_headers(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """2025: the token is the bearer, the context is X-Trusted-Context with the client id."""
    sandbox.set_switches(webhook_generation="2025")
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    got = await receiver.next()
    verified(got.headers["Authorization"].removeprefix("Bearer "), "client-secret", got.body, time.time())
    assert context(got, "X-Trusted-Context")["clientId"] == CLIENT
    assert not {"X-ClientContext", "X-IA-Sage-Signature"} & set(got.headers)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_four_attempts_on_the_sandbox_clock(sandbox: Sandbox, xml: Xml, receiver: Receiver, status: int) -> None:
    """Listed failures are tried again after 10, 30 and 90 seconds with the same key and body, then given up."""
    receiver.statuses = [status] * 4
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    for pause in (10, 30, 90):
        await sandbox.settled()
        assert sandbox.deliveries()[0]["state"] == "waiting"
        sandbox.clock.advance(pause - 1)
        await sandbox.settled()
        sent = len(receiver.requests)
        sandbox.clock.advance(1)
        while len(receiver.requests) == sent:
            await receiver.next()
    await sandbox.settled()
    assert sandbox.deliveries()[0]["state"] == "failed"
    assert len(receiver.requests) == 4
    assert len({(each.body, each.headers["Idempotency-Key"]) for each in receiver.requests}) == 1
    assert len({each.headers["X-IA-Sage-Signature"] for each in receiver.requests}) == 1


async def test_a_retry_may_be_signed_again(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """Switch: a new token for each attempt, under the same idempotency key."""
    receiver.statuses = [503]
    sandbox.set_switches(webhook_retry_signs_again=True)
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    await sandbox.settled()
    sandbox.clock.advance(10)
    await receiver.next()
    await receiver.next()
    await sandbox.settled()
    assert sandbox.deliveries()[0]["state"] == "delivered"
    assert len({each.headers["X-IA-Sage-Signature"] for each in receiver.requests}) == 2
    assert len({each.headers["Idempotency-Key"] for each in receiver.requests}) == 1


@pytest.mark.parametrize("status", [201, 202, 302, 400, 401, 404, 410, 422, 501])
async def test_other_statuses_lose_the_event(sandbox: Sandbox, xml: Xml, receiver: Receiver, status: int) -> None:
    """Only 200 is success and only the listed failures are tried again."""
    receiver.statuses = [status]
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    await sandbox.settled()
    assert sandbox.deliveries()[0]["state"] == "failed"
    assert sandbox.deliveries()[0]["due"] is None


async def test_success_may_be_any_2xx(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """Switch: 202 counts as delivered."""
    receiver.statuses = [202]
    sandbox.set_switches(delivery_success="2xx")
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    await sandbox.settled()
    assert sandbox.deliveries()[0]["state"] == "delivered"


@pytest.mark.parametrize(("again", "state"), [(False, "failed"), (True, "waiting")])
async def test_an_unreachable_receiver(sandbox: Sandbox, xml: Xml, receiver: Receiver, again: bool, state: str) -> None:
    """Whether a refused connection is tried again is a switch."""
    sandbox.set_switches(webhook_retries_unreachable=again)
    sandbox.set_triggers([webhook(receiver, url="http://127.0.0.1:9/")])
    await xml.one(vendor("V-1"))
    await sandbox.settled()
    assert sandbox.deliveries()[0]["state"] == state


async def test_no_answer_in_time_is_tried_again(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """A receiver that does not answer in time counts like a gateway timeout."""
    sandbox.set_switches(delivery_seconds=0.05)
    receiver.hold.clear()
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    await receiver.next()
    await sandbox.settled()
    row = sandbox.deliveries()[0]
    assert (row["state"], row["attempts"][0]["error"]) == ("waiting", "no answer in time")


async def test_sent_twice_and_never(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """Faults: one webhook arrives twice, byte for byte; another never; a rule may name its trigger."""
    sandbox.set_triggers([webhook(receiver)])
    sandbox.set_faults([
        {"kind": "delivery_twice", "count": 1, "trigger": "Vendor changed"},
        {"kind": "delivery_lost", "skip": 1, "count": 1, "object": "vendor", "operation": "create", "surface": "xml"},
        {"kind": "delivery_lost", "trigger": "another"},
    ])  # fmt: skip
    await xml.send(vendor("V-1"), vendor("V-2"), vendor("V-3"))
    await sandbox.settled()
    assert [json.loads(each.body)["id"] for each in receiver.requests] == ["V-1", "V-3", "V-1"]
    assert receiver.requests[0].headers == receiver.requests[2].headers
    assert [(each["state"], each["faults"]) for each in sandbox.deliveries()] == [
        ("delivered", ["delivery_twice"]), ("lost", ["delivery_lost"]), ("delivered", []),
    ]  # fmt: skip


async def test_late_and_out_of_order(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """Faults: one webhook comes a day late, another after the one that follows it."""
    sandbox.set_triggers([webhook(receiver)])
    sandbox.set_faults([
        {"kind": "delivery_late", "seconds": 86_400, "count": 1},
        {"kind": "delivery_out_of_order", "skip": 1, "count": 1},
    ])  # fmt: skip
    await xml.send(vendor("V-1"), vendor("V-2"), vendor("V-3"))
    for _ in range(2):
        await receiver.next()
    await sandbox.settled()
    assert [json.loads(each.body)["id"] for each in receiver.requests] == ["V-3", "V-2"]
    sandbox.clock.advance(86_400)
    assert json.loads((await receiver.next()).body)["id"] == "V-1"


async def test_our_own_writes_come_back(sandbox: Sandbox, xml: Xml, rest: Rest, receiver: Receiver) -> None:
    """An integration hears of its own writes, and can know them by the user of the context."""
    sandbox.set_triggers([webhook(receiver)])
    await xml.one(vendor("V-1"))
    await rest.sign_in("clerk_ws@HARBORLINE")
    await rest.create("accounts-payable/vendor", rest_vendor("V-2"))
    await sandbox.settled()
    assert [context(each)["USER"] for each in receiver.requests] == ["1", "2"]
