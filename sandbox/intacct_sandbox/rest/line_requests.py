"""/objects for owned lines, such as accounts-payable/bill-line."""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.failure import RestFailure
from intacct_sandbox.rest.lines import LineEndpoint
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rest.writing import listed, run
from intacct_sandbox.web.answer import Answer


def answer_lines(request: RestRequest, type: ObjectType, owner: ObjectType, operation: str, keys: list[str]) -> Answer:
    """Answer a request for the lines `type` of `owner`; raises RestFailure."""
    lines = LineEndpoint(request, type, owner)
    if operation == "create":
        return run(request, type, "create", request.json(), lines.create)
    if operation == "read" and not keys:
        request.count_query(type.name)
        return listed(lines.visible(), lines.reference)
    if operation == "update":
        return _update_lines(request, type, lines, keys)
    if not keys:
        raise RestFailure(405, "invalidRequest", "DELETE takes a key in the path")
    body: Any = keys if len(keys) > 1 else keys[0]
    if operation == "delete":
        return run(request, type, "delete", body, lines.delete)
    request.count_query(type.name)
    return run(request, type, "read", body, lambda unit, key: lines.whole(key))


def _update_lines(request: RestRequest, type: ObjectType, lines: LineEndpoint, keys: list[str]) -> Answer:
    body = request.json()

    def update_one(unit: Unit, each: Any) -> dict[str, Any]:
        named = keys[0] if keys else each.get("key") if isinstance(each, dict) else None
        return lines.update(unit, str(named), each)

    if isinstance(body, list) == bool(keys):
        raise RestFailure(400, "invalidRequest", "A batch PATCH goes to the collection with a key in each element")
    return run(request, type, "update", body, update_one)
