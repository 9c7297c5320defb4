"""/services/core/allowed-operations/list: what the caller may do with each of up to 1000 records
(developer.sage.com: OpenAPI common, allowed operations)."""

from typing import Any

from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure, payload_failure
from intacct_sandbox.rest.failure import detail as error_detail
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

_OPERATIONS = {"canView": "read", "canEdit": "update", "canDelete": "delete"}
_KNOWN = frozenset({"object", "keys", "operations", "options", "additionalData"})
_MOST = 1000


def answer_allowed(request: RestRequest) -> Answer:
    """One row per key that is there; raises RestFailure."""
    if request.method != "POST":
        raise RestFailure(405, "invalidRequest", "Allowed operations are asked for with POST")
    body = request.json()
    if not isinstance(body, dict) or not isinstance(body.get("object"), str) or not _keys_fit(body.get("keys")):
        raise _wrong(f"object and 1 to {_MOST} keys are required", "/keys")
    for name in sorted(set(body) - _KNOWN):
        raise _wrong(f"/{name} is not a valid field", f"/{name}")
    asked = body.get("operations", list(_OPERATIONS))
    if not isinstance(asked, list) or not set(map(str, asked)) <= set(_OPERATIONS):
        raise _wrong(f"operations must be of {', '.join(_OPERATIONS)}", "/operations")
    rows = _rows(request, request.object(body["object"]), body["keys"], asked)
    return as_json(200, {"ia::result": rows, "ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}})


def _keys_fit(keys: Any) -> bool:
    return isinstance(keys, list) and 1 <= len(keys) <= _MOST and all(isinstance(each, str) for each in keys)


def _rows(request: RestRequest, type: ObjectType, keys: list[str], asked: list[str]) -> list[dict[str, Any]]:
    table = request.company.tables.get(type.name)
    rows = []
    for key in keys:
        record = table.get(int(key)) if table is not None and key.isdecimal() and len(key) < 19 else None
        if record is not None and request.view(everything=True).shows(record):
            rows.append({"key": key, "operations": [name for name in asked if _may(request, type, name)]})
    return rows


def _may(request: RestRequest, type: ObjectType, name: str) -> bool:
    operation = _OPERATIONS[name]
    return operation in type.rest_operations and request.user.may(operation, type.name)


def _wrong(text: str, target: str) -> RestFailure:
    return payload_failure(400, error_detail("invalidRequest", text, "", target))
