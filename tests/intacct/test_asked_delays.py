"""A delay that Intacct, or the load balancer before it, asks for reaches whoever sends again, with any status."""

import pytest
from intacct_sandbox.sandbox import Sandbox

from service.clock import SystemClock
from service.delivery.client_port import OutcomeKind, RecordQuery, Surface
from service.intacct.client import open_client
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import (
    ScriptedHttp,
    authentication_failure,
    client_of,
    control_failure,
    error,
    failed,
    gateway_error,
    results,
)
from tests.intacct.tenant import creates, prepared, settings, vendor

PAGE = b"<html>Service Unavailable</html>"
HEADERS = [{"retry-after": "17"}, {"x-ia-throttle-limit-retry-after": "17"}]


def page(status: int, headers: dict[str, str]) -> HttpAnswer:
    """What a load balancer says."""
    return HttpAnswer(status, headers, PAGE)


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("headers", HEADERS)
async def test_a_write_keeps_its_doubt_and_its_delay(surface: Surface, status: int, headers: dict[str, str]) -> None:
    """Nobody knows whether it was said before anything ran or in the middle: look it up, but not before the time."""
    http = ScriptedHttp(page(status, headers))
    found = (await client_of(http).submit(creates(surface, vendor()))).outcomes[0]
    assert (found.kind, found.retry_after) == (OutcomeKind.UNCERTAIN, 17.0)


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_login_and_a_read_are_told_when_to_come_again(surface: Surface, status: int) -> None:
    """They changed nothing, so that they are unavailable (throttled with 429), with the delay."""
    told = page(status, HEADERS[0])
    kind = OutcomeKind.THROTTLED if status == 429 else OutcomeKind.UNAVAILABLE
    login = client_of(ScriptedHttp(told, told, logins=False), surface=surface.value)
    found = (await login.submit(creates(surface, vendor()))).outcomes[0]
    assert (found.kind, found.retry_after) == (kind, 17.0)
    assert (await login.probe()).retry_after == 17.0
    reader = client_of(ScriptedHttp(told, told), surface=surface.value)
    for failure in (
        (await reader.look_up([prepared(vendor(), surface)])).failure,
        (await reader.query(RecordQuery("vendor", ("id",)))).failure,
    ):
        assert failure is not None
        assert (failure.kind, failure.retry_after) == (kind, 17.0)


@pytest.mark.parametrize("surface", Surface)
async def test_a_throttle_told_with_503_is_a_throttle(surface: Surface) -> None:
    """GW-0010 is refused before anything runs, whatever the status: nothing is in doubt."""
    told = {
        Surface.REST: gateway_error(503, "GW-0010", retry_after="17"),
        Surface.XML: HttpAnswer(503, HEADERS[0], control_failure(error("GW-0010", "API rate limit exceeded")).body),
    }
    found = (await client_of(ScriptedHttp(told[surface])).submit(creates(surface, vendor()))).outcomes[0]
    assert (found.kind, found.retry_after) == (OutcomeKind.THROTTLED, 17.0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("There are too many operations running for this company (200024).", OutcomeKind.THROTTLED),
        ("The Service is Temporarily Off-line", OutcomeKind.UNAVAILABLE),
    ],
)
async def test_a_delay_beside_a_refused_function_counts_too(text: str, kind: OutcomeKind) -> None:
    """HTTP 200 and a header: for a write, for a read, and beside a rejected session."""
    told = error("", text)
    for function in (results(failed("w0", told)), authentication_failure(told)):
        reply = HttpAnswer(200, HEADERS[0], function.body)
        client = client_of(ScriptedHttp(reply, reply))
        found = (await client.submit(creates(Surface.XML, vendor()))).outcomes[0]
        assert (found.kind, found.retry_after) == (kind, 17.0)
        failure = (await client.look_up([prepared(vendor(), Surface.XML)])).failure
        assert failure is not None
        assert (failure.kind, failure.retry_after) == (kind, 17.0)


@pytest.mark.parametrize("surface", Surface)
async def test_the_sandbox_asks_for_a_delay_with_503(surface: Surface) -> None:
    """Its throttle in that form is understood on both surfaces, and nothing is in the books."""
    switches = {"rest_throttle_status": 503, "send_retry_after": True}
    async with Sandbox(switches=switches) as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        sandbox.set_faults([{"kind": "throttle", "object": "vendor"}])
        found = (await client.submit(creates(surface, vendor()))).outcomes[0]
        assert found.kind is OutcomeKind.THROTTLED
        assert found.retry_after is not None
        assert sandbox.ledger() == []
        await client.close()
