"""Creating, changing and deleting a record: the order of the checks, the same for every object and surface."""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.duplicates import refuse_duplicate
from intacct_sandbox.rules.entities import refuse_from_entity
from intacct_sandbox.rules.references import refuse_if_referenced, refuse_unknown_references
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.rules.required import refuse_cleared, refuse_missing


def create(unit: Unit, type: ObjectType, given: Fields) -> Fields:
    """Create a record and its ledger row; raises Refused with nothing done."""
    allow(unit, "create", type)
    fields = {**type.defaults, **given, **type.preset}
    type.rules.resolving(unit, type, fields)
    refuse_missing(unit, type, fields)
    refuse_unknown_references(unit, type, fields)
    mark = unit.mark()
    try:
        type.rules.creating(unit, type, fields)
        refuse_duplicate(unit, type, fields)
        _number_lines(unit, fields)
        record = type.rules.created(unit, type, unit.insert(type, _kept(type, fields)))
    except Refused:
        unit.roll_back(mark)
        raise
    unit.note("create", type, record, record)
    return record


def update(unit: Unit, type: ObjectType, record: Fields, changes: Fields) -> Fields:
    """Change a record; fields that are not in `changes` stay. `lines`, when there, is the complete new set."""
    allow(unit, "update", type)
    refuse_from_entity(unit, type, record, "update")
    _refuse_fixed(type, record, changes)
    type.rules.resolving(unit, type, changes)
    refuse_cleared(unit, type, changes)
    refuse_unknown_references(unit, type, changes)
    mark = unit.mark()
    try:
        type.rules.changing(unit, type, record, changes)
        refuse_duplicate(unit, type, {**record, **changes}, but=record["key"])
        _number_lines(unit, changes)
        changed = unit.change(type, record, _kept(type, changes))
    except Refused:
        unit.roll_back(mark)
        raise
    unit.note("update", type, changed, changes)
    return changed


def delete(unit: Unit, type: ObjectType, record: Fields) -> None:
    """Delete a record that nothing refers to."""
    allow(unit, "delete", type)
    refuse_from_entity(unit, type, record, "delete")
    refuse_if_referenced(unit, type, record)
    mark = unit.mark()
    try:
        type.rules.deleting(unit, type, record)
    except Refused:
        unit.roll_back(mark)
        raise
    unit.remove(type, unit.company.tables[type.name].get(record["key"]) or record)
    unit.note("delete", type, record, {})


def act(unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
    """Run a workflow action; its ledger row has the action as operation and what it changed as fields."""
    allow(unit, action, type)
    refuse_from_entity(unit, type, record, action)
    mark = unit.mark()
    try:
        changed = type.rules.act(unit, type, record, action, values)
    except Refused:
        unit.roll_back(mark)
        raise
    fields = {name: value for name, value in changed.items() if record.get(name) != value}
    unit.note(action, type, changed, fields, type.business_key(record))
    return changed


def allow(unit: Unit, operation: str, type: ObjectType) -> None:
    """Raise Refused (forbidden) when the user may not do this to this object."""
    if unit.caller.user.denied and not unit.caller.user.may(operation, type.name):
        text = f"You do not have permission for API operation {operation.upper()} on objects of type {type.label}."
        raise Refused(reason(Why.FORBIDDEN, text, label=type.label, value=operation))


def _kept(type: ObjectType, fields: Fields) -> Fields:
    hidden = [each.name for each in type.fields if each.hidden]
    return {name: value for name, value in fields.items() if name not in hidden} if hidden else fields


def _refuse_fixed(type: ObjectType, record: Fields, changes: Fields) -> None:
    for field in type.fields:
        if field.fixed and field.name in changes and changes.pop(field.name) != record.get(field.name):
            text = f"{field.name} of {type.label} cannot be changed"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, label=type.label))


def _number_lines(unit: Unit, fields: Fields) -> None:
    for position, line in enumerate(fields.get("lines") or ()):
        line.setdefault("key", str(unit.company.next_key()))
        line["line_no"] = position + 1
