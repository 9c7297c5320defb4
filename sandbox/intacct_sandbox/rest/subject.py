"""What a REST request is about, for fault rules."""

import json
from typing import Any
from urllib.parse import unquote

from intacct_sandbox.company.company import Company
from intacct_sandbox.faults.rules import Subject
from intacct_sandbox.rest.composite import parts_of
from intacct_sandbox.rest.request import RestRequest

_OPERATIONS = {"POST": "create", "PATCH": "update", "DELETE": "delete"}


def subject(request: RestRequest) -> Subject:
    """Object and operation by path and method; for a composite those of its parts."""
    if request.path == "services/core/composite":
        acts = [_act(request.company, method, path, b"") for method, path in parts_of(_parsed(request.body))]
    else:
        acts = [_act(request.company, request.method, request.path, request.body)]
    return Subject("rest", request.company.id, tuple(acts))


def _act(company: Company, method: str, path: str, body: bytes) -> tuple[str, str]:
    family, _, rest = path.partition("/")
    parts = [unquote(part) for part in rest.strip("/").split("/")]
    name = _neutral(company, "/".join(parts[:2]))
    if family == "workflows":
        return name, parts[-1]
    if family == "objects":
        return name, _OPERATIONS.get(method) or ("read" if len(parts) > 2 else "query")
    if path == "services/core/query":
        return _neutral(company, _queried(body)), "query"
    return "", "other"


def login_subject(company: Company | None) -> Subject:
    """A request to the token endpoint."""
    return Subject("rest", company.id if company else None, (("session", "login"),))


def _neutral(company: Company, name: str) -> str:
    type = company.by_rest.get(name)
    return type.name if type else name


def _queried(body: bytes) -> str:
    parsed = _parsed(body)
    return str(parsed.get("object", "")) if isinstance(parsed, dict) else ""


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
