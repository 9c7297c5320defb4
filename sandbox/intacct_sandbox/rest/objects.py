"""/objects: create, get, change, delete, list; one record or a batch of up to 500."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.search import search
from intacct_sandbox.rest.batch import BATCH_LIMIT
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure, not_found
from intacct_sandbox.rest.line_requests import answer_lines
from intacct_sandbox.rest.object_body import read_object
from intacct_sandbox.rest.refusals import failure_for
from intacct_sandbox.rest.render import reference, whole
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rest.writing import listed, meta, run
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.web.answer import Answer

_OPERATIONS = {"POST": "create", "GET": "read", "PATCH": "update", "DELETE": "delete"}


def answer_object(request: RestRequest, path: str) -> Answer:
    """Answer a request for `path` (below /objects/); raises RestFailure."""
    type, keys = _addressed(request, path)
    operation = _OPERATIONS.get(request.method)
    if operation is None or operation not in type.rest_operations:
        raise RestFailure(405, "invalidRequest", f"{request.method} is not supported for objects/{type.rest}")
    owner = request.company.owner_of(type)
    if owner is not None:
        return answer_lines(request, type, owner, operation, keys)
    return _HANDLERS[operation](request, type, keys)


def _addressed(request: RestRequest, path: str) -> tuple[ObjectType, list[str]]:
    parts = [unquote(part) for part in path.strip("/").split("/")]
    if len(parts) not in (2, 3):
        raise not_found(f"There is no resource /objects/{path}")
    keys = parts[2].split(",") if len(parts) == 3 else []
    if len(keys) > BATCH_LIMIT:
        raise RestFailure(429, "invalidRequest", f"A batch has at most {BATCH_LIMIT} records")
    return request.object("/".join(parts[:2])), keys


def _create(request: RestRequest, type: ObjectType, keys: list[str]) -> Answer:
    if keys:
        raise RestFailure(405, "invalidRequest", "POST takes no key in the path")
    body = request.json()
    return run(request, type, "create", body, lambda unit, each: _create_one(request, type, unit, each))


def _create_one(request: RestRequest, type: ObjectType, unit: Unit, body: Any) -> dict[str, Any]:
    given = read_object(request.company, type, body, request.world.switches)
    record = operations.create(unit, type, {name: each for name, each in given.items() if each is not None})
    return reference(type, record)


def _update(request: RestRequest, type: ObjectType, keys: list[str]) -> Answer:
    body = request.json()
    if not keys:
        if not isinstance(body, list):
            raise RestFailure(405, "invalidRequest", "PATCH takes a key in the path, or an array")
        return run(request, type, "update", body, lambda unit, each: _update_one(request, type, unit, None, each))
    if len(keys) > 1 or isinstance(body, list):
        raise RestFailure(400, "invalidRequest", "A batch PATCH goes to the collection with a key in each element")
    return run(request, type, "update", body, lambda unit, each: _update_one(request, type, unit, keys[0], each))


def _update_one(request: RestRequest, type: ObjectType, unit: Unit, key: str | None, body: Any) -> dict[str, Any]:
    named = key if key is not None else body.get("key") if isinstance(body, dict) else None
    record = find(request, type, str(named))
    changes = read_object(request.company, type, body, request.world.switches, record)
    return reference(type, operations.update(unit, type, record, changes))


def _delete(request: RestRequest, type: ObjectType, keys: list[str]) -> Answer:
    if not keys:
        raise RestFailure(405, "invalidRequest", "DELETE takes a key in the path")

    def delete_one(unit: Unit, key: Any) -> dict[str, Any]:
        operations.delete(unit, type, find(request, type, key))
        return {}

    return run(request, type, "delete", keys if len(keys) > 1 else keys[0], delete_one)


def _read(request: RestRequest, type: ObjectType, keys: list[str]) -> Answer:
    with_unit = request.unit()
    try:
        operations.allow(with_unit, "read", type)
    except Refused as refused:
        raise failure_for(refused, "read", type, request.world.switches) from refused
    request.count_query(type.name)
    if not keys:
        return _list(request, type)
    if len(keys) > 1:
        return run(request, type, "read", keys, lambda unit, key: _one(request, type, key))
    return as_json(
        200, {"ia::result": whole(request.company, type, _found(request, type, keys[0])), "ia::meta": meta(1)}
    )


def _one(request: RestRequest, type: ObjectType, key: str) -> dict[str, Any]:
    return whole(request.company, type, find(request, type, key))


def _list(request: RestRequest, type: ObjectType) -> Answer:
    return listed(search(request.company, type, request.view(), None, []), lambda each: reference(type, each))


def _found(request: RestRequest, type: ObjectType, key: str) -> Fields:
    try:
        return find(request, type, key)
    except Refused as refused:
        raise failure_for(refused, "read", type, request.world.switches) from refused


def find(request: RestRequest, type: ObjectType, key: str) -> Fields:
    """The visible record with this key; raises Refused."""
    record = request.company.tables[type.name].numbered(key)
    if record is None or not request.view(everything=True).shows(record) or not type.holds(record):
        raise Refused(
            reason(Why.NO_SUCH_RECORD, f"No {type.rest} with key {key} was found", label=type.label, value=key)
        )
    return record


_HANDLERS: dict[str, Callable[[RestRequest, ObjectType, list[str]], Answer]] = {
    "create": _create,
    "read": _read,
    "update": _update,
    "delete": _delete,
}
