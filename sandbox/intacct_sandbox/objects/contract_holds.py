"""Holding and resuming the schedules of contract lines: billing, revenue and expense, each for itself
(developer.intacct.com: contracts-rev-mgmt/contract-lines; OpenAPI contract-line hold-schedules, resume-schedules)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.refusal import Refused, Why, reason

SCHEDULES = ("billing", "revenue", "expense")
ADJUSTMENT = Field(
    "adjustment",
    Choice({"template": ("Template", "template"), "one_time": ("One time", "oneTime"),
            "distributed": ("Distributed", "distributed"), "walk_forward": ("Walk forward", "walkForward")}),
    "REVENUEADJUSTMENTTYPE", "revenueAdjustmentType",
)  # fmt: skip


def moved(type: ObjectType, line: Fields, action: str, values: Fields) -> Fields:
    """The changes of holding or resuming the schedules that are asked for; raises Refused."""
    asked = [name for name in SCHEDULES if values.get(name)]
    if line["state"] != "in_progress" or not asked:
        text = f"To {action} needs a {type.label} in progress, and at least one of billing, revenue and expense."
        raise Refused(reason(Why.STATE, text, None, type.label))
    changes: Fields = {}
    for name in asked:
        changes |= _schedule(type, line, name, action, values)
    return changes


def hold_lines(unit: Unit, contract: Fields, action: str, values: Fields) -> None:
    """Hold or resume the named lines of a contract, each with a ledger row of its own; raises Refused."""
    type, table = unit.company.types["contract-line"], unit.company.tables["contract-line"]
    for key in (each.strip() for each in values["lines"].split(",")):
        line = table.numbered(key)
        if line is None or line["contract"] != contract["id"]:
            text = f"Contract '{contract['id']}' has no line with key '{key}'."
            raise Refused(reason(Why.UNKNOWN_REFERENCE, text, None, type.label, key))
        operations.act(unit, type, line, action, values)


def _schedule(type: ObjectType, line: Fields, name: str, action: str, values: Fields) -> Fields:
    held, day = line.get(f"{name}_held"), values["date"]
    if (action == "hold") == bool(held):
        text = f"The {name} schedule of this {type.label} is {'already' if held else 'not'} on hold."
        raise Refused(reason(Why.STATE, text, None, type.label))
    if action == "hold":
        return {f"{name}_held": day, f"{name}_resumed": None, f"{name}_memo": values.get("memo")}
    if day < held:
        text = f"The {name} schedule is on hold from {held}; it cannot be resumed before."
        raise Refused(reason(Why.BAD_VALUE, text, None, type.label, day))
    return {f"{name}_held": None, f"{name}_resumed": day, f"{name}_memo": values.get("memo")}
