"""Faults on demand: what each does to the request, and which requests a rule meets."""

from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml
from documents import rest_vendor, vendor

from intacct_sandbox import Sandbox

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
