"""/services/core/model: what an object has and allows, as this company has it."""

from typing import Any

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Ref
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

_METHODS = {"read": "GET", "create": "POST", "delete": "DELETE", "update": "PATCH"}


def answer_model(request: RestRequest) -> Answer:
    """The model of `name`, or the list of all names without it; raises RestFailure."""
    if request.method != "GET":
        raise RestFailure(405, "invalidRequest", "The model service supports GET only")
    name = request.query.get("name")
    if name is None:
        found: Any = [{"apiObject": each, "type": "object"} for each in sorted(request.company.by_rest)]
    else:
        found = _model(request, request.object(name))
    return as_json(200, {"ia::result": found, "ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}})


def _model(request: RestRequest, type: ObjectType) -> dict[str, Any]:
    methods = [method for operation, method in _METHODS.items() if operation in type.rest_operations]
    shown = [field for field in type.all_fields if field.rest and not field.hidden]
    return {
        "name": type.rest,
        "fields": {field.rest: _field(field) for field in shown if not isinstance(field.kind, Ref)},
        "refs": {field.rest: _ref(request, field) for field in shown if isinstance(field.kind, Ref)},
        "lists": {type.lines.rest: {"apiObject": type.lines.type.rest, "isOwner": True}} if type.lines else {},
        "httpMethods": ",".join(["OPTIONS", *methods]),
        "idempotenceSupported": bool(type.rest_operations & {"create", "update"}),
    }


def _field(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": field.kind.rest_type, "required": field.required_on("rest"),
                             "readOnly": field.read_only, "mutable": not (field.read_only or field.fixed)}  # fmt: skip
    if field.kind.rest_format:
        shown["format"] = field.kind.rest_format
    if isinstance(field.kind, Choice):
        shown["enum"] = [pair[1] for pair in field.kind.values.values()]
    return shown


def _ref(request: RestRequest, field: Field) -> dict[str, Any]:
    assert isinstance(field.kind, Ref)
    return {"apiObject": request.company.types[field.kind.target].rest, "isOwner": False,
            "required": field.required_on("rest"), "fields": ["key", "id", "href"]}  # fmt: skip
