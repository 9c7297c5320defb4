"""A login that is accepted and a session or token that is then rejected: renewed at a bounded rate, never a hold."""

import pytest
from intacct_sandbox.sandbox import Sandbox

from service.delivery.client_port import OutcomeKind, Surface
from service.intacct.client import open_client
from service.intacct.network import HttpAnswer
from service.intacct.refusals import FIRST_PAUSE as REFUSED_PAUSE
from service.intacct.renewals import FIRST_PAUSE, LONGEST_PAUSE, MOST_RENEWALS
from tests.intacct.scripted import (
    ScriptedHttp,
    answer,
    authentication_failure,
    client_of,
    created,
    done,
    error,
    gateway_error,
    is_login,
    refused,
    results,
)
from tests.intacct.tenant import creates, settings, vendor
from tests.support.clock import FakeClock

REST, XML = Surface.REST, Surface.XML
REJECTED = {
    REST: [
        answer(401, {"error": {"code": "tokenInvalid", "message": "Token is not valid", "errorId": "REST-2102"}}),
        answer(400, {"error": "The token is not valid"}),
        HttpAnswer(401, {}, b""),
    ],
    XML: [
        authentication_failure(error("XL03000006", "Invalid session Zk19secret")),
        authentication_failure(error("XL03000006", "Something about sessions that nobody knows")),
        authentication_failure(),
    ],
}
CASES = [(surface, reply) for surface, replies in REJECTED.items() for reply in replies]
DONE = {REST: created(), XML: results(done("w0"))}


@pytest.mark.parametrize(("surface", "rejection"), CASES)
@pytest.mark.parametrize("times", range(1, MOST_RENEWALS + 1))
async def test_a_call_renews_as_often_as_it_takes(surface: Surface, rejection: HttpAnswer, times: int) -> None:
    """Each time with a new login and the same request; in the end it is done."""
    http = ScriptedHttp(*[rejection] * times, DONE[surface])
    found = (await client_of(http).submit(creates(surface, vendor()))).outcomes[0]
    assert found.kind is OutcomeKind.APPLIED
    assert sum(map(is_login, http.every)) == times + 1


@pytest.mark.parametrize(("surface", "rejection"), CASES)
async def test_sessions_that_never_hold_make_the_tenant_unavailable_and_never_held(
    surface: Surface, rejection: HttpAnswer
) -> None:
    """Nothing ran, so nothing is uncertain and nothing is billed; the delay says when to come again."""
    http = ScriptedHttp(*[rejection] * (MOST_RENEWALS + 1))
    answered = await client_of(http).submit(creates(surface, vendor()))
    found = answered.outcomes[0]
    assert (found.kind, found.retry_after, answered.transactions) == (OutcomeKind.UNAVAILABLE, FIRST_PAUSE, 0)
    assert "Zk19secret" not in repr(found)
    assert found.diagnosis is not None
    assert "accepts our login" in found.diagnosis.cause


@pytest.mark.parametrize("surface", Surface)
async def test_the_rate_of_renewals_is_bounded(surface: Surface) -> None:
    """However often it is tried, an hour of rejections costs few logins; calls and probes in between ask nothing."""
    clock = FakeClock()
    http = ScriptedHttp(*[REJECTED[surface][0]] * 1000)
    client = client_of(http, clock, surface=surface.value)
    for _ in range(3600):
        assert (await client.submit(creates(surface, vendor()))).outcomes[0].kind is OutcomeKind.UNAVAILABLE
        await clock.advance(1)
    logins = sum(map(is_login, http.every))
    assert logins <= (3600 / LONGEST_PAUSE + 8) * (MOST_RENEWALS + 1)
    assert (await client.probe()).kind is OutcomeKind.UNAVAILABLE
    assert sum(map(is_login, http.every)) == logins


