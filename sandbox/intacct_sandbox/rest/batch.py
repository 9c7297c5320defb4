"""Several records in one request: each for itself, or all or nothing with X-IA-API-Param-Transaction
(developer.sage.com: bulk-requests guide). Results are matched by array index."""

from collections.abc import Callable
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.error_body import as_json, error_item
from intacct_sandbox.rest.failure import RestFailure
from intacct_sandbox.rest.refusals import failure_for
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.web.answer import Answer

BATCH_LIMIT = 500
_STATUS = {"create": 201, "delete": 204}
_SKIPPED = {"code": "unprocessed", "message": "Operation skipped due to atomic transaction failure"}


def run_batch(
    request: RestRequest, type: ObjectType, operation: str, bodies: list[Any], do: Callable[[Unit, Any], dict[str, Any]]
) -> Answer:
    """Do each element; 207 as soon as one failed."""
    if not 1 <= len(bodies) <= BATCH_LIMIT:
        raise RestFailure(429, "invalidRequest", f"A batch has 1 to {BATCH_LIMIT} records")
    status = _STATUS.get(operation, 200)
    items = (
        _atomic(request, type, operation, bodies, do) if request.atomic else _each(request, type, operation, bodies, do)
    )
    failed = sum("ia::error" in item for item in items)
    if not failed:
        return _all_well(status, items)
    if failed == len(items) and request.world.switches.batch_all_failed == "first":
        return _first(items[0])
    counts = {"totalCount": len(items), "totalSuccess": len(items) - failed, "totalError": failed}
    shown = [item if "ia::error" in item else {**item, "ia::status": status} for item in items]
    return as_json(207, {"ia::result": shown, "ia::meta": counts})


def _first(item: dict[str, Any]) -> Answer:
    """One error for everyone: "in some cases only one status code is returned" (bulk-requests guide)."""
    meta = {"totalCount": 1, "totalSuccess": 0, "totalError": 1}
    return as_json(item["ia::status"], {"ia::result": {"ia::error": item["ia::error"]}, "ia::meta": meta})


def _all_well(status: int, items: list[dict[str, Any]]) -> Answer:
    if status == 204:
        return Answer(204, b"")
    counts = {"totalCount": len(items), "totalSuccess": len(items), "totalError": 0}
    return as_json(status, {"ia::result": items, "ia::meta": counts})


def _each(
    request: RestRequest, type: ObjectType, operation: str, bodies: list[Any], do: Callable[[Unit, Any], dict[str, Any]]
) -> list[dict[str, Any]]:
    items = []
    for body in bodies:
        unit = request.unit()
        try:
            items.append(do(unit, body))
            unit.commit()
        except Refused as refused:
            unit.roll_back()
            unit.count_failure(type.name, operation)
            items.append(_failed(request, failure_for(refused, operation, type, request.world.switches)))
    return items


def _atomic(
    request: RestRequest, type: ObjectType, operation: str, bodies: list[Any], do: Callable[[Unit, Any], dict[str, Any]]
) -> list[dict[str, Any]]:
    unit = request.unit()
    items: list[dict[str, Any]] = []
    for position, body in enumerate(bodies):
        try:
            items.append(do(unit, body))
        except Refused as refused:
            unit.roll_back()
            unit.count_failure(type.name, operation)
            failure = failure_for(refused, operation, type, request.world.switches)
            return [_failed(request, failure) if at == position else _skipped() for at in range(len(bodies))]
    unit.commit()
    return items


def _failed(request: RestRequest, failure: RestFailure) -> dict[str, Any]:
    return {"ia::error": error_item(request.world, failure), "ia::status": failure.status}


def _skipped() -> dict[str, Any]:
    return {"ia::error": dict(_SKIPPED), "ia::status": 422}
