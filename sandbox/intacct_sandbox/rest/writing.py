"""One record or an array of them, done in units of work and answered as REST answers."""

from collections.abc import Callable, Sequence
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.batch import run_batch
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.refusals import failure_for
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.web.answer import Answer

Do = Callable[[Unit, Any], dict[str, Any]]
_PAGE = 100


def run(request: RestRequest, type: ObjectType, operation: str, body: Any, do: Do) -> Answer:
    """Do `body`, or each element when it is an array; raises RestFailure."""
    if isinstance(body, list):
        return run_batch(request, type, operation, body, do)
    unit = request.unit()
    try:
        done = do(unit, body)
    except Refused as refused:
        unit.roll_back()
        unit.count_failure(type.name, operation)
        raise failure_for(refused, operation, type, request.world.switches) from refused
    unit.commit()
    if operation == "delete":
        return Answer(204, b"")
    return as_json(201 if operation == "create" else 200, {"ia::result": done, "ia::meta": meta(1)})


def listed(found: Sequence[Any], show: Callable[[Any], dict[str, Any]]) -> Answer:
    """The first page of references; there are no others (OpenAPI: a list is meant for testing)."""
    following = _PAGE + 1 if len(found) > _PAGE else None
    page = {"totalCount": len(found), "start": 1, "pageSize": _PAGE, "next": following, "previous": None}
    return as_json(200, {"ia::result": [show(each) for each in found[:_PAGE]], "ia::meta": page})


def meta(count: int) -> dict[str, int]:
    """The totals of an answer in which everything went well."""
    return {"totalCount": count, "totalSuccess": count, "totalError": 0}
