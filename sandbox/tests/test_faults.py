"""Faults on demand: what each does to the request, and which requests a rule meets."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml
from documents import rest_vendor, vendor

from intacct_sandbox import Sandbox
from intacct_sandbox.faults.rules import WrongRule

GONE = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError)


@pytest.mark.parametrize(("kind", "written"), [("answer_lost", 1), ("reset_before", 0)])
async def test_connection_closes_without_an_answer(xml: Xml, sandbox: Sandbox, kind: str, written: int) -> None:
    """answer_lost commits before it closes the connection, reset_before does nothing."""
    sandbox.set_faults([{"kind": kind, "count": 1}])
    with pytest.raises(GONE):
        await xml.one(vendor())
    assert len(sandbox.ledger()) == written


@pytest.mark.parametrize(("when", "written"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("status", [500, 502, 503, 524])
async def test_status_before_and_after_the_commit(
    rest: Rest, sandbox: Sandbox, when: str, written: int, status: int
) -> None:
    """A status fault comes without or with the effect."""
    sandbox.set_faults([{"kind": "status", "status": status, "when": when, "operation": "create", "body": "empty"}])
    got, _ = await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor())
    assert (got, len(sandbox.ledger())) == (status, written)


async def test_maintenance_is_an_html_page(xml: Xml, sandbox: Sandbox) -> None:
    """Maintenance is 503 with HTML."""
    sandbox.set_faults([{"kind": "maintenance"}])
    assert b"<html>" in await xml.post(xml.envelope(vendor()))
    assert xml.status == 503


async def test_truncated_and_garbled_answers(xml: Xml, sandbox: Sandbox) -> None:
    """truncate commits and sends half a body, as a whole answer or with the connection closing; garbage is no XML."""
    sandbox.set_faults([{"kind": "truncate", "count": 1}])
    assert not (await xml.post(xml.envelope(vendor("V-1", "A")))).endswith(b"</response>")
    sandbox.set_faults([{"kind": "truncate", "count": 1, "close": True}])
    with pytest.raises(GONE):
        await xml.post(xml.envelope(vendor("V-2", "B")))
    sandbox.set_faults([{"kind": "garbage", "count": 1}])
    assert b"garbage" in await xml.post(xml.envelope(vendor("V-3", "C")))
    assert [row["key"] for row in sandbox.ledger()] == ["V-1", "V-2"]


async def test_sessions_can_be_made_to_expire(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """expire_sessions ends sessions and tokens before the request is worked on."""
    id = (await xml.one("<getAPISession/>")).findtext("data/api/sessionid") or ""
    await rest.sign_in()
    sandbox.set_faults([{"kind": "expire_sessions", "surface": "xml", "count": 1}])
    answer = await xml.send(vendor(), session=id)
    assert (answer.findtext(".//description2") or "").startswith("Invalid session")
    assert (await rest.call("GET", "services/core/model"))[0] == 401


@pytest.mark.parametrize(
    ("matcher", "met"),
    [
        ({}, True),
        ({"surface": "xml"}, True),
        ({"surface": "rest"}, False),
        ({"company": "HARBORLINE"}, True),
        ({"company": "OTHER"}, False),
        ({"object": "vendor"}, True),
        ({"object": "bill"}, False),
        ({"operation": "write"}, True),
        ({"operation": "create"}, True),
        ({"operation": "update"}, False),
        ({"operation": "query"}, False),
        ({"operation": "login"}, False),
        ({"skip": 1}, False),
        ({"probability": 0.0}, False),
    ],
)
async def test_matchers(xml: Xml, sandbox: Sandbox, matcher: dict[str, Any], met: bool) -> None:
    """A rule meets a request when all its matchers fit."""
    sandbox.set_faults([{"kind": "status", "status": 503, **matcher}])
    await xml.post(xml.envelope(vendor()))
    assert (xml.status == 503) is met


async def test_login_and_workflow_operations(rest: Rest, sandbox: Sandbox) -> None:
    """Token requests are `login`; a workflow is its action and counts as a write."""
    sandbox.set_faults([{"kind": "status", "status": 502, "operation": "login", "count": 1, "body": "empty"}])
    async with rest.http.post(f"{sandbox.url}/ia/api/v1/oauth2/token", data={"grant_type": "x"}) as answer:
        assert answer.status == 502
    sandbox.set_faults([{"kind": "status", "status": 502, "operation": "submit", "object": "bill", "body": "empty"}])
    status, _ = await rest.call("POST", "workflows/accounts-payable/bill/submit", {"key": "1"})
    assert status == 502


async def test_probability_is_deterministic(xml: Xml, sandbox: Sandbox) -> None:
    """The same seed hits the same requests."""
    patterns = []
    for _ in range(2):
        sandbox.reset()
        sandbox.set_faults([{"kind": "status", "status": 503, "probability": 0.5, "seed": 7}])
        pattern = []
        for n in range(12):
            await xml.post(xml.envelope(vendor(f"V-{n}", f"Vendor {n}")))
            pattern.append(xml.status)
        patterns.append(pattern)
    assert patterns[0] == patterns[1]
    assert len(set(patterns[0])) == 2


async def until_in_flight(sandbox: Sandbox, count: int) -> None:
    while sandbox.counters("HARBORLINE")["in_flight"] < count:
        await asyncio.sleep(0)
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize(("when", "written"), [("before", 0), ("after", 1)])
async def test_hold_ends_with_the_sandbox_clock(xml: Xml, sandbox: Sandbox, when: str, written: int) -> None:
    """A held request keeps its slot until the time has passed on the sandbox's clock, before or after its commit."""
    sandbox.set_faults([{"kind": "hold", "seconds": 60, "when": when, "count": 1}])
    held = asyncio.create_task(xml.one(vendor("V-1", "A")))
    await until_in_flight(sandbox, 1)
    assert len(sandbox.ledger()) == written
    sandbox.clock.advance(30)
    assert (await xml.one(vendor("V-2", "B"))).findtext("status") == "success"
    assert not held.done()
    sandbox.clock.advance(31)
    assert (await held).findtext("status") == "success"


