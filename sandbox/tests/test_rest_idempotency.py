"""Idempotency-Key."""

import asyncio
from typing import Any

import pytest
from clients import Rest
from documents import rest_vendor

from intacct_sandbox import Sandbox

PATH = "objects/accounts-payable/vendor"


async def post(rest: Rest, id: str = "V-1", key: str = "k1", path: str = PATH) -> tuple[int, Any]:
    return await rest.call("POST", path, rest_vendor(id, id), **{"Idempotency-Key": key})


async def test_same_request_is_replayed(rest: Rest, sandbox: Sandbox) -> None:
    """Within 48 hours the stored answer comes back with the cached-date header; nothing is written again."""
    first = await post(rest)
    assert rest.headers["Idempotency-Key"] == "k1"
    assert "x-ia-idempotency-cached-date" not in rest.headers
    sandbox.clock.advance(40000)
    assert await post(rest) == first
    assert "x-ia-idempotency-cached-date" in rest.headers
    assert len(sandbox.ledger()) == 1
    assert sandbox.ledger()[0]["idempotency_id"] == "k1"
    counters = sandbox.counters("HARBORLINE")
    assert (counters["duplicates_suppressed"], counters["transactions"]) == (1, 1)


async def test_failures_are_replayed_too(rest: Rest) -> None:
    """A stored failure stays a failure, also after its cause is gone."""
    await post(rest, key="other")
    status, body = await post(rest, key="k1")
    assert status == 409
    key = (await rest.find("accounts-payable/vendor", ["key"]))[0]["key"]
    await rest.call("DELETE", f"{PATH}/{key}")
    assert await post(rest, key="k1") == (status, body)


async def test_other_body_is_a_conflict(rest: Rest, sandbox: Sandbox) -> None:
    """The same key with another body is 409."""
    await post(rest, "V-1")
    assert (await post(rest, "V-2"))[0] == 409
    assert len(sandbox.ledger()) == 1


async def test_twin_in_flight_is_a_conflict(rest: Rest, sandbox: Sandbox) -> None:
    """While the first is being worked on, its twin gets 409."""
    await rest.sign_in()
    sandbox.set_faults([{"kind": "delay", "seconds": 0.05, "count": 1}])
    answers = await asyncio.gather(post(rest), post(rest))
    assert sorted(status for status, _ in answers) == [201, 409]
    assert len(sandbox.ledger()) == 1


async def test_key_is_remembered_for_60_days(rest: Rest, sandbox: Sandbox) -> None:
    """After 48 hours the answer is gone but the key is not; after 60 days it is new."""
    await post(rest)
    sandbox.clock.advance(48 * 3600 + 1)
    await rest.sign_in()
    assert (await post(rest))[0] == 409
    sandbox.clock.advance(60 * 86400)
    await rest.sign_in()
    status, body = await post(rest)
    assert status == 409
    assert "Another record" in str(body)


async def test_lost_answer_is_found_again(rest: Rest, sandbox: Sandbox) -> None:
    """After an answer that was lost, the same key gives the stored one."""
    await rest.sign_in()
    sandbox.set_faults([{"kind": "answer_lost", "operation": "create", "count": 1}])
    with pytest.raises(Exception, match=r"disconnected|reset"):
        await post(rest)
    assert (await post(rest))[0] == 201
    assert len(sandbox.ledger()) == 1


async def test_query_ignores_the_key(rest: Rest) -> None:
    """Services do not take keys."""
    body = {"object": "accounts-payable/vendor", "fields": ["id"]}
    for size in (1, 2):
        status, _ = await rest.call("POST", "services/core/query", body | {"size": size}, **{"Idempotency-Key": "q"})
        assert status == 200


async def test_long_key_is_refused(rest: Rest) -> None:
    """A key has at most 256 characters."""
    assert (await post(rest, key="k" * 257))[0] == 400
