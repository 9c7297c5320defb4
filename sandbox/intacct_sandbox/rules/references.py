"""References must lead to a record that is there and active; a record that is referred to cannot be deleted."""

from collections.abc import Iterator, Mapping

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.table import Table
from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Ref
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Place, Reason, Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names
from intacct_sandbox.rules.wording import unknown_text, unusable_text

_UNDECIDED = ("submitted", "declined")


def refuse_unknown_references(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused with one reason per reference that leads nowhere or to an inactive record."""
    wrong = [*_wrong(unit, type, fields), *_wrong_in_lines(unit, type, fields)]
    if wrong:
        raise Refused(*wrong)


def unknown(unit: Unit, target: str, value: str, at: Place | None) -> Reason:
    """The reason for a reference to something that does not exist."""
    label = unit.company.views[target].label
    text = unknown_text(label, value, unit.books.switches.reference_wording)
    return reason(Why.UNKNOWN_REFERENCE, text, at, label, value)


def refuse_if_referenced(unit: Unit, type: ObjectType, record: Fields) -> None:
    """Raise Refused when another record refers to `record`."""
    value = type.reference_value(record)
    for table in unit.company.tables.values():
        if _refers(unit.company, table, type.name, value):
            text = f"Cannot delete {type.label} '{type.business_key(record)}': {table.type.label} records refer to it."
            raise Refused(reason(Why.STATE, text, label=type.label))


def _wrong(
    unit: Unit, type: ObjectType, fields: Fields, lines: tuple[str, str] | None = None, index: int = 0
) -> Iterator[Reason]:
    company = unit.company
    for field in type.references:
        value = fields.get(field.name)
        if value is None or value in _reserved(field):
            continue
        target, record = _found(company, _targets(field), value)
        if record is None:
            yield unknown(unit, target, value, place(field, lines, index))
        elif record.get("status") == "inactive":
            label = company.views[target].label
            text = unusable_text(label, value, "inactive", unit.books.switches)
            yield reason(Why.INACTIVE_REFERENCE, text, place(field, lines, index), label, value)
        elif target == "vendor" and record.get("state") in _UNDECIDED:
            text = unusable_text("Vendor", value, "not approved", unit.books.switches)
            yield reason(Why.INACTIVE_REFERENCE, text, place(field, lines, index), "Vendor", value)


def _wrong_in_lines(unit: Unit, type: ObjectType, fields: Fields) -> Iterator[Reason]:
    if type.lines is None:
        return
    names = wire_names(type.lines)
    for index, line in enumerate(fields.get("lines") or ()):
        yield from _wrong(unit, type.lines.type, line, names, index)
        for name, part in type.lines.type.rows.items():
            for row in line.get(name) or ():
                yield from _wrong(unit, part, row, names, index)


def _targets(field: Field) -> tuple[str, ...]:
    assert isinstance(field.kind, Ref)
    return field.kind.targets


def _found(company: Company, targets: tuple[str, ...], value: str) -> tuple[str, Fields | None]:
    """The record that is meant, and of which object it is; of the first one when there is none."""
    for target in targets:
        record = company.referenced(target, value)
        if record is not None:
            return target, record
    return targets[0], None


def _reserved(field: Field) -> tuple[str, ...]:
    assert isinstance(field.kind, Ref)
    return field.kind.reserved


def _pointing(company: Company, type: ObjectType, target: str) -> list[str]:
    return [field.name for field in type.references if target in {company.views[each].name for each in _targets(field)}]


def _refers(company: Company, table: Table, target: str, value: str) -> bool:
    """Headers are found by index, lines by looking at all of them."""
    if any(table.keys_with(name, value) for name in _pointing(company, table.type, target)):
        return True
    if table.type.lines is None:
        return False
    line = table.type.lines.type
    names = _pointing(company, line, target)
    rows = {name: inside for name, part in line.rows.items() if (inside := _pointing(company, part, target))}
    return bool(names or rows) and any(
        _line_refers(each, names, rows, value) for record in table for each in record.get("lines") or ()
    )


def _line_refers(line: Fields, names: list[str], rows: Mapping[str, list[str]], value: str) -> bool:
    if any(line.get(name) == value for name in names):
        return True
    return any(
        row.get(name) == value for field, inside in rows.items() for row in line.get(field) or () for name in inside
    )
