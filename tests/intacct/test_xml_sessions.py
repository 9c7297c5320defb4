"""Sessions: alone in their request, one per entity, renewed from the server's own expiry, never hammered."""

import asyncio

import pytest

from service.delivery.client_port import OutcomeKind, Surface
from service.errors import NoAnswer
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import (
    URL,
    ScriptedHttp,
    Sent,
    authentication_failure,
    client_of,
    control_failure,
    done,
    error,
    is_login,
    results,
    session,
    xml,
)
from tests.intacct.tenant import SECRETS, creates, vendor
from tests.support.clock import FakeClock

WRITE = creates(Surface.XML, vendor())
INVALID = authentication_failure(error("XL03000006", "Invalid session Zk19secret"))
WRONG_PASSWORD = authentication_failure(error("XL03000006", "Sign-in information is incorrect"))
CONFIGURED = f"{URL}/ia/xml/xmlgw.phtml"


def session_id(sent: Sent) -> str:
    """The session that a request used; empty for a login."""
    return sent.xml.findtext("operation/authentication/sessionid") or ""


async def test_a_login_travels_alone_and_the_session_does_the_rest() -> None:
    """getAPISession is the only function of its request; the write goes to the endpoint that it returned."""
    http = ScriptedHttp(results(done("w0")))
    await client_of(http).submit(WRITE)
    login, write = http.every
    assert login.url == CONFIGURED
    assert [each.tag for each in login.xml.iterfind("operation/content/function/*")] == ["getAPISession"]
    assert login.xml.findtext("operation/authentication/login/password") == SECRETS[2]
    assert login.xml.findtext("control/uniqueid") == "false"
    assert write.url == f"{URL}/ia/xml/na1/xmlgw.phtml"
    assert session_id(write) == "sess-1"


async def test_each_entity_has_its_own_session() -> None:
    """It logs in there; the top level logs in without a location."""
    http = ScriptedHttp(*[results(done("w0"))] * 4)
    client = client_of(http)
    for entity in ("", "E100", "E100", ""):
        await client.submit(creates(Surface.XML, vendor(), entity=entity))
    logins = [each.xml.findtext("operation/authentication/login/locationid") for each in http.every if is_login(each)]
    assert logins == [None, "E100"]


async def test_many_writes_wait_for_one_login() -> None:
    """Single flight."""
    http = ScriptedHttp(*[results(done("w0"))] * 10)
    client = client_of(http)
    await asyncio.gather(*(client.submit(WRITE) for _ in range(10)))
    assert sum(map(is_login, http.every)) == 1


async def test_a_session_is_renewed_two_minutes_before_it_ends() -> None:
    """The life of a session is the difference of two times of the server, so our clock plays no part."""
    clock = FakeClock()
    unmoved = xml("<response><control><status>success</status></control><operation><authentication>"
                  f"<status>success</status></authentication>{done('w0')}</operation></response>")  # fmt: skip
    http = ScriptedHttp(session(seconds=600), unmoved, unmoved, session("sess-2"), unmoved, logins=False)
    client = client_of(http, clock)
    await client.submit(WRITE)
    await clock.advance(479)
    await client.submit(WRITE)
    await clock.advance(1)
    await client.submit(WRITE)
    assert [session_id(each) for each in http.every] == ["", "sess-1", "sess-1", "", "sess-2"]


async def test_every_answer_moves_the_end() -> None:
    """sessiontimeout slides: here the first answer moves it from ten minutes to twelve hours."""
    clock = FakeClock()
    http = ScriptedHttp(session(seconds=600), results(done("w0")), results(done("w0")), logins=False)
    client = client_of(http, clock)
    await client.submit(WRITE)
    await clock.advance(3600)
    await client.submit(WRITE)
    assert len(http.every) == 3


async def test_an_invalid_session_is_replaced_once_and_the_same_ids_sent_again() -> None:
    """An authentication failure executes nothing. The new login goes to the configured endpoint."""
    http = ScriptedHttp(session(), INVALID, session("sess-2"), results(done("w0")), logins=False)
    result = await client_of(http).submit(WRITE)
    assert result.outcomes[0].kind is OutcomeKind.APPLIED
    assert [each.url == CONFIGURED for each in http.every] == [True, False, True, False]
    first, second = http.every[1].xml, http.every[3].xml
    for path in ("operation/content/function", "control/uniqueid"):
        assert [dict(each.attrib) for each in first.iterfind(path)] == [
            dict(each.attrib) for each in second.iterfind(path)
        ]


