"""Approving and declining the entries of a timesheet, all or some (developer.intacct.com: project-resource-mgmt/
timesheets)."""

from collections.abc import Sequence

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.posting import refuse_closed_period
from intacct_sandbox.rules.refusal import Refused, Why, reason

_DECISIONS = {"approve": "approved", "decline": "declined"}


def decided(unit: Unit, type: ObjectType, record: Fields, action: str, values: Fields) -> Fields:
    """The changes that the decision means; raises Refused."""
    by = values.get("by") or unit.caller.user.id
    if by not in unit.company.definition.users:
        raise Refused(reason(Why.UNKNOWN_REFERENCE, f"Invalid User '{by}' specified.", None, "User", by))
    if action == "approve":
        refuse_closed_period(unit, type, "posting_date", record["posting_date"])
    chosen = _chosen(type, record, values.get("entries") or "")
    done = {"state": _DECISIONS[action], "decided_by": by, "comment": values.get("comment")}
    lines = [{**line, **done} if line["key"] in chosen else line for line in record["lines"]]
    return {"lines": lines, "state": _sum([line["state"] for line in lines])}


def _chosen(type: ObjectType, record: Fields, named: str) -> set[str]:
    """The keys of the entries that are decided on; each must be there and wait."""
    waiting = {line["key"] for line in record["lines"] if line["state"] == "submitted"}
    wanted = {each.strip() for each in named.split(",") if each.strip()} or waiting
    if not wanted:
        text = f"Only a submitted {type.label} can be approved or declined; this one is {record['state']}."
        raise Refused(reason(Why.STATE, text, None, type.label))
    for key in sorted(wanted - waiting):
        text = f"Entry {key} is no submitted entry of {type.label} {record['key']}."
        raise Refused(reason(Why.STATE, text, None, type.label, key))
    return wanted


def _sum(states: Sequence[str]) -> str:
    """What the states of the entries come to; a declined one is told before an approved one (assumption)."""
    if len(set(states)) == 1:
        return states[0]
    return "partially_declined" if "declined" in states else "partially_approved"
