"""/oauth2/introspect: what a token stands for. The path is an assumption; the fields are those that clients read."""

import base64
import binascii

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.user_numbers import user_number
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import GatewayFailure
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.world import World


def answer_introspect(world: World, authorization: str, text: str) -> Answer:
    """The claims of a token, or that it is not active; raises GatewayFailure for a caller that is not signed in."""
    if not _is_known(world, authorization):
        raise GatewayFailure(401, "GW-0034", "Invalid Authorization Header")
    token = world.tokens.access(text)
    if token is None:
        return as_json(200, {"active": False})
    company = world.companies[token.company]
    claims = {"active": True, "token_type": "Bearer", "client_id": token.client, "user_id": token.user,
              "cny_id": token.company, "exp": int(token.expires.timestamp()), "iat": int(token.issued.timestamp()),
              "company_key": str(list(world.companies).index(company.id) + 1), "entity_id": token.entity,
              "entity_key": _entity_key(company, token.entity),
              "user_key": user_number(company, token.user),
              "ai_enabled": False}  # fmt: skip
    return as_json(200, claims)


def _entity_key(company: Company, entity: str) -> str:
    record = company.tables["entity"].by_id(entity) if entity else None
    return str(record["key"]) if record else ""


def _is_known(world: World, authorization: str) -> bool:
    """A valid bearer token, or an application's id and secret."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return world.tokens.access(value.strip()) is not None
    if scheme.lower() != "basic":
        return False
    try:
        id, _, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    clients = (each.definition.clients.get(id) for each in world.companies.values())
    return any(each is not None and each.secret == secret for each in clients)