@pytest.mark.parametrize("surface", Surface)
async def test_one_accepted_call_ends_the_pause(surface: Surface) -> None:
    """The next trouble begins with a short one again."""
    clock = FakeClock()
    rejection = [REJECTED[surface][0]] * (MOST_RENEWALS + 1)
    http = ScriptedHttp(*rejection, *rejection, DONE[surface], *rejection)
    client = client_of(http, clock)
    delays = []
    for _ in range(4):
        found = (await client.submit(creates(surface, vendor()))).outcomes[0]
        delays.append(found.retry_after)
        await clock.advance(found.retry_after or 0)
    assert delays == [FIRST_PAUSE, FIRST_PAUSE * 2, None, FIRST_PAUSE]


@pytest.mark.parametrize(
    ("surface", "refusal"),
    [
        (XML, authentication_failure(error("XL03000006", "Invalid Web Services Authorization"))),
        (XML, authentication_failure(error("XL03000006", "Sign-in information is incorrect"))),
        (REST, gateway_error(401, "GW-0011", "Invalid Request")),
    ],
)
async def test_a_word_about_the_credentials_holds_even_in_a_fresh_session(
    surface: Surface, refusal: HttpAnswer
) -> None:
    """It is no expiry: a person must act, and nobody logs in for a while."""
    clock = FakeClock()
    http = ScriptedHttp(refusal, refusal, DONE[surface])
    client = client_of(http, clock)
    for _ in range(3):
        assert (await client.submit(creates(surface, vendor()))).outcomes[0].kind is OutcomeKind.UNAUTHORIZED
    assert len(http.every) == 4
    await clock.advance(REFUSED_PAUSE)
    assert (await client.submit(creates(surface, vendor()))).outcomes[0].kind is OutcomeKind.APPLIED


@pytest.mark.parametrize("surface", Surface)
async def test_a_login_that_is_refused_during_renewal_holds(surface: Surface) -> None:
    """The session ended, and the credentials are no longer good."""
    no = {
        REST: gateway_error(401, "GW-0011"),
        XML: authentication_failure(error("XL03000006", "Sign-in information is incorrect")),
    }

    class Turns(ScriptedHttp):
        async def send(self, *args: object, **kwargs: object) -> HttpAnswer:
            self.logins = not any(map(is_login, self.every))
            return await super().send(*args, **kwargs)  # type: ignore[arg-type]

    http = Turns(REJECTED[surface][0], no[surface])
    found = (await client_of(http).submit(creates(surface, vendor()))).outcomes[0]
    assert found.kind is OutcomeKind.UNAUTHORIZED


async def test_a_permission_told_with_401_is_a_verdict_on_one_record() -> None:
    """No token helps, and neither waiting nor a hold does."""
    refusal = refused(401, "The user may not do this", "unauthorizedUser")
    http = ScriptedHttp(refusal, refusal)
    found = (await client_of(http).submit(creates(REST, vendor()))).outcomes[0]
    assert found.kind is OutcomeKind.REJECTED


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("times", [1, MOST_RENEWALS, MOST_RENEWALS + 1, 50])
async def test_the_books_are_right_through_rapid_expiry(surface: Surface, times: int) -> None:
    """The sandbox ends every session that it gives, for a while; at its end each vendor is there once, nobody held."""
    clock = FakeClock()
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), clock)
        sandbox.set_faults([{"kind": "expire_sessions", "object": "vendor", "count": times}])
        kinds = []
        for _ in range(60):
            found = (await client.submit(creates(surface, vendor()))).outcomes[0]
            kinds.append(found.kind)
            if found.kind is OutcomeKind.APPLIED:
                break
            await clock.advance(found.retry_after or 0)
        assert kinds[-1] is OutcomeKind.APPLIED
        assert set(kinds[:-1]) == ({OutcomeKind.UNAVAILABLE} if times > MOST_RENEWALS else set())
        assert [row["operation"] for row in sandbox.ledger()] == ["create"]
        await client.close()
