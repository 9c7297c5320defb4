"""REST requests for fuzzing: bodies drawn from what the sandbox declares, and anything at all in every other place."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fuzz_values import LOOKED_UP, START, Draw, examples
from fuzz_xml import COMPANY

from intacct_sandbox.model.kinds import Choice, Ref
from intacct_sandbox.model.object_type import ObjectType

_TYPES = [each for each in COMPANY.by_rest.values() if each.rest]
_ACTIVE = [each for each in _TYPES if each.workflows]
_SERVICES = ["core/query", "core/model", "core/composite", "core/session/id", "core/async/job-status",
             "company-config/dimensions/list", "bulk/job/create", "bulk/job/status", "bulk/job/download",
             "delivery/event/list", "delivery/event/count", "delivery/event/ack"]  # fmt: skip
_HEADERS = ["X-IA-API-Param-Entity", "X-IA-API-Param-Transaction", "Idempotency-Key", "Prefer", "Content-Type",
            "X-IA-Webhook-EndpointURL", "Accept", "Authorization", "X-Policy", "Expect", "Range"]  # fmt: skip
_GOOD = {"Day": "2026-03-14", "Money": "84.50", "Number": 2, "Flag": True, "TextFlag": "true"}
_OPERATORS = ["$eq", "$ne", "$lt", "$gte", "$in", "$notIn", "$between", "$contains", "$startsWith", "$has"]
_LOGIN = {"grant_type": "client_credentials", "client_id": "relay.app.sage.com", "client_secret": "client-secret",
          "username": "relay_ws@HARBORLINE", "refresh_token": "x", "token": "x", "code": "x"}  # fmt: skip

Parts = tuple[str, str, Any]


@dataclass(frozen=True)
class Sent:
    """A request as bytes are made of it; `headers` come on top of a valid Authorization."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def drawn(draw: Draw) -> Sent:
    """One request: an object, a workflow, a query, a composite, a sign-in, or anything."""
    makers = [_objects] * 5 + [_workflow, _query, _query, _composite, _sign_in, _anything, _service]
    method, path, body = draw.choice(makers)(draw)
    if draw.rarely(20):
        body = _changed(draw, body)
    raw = json.dumps(body).encode()
    if draw.rarely():
        raw = draw.choice([draw.randbytes(40), raw[: len(raw) // 2], b"[" * 3000, b'{"a":' * 99, b"", b"\xff"])
    headers = draw.some(1, 2, lambda: (draw.choice(_HEADERS), _header(draw))) if draw.rarely(20) else []
    if draw.rarely():
        path += "?" + quote(draw.text()[:60], safe="=&")
    return Sent(method, path, tuple(headers), raw)


requests = examples(drawn)


def _header(draw: Draw) -> str:
    text = draw.choice(["true", "respond-async", "text/xml", "application/json", "E100", "k-1", draw.text()])
    return "".join(each for each in text if " " <= each <= "~")[:300]


def _value(draw: Draw, kind: Any, name: str = "") -> Any:
    if draw.rarely(2):
        return draw.json()
    if name in LOOKED_UP:
        return LOOKED_UP[name]
    if isinstance(kind, Choice):
        return draw.choice([each[1] for each in kind.values.values()])
    if isinstance(kind, Ref):
        id, key = START.get(kind.target), draw.key(kind.target)
        return id or key if kind.plain else {"id": id} if id and not draw.rarely() else {"key": key}
    return _GOOD.get(type(kind).__name__) or draw.new_id()


def _body(draw: Draw, of: ObjectType, owned: bool = False) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for field in of.fields:
        if field.rest and draw.wants(field, "rest"):
            _put(body, field.rest.split("."), _value(draw, field.kind, field.name))
    if owned and draw.rarely(2):
        body |= draw.choice(
            [{"key": draw.key()}, {"ia::operation": "delete", "key": draw.key()}, {"ia::operation": "x"}]
        )
    if of.lines and of.lines.rest:
        lines = of.lines.type
        body[of.lines.rest] = draw.some(1, 2, lambda: _body(draw, lines, True)) * draw.choice([1, 2])
    return body


def _put(body: dict[str, Any], path: list[str], value: Any) -> None:
    *heads, last = path
    for head in heads:
        body = body.setdefault(head, {})
        if not isinstance(body, dict):
            return
    body[last] = value


def _changed(draw: Draw, body: Any) -> Any:
    """Some part of a JSON body replaced."""
    if isinstance(body, dict) and body and draw.rarely(70):
        name = draw.choice(sorted(body))
        return {**body, name: _changed(draw, body[name]), **({draw.text(): draw.json()} if draw.rarely(20) else {})}
    if isinstance(body, list) and body and draw.rarely(70):
        return [_changed(draw, body[0]), *body[1:]]
    return draw.json()


def _objects(draw: Draw) -> Parts:
    of, method = draw.choice(_TYPES), draw.choice(["POST", "POST", "POST", "PATCH", "GET", "DELETE"])
    key = "" if method == "POST" else "/" + (quote(draw.text()[:60]) if draw.rarely(20) else draw.key(of.name))
    body = _body(draw, of)
    if method == "PATCH":
        body = {name: body[name] for name in sorted(body)[: draw.randint(0, 3)]}
    return method, f"objects/{of.rest}{key}", [body, _body(draw, of)] if draw.rarely(10) else body


def _workflow(draw: Draw) -> Parts:
    of = draw.choice(_ACTIVE)
    action = quote(draw.text()[:40]) if draw.rarely() else draw.choice(of.workflows)
    body: dict[str, Any] = {"key": draw.text() if draw.rarely() else draw.key(of.name)}
    if draw.rarely(50):
        body |= {draw.choice(["reverseDate", "reversedDate", "paymentDate", "memo", "notes", "x"]): "2026-03-20"}
    return "POST", f"workflows/{of.rest}/{action}", body


def _query(draw: Draw) -> Parts:
    of = draw.choice(_TYPES)
    filters = draw.some(0, 2, lambda: _filter(draw, of))
    body = {"object": of.rest, "fields": draw.some(1, 3, lambda: _path(draw, of)), "filters": filters}
    if draw.rarely(30):
        body["filterExpression"] = " ".join(
            draw.some(0, 6, lambda: draw.choice(["1", "2", "and", "or", "(", ")", "x"]))
        )
    if draw.rarely(30):
        body["orderBy"] = [{_path(draw, of): draw.choice(["asc", "desc", "desc", "up"])}]
    if draw.rarely(30):
        body |= {"start": draw.choice([1, 2, draw.json()]), "size": draw.choice([1, 10, draw.json()])}
    return "POST", "services/core/query", body


def _path(draw: Draw, of: ObjectType) -> str:
    found = draw.text() if draw.rarely() else draw.choice(sorted(of.by_rest) or ["key"])
    return f"{draw.choice(['sum', 'count', 'max', 'avg'])}:{found}" if draw.rarely(10) else found


def _filter(draw: Draw, of: ObjectType) -> Any:
    path = _path(draw, of)
    kind = of.by_rest[path].kind if path in of.by_rest else None
    value = draw.json() if kind is None or isinstance(kind, Ref) else _value(draw, kind)
    operator = draw.choice(_OPERATORS)
    if operator in ("$in", "$notIn", "$between"):
        value = [value, value]
    return draw.json() if draw.rarely(2) else {operator: {path: value}}


def _composite(draw: Draw) -> Parts:
    parts = []
    for number, (method, path, body) in enumerate(draw.some(1, 3, lambda: _objects(draw))):
        parts.append({"method": method, "path": f"/{path}", "body": body, "resultReference": f"r{number}"})
    return "POST", "services/core/composite", parts


def _sign_in(draw: Draw) -> Parts:
    body = {name: value for name, value in _LOGIN.items() if not draw.rarely(20)}
    if draw.rarely(30):
        body[draw.choice(sorted(_LOGIN))] = draw.text()
    return "POST", f"oauth2/{draw.choice(['token', 'token', 'revoke', 'introspect', 'authorize'])}", body


def _service(draw: Draw) -> Parts:
    query = "?" + "&".join(f"{name}={quote(draw.text()[:30])}" for name in ("jobId", "name", "key") if draw.rarely(50))
    return draw.choice(["GET", "POST"]), f"services/{draw.choice(_SERVICES)}{query}", draw.json()


def _anything(draw: Draw) -> Parts:
    path = "/".join(draw.some(0, 4, lambda: quote(draw.text()[:60])))
    head = draw.choice(["objects/", "workflows/", "services/", "", "oauth2/", "objects/accounts-payable/"])
    return draw.choice(["GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"]), head + path, draw.json()
