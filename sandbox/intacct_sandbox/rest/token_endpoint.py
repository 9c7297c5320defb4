"""/oauth2/token, /oauth2/revoke and /oauth2/introspect (developer.sage.com: OAuth 2.0 guide).

HTTP numbers per GW code are not published beyond 4XX: 400 here, 401 for GW-0031 and GW-0034 (assumption).
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from intacct_sandbox.company.company import Company
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import GatewayFailure
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.world import World

_REPEATED = {"client_id": ("GW-0038", "Multiple client IDs"), "username": ("GW-0039", "Multiple user names")}


def answer_oauth(world: World, method: str, path: str, content_type: str, body: bytes) -> Answer:
    """Answer POST /oauth2/{path}; raises GatewayFailure."""
    if path not in ("token", "revoke", "introspect") or method != "POST":
        raise GatewayFailure(400, "GW-0033", "Invalid Token Endpoint")
    values = _values(content_type, body)
    if path == "token":
        return _token(world, values)
    if path == "introspect":
        return _introspect(world, values.get("token", ""))
    _client(world, values)
    world.tokens.revoke(values.get("token", ""))
    return as_json(200, {"revoked": True})


def company_named(world: World, body: bytes, content_type: str) -> Company | None:
    """The company that a token request is for, as far as one can tell."""
    try:
        name = _values(content_type, body).get("username", "")
    except GatewayFailure:
        return None
    return world.companies.get(name.partition("@")[2].partition("|")[0])


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
    grant = values.get("grant_type")
    if grant == "client_credentials":
        company, user, entity = _session(world, values) if values.get("session_id") else _username(world, values)
    elif grant == "refresh_token":
        company, user, entity = _refresh(world, values)
    else:
        raise GatewayFailure(400, "GW-0032", "Invalid Token Payload")
    client = company.definition.clients.get(values["client_id"])
    if client is None or client.secret != values.get("client_secret") or user not in company.definition.users:
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
    return _issued(world, company, user, entity, client.id)


def _issued(world: World, company: Company, user: str, entity: str, client: str) -> Answer:
    seconds = world.switches.token_seconds
    access, refresh = world.tokens.issue(company.id, user, entity, client, seconds)
    body = {"token_type": "Bearer", "access_token": access, "refresh_token": refresh, "expires_in": seconds}
    return as_json(200, body)


def _username(world: World, values: Mapping[str, str]) -> tuple[Company, str, str]:
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
    return company, user, entity


def _session(world: World, values: Mapping[str, str]) -> tuple[Company, str, str]:
    session = world.sessions.use(values["session_id"])
    if session is None:
        raise GatewayFailure(400, "GW-0011", "Invalid Request")
    return world.companies[session.company], session.user, session.entity


def _refresh(world: World, values: Mapping[str, str]) -> tuple[Company, str, str]:
    token = world.tokens.use_refresh(values.get("refresh_token", ""))
    if token is None or token.client != values["client_id"]:
        raise GatewayFailure(400, "GW-0032", "Invalid Token Payload")
    return world.companies[token.company], token.user, values.get("entity_id") or token.entity


def _client(world: World, values: Mapping[str, str]) -> None:
    id, secret = values.get("client_id", ""), values.get("client_secret")
    if not id:
        raise GatewayFailure(400, "GW-0037", "Missing Client ID")
    clients = (each.definition.clients.get(id) for each in world.companies.values())
    if not any(each is not None and each.secret == secret for each in clients):
        raise GatewayFailure(400, "GW-0011", "Invalid Request")


def _introspect(world: World, text: str) -> Answer:
    token = world.tokens.access(text)
    if token is None:
        return as_json(200, {"active": False})
    return as_json(200, {"active": True, "token_type": "Bearer", "client_id": token.client, "user_id": token.user,
                         "cny_id": token.company, "entity_id": token.entity,
                         "exp": int(token.expires.timestamp())})  # fmt: skip
