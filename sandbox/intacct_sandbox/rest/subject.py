"""What a REST request is about, for fault rules."""

import json
from urllib.parse import unquote

from intacct_sandbox.company.company import Company
from intacct_sandbox.faults.rules import Subject
from intacct_sandbox.rest.request import RestRequest

_OPERATIONS = {"POST": "create", "PATCH": "update", "DELETE": "delete"}


def subject(request: RestRequest) -> Subject:
    """Object and operation by path and method."""
    family, _, rest = request.path.partition("/")
    parts = [unquote(part) for part in rest.strip("/").split("/")]
    name = _neutral(request.company, "/".join(parts[:2]))
    if family == "workflows":
        act = (name, parts[-1])
    elif family == "objects":
        act = (name, _OPERATIONS.get(request.method) or ("read" if len(parts) > 2 else "query"))
    elif request.path == "services/core/query":
        act = (_neutral(request.company, _queried(request.body)), "query")
    else:
        act = ("", "other")
    return Subject("rest", request.company.id, (act,))


def login_subject(company: Company | None) -> Subject:
    """A request to the token endpoint."""
    return Subject("rest", company.id if company else None, (("session", "login"),))


def _neutral(company: Company, name: str) -> str:
    type = company.by_rest.get(name)
    return type.name if type else name


def _queried(body: bytes) -> str:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(parsed.get("object", "")) if isinstance(parsed, dict) else ""
