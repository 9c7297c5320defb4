"""/services/core/model: what an object has and allows, as this company has it (developer.sage.com: OpenAPI common, the
model service with its example for departments)."""

from typing import Any
from urllib.parse import quote

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Ref
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

_METHODS = {"read": "GET", "create": "POST", "delete": "DELETE", "update": "PATCH"}
_TEXT = {"type": "string", "readOnly": False, "writeOnly": False, "required": False, "nullable": True, "mutable": True}


def answer_model(request: RestRequest) -> Answer:
    """The model of `name`, or the list of all names without it; raises RestFailure."""
    if request.method != "GET":
        raise RestFailure(405, "invalidRequest", "The model service supports GET only")
    name = request.query.get("name")
    if name is None:
        found: Any = [{"apiObject": each, "type": "object"} for each in sorted(request.company.by_rest)]
    else:
        found = _model(request, request.object(name.removeprefix("objects/")))
    return as_json(200, {"ia::result": found, "ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}})


def _model(request: RestRequest, type: ObjectType) -> dict[str, Any]:
    methods = [method for operation, method in _METHODS.items() if operation in type.rest_operations]
    owned = request.company.owner_of(type) is not None
    model: dict[str, Any] = {"fields": {}, "groups": {}, "refs": {}}
    for field in type.all_fields:
        if field.rest and not field.hidden:
            _place(request, model, field)
    if owned or not type.has_rest_id:
        model["fields"].setdefault("id", {**_TEXT, "readOnly": True, "mutable": False})
    lists = {type.lines.rest: {"apiObject": type.lines.type.rest, "isOwner": True}} if type.lines else []
    return model | {
        "name": type.rest,
        "lists": lists,
        "httpMethods": ",".join(["OPTIONS", *methods]),
        "idempotenceSupported": bool(type.rest_operations & {"create", "update"}),
        "apiObject": f"objects/{type.rest}",
        "type": "ownedObject" if owned else "rootObject",
        "href": f"/services/core/model?name=objects/{quote(type.rest, safe='/:')}",
    }


def _place(request: RestRequest, model: dict[str, Any], field: Field) -> None:
    """Put the field into the fields, the references, or the group that its path leads to."""
    *groups, name = field.rest.split(".")
    if _is_reference(field):
        name, place = field.rest.removesuffix(".id").split(".")[-1], "refs"
        groups = field.rest.removesuffix(".id").split(".")[:-1]
        shown = _ref(request, field)
    else:
        place, shown = "fields", _field(field)
    for group in groups:
        model = model.setdefault("groups", {}).setdefault(group, {})
    model.setdefault(place, {})[name] = shown


def _is_reference(field: Field) -> bool:
    return isinstance(field.kind, Ref) and not field.kind.plain


def _field(field: Field) -> dict[str, Any]:
    required = field.required_on("rest")
    shown: dict[str, Any] = {"type": field.kind.rest_type, "readOnly": field.read_only, "writeOnly": False,
                             "required": required, "nullable": not required and field.default is None,
                             "mutable": not (field.read_only or field.fixed)}  # fmt: skip
    if field.kind.rest_format:
        shown["format"] = field.kind.rest_format
    if isinstance(field.kind, Choice):
        shown["enum"] = [pair[1] for pair in field.kind.values.values()]
    if field.default is not None:
        shown["default"] = field.kind.to_rest(field.default)
    return shown


def _ref(request: RestRequest, field: Field) -> dict[str, Any]:
    assert isinstance(field.kind, Ref)
    target = request.company.views[field.kind.target]
    told = {name: dict(_TEXT) for name in ("key", "id")}
    if "name" in target.by_name:
        told["name"] = {**_TEXT, "readOnly": True, "mutable": False}
    return {"apiObject": target.rest, "isOwner": False, "required": field.required_on("rest"), "fields": told}
