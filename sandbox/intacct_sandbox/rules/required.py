"""Required fields, per surface, of an object and of its lines."""

from collections.abc import Iterator

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.rules.refusal import Place, Reason, Refused, Why, place, reason


def refuse_missing(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused with one reason per required field that is not there."""
    missing = [*_missing_in_header(unit, type, fields), *missing_in_lines(unit, type, fields)]
    if missing:
        raise Refused(*missing)


def refuse_cleared(unit: Unit, type: ObjectType, changes: Fields) -> None:
    """Raise Refused when an update clears a required field or leaves a line incomplete."""
    required = _required(unit, type)
    cleared = [lacking(field, type) for field in required if field.name in changes and changes[field.name] is None]
    lines = list(missing_in_lines(unit, type, changes)) if "lines" in changes else []
    if cleared or lines:
        raise Refused(*cleared, *lines)


def lacking(field: Field, type: ObjectType, lines: tuple[str, str] | None = None, index: int = 0) -> Reason:
    """The reason for one missing field."""
    at = place(field, lines, index)
    return reason(Why.MISSING_FIELD, f"{at.xml} is required", at, type.label)


def missing_in_lines(unit: Unit, type: ObjectType, fields: Fields) -> Iterator[Reason]:
    """Reasons for what the lines lack, and for too few lines."""
    if type.lines is None:
        return
    lines = fields.get("lines") or []
    if len(lines) < type.lines.at_least:
        text = f"{type.label} needs at least {type.lines.at_least} line(s)"
        yield reason(Why.MISSING_FIELD, text, Place(type.lines.xml, f"/{type.lines.rest}"), type.label)
    required = [*_required(unit, type.lines.type), *_location(unit, type)]
    for index, line in enumerate(lines):
        for field in required:
            if line.get(field.name) is None and line.get(field.unless) is None:
                yield lacking(field, type, wire_names(type.lines), index)


def wire_names(lines: Lines) -> tuple[str, str]:
    """The names of one line on both surfaces, for places."""
    return lines.type.xml, lines.rest


def _missing_in_header(unit: Unit, type: ObjectType, fields: Fields) -> list[Reason]:
    return [lacking(field, type) for field in _required(unit, type) if fields.get(field.name) is None]


def _required(unit: Unit, type: ObjectType) -> tuple[Field, ...]:
    return type.required_xml if unit.caller.surface == "xml" else type.required_rest


def _location(unit: Unit, type: ObjectType) -> tuple[Field, ...]:
    """Multi-entity companies need a location on each line."""
    if type.lines is None or type.name not in unit.company.definition.location_required_on:
        return ()
    location = type.lines.type.by_name["location"]
    return () if location.required_on(unit.caller.surface) else (location,)
