"""The four error shapes of the REST API (developer.sage.com: error-handling guide; OpenAPI `error-response`)."""

import json
from typing import Any

from intacct_sandbox.rest.failure import GatewayFailure, RestFailure
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.world import World


def application_error(world: World, failure: RestFailure) -> Answer:
    """Shape A (OpenAPI), or B (error guide) by switch."""
    error = error_item(world, failure)
    meta = {"totalCount": 1, "totalSuccess": 0, "totalError": 1}
    shape_a = world.switches.rest_error_shape == "A"
    body = {"ia::result": {"ia::error": error}, "ia::meta": meta} if shape_a else {"ia::error": error, "ia::meta": meta}
    return as_json(failure.status, body)


def error_item(world: World, failure: RestFailure) -> dict[str, Any]:
    """The error object itself, as it also stands in a batch answer."""
    error: dict[str, Any] = {"code": failure.code, "message": failure.message}
    if failure.error_id:
        error["errorId"] = failure.error_id
    info = {"messageId": failure.message_id, "placeholders": {}, "propertySet": {}}
    error |= {"additionalInfo": info, "supportId": world.identifiers.support()}
    return error | {"details": failure.details} if failure.details else error


def gateway_error(world: World, failure: GatewayFailure) -> Answer:
    """Shape C."""
    request = {"requestId": world.identifiers.request()}
    error = {"code": failure.code, "message": failure.message, "details": request}
    return as_json(failure.status, {"ia::error": error}).with_headers(failure.headers)


def token_error(world: World) -> Answer:
    """Shape D: the top key is `error`. With status 400 the text is the one that github.com/fylein's client seeks."""
    info = {"messageId": "IA.TOKEN_IS_INVALID", "placeholders": {}, "propertySet": {}}
    status = world.switches.expired_token_status
    text = "Token is not valid" if status == 401 else "The token is not valid"
    error = {"code": "tokenInvalid", "message": text, "errorId": "REST-2102", "additionalInfo": info}
    return as_json(status, {"error": error | {"supportId": world.identifiers.support()}})


def as_json(status: int, body: Any) -> Answer:
    """An answer with a JSON body. Decimals are only in parts that are shown as they were sent, as numbers."""
    return Answer(status, json.dumps(body, default=float).encode())
