"""The authorization code flow, refresh grants, introspection."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
from clients import REST, Rest

from intacct_sandbox import Sandbox

CLIENT = {"client_id": "relay.app.sage.com", "client_secret": "client-secret"}
BACK = "https://bridge.example/back"
ASKED = {"response_type": "code", "client_id": CLIENT["client_id"], "redirect_uri": BACK, "state": "s1"}


class Browser:
    """Follows the flow by hand."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http

    async def authorize(self, **more: str) -> tuple[int, dict[str, str]]:
        url = f"{self.sandbox.url}{REST}oauth2/authorize"
        async with self.http.get(url, params=ASKED | more, allow_redirects=False) as answer:
            return answer.status, dict(parse_qsl(urlsplit(answer.headers.get("Location", "")).query))

    async def post(self, path: str, form: dict[str, str], **headers: str) -> tuple[int, Any]:
        async with self.http.post(f"{self.sandbox.url}{REST}oauth2/{path}", data=form, headers=headers) as answer:
            return answer.status, await answer.json()

    async def redeem(self, code: str, **more: str) -> tuple[int, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **CLIENT, **more}
        return await self.post("token", {name: value for name, value in form.items() if value})


@pytest.fixture
def browser(sandbox: Sandbox, http: aiohttp.ClientSession) -> Browser:
    return Browser(sandbox, http)


async def test_code_becomes_a_token_once(browser: Browser, rest: Rest) -> None:
    """The code comes back with the state, works once, and gives no refresh token without offline_access."""
    status, back = await browser.authorize(username="clerk_ws@HARBORLINE")
    assert (status, back["state"]) == (302, "s1")
    status, body = await browser.redeem(back["code"])
    assert (status, "refresh_token" in body) == (200, False)
    rest.token = body["access_token"]
    assert (await rest.call("GET", "services/core/model"))[0] == 200
    assert (await browser.redeem(back["code"]))[1]["ia::error"]["code"] == "GW-0032"


async def test_offline_access_gives_a_refresh_token(browser: Browser) -> None:
    """scope=offline_access asks for one."""
    _, back = await browser.authorize(scope="offline_access")
    _, body = await browser.redeem(back["code"])
    form = {"grant_type": "refresh_token", "refresh_token": body["refresh_token"], **CLIENT}
    assert (await browser.post("token", form))[0] == 200


async def test_pkce_takes_the_place_of_the_secret(browser: Browser) -> None:
    """With a challenge the verifier is enough; a wrong one, or none, is not."""
    verifier = "v" * 50
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    for sent, status in ((verifier, 200), ("other", 400), ("", 400)):
        _, back = await browser.authorize(code_challenge=challenge, code_challenge_method="S256")
        assert (await browser.redeem(back["code"], client_secret="", code_verifier=sent))[0] == status


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"response_type": "token"}, "GW-0015"),
        ({"redirect_uri": "javascript:1"}, "GW-0015"),
        ({"client_id": ""}, "GW-0037"),
        ({"client_id": "nobody"}, "GW-0011"),
        ({"username": "nobody@HARBORLINE"}, "GW-0011"),
        ({"code_challenge": "x", "code_challenge_method": "plain"}, "GW-0015"),
    ],
)
async def test_wrong_authorize_requests(browser: Browser, wrong: dict[str, str], code: str) -> None:
    """Each is refused by the gateway, without a redirect."""
    url = f"{browser.sandbox.url}{REST}oauth2/authorize"
    async with browser.http.get(url, params=ASKED | wrong, allow_redirects=False) as answer:
        assert (answer.status, (await answer.json())["ia::error"]["code"]) == (400, code)


async def test_a_code_is_bound_to_its_address_and_time(browser: Browser, sandbox: Sandbox) -> None:
    """Another redirect_uri, no secret, or eleven minutes later: no token."""
    for change in ({"redirect_uri": "https://elsewhere.example"}, {"client_secret": ""}):
        _, back = await browser.authorize()
        assert (await browser.redeem(back["code"], **change))[0] == 400
    _, back = await browser.authorize()
    sandbox.clock.advance(660)
    assert (await browser.redeem(back["code"]))[0] == 400


async def test_switches_of_refresh_grants(browser: Browser, rest: Rest, sandbox: Sandbox) -> None:
    """By switch a refresh token stays the same, and a new sign-in ends the grant before."""
    sandbox.set_switches(refresh_rotates=False)
    first = await rest.sign_in()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **CLIENT}
    assert [(await browser.post("token", form))[0] for _ in range(2)] == [200, 200]
    sandbox.set_switches(one_refresh_grant=True)
    await rest.sign_in()
    assert (await browser.post("token", form))[0] == 400


async def test_refresh_can_switch_the_entity(browser: Browser, rest: Rest, sandbox: Sandbox) -> None:
    """entity_id moves to another entity; an unknown one is refused."""
    first = await rest.sign_in()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **CLIENT}
    _, body = await browser.post("token", form | {"entity_id": "E100"})
    rest.token = body["access_token"]
    await rest.create("accounts-payable/vendor", {"id": "V-1", "name": "A"})
    assert sandbox.ledger()[0]["entity"] == "E100"
    again = form | {"refresh_token": body["refresh_token"], "entity_id": "NOWHERE"}
    assert (await browser.post("token", again))[0] == 400


async def test_introspection_needs_a_sign_in(browser: Browser, rest: Rest) -> None:
    """With the bearer token or the application's credentials the claims are told."""
    await rest.sign_in("relay_ws@HARBORLINE|E100")
    form = {"token": rest.token}
    assert (await browser.post("introspect", form))[0] == 401
    basic = base64.b64encode(f"{CLIENT['client_id']}:{CLIENT['client_secret']}".encode()).decode()
    for header in (f"Bearer {rest.token}", f"Basic {basic}"):
        status, body = await browser.post("introspect", form, Authorization=header)
        told = (status, body["active"], body["user_id"], body["cny_id"], body["entity_id"])
        assert told == (200, True, "relay_ws", "HARBORLINE", "E100")
        assert body["exp"] - body["iat"] == 43200
    _, body = await browser.post("introspect", {"token": "x"}, Authorization=f"Basic {basic}")
    assert body == {"active": False}
    assert (await browser.post("introspect", form, Authorization="Basic ???"))[0] == 401
