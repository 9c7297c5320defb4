"""An account may require dimensions on every line that is posted to it."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.allocation import parts_of
from intacct_sandbox.rules.refusal import Reason, Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names


def refuse_missing_dimensions(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused with one reason per dimension that a line's account requires and the line lacks."""
    assert type.lines is not None
    missing = [each for index, line in enumerate(fields["lines"]) for each in _missing(unit, type, line, index)]
    if missing:
        raise Refused(*missing)


def _missing(unit: Unit, type: ObjectType, line: Fields, index: int) -> list[Reason]:
    account = unit.company.tables["account"].by_id(line.get("account") or "")
    if account is None or type.lines is None:
        return []
    wanted = [name.removeprefix("requires_") for name in account if name.startswith("requires_") and account[name]]
    names = wire_names(type.lines)
    return [
        reason(
            Why.MISSING_FIELD,
            f"Account {account['id']} requires the dimension {name}",
            place(type.lines.type.by_name[name], names, index),
            type.label,
        )
        for name in wanted
        if any(part.get(name) is None for part in parts_of(unit, line))
    ]
