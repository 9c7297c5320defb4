"""Reclassifying a posted bill or invoice: where its lines are booked changes, their amounts do not (OpenAPI:
accounts-receivable/invoice/reclassify; reclassify_bill and reclassify_invoice of the official schema; that lines keep
their amounts and number, and that the period must be open: assumption)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.account_dimensions import refuse_missing_dimensions
from intacct_sandbox.rules.duplicates import refuse_duplicate
from intacct_sandbox.rules.line_accounts import refuse_wrong_lines
from intacct_sandbox.rules.posting import refuse_closed_period
from intacct_sandbox.rules.references import refuse_unknown_references
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.rules.required import refuse_cleared

FIELDS = frozenset({"number", "reference_number", "description", "term", "due_date", "attachment",
                    "recommended_payment_date", "payment_priority", "on_hold", "lines"})  # fmt: skip


def reclassify(unit: Unit, type: ObjectType, record: Fields, changes: Fields, offset: str) -> Fields:
    """The record with `changes`; raises Refused for any that are more than a reclassification."""
    if record["state"] != "posted":
        text = f"Only a posted {type.label} can be reclassified; this one is {record['state']}."
        raise Refused(reason(Why.STATE, text, None, type.label))
    for name in sorted(set(changes) - FIELDS):
        raise Refused(reason(Why.READ_ONLY_FIELD, f"{name} cannot be reclassified", None, type.label))
    refuse_closed_period(unit, type, "posting_date", record["posting_date"])
    refuse_cleared(unit, type, changes)
    refuse_unknown_references(unit, type, changes)
    refuse_duplicate(unit, type, {**record, **changes}, but=record["key"])
    if "lines" in changes:
        _refuse_other_amounts(type, record, changes["lines"])
        refuse_wrong_lines(unit, type, changes, ("account", "account_label"), offset)
        refuse_missing_dimensions(unit, type, changes)
    return unit.change(type, record, changes)


def _refuse_other_amounts(type: ObjectType, record: Fields, lines: list[Fields]) -> None:
    before = [(line["key"], line["amount"]) for line in record["lines"]]
    if [(line.get("key"), line["amount"]) for line in lines] != before:
        text = "The lines of a reclassification keep their amounts, and none comes or goes."
        raise Refused(reason(Why.BAD_VALUE, text, None, type.label))
