"""Tokens: form and JSON, the documented refusals, expiry, revocation, the bridge to XML."""

from typing import Any

import aiohttp
import pytest
from clients import REST, Rest, Xml
from documents import vendor

from intacct_sandbox import Sandbox

GOOD = {"grant_type": "client_credentials", "client_id": "relay.app.sage.com", "client_secret": "client-secret",
        "username": "relay_ws@HARBORLINE"}  # fmt: skip


async def token(http: aiohttp.ClientSession, sandbox: Sandbox, **how: Any) -> tuple[int, Any]:
    async with http.post(f"{sandbox.url}{REST}oauth2/token", **how) as answer:
        return answer.status, await answer.json()


async def test_form_and_json_are_both_taken(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """The token endpoint takes either encoding and tells the lifetime."""
    for how in ({"data": GOOD}, {"json": GOOD}):
        status, body = await token(http, sandbox, **how)
        assert (status, body["token_type"], body["expires_in"]) == (200, "Bearer", 43200)
        assert body["access_token"].count(".") == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"username": "relay_ws"}, "GW-0012"),
        ({"username": ""}, "GW-0036"),
        ({"client_id": ""}, "GW-0037"),
        ({"grant_type": "password"}, "GW-0032"),
        ({"client_secret": "x"}, "GW-0011"),
        ({"client_id": "x"}, "GW-0011"),
        ({"username": "relay_ws@NOBODY"}, "GW-0011"),
        ({"username": "RELAY_WS@HARBORLINE"}, "GW-0011"),
        ({"username": "relay_ws@HARBORLINE|E999"}, "GW-0011"),
    ],
)
async def test_wrong_token_requests(
    http: aiohttp.ClientSession, sandbox: Sandbox, change: dict[str, str], code: str
) -> None:
    """Each mistake has its gateway code, in the gateway shape: details is an object, no meta."""
    status, body = await token(http, sandbox, data={**GOOD, **change})
    assert (status, body["ia::error"]["code"]) == (400, code)
    assert "requestId" in body["ia::error"]["details"]
    assert "ia::meta" not in body


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("application/x-www-form-urlencoded", b"", "GW-0035"),
        ("application/json", b"{", "GW-0032"),
        ("application/json", b"[1]", "GW-0032"),
        ("application/xml", b"<a/>", "GW-0014"),
        ("application/x-www-form-urlencoded", b"client_id=a&client_id=b", "GW-0038"),
    ],
)
async def test_unreadable_token_requests(
    http: aiohttp.ClientSession, sandbox: Sandbox, kind: str, body: bytes, code: str
) -> None:
    """Empty, malformed and wrongly typed bodies are told apart."""
    _, answer = await token(http, sandbox, data=body, headers={"Content-Type": kind})
    assert answer["ia::error"]["code"] == code


async def test_other_oauth_paths(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """Any other path below oauth2 is GW-0033."""
    async with http.post(f"{sandbox.url}{REST}oauth2/tokens", data=GOOD) as answer:
        assert (await answer.json())["ia::error"]["code"] == "GW-0033"


@pytest.mark.parametrize(("header", "code"), [("Basic x", "GW-0034"), ("", "GW-0034"), ("Bearer rubbish", "GW-0031")])
async def test_wrong_authorization_headers(rest: Rest, header: str, code: str) -> None:
    """No bearer, or one that cannot be decoded, is refused by the gateway with 401."""
    rest.token = "unused"
    status, body = await rest.call("GET", "services/core/model", Authorization=header)
    assert (status, body["ia::error"]["code"]) == (401, code)


async def test_expired_token_has_the_auth_shape(rest: Rest, sandbox: Sandbox) -> None:
    """An expired token: 401, top key `error`, REST-2102."""
    await rest.sign_in()
    sandbox.clock.advance(43201)
    status, body = await rest.call("GET", "services/core/model")
    assert (status, body["error"]["errorId"]) == (401, "REST-2102")


async def test_refresh_rotates_and_revoke_ends(rest: Rest, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    """A refresh token works once; a revoked access token is not valid."""
    first = await rest.sign_in()
    form = {**GOOD, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert (await token(http, sandbox, data=form))[0] == 200
    assert (await token(http, sandbox, data=form))[1]["ia::error"]["code"] == "GW-0032"
    async with http.post(f"{sandbox.url}{REST}oauth2/revoke", data={**GOOD, "token": rest.token}) as answer:
        assert await answer.json() == {"revoked": True}
    assert (await rest.call("GET", "services/core/model"))[0] == 401


async def test_unpaired_client_mints_but_cannot_call(http: aiohttp.ClientSession) -> None:
    """Without the client being authorised for the user the mint succeeds and every call fails."""
    clients = [{"id": "relay.app.sage.com", "secret": "client-secret", "users": []}]
    async with Sandbox(companies=[{"clients": clients}]) as sandbox:
        rest = Rest(sandbox, http)
        assert "access_token" in await rest.sign_in()
        status, body = await rest.call("GET", "services/core/model")
    assert (status, body["ia::result"]["ia::error"]["errorId"]) == (403, "XL03000006")


async def test_bridge_between_surfaces(rest: Rest, xml: Xml, http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """services/core/session/id gives a session for XML, and an XML session gives a token."""
    _, body = await rest.call("GET", "services/core/session/id")
    session = body["ia::result"]["sessionId"]
    assert body["ia::result"]["expiresIn"] == 21600
    assert (await xml.send(vendor(), session=session)).findtext("operation/result/status") == "success"
    form = {name: value for name, value in GOOD.items() if name != "username"} | {"session_id": session}
    assert (await token(http, sandbox, data=form))[0] == 200