@pytest.mark.parametrize(
    "refusal",
    [
        WRONG_PASSWORD,
        control_failure(error("XL03000006", "Incorrect Intacct XML Partner ID or password.")),
        control_failure(error("XMLGW_JPP0002", "Sign-in information is incorrect."), status=401),
    ],
)
async def test_a_refused_login_is_not_hammered(refusal: HttpAnswer) -> None:
    """Repeated wrong logins lock the user out: one question, many answers."""
    http = ScriptedHttp(refusal, logins=False)
    client = client_of(http)
    for _ in range(5):
        assert (await client.submit(WRITE)).outcomes[0].kind is OutcomeKind.UNAUTHORIZED
    assert len(http.every) == 1


async def test_a_wrong_entity_does_not_stop_the_tenant() -> None:
    """It looks like wrong credentials; a login without it tells them apart, and only its own events are refused."""
    http = ScriptedHttp(WRONG_PASSWORD, session(), results(done("w0")), logins=False)
    client = client_of(http)
    for _ in range(3):
        found = (await client.submit(creates(Surface.XML, vendor(), entity="E999"))).outcomes[0]
        assert found.kind is OutcomeKind.REJECTED
        assert found.diagnosis is not None
        assert "E999" in found.diagnosis.cause
    assert len(http.every) == 2
    assert (await client.submit(WRITE)).outcomes[0].kind is OutcomeKind.APPLIED


async def test_wrong_credentials_are_not_blamed_on_the_entity() -> None:
    """When the login without it fails as well, everything waits."""
    http = ScriptedHttp(WRONG_PASSWORD, WRONG_PASSWORD, logins=False)
    client = client_of(http)
    for entity in ("E100", "E100", ""):
        found = (await client.submit(creates(Surface.XML, vendor(), entity=entity))).outcomes[0]
        assert found.kind is OutcomeKind.UNAUTHORIZED
    assert len(http.every) == 2


@pytest.mark.parametrize("trouble", [NoAnswer("reset"), HttpAnswer(503, {"retry-after": "9"}, b"")])
async def test_a_login_that_tells_nothing_blames_nobody(trouble: HttpAnswer | Exception) -> None:
    """Whether the entity or the credentials are wrong, only an answer to the login without it tells: try again."""
    http = ScriptedHttp(WRONG_PASSWORD, trouble, WRONG_PASSWORD, session(), logins=False)
    client = client_of(http)
    request = creates(Surface.XML, vendor(), entity="E999")
    assert (await client.submit(request)).outcomes[0].kind is OutcomeKind.UNAVAILABLE
    assert (await client.submit(request)).outcomes[0].kind is OutcomeKind.REJECTED


@pytest.mark.parametrize(
    "endpoint", ["https://evil.example/x", "http://na1.intacct.com/x", "https://intacct.com.evil.example/x"]
)
async def test_a_foreign_endpoint_gets_nothing(endpoint: str) -> None:
    """Sender and session would go there: only https on intacct.com, or an allowed sandbox."""
    http = ScriptedHttp(session(endpoint=endpoint), logins=False)
    result = await client_of(http).submit(WRITE)
    assert result.outcomes[0].kind is OutcomeKind.UNAUTHORIZED
    assert len(http.every) == 1


@pytest.mark.parametrize(
    "trouble", [NoAnswer("reset"), HttpAnswer(503, {}, b"<html>"), xml("<html>"), results(), session("")]
)
async def test_a_lost_login_sends_no_write(trouble: HttpAnswer | Exception) -> None:
    """Nothing of the write has left: unavailable, and the next one logs in again."""
    http = ScriptedHttp(trouble, session(), results(done("w0")), logins=False)
    client = client_of(http)
    first = await client.submit(WRITE)
    assert (first.outcomes[0].kind, first.transactions) == (OutcomeKind.UNAVAILABLE, 0)
    assert (await client.submit(WRITE)).outcomes[0].kind is OutcomeKind.APPLIED


async def test_a_probe_logs_in_anew() -> None:
    """An old session proves nothing about the credentials."""
    http = ScriptedHttp(session(), session(), WRONG_PASSWORD, logins=False)
    client = client_of(http, surface="xml")
    assert (await client.probe()).kind is OutcomeKind.APPLIED
    assert (await client.probe()).kind is OutcomeKind.APPLIED
    assert (await client.probe()).kind is OutcomeKind.UNAUTHORIZED
    assert all(map(is_login, http.every))
