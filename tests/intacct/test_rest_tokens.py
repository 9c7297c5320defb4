"""Tokens: minted once, renewed early, replaced once, never hammered."""

import asyncio
from urllib.parse import parse_qs

import pytest

from service.delivery.client_port import OutcomeKind, Surface
from service.errors import NoAnswer, NotSent
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import ScriptedHttp, Sent, answer, client_of, created, gateway_error, is_login, token
from tests.intacct.tenant import SECRETS, creates, vendor
from tests.support.clock import FakeClock

EXPIRED = answer(401, {"error": {"code": "tokenInvalid", "message": "Token is not valid", "errorId": "REST-2102"}})
EXPIRED_AS_400 = answer(400, {"ia::error": {"code": "GW-0031", "message": "Invalid Token"}})
EXPIRED_IN_WORDS = [
    answer(400, {"error": "The token is not valid"}),
    answer(400, {"error": {"message": "The token is not valid"}}),
    answer(400, "Invalid token"),
    HttpAnswer(400, {"content-type": "text/plain"}, b"The token is not valid"),
    HttpAnswer(400, {}, b"invalid token"),
    HttpAnswer(401, {}, b""),
]
WRITE = creates(Surface.REST, vendor())


async def test_the_mint_is_form_encoded_and_names_the_user() -> None:
    """The documented encoding, with username: without it there is no tenant (GW-0012)."""
    http = ScriptedHttp(token(), created(), logins=False)
    await client_of(http).submit(WRITE)
    form = {name: values[0] for name, values in parse_qs(http.every[0].body.decode()).items()}
    assert form == {
        "grant_type": "client_credentials",
        "client_id": "relay.app.sage.com",
        "client_secret": SECRETS[0],
        "username": "relay_ws@HARBORLINE",
    }
    assert http.every[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert http.every[1].headers["Authorization"] == "Bearer tok-1"


async def test_many_writes_wait_for_one_mint() -> None:
    """Single flight: whoever needs a token while one is being minted gets that one."""
    http = ScriptedHttp(*[created()] * 10)
    client = client_of(http)
    await asyncio.gather(*(client.submit(WRITE) for _ in range(10)))
    assert sum(map(is_login, http.every)) == 1


async def test_a_token_is_renewed_a_minute_before_it_ends() -> None:
    """The server's expires_in is trusted, with slack."""
    http = ScriptedHttp(token(expires_in=600), created(), created(), token("tok-2"), created(), logins=False)
    clock = FakeClock()
    client = client_of(http, clock)
    await client.submit(WRITE)
    await clock.advance(539)
    await client.submit(WRITE)
    await clock.advance(1)
    await client.submit(WRITE)
    assert [each.headers.get("Authorization", "mint") for each in http.every] == [
        "mint",
        "Bearer tok-1",
        "Bearer tok-1",
        "mint",
        "Bearer tok-2",
    ]


async def test_a_rejected_token_is_replaced_once_and_the_same_request_sent_again() -> None:
    """With the same Idempotency-Key, whether Intacct says so with 401 or with 400, in JSON or as a text."""
    for rejection in (EXPIRED, EXPIRED_AS_400, *EXPIRED_IN_WORDS):
        http = ScriptedHttp(token(), rejection, token("tok-2"), created(), logins=False)
        result = await client_of(http).submit(WRITE)
        assert result.outcomes[0].kind is OutcomeKind.APPLIED
        first, second = http.every[1], http.every[3]
        assert first.body == second.body
        assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == "w0"
        assert second.headers["Authorization"] == "Bearer tok-2"


@pytest.mark.parametrize(
    "reply",
    [
        HttpAnswer(400, {"content-type": "text/html"}, b"<html><body>invalid token</body></html>"),
        HttpAnswer(400, {}, b"Bad Request"),
        answer(400, {"error": "The date is not valid"}),
        HttpAnswer(200, {}, b"The token is not valid"),
    ],
)
async def test_what_is_not_about_the_token_renews_nothing(reply: HttpAnswer) -> None:
    """A page of a proxy, another text: nobody knows what became of the write, and the token stays."""
    http = ScriptedHttp(reply)
    found = (await client_of(http).submit(WRITE)).outcomes[0]
    assert found.kind is OutcomeKind.UNCERTAIN
    assert len(http.every) == 2


async def test_two_writes_with_one_rejected_token_mint_once() -> None:
    """The second one uses what the first one minted."""

    def by_token(sent: Sent) -> HttpAnswer:
        return created() if sent.headers["Authorization"] == "Bearer tok-2" else EXPIRED_IN_WORDS[0]

    class Mints(ScriptedHttp):
        minted = 0

        async def send(self, *args: object, **kwargs: object) -> HttpAnswer:
            await asyncio.sleep(0)
            return await super().send(*args, **kwargs)  # type: ignore[arg-type]

    http = Mints(token(), logins=False)
    client = client_of(http)
    http.replies += [by_token, by_token, token("tok-2"), by_token, by_token]
    results = await asyncio.gather(client.submit(WRITE), client.submit(WRITE))
    assert [result.outcomes[0].kind for result in results] == [OutcomeKind.APPLIED] * 2
    assert sum(map(is_login, http.every)) == 2


async def test_a_refused_mint_is_not_hammered() -> None:
    """One question, many answers; the diagnosis says what to correct."""
    http = ScriptedHttp(gateway_error(400, "GW-0012", "Missing Tenant Data"), logins=False)
    client = client_of(http)
    for _ in range(5):
        found = (await client.submit(WRITE)).outcomes[0]
        assert found.kind is OutcomeKind.UNAUTHORIZED
        assert found.diagnosis is not None
        assert "userId@companyId" in found.diagnosis.next_step
    assert len(http.every) == 1


async def test_a_lost_mint_sends_no_write() -> None:
    """Nothing of the write has left, so it is unavailable, not uncertain; the next one tries again."""
    for trouble in (NoAnswer("reset"), NotSent("refused"), HttpAnswer(503, {}, b"<html>"), HttpAnswer(200, {}, b"?")):
        http = ScriptedHttp(trouble, token(), created(), logins=False)
        client = client_of(http)
        result = await client.submit(WRITE)
        assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.UNAVAILABLE, 0)
        assert (await client.submit(WRITE)).outcomes[0].kind is OutcomeKind.APPLIED


async def test_a_throttled_mint_is_throttled() -> None:
    """429 is about the company, not about the credentials."""
    http = ScriptedHttp(gateway_error(429, "GW-0010", retry_after="9"), logins=False)
    found = (await client_of(http).submit(WRITE)).outcomes[0]
    assert (found.kind, found.retry_after) == (OutcomeKind.THROTTLED, 9.0)


async def test_no_secret_is_ever_shown() -> None:
    """Not even when the server repeats it."""
    told = f"client {SECRETS[0]} is wrong"
    http = ScriptedHttp(answer(401, {"error": {"code": "invalidClient", "message": told}}), logins=False)
    result = await client_of(http).submit(WRITE)
    assert SECRETS[0] not in repr(result)
    assert "client *** is wrong" in repr(result)
