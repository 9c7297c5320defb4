"""How a journal entry moves on after its creation. The API has no workflow for that (OpenAPI group general-ledger): a
person does it in the product, so only users that are persons find these steps.

The reversal is an entry of its own with the other directions (assumption), which the answer names.
"""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.posting import refuse_closed_period
from intacct_sandbox.rules.refusal import Refused, Why, reason

STEPS = ("submit", "approve", "decline", "reverse")
_FROM = {"submit": "draft", "approve": "submitted", "decline": "submitted", "reverse": "posted"}
_OPPOSITE = {"debit": "credit", "credit": "debit"}


def posted_or_submitted(unit: Unit, type: ObjectType) -> str:
    """The state of an entry that its maker is done with."""
    return "submitted" if type.name in unit.company.definition.approvals else "posted"


def step(unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
    """Run `action` of STEPS; raises Refused."""
    if record["state"] != _FROM[action]:
        text = f"You cannot {action} a {type.label} that is {record['state']}."
        raise Refused(reason(Why.STATE, text, None, type.label))
    if action == "decline":
        return unit.change(type, record, {"state": "declined"})
    refuse_closed_period(unit, type, "posting_date", values.get("date") or record["posting_date"])
    if action == "reverse":
        return _reversed(unit, type, record, values)
    return unit.change(type, record, {"state": posted_or_submitted(unit, type) if action == "submit" else "posted"})


def _reversed(unit: Unit, type: ObjectType, record: Fields, values: dict[str, Any]) -> Fields:
    if values["date"] < record["posting_date"]:
        text = "The date of the reversal must not be before the date of the transaction."
        raise Refused(reason(Why.BAD_VALUE, text, None, type.label))
    opposite = unit.insert(type, _opposite(unit, record, values["date"]))
    unit.note("create", type, opposite, opposite)
    changes = {"state": "reversed", "reversed_on": values["date"], "reversed_by": str(opposite["key"])}
    return unit.change(type, record, changes)


def _opposite(unit: Unit, record: Fields, day: str) -> Fields:
    """The entry that takes `record` back."""
    lines = [{**line, "key": str(unit.company.next_key()), "type": _OPPOSITE[line["type"]]} for line in record["lines"]]
    of = {"posting_date": day, "reversal_of": str(record["key"]), "reference_number": None}
    return {**record, **of, "lines": lines, "description": f"Reversed - {record['description']}"}
