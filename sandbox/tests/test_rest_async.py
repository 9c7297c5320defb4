"""Prefer: respond-async: 202 at once, the work in the offline queue, the result POSTed to a webhook."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from clients import Rest
from documents import rest_vendor
from receiver import Receiver, verified

from intacct_sandbox import Sandbox

PATH = "objects/accounts-payable/vendor"
ASYNC = {"Prefer": "respond-async"}


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as running:
        yield running


def to(receiver: Receiver, **more: str) -> dict[str, str]:
    return ASYNC | {"X-IA-Webhook-EndpointURL": f"{receiver.url}/results"} | more


async def status_of(rest: Rest, id: str) -> dict[str, Any]:
    _, body = await rest.call("GET", f"services/core/async/job-status?jobId={id}")
    found: dict[str, Any] = body["ia::result"]
    return found


async def test_result_is_posted_and_signed(rest: Rest, receiver: Receiver, sandbox: Sandbox) -> None:
    """202 with a job; then the answer itself, with its status, the request's key and a signature over its bytes."""
    status, body = await rest.call("POST", PATH, rest_vendor(), **to(receiver, Idempotency_Key="k1"))
    job = body["ia::result"]
    assert (status, job["state"], rest.headers["Retry-After"]) == (202, "queued", "120")
    assert job["href"].endswith(f"jobId={job['jobId']}")
    got = await receiver.next()
    await sandbox.settled()
    assert json.loads(got.body)["ia::result"]["id"] == "V-1"
    assert (got.headers["X-IA-Respond-Code"], got.headers["Idempotency-Key"]) == ("201", "k1")
    assert got.headers["X-IA-Original-Request-Id"] == sandbox.ledger()[0]["request_id"]
    expected = hmac.new(b"client-secret", got.body, hashlib.sha256).digest()
    assert got.headers["X-IA-Sage-Signature"] == base64.urlsafe_b64encode(expected).decode().rstrip("=")
    assert (await status_of(rest, job["jobId"]))["state"] == "delivered"


async def test_a_failure_is_posted_too(rest: Rest, receiver: Receiver, sandbox: Sandbox) -> None:
    """Whether the work succeeds is only known from the result."""
    status, _ = await rest.call("POST", PATH, {"id": "V-1"}, **to(receiver))
    assert status == 202
    assert (await receiver.next()).headers["X-IA-Respond-Code"] == "400"
    assert sandbox.ledger() == []


async def test_the_acknowledgement_is_replayed(rest: Rest, receiver: Receiver, sandbox: Sandbox) -> None:
    """The same key gives the same job; the work is done once."""
    first = await rest.call("POST", PATH, rest_vendor(), **to(receiver, Idempotency_Key="k1"))
    assert await rest.call("POST", PATH, rest_vendor(), **to(receiver, Idempotency_Key="k1")) == first
    await receiver.next()
    await sandbox.settled()
    assert (len(sandbox.ledger()), len(receiver.requests)) == (1, 1)


async def test_an_undeliverable_result_is_deferred_and_then_dead(
    rest: Rest, receiver: Receiver, sandbox: Sandbox
) -> None:
    """A refused result is tried again 43 minutes later on the sandbox's clock; the status tells each try."""
    receiver.statuses = [429, 429, 429, 429]
    _, body = await rest.call("POST", PATH, rest_vendor(), **to(receiver))
    id = body["ia::result"]["jobId"]
    for tries in range(1, 5):
        await receiver.next()
        await sandbox.settled()
        told = await status_of(rest, id)
        assert (told["state"], len(told["deliveryStatus"])) == ("deferred" if tries < 4 else "dead", tries)
        sandbox.clock.advance(2581)
    sandbox.clock.advance(4 * 86400)
    await rest.sign_in()
    assert "deliveryStatus" not in await status_of(rest, id)


@pytest.mark.parametrize("switches", [{"hold_seconds": 0, "offline_seconds": 60.0, "offline_queue": 1}])
async def test_the_offline_queue_has_an_end(rest: Rest, sandbox: Sandbox, switches: dict[str, Any]) -> None:
    """One job runs, one waits, the third is refused; they run one after the other on the sandbox's clock."""
    answers = [(await rest.call("POST", PATH, rest_vendor(f"V-{n}", f"{n}"), **ASYNC))[0] for n in range(3)]
    assert answers == [202, 202, 429]
    for done in range(1, 3):
        await _until_idle()
        sandbox.clock.advance(61)
        await _until_idle()
        assert len(sandbox.ledger()) == done


async def _until_idle() -> None:
    """Let the event loop do what it has to do."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_serialized_jobs_of_an_application_run_in_order(rest: Rest, sandbox: Sandbox) -> None:
    """With several processes, respond-async-serialized still works on one job after the other."""
    sandbox.set_switches(offline_processes=3, offline_seconds=10.0)
    for n in range(3):
        await rest.call("POST", PATH, rest_vendor(f"V-{n}", f"{n}"), Prefer="respond-async-serialized")
    assert sandbox.world.companies["HARBORLINE"].offline.running == 1
    for _ in range(3):
        await rest.call("POST", PATH, rest_vendor(), **ASYNC)
    assert sandbox.world.companies["HARBORLINE"].offline.running == 3


async def test_switches_of_asynchronous_answers(rest: Rest, receiver: Receiver, sandbox: Sandbox) -> None:
    """The status field has another name in one sample; the signature may be a JWT."""
    sandbox.set_switches(async_state_field="processingStatus", async_signature="jwt")
    _, body = await rest.call("POST", PATH, rest_vendor(), **to(receiver))
    got = await receiver.next()
    verified(got.headers["X-IA-Sage-Signature"], "client-secret", got.body, sandbox.clock.now().timestamp())
    assert "processingStatus" in await status_of(rest, body["ia::result"]["jobId"])


async def test_webhook_by_id_has_its_own_secret(http: Any, receiver: Receiver) -> None:
    """X-IA-Webhook-Id names a webhook of the company."""
    hooks = [{"id": "wh-1", "url": f"{receiver.url}/hook", "secret": "hook-secret"}]
    async with Sandbox(companies=[{"webhooks": hooks}]) as sandbox:
        rest = Rest(sandbox, http)
        await rest.call("POST", PATH, rest_vendor(), **ASYNC, **{"X-IA-Webhook-Id": "wh-1"})
        got = await receiver.next()
        expected = hmac.new(b"hook-secret", got.body, hashlib.sha256).digest()
        assert got.headers["X-IA-Sage-Signature"] == base64.urlsafe_b64encode(expected).decode().rstrip("=")
        assert got.url == "/hook"
        status, _ = await rest.call("POST", PATH, rest_vendor("V-2"), **ASYNC, **{"X-IA-Webhook-Id": "nobody"})
        assert status == 400


async def test_wrong_asynchronous_requests(rest: Rest) -> None:
    """An address without TLS is refused; a job of another or none is not found."""
    headers = ASYNC | {"X-IA-Webhook-EndpointURL": "http://bridge.example/x"}
    assert (await rest.call("POST", PATH, rest_vendor(), **headers))[0] == 400
    assert (await rest.call("GET", "services/core/async/job-status?jobId=x"))[0] == 404
    assert (await rest.call("POST", "services/core/async/job-status", {}))[0] == 405
