"""/oauth2: token and revoke here; authorize and introspect next door (developer.sage.com: OAuth 2.0 guide).

HTTP numbers per GW code are not published beyond 4XX: 400 here, 401 for GW-0031 and GW-0034 (assumption).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import User
from intacct_sandbox.rest.authorization import answer_authorize
from intacct_sandbox.rest.codes import verifies
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import GatewayFailure
from intacct_sandbox.rest.introspection import answer_introspect
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.world import World

_REPEATED = {"client_id": ("GW-0038", "Multiple client IDs"), "username": ("GW-0039", "Multiple user names")}


@dataclass(frozen=True, slots=True)
class _Grant:
    """Who a token is for; `proven` when the application need not show its secret."""

    company: Company
    user: str
    entity: str
    refreshes: bool = True
    proven: bool = False


def answer_oauth(
    world: World, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
) -> Answer:
    """Answer a request to /oauth2/{path}; raises GatewayFailure."""
    if path == "authorize" and method == "GET":
        return answer_authorize(world, query)
    if path not in ("token", "revoke", "introspect") or method != "POST":
        raise GatewayFailure(400, "GW-0033", "Invalid Token Endpoint")
    values = _values(headers.get("content-type", ""), body)
    if path == "token":
        return _token(world, values)
    if path == "introspect":
        return answer_introspect(world, headers.get("authorization", ""), values.get("token", ""))
    _client(world, values)
    world.tokens.revoke(values.get("token", ""))
    return as_json(200, {"revoked": True})


def asked_for(world: World, body: bytes, content_type: str) -> tuple[Company | None, User | None]:
    """The company and user that a token request is for, as far as one can tell."""
    try:
        user, _, tenant = _values(content_type, body).get("username", "").partition("@")
    except GatewayFailure:
        return None, None
    company = world.companies.get(tenant.partition("|")[0])
    return company, company.definition.users.get(user) if company else None


def _values(content_type: str, body: bytes) -> Mapping[str, str]:
    if "xml" in content_type:
        raise GatewayFailure(400, "GW-0014", "Invalid Content Type")
    if not body.strip():
        raise GatewayFailure(400, "GW-0035", "Missing Token Payload")
    pairs = _json_pairs(body) if "json" in content_type else parse_qsl(body.decode("utf-8", "replace"), True)
    names = [name for name, _ in pairs]
    for name, (code, text) in _REPEATED.items():
        if names.count(name) > 1:
            raise GatewayFailure(400, code, text)
    return dict(pairs)


def _json_pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        parsed: Any = json.loads(body, object_pairs_hook=lambda pairs: pairs)
        return [(str(name), str(value)) for name, value in parsed]
    except (ValueError, TypeError, RecursionError) as error:
        raise GatewayFailure(400, "GW-0032", "Invalid Token Payload") from error


def _token(world: World, values: Mapping[str, str]) -> Answer:
    if not values.get("client_id"):
        raise GatewayFailure(400, "GW-0037", "Missing Client ID")
    grant = _GRANTS.get(values.get("grant_type", ""))
    if grant is None:
        raise GatewayFailure(400, "GW-0032", "Invalid Token Payload")
    given = grant(world, values)
    client = given.company.definition.clients.get(values["client_id"])
    if client is None or given.user not in given.company.definition.users:
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
    if not given.proven and client.secret != values.get("client_secret"):
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
    return _issued(world, given, client.id)


def _issued(world: World, given: _Grant, client: str) -> Answer:
    seconds = world.switches.token_seconds
    if world.switches.one_refresh_grant:
        world.tokens.end_grants(given.company.id, given.user, client)
    access, refresh = world.tokens.issue(given.company.id, given.user, given.entity, client, seconds)
    body: dict[str, Any] = {"token_type": "Bearer", "access_token": access, "expires_in": seconds}
    return as_json(200, body | {"refresh_token": refresh} if given.refreshes else body)


def _credentials(world: World, values: Mapping[str, str]) -> _Grant:
    return _session(world, values) if values.get("session_id") else _username(world, values)


def _code(world: World, values: Mapping[str, str]) -> _Grant:
    """With PKCE the verifier takes the place of the secret."""
    code = world.codes.take(values.get("code", ""))
    if code is None or code.client != values["client_id"] or code.redirect_uri != values.get("redirect_uri"):
        raise GatewayFailure(400, "GW-0032", "Invalid Token Payload")
    if code.challenge and not verifies(code.challenge, values.get("code_verifier", "")):
        raise GatewayFailure(400, "GW-0032", "Invalid Token Payload")
    return _Grant(world.companies[code.company], code.user, "", code.offline, bool(code.challenge))


def _username(world: World, values: Mapping[str, str]) -> _Grant:
    name = values.get("username", "")
    if not name:
        raise GatewayFailure(400, "GW-0036", "Missing User Name")
    user, at, tenant = name.partition("@")
    if not at or not user or not tenant:
        raise GatewayFailure(400, "GW-0012", "The username format is invalid (expected user@company)")
    id, _, entity = tenant.partition("|")
    company = world.companies.get(id)
    if company is None or (entity and not company.is_entity(entity)):
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
    return _Grant(company, user, entity)


def _session(world: World, values: Mapping[str, str]) -> _Grant:
    session = world.sessions.use(values["session_id"])
    if session is None:
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
    return _Grant(world.companies[session.company], session.user, session.entity)


def _refresh(world: World, values: Mapping[str, str]) -> _Grant:
    token = world.tokens.use_refresh(values.get("refresh_token", ""), world.switches.refresh_rotates)
    if token is None or token.client != values["client_id"]:
        raise GatewayFailure(400, "GW-0032", "Invalid Token Payload")
    company, entity = world.companies[token.company], values.get("entity_id") or token.entity
    if entity and not company.is_entity(entity):
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
    return _Grant(company, token.user, entity)


_GRANTS: dict[str, Callable[[World, Mapping[str, str]], _Grant]] = {
    "client_credentials": _credentials,
    "refresh_token": _refresh,
    "authorization_code": _code,
}


def _client(world: World, values: Mapping[str, str]) -> None:
    id, secret = values.get("client_id", ""), values.get("client_secret")
    if not id:
        raise GatewayFailure(400, "GW-0037", "Missing Client ID")
    clients = (each.definition.clients.get(id) for each in world.companies.values())
    if not any(each is not None and each.secret == secret for each in clients):
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