async def test_hold_without_end_is_released_with_the_rules(rest: Rest, sandbox: Sandbox) -> None:
    """Without seconds a request is held until the rules are replaced, or the sandbox is reset."""
    await rest.sign_in()
    for release in (lambda: sandbox.set_faults([]), sandbox.reset):
        sandbox.set_faults([{"kind": "hold", "object": "vendor"}])
        held = asyncio.create_task(rest.call("GET", "objects/accounts-payable/vendor"))
        await until_in_flight(sandbox, 1)
        assert not held.done()
        release()
        assert (await held)[0] in (200, 401)


async def test_twin_of_a_held_request_is_told_to_wait(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """While one is held its twin is refused as in process on both surfaces, and nothing is written twice."""
    path, key = "objects/accounts-payable/vendor", {"Idempotency-Key": "k"}
    await rest.sign_in()
    sandbox.set_faults([{"kind": "hold", "count": 1}])
    first = asyncio.create_task(xml.one(vendor("V-1", "A"), ids=("x",)))
    await until_in_flight(sandbox, 1)
    twin = await xml.one(vendor("V-1", "A"), ids=("x",))
    assert "is in process" in (twin.findtext(".//description2") or "")
    sandbox.set_faults([{"kind": "hold", "count": 1}])
    await first
    second = asyncio.create_task(rest.call("POST", path, rest_vendor("V-2", "B"), **key))
    await until_in_flight(sandbox, 1)
    assert (await rest.call("POST", path, rest_vendor("V-2", "B"), **key))[0] == 409
    sandbox.set_faults([])
    assert (await second)[0] == 201
    assert [row["key"] for row in sandbox.ledger()] == ["V-1", "V-2"]


async def test_rules_have_a_time(xml: Xml, sandbox: Sandbox) -> None:
    """A rule is in force from `since` to `until` on the sandbox's clock."""
    sandbox.clock.move_to(datetime(2026, 5, 1, 11, 59, tzinfo=UTC))
    window = {"since": "2026-05-01T12:00:00Z", "until": "2026-05-01T12:05:00"}
    sandbox.set_faults([{"kind": "status", "status": 503, **window}])
    seen = []
    for n in range(3):
        await xml.post(xml.envelope(vendor(f"V-{n}", f"Vendor {n}")))
        seen.append(xml.status)
        sandbox.clock.advance(200)
    assert seen == [200, 503, 200]


async def test_a_rule_can_be_for_one_company(http: aiohttp.ClientSession) -> None:
    """The other company is not met, on either surface."""
    async with Sandbox(companies=["harborline", {"id": "SECOND"}], switches={"hold_seconds": 0}) as sandbox:
        sandbox.set_faults([{"kind": "status", "status": 502, "company": "SECOND", "body": "empty"}])
        xml, rest = Xml(sandbox, http), Rest(sandbox, http)
        assert (await xml.one(vendor())).findtext("status") == "success"
        xml.login["companyid"] = "SECOND"
        await xml.post(xml.envelope(vendor()))
        assert xml.status == 502
        sandbox.set_faults(
            [{"kind": "status", "status": 502, "company": "SECOND", "object": "vendor", "body": "empty"}]
        )
        for name, status in (("HARBORLINE", 200), ("SECOND", 502)):
            await rest.sign_in(f"relay_ws@{name}")
            assert (await rest.call("GET", "objects/accounts-payable/vendor"))[0] == status


async def test_wrong_content_type_with_the_right_body(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """The answer is whole and committed, only its content type is that of a page."""
    sandbox.set_faults([{"kind": "content_type", "count": 1, "operation": "create"}])
    async with rest.http.post(f"{sandbox.url}/ia/xml/xmlgw.phtml", data=xml.envelope(vendor())) as answer:
        assert (answer.content_type, b"<status>success</status>" in await answer.read()) == ("text/html", True)
    sandbox.set_faults([{"kind": "content_type", "content_type": "text/plain", "operation": "query"}])
    status, _ = await rest.call("GET", "objects/accounts-payable/vendor")
    assert (status, rest.headers["Content-Type"].split(";")[0]) == (200, "text/plain")


async def test_garbage_on_rest_after_the_commit(rest: Rest, sandbox: Sandbox) -> None:
    """Bytes that are no JSON, although the record is written."""
    await rest.sign_in()
    sandbox.set_faults([{"kind": "garbage", "when": "after", "operation": "create"}])
    with pytest.raises(UnicodeDecodeError):
        await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor())
    assert len(sandbox.ledger()) == 1


@pytest.mark.parametrize("wrong", [{"since": "soon"}, {"until": "2026-13-01"}, {"since": 5}])
async def test_wrong_times_are_refused(sandbox: Sandbox, wrong: dict[str, Any]) -> None:
    """A time that cannot be read makes no rule, and the old rules stay."""
    sandbox.set_faults([{"kind": "maintenance"}])
    with pytest.raises(WrongRule):
        sandbox.set_faults([{"kind": "delay", **wrong}])
    assert len(sandbox.world.faults.as_list()) == 1


async def _played(http: aiohttp.ClientSession, seed: int) -> list[Any]:
    """What a fixed run over both surfaces meets, in a sandbox of its own."""
    async with Sandbox(switches={"hold_seconds": 0, "seed": seed}) as sandbox:
        xml, rest = Xml(sandbox, http), Rest(sandbox, http)
        await rest.sign_in()
        sandbox.set_faults([
            {"kind": "status", "status": 503, "body": "empty", "probability": 0.3, "seed": seed},
            {"kind": "status", "status": 524, "body": "empty", "when": "after", "probability": 0.3, "seed": seed + 1},
        ])  # fmt: skip
        seen: list[Any] = []
        for n in range(15):
            await xml.post(xml.envelope(vendor(f"X-{n}", f"X {n}")))
            status, _ = await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor(f"R-{n}", f"R {n}"))
            seen.append((xml.status, status))
        fired = [each["fired"] for each in sandbox.world.faults.as_list()]
        return [seen, fired, [row["key"] for row in sandbox.ledger()]]


async def test_everything_is_deterministic_under_a_start_value(http: aiohttp.ClientSession) -> None:
    """Two sandboxes with the same start values meet the same requests and have the same ledger; another does not."""
    first, second, other = [await _played(http, seed) for seed in (7, 7, 8)]
    assert first == second
    assert first != other
