"""/services/core/composite: two to ten requests in one, in order, up to the first that fails
(developer.sage.com: OpenAPI common, composite requests; bulk-requests guide). What was done before stays done."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from intacct_sandbox.rest import once
from intacct_sandbox.rest.error_body import application_error, as_json
from intacct_sandbox.rest.failure import RestFailure, payload_failure
from intacct_sandbox.rest.failure import detail as error_detail
from intacct_sandbox.rest.request import RestRequest, entity_of
from intacct_sandbox.rest.result_reference import BrokenReference, resolve, resolve_path
from intacct_sandbox.web.answer import Answer

Work = Callable[[RestRequest], Answer]
_KEYS = frozenset({"method", "path", "body", "headers", "resultReference"})
_METHODS = ("GET", "POST", "PATCH", "DELETE")
_NOT_INSIDE = ("/services/core/composite", "/services/bulk/")
_INHERITED = frozenset({"authorization", "content-type", "accept", "x-ia-api-param-entity"})
_SKIPPED = {"code": "unprocessed", "message": "Operation skipped due to atomic transaction failure"}


def answer_composite(request: RestRequest, work: Work) -> Answer:
    """Run the parts with `work`; 200, or 207 as soon as one failed. Raises RestFailure for a wrong composite."""
    parts = _parts(request.json())
    results: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    for position, part in enumerate(parts):
        answer = _run(request, position, part, results, work)
        items.append(_item(answer))
        if not 200 <= answer.status < 207:
            return _stopped(items, len(parts))
        if "resultReference" in part:
            results[part["resultReference"]] = items[-1].get("ia::result")
    return as_json(200, {"ia::result": items, "ia::meta": {"totalCount": len(items)}})


def parts_of(body: Any) -> list[tuple[str, str]]:
    """Method and path of each part, as far as they can be told."""
    parts = body if isinstance(body, list) else []
    return [(str(each.get("method")), str(each.get("path")).lstrip("/")) for each in parts if isinstance(each, dict)]


def _parts(body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, list) or not 2 <= len(body) <= 10:
        raise _wrong("A composite is an array of 2 to 10 requests", "/")
    for position, part in enumerate(body):
        _check(part, f"/{position}")
    names = [part["resultReference"] for part in body if "resultReference" in part]
    if len(set(names)) != len(names):
        raise _wrong("A resultReference is given twice", "/")
    return body


def _check(part: Any, at: str) -> None:
    if not isinstance(part, dict):
        raise _wrong("A part of a composite is an object", at)
    for name in sorted(set(part) - _KEYS):
        raise _wrong(f"{at}/{name} is not a valid field", f"{at}/{name}")
    if part.get("method") not in _METHODS:
        raise _wrong(f"method must be one of {', '.join(_METHODS)}", f"{at}/method")
    path = part.get("path")
    if not isinstance(path, str) or not path.startswith(("/objects/", "/services/")) or path.startswith(_NOT_INSIDE):
        raise _wrong("path must start with /objects/ or /services/", f"{at}/path")
    headers = part.get("headers", {})
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise _wrong("headers must be an object of strings", f"{at}/headers")
    if not isinstance(part.get("resultReference", ""), str):
        raise _wrong("resultReference must be a string", f"{at}/resultReference")


def _run(request: RestRequest, position: int, part: dict[str, Any], results: dict[str, Any], work: Work) -> Answer:
    try:
        inner = _inner(request, position, part, results)
        key = once.key_of(inner)
        if key is None:
            return work(inner)
        replay = once.begin(inner, key)
        return replay if replay is not None else once.keep(inner, key, work(inner))
    except BrokenReference as broken:
        return application_error(request.world, _wrong(str(broken), f"/{position}"))
    except RestFailure as failure:
        return application_error(request.world, failure)


def _inner(request: RestRequest, position: int, part: dict[str, Any], results: dict[str, Any]) -> RestRequest:
    path, _, query = resolve_path(part["path"].removeprefix("/"), results).partition("?")
    body = b"" if part.get("body") is None else _dump(resolve(part["body"], results))
    inherited = {name: value for name, value in request.headers.items() if name in _INHERITED}
    own = {name.lower(): value for name, value in part.get("headers", {}).items()}
    return replace(
        request,
        method=part["method"],
        path=path,
        query=dict(parse_qsl(query)),
        entity=entity_of(request.company, request.user, inherited | own, request.token.entity),
        headers=inherited | own,
        body=body,
        id=f"{request.id}.{position + 1}",
    )


def _dump(body: Any) -> bytes:
    return json.dumps(body, default=_number).encode()


def _number(value: Any) -> Any:
    """A number with decimals keeps its digits as far as JSON's own numbers can."""
    assert isinstance(value, Decimal)
    return float(value)


def _item(answer: Answer) -> dict[str, Any]:
    body = json.loads(answer.body) if answer.body else {}
    result = body.get("ia::result")
    error = body.get("ia::error") or (result.get("ia::error") if isinstance(result, dict) else None)
    shown = {"ia::error": error} if error else body
    return {**shown, "ia::status": answer.status}


def _stopped(items: list[dict[str, Any]], total: int) -> Answer:
    skipped = [{"ia::error": dict(_SKIPPED), "ia::status": 422} for _ in range(total - len(items))]
    counts = {"totalCount": total, "totalSuccess": len(items) - 1, "totalError": total - len(items) + 1}
    return as_json(207, {"ia::result": [*items, *skipped], "ia::meta": counts})


def _wrong(text: str, target: str) -> RestFailure:
    return payload_failure(400, error_detail("invalidRequest", text, "", target))
