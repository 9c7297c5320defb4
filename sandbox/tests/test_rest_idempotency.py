"""Idempotency-Key."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from clients import Rest
from documents import rest_bill, rest_vendor

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


async def test_a_key_belongs_to_company_user_and_application(http: aiohttp.ClientSession) -> None:
    """The same key of another user, application or company is another key."""
    clients = [{"id": "relay.app.sage.com", "secret": "client-secret", "users": ["relay_ws", "clerk_ws"]},
               {"id": "second.app", "secret": "second-secret", "users": ["relay_ws"]}]  # fmt: skip
    companies = [{"clients": clients}, {"id": "SECOND", "clients": clients}]
    async with Sandbox(companies=companies, switches={"hold_seconds": 0}) as sandbox:
        rest = Rest(sandbox, http)
        callers = [("relay_ws@HARBORLINE", 0), ("clerk_ws@HARBORLINE", 0), ("relay_ws@HARBORLINE", 1),
                   ("relay_ws@SECOND", 0)]  # fmt: skip
        for n, (name, client) in enumerate(callers):
            form = {"grant_type": "client_credentials", "client_id": clients[client]["id"],
                    "client_secret": clients[client]["secret"], "username": name}  # fmt: skip
            async with http.post(f"{sandbox.url}/ia/api/v1/oauth2/token", data=form) as answer:
                rest.token = (await answer.json())["access_token"]
            assert (await post(rest, f"V-{n}", "same"))[0] == 201
        assert len(sandbox.ledger()) == 4


async def test_the_two_times_end_to_the_second(rest: Rest, sandbox: Sandbox) -> None:
    """Just before 48 hours the answer is replayed, at 48 hours not; just before 60 days 409, then the key is new."""
    sandbox.set_switches(token_seconds=90 * 86400)
    await rest.sign_in()
    await post(rest)
    for seconds, replayed in ((48 * 3600 - 5, True), (10, False), (58 * 86400 - 15, False)):
        sandbox.clock.advance(seconds)
        status, _ = await post(rest)
        assert ("x-ia-idempotency-cached-date" in {name.lower() for name in rest.headers}) is replayed
        assert status == (201 if replayed else 409)
    sandbox.clock.advance(20)
    assert (await post(rest, "V-2"))[0] == 201


async def test_get_and_delete_take_no_key(rest: Rest) -> None:
    """Only POST and PATCH do: the key of a delete is free for something else."""
    _, body = await post(rest)
    key = body["ia::result"]["key"]
    header = {"Idempotency-Key": "d"}
    assert (await rest.call("GET", f"{PATH}/{key}", **header))[0] == 200
    assert (await rest.call("PATCH", f"{PATH}/{key}", {"name": "New"}, **header))[0] == 200
    assert (await rest.call("DELETE", f"{PATH}/{key}", **header))[0] == 204
    assert (await rest.call("PATCH", f"{PATH}/{key}", {"name": "New"}, **header))[0] == 200


async def test_update_and_workflow_are_replayed(rest: Rest, sandbox: Sandbox) -> None:
    """A PATCH and a workflow step sent twice are done once; the same key on another path is a conflict."""
    await post(rest)
    key = await rest.create("accounts-payable/bill", rest_bill())
    path, header = f"objects/accounts-payable/bill/{key}", {"Idempotency-Key": "p1"}
    first = await rest.call("PATCH", path, {"description": "x"}, **header)
    assert await rest.call("PATCH", path, {"description": "x"}, **header) == first
    submit, header = "workflows/accounts-payable/bill/submit", {"Idempotency-Key": "s1"}
    first = await rest.call("POST", submit, {"key": key}, **header)
    assert await rest.call("POST", submit, {"key": key}, **header) == first
    assert (await rest.call("POST", "workflows/accounts-payable/bill/recall", {"key": key}, **header))[0] == 409
    assert [row["operation"] for row in sandbox.ledger()[2:]] == ["update", "submit"]


@pytest.mark.parametrize(
    "fault", [{"kind": "status", "status": 500, "when": "after"}, {"kind": "garbage", "when": "after"}]
)
async def test_the_stored_answer_is_that_of_the_application(
    rest: Rest, sandbox: Sandbox, fault: dict[str, Any]
) -> None:
    """What a fault made of the first answer is not what is kept."""
    await rest.sign_in()
    sandbox.set_faults([fault | {"count": 1, "body": "empty"}])
    with suppress(UnicodeDecodeError):
        await post(rest)
    assert (await post(rest))[0] == 201
    assert len(sandbox.ledger()) == 1


async def test_keys_survive_a_restart(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    """With a state file the answer is replayed by the next process, and the age of the key counts on."""
    for days, status in ((0, 201), (1, 201), (5, 409)):
        async with Sandbox(state=tmp_path / "state") as sandbox:
            sandbox.clock.advance(days * 86400)
            assert (await post(Rest(sandbox, http)))[0] == status


@pytest.mark.parametrize(("switched", "replayed"), [(False, False), (True, True)])
async def test_switch_key_of_a_composite(rest: Rest, sandbox: Sandbox, switched: bool, replayed: bool) -> None:
    """By switch a composite as a whole takes a key; else only its parts do."""
    sandbox.set_switches(composite_takes_key=switched)
    parts = [{"method": "GET", "path": f"/{PATH}"}] * 2
    for _ in range(2):
        await rest.call("POST", "services/core/composite", parts, **{"Idempotency-Key": "c"})
    assert ("x-ia-idempotency-cached-date" in {name.lower() for name in rest.headers}) is replayed
