"""/workflows: the only way to move the state of a record after its creation."""

from typing import Any
from urllib.parse import unquote

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.kinds import BadValue, Day
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.batch import run_batch
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import not_found
from intacct_sandbox.rest.objects import find, meta
from intacct_sandbox.rest.refusals import failure_for
from intacct_sandbox.rest.render import reference
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.refusal import Place, Refused, Why, reason
from intacct_sandbox.web.answer import Answer

# The date of a reversal has another name for each object, and so has the remark.
_REVERSE = {
    "bill": ("reverseDate", "notes"),
    "invoice": ("reversedDate", "memo"),
    "bill-payment": ("paymentDate", "description"),
    "payment": ("reversedDate", "memo"),
}


def answer_workflow(request: RestRequest, path: str) -> Answer:
    """Answer POST /workflows/{application}/{object}/{action}; raises RestFailure."""
    parts = [unquote(part) for part in path.strip("/").split("/")]
    type = request.object("/".join(parts[:2]))
    if len(parts) != 3 or request.method != "POST" or parts[2] not in type.workflows:
        raise not_found(f"There is no resource {request.method} /workflows/{path}")
    action, body = parts[2], request.json()

    def act(unit: Unit, each: Any) -> dict[str, Any]:
        return _act(request, type, unit, action, each)

    if isinstance(body, list):
        return run_batch(request, type, action, body, act)
    unit = request.unit()
    try:
        done = act(unit, body)
    except Refused as refused:
        unit.roll_back()
        raise failure_for(refused, action, type, request.world.switches) from refused
    unit.commit()
    return as_json(200, {"ia::result": done, "ia::meta": meta(1)})


def _act(request: RestRequest, type: ObjectType, unit: Unit, action: str, body: Any) -> dict[str, Any]:
    if not isinstance(body, dict) or not isinstance(body.get("key"), str):
        raise Refused(reason(Why.MISSING_FIELD, "key is required", Place("", "/key"), type.label))
    values = _reversal(type, body) if action == "reverse" else _nothing_more(type, body)
    record = operations.act(unit, type, find(request, type, body["key"]), action, values)
    state = type.by_name["state"].kind.to_rest(record["state"])
    return reference(type, record) | {"state": state}


def _reversal(type: ObjectType, body: dict[str, Any]) -> dict[str, Any]:
    date, remark = _REVERSE[type.name]
    _refuse_unknown(type, body, {"key", date, remark})
    if body.get(date) is None:
        raise Refused(reason(Why.MISSING_FIELD, f"{date} is required", Place("", f"/{date}"), type.label))
    try:
        return {"date": Day().from_rest(body[date]), "memo": body.get(remark)}
    except BadValue as error:
        raise Refused(reason(Why.BAD_VALUE, f"{date} {error}", Place("", f"/{date}"), type.label)) from error


def _nothing_more(type: ObjectType, body: dict[str, Any]) -> dict[str, Any]:
    _refuse_unknown(type, body, {"key", "notes"})
    return {}


def _refuse_unknown(type: ObjectType, body: dict[str, Any], known: set[str]) -> None:
    for name in sorted(set(body) - known):
        raise Refused(reason(Why.UNKNOWN_FIELD, f"{name} is not a valid field", Place("", f"/{name}"), type.label))
