"""/workflows: the only way to move the state of a record after its creation."""

from typing import Any
from urllib.parse import unquote

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.kinds import BadValue, Day
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rest.failure import not_found
from intacct_sandbox.rest.lines import LineEndpoint
from intacct_sandbox.rest.object_body import read_object
from intacct_sandbox.rest.objects import find
from intacct_sandbox.rest.render import reference
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rest.writing import run
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.refusal import Place, Refused, Why, reason
from intacct_sandbox.rules.required import lacking
from intacct_sandbox.web.answer import Answer

# The date of a reversal has another name for each object, and so has the remark.
_REVERSE = {
    "bill": ("reverseDate", "notes"),
    "invoice": ("reversedDate", "memo"),
    "journal-entry": ("reversedDate", "memo"),  # a person's step, not of the API
    "bill-payment": ("paymentDate", "description"),
    "payment": ("reversedDate", "memo"),
    "expense-report": ("reversedDate", "memo"),  # assumption: as for most
    "ap-adjustment": ("reversedDate", "memo"),  # assumption: as for most
    "ar-adjustment": ("reversedDate", "memo"),  # assumption: as for most
    "ap-advance": ("reversedDate", "memo"),
    "ar-advance": ("reversedDate", "memo"),
    "credit-card-txn": ("reversedDate", "memo"),
    "funds-transfer": ("reversedDate", "memo"),
    "bank-fee": ("reversedDate", "notes"),
    "deposit": ("reversedDate", "notes"),
    "other-receipt": ("reversedDate", "notes"),
}
_NEUTRAL = {"hold-schedules": "hold", "resume-schedules": "resume"}
_DECISIONS = ("approve", "decline")
_LINE_BY_LINE = "purchasing/document"


def answer_workflow(request: RestRequest, path: str) -> Answer:
    """Answer POST /workflows/{application}/{object}/{action}; raises RestFailure."""
    parts = [unquote(part) for part in path.strip("/").split("/")]
    type = request.object("/".join(parts[:2]))
    offered = (*type.workflows, *type.person_workflows) if request.user.person else type.workflows
    if len(parts) != 3 or request.method != "POST" or parts[2] not in offered:
        raise not_found(f"There is no resource {request.method} /workflows/{path}")
    action, body = _NEUTRAL.get(parts[2], parts[2]), request.json()
    owner = request.company.owner_of(type)

    def act(unit: Unit, each: Any) -> dict[str, Any]:
        if owner is not None:
            return _release(LineEndpoint(request, type, owner), type, unit, each)
        return _act(request, type, unit, action, each)

    return run(request, type, action, body, act)


def _release(lines: LineEndpoint, type: ObjectType, unit: Unit, body: Any) -> dict[str, Any]:
    """bill-line/release is the one action of lines."""
    return lines.set(unit, _key(type, body), {"release_to_pay": True})


def _act(request: RestRequest, type: ObjectType, unit: Unit, action: str, body: Any) -> dict[str, Any]:
    key = _key(type, body)
    values = _values(request, type, action, body)
    record = operations.act(unit, type, find(request, type, key), action, values)
    # Of a delivery OpenAPI tells what it led to, not the state of the line.
    told = "delivery" if action == "deliver" else "state"
    state = type.by_name[told].kind.to_rest(record[told])
    if record.get("reversed_by") is not None:
        return reference(type, unit.company.tables[type.name].numbered(record["reversed_by"]) or record) | {
            "state": state
        }
    return reference(type, record) | {"state": state}


def _values(request: RestRequest, type: ObjectType, action: str, body: dict[str, Any]) -> dict[str, Any]:
    arguments = type.actions.get(action)
    if arguments is not None and any(each.rest for each in arguments.fields):
        return _arguments(request, type, arguments, body)
    if action == "reclassify":
        return _reclassified(request, type, find(request, type, _key(type, body)), body)
    return _reversal(type, body) if action == "reverse" else _remarks(type, action, body)


def _arguments(request: RestRequest, type: ObjectType, arguments: ObjectType, body: dict[str, Any]) -> dict[str, Any]:
    values = read_object(request.company, arguments, body, request.world.switches)
    missing = [lacking(each, type) for each in arguments.required_rest if values.get(each.name) is None]
    if missing:
        raise Refused(*missing)
    return {name: each for name, each in values.items() if each is not None}


def _reversal(type: ObjectType, body: dict[str, Any]) -> dict[str, Any]:
    date, remark = _REVERSE[type.name]
    _refuse_unknown(type, body, {"key", date, remark})
    if body.get(date) is None:
        raise Refused(reason(Why.MISSING_FIELD, f"{date} is required", Place("", f"/{date}"), type.label))
    try:
        return {"date": Day().from_rest(body[date]), "memo": body.get(remark)}
    except BadValue as error:
        raise Refused(reason(Why.BAD_VALUE, f"{date} {error}", Place("", f"/{date}"), type.label)) from error


def _reclassified(request: RestRequest, type: ObjectType, record: Fields, body: dict[str, Any]) -> Fields:
    """New values, as an update would have them; what may be among them is a business rule."""
    changes = {name: each for name, each in body.items() if name not in ("key", "id", "href")}
    return read_object(request.company, type, changes, request.world.switches, record)


def _remarks(type: ObjectType, action: str, body: dict[str, Any]) -> dict[str, Any]:
    """A decision may be explained; on transactions it may be about single lines."""
    known = {"key"} | ({"notes"} if action in _DECISIONS else set())
    _refuse_unknown(type, body, known | ({"lineKeys"} if type.rest.startswith(_LINE_BY_LINE) else set()))
    return {}


def _key(type: ObjectType, body: Any) -> str:
    key = body.get("key") if isinstance(body, dict) else None
    if not isinstance(key, str):
        raise Refused(reason(Why.MISSING_FIELD, "key is required", Place("", "/key"), type.label))
    return key


def _refuse_unknown(type: ObjectType, body: dict[str, Any], known: set[str]) -> None:
    for name in sorted(set(body) - known):
        raise Refused(reason(Why.UNKNOWN_FIELD, f"{name} is not a valid field", Place("", f"/{name}"), type.label))
