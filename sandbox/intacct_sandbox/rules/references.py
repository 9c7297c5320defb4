"""References must lead to a record that is there and active; a record that is referred to cannot be deleted."""

from collections.abc import Iterator

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.table import Table
from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Ref, Rows
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Place, Reason, Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names


def refuse_unknown_references(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused with one reason per reference that leads nowhere or to an inactive record."""
    wrong = [*_wrong(unit.company, type, fields), *_wrong_in_lines(unit.company, type, fields)]
    if wrong:
        raise Refused(*wrong)


def unknown(company: Company, target: str, value: str, at: Place | None) -> Reason:
    """The reason for a reference to something that does not exist."""
    label = company.views[target].label
    return reason(Why.UNKNOWN_REFERENCE, f"Invalid {label} '{value}' specified.", at, label, value)


def refuse_if_referenced(unit: Unit, type: ObjectType, record: Fields) -> None:
    """Raise Refused when another record refers to `record`."""
    value = type.reference_value(record)
    for table in unit.company.tables.values():
        if _refers(unit.company, table, type.name, value):
            text = f"Cannot delete {type.label} '{type.business_key(record)}': {table.type.label} records refer to it."
            raise Refused(reason(Why.STATE, text, label=type.label))


def _wrong(
    company: Company, type: ObjectType, fields: Fields, lines: tuple[str, str] | None = None, index: int = 0
) -> Iterator[Reason]:
    for field in type.references:
        value = fields.get(field.name)
        if value is None or value in _reserved(field):
            continue
        record = company.referenced(_target(field), value)
        if record is None:
            yield unknown(company, _target(field), value, place(field, lines, index))
        elif record.get("status") == "inactive":
            label = company.views[_target(field)].label
            text = f"{label} '{value}' is inactive."
            yield reason(Why.INACTIVE_REFERENCE, text, place(field, lines, index), label, value)


def _wrong_in_lines(company: Company, type: ObjectType, fields: Fields) -> Iterator[Reason]:
    if type.lines is None:
        return
    names = wire_names(type.lines)
    for index, line in enumerate(fields.get("lines") or ()):
        yield from _wrong(company, type.lines.type, line, names, index)
        for field in type.lines.type.fields:
            if isinstance(field.kind, Rows):
                for row in line.get(field.name) or ():
                    yield from _wrong(company, field.kind.type, row, names, index)


def _target(field: Field) -> str:
    assert isinstance(field.kind, Ref)
    return field.kind.target


def _reserved(field: Field) -> tuple[str, ...]:
    assert isinstance(field.kind, Ref)
    return field.kind.reserved


def _pointing(company: Company, type: ObjectType, target: str) -> list[str]:
    return [field.name for field in type.references if company.views[_target(field)].name == target]


def _refers(company: Company, table: Table, target: str, value: str) -> bool:
    """Headers are found by index, lines by looking at all of them."""
    if any(table.keys_with(name, value) for name in _pointing(company, table.type, target)):
        return True
    names = _pointing(company, table.type.lines.type, target) if table.type.lines else []
    return bool(names) and any(
        line.get(name) == value for record in table for line in record.get("lines") or () for name in names
    )
