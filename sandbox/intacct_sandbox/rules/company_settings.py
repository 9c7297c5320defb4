"""What a company's settings demand of the lines of a document: account labels in place of accounts."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names


def refuse_against_settings(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused for lines that the company's settings do not allow; for those that a label does not cover yet."""
    if type.name in unit.company.definition.labels_required_on:
        _refuse_accounts(type, fields["lines"])


def _refuse_accounts(type: ObjectType, lines: list[Fields]) -> None:
    """Naming an account counts as overriding that of the label (a client of 2026 got AR-0279 with 422)."""
    assert type.lines is not None
    for index, line in enumerate(lines):
        if line.get("account") is not None:
            at = place(type.lines.type.by_name["account"], wire_names(type.lines), index)
            text = (
                "The GL account of a line can be overridden only after a configuration change: "
                "enable GL account override, or use an account label."
            )
            raise Refused(reason(Why.ACCOUNT_OVERRIDE, text, at, type.label, str(line["account"])))
