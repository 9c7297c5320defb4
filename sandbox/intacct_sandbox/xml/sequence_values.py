"""Reading the values of a legacy function, which the schema allows, into neutral fields."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from intacct_sandbox.model.kinds import BadValue, Day, Kind, Money, Number
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Place, Refused, Why, reason
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.sequence import Item

# Of a line that an update changes: its number, counted from one.
LINE = "_line"


def read_sequence(type: ObjectType, body: etree._Element, sequence: Sequence[Item], partial: bool = False) -> Fields:
    """Neutral fields of a body; an empty element is None, one that no field belongs to is left out. Raises Refused for
    malformed values, and unless the body is `partial` for required ones that are empty."""
    by_tag = {item.tag: item for item in sequence}
    fields: Fields = {}
    for child in body:
        if (item := by_tag.get(str(child.tag))) is not None:
            _refuse_twice(type, item, child)
            _read(type, item, child, fields)
            _refuse_empty(type, item, fields, partial)
    return fields


def _refuse_twice(type: ObjectType, item: Item, child: etree._Element) -> None:
    """Where the schema lets a group of values be repeated, only one of them could be kept."""
    if item.shape in ("text", "date") and _before(child):
        raise Refused(reason(Why.BAD_VALUE, f"{item.tag} is given twice", Place(item.tag, ""), type.label))


def _before(child: etree._Element) -> bool:
    return next(child.itersiblings(str(child.tag), preceding=True), None) is not None


def _refuse_empty(type: ObjectType, item: Item, fields: Fields, partial: bool) -> None:
    if item.required and fields[item.name] is None and not partial:
        at = Place(item.tag, "")
        raise Refused(reason(Why.MISSING_FIELD, f"{item.tag} is required", at, type.label))


def given(fields: Fields) -> Fields:
    """Without what was empty, in lines too: for something new."""
    kept = {name: value for name, value in fields.items() if value is not None}
    if "lines" in kept:
        kept["lines"] = [given(line) for line in kept["lines"]]
    return kept


def _read(type: ObjectType, item: Item, child: etree._Element, fields: Fields) -> None:
    if item.shape == "custom":
        fields |= _custom_fields(type, child)
    elif item.shape == "group":
        fields |= read_sequence(type, child, item.lines)
    elif item.shape in ("lines", "changes"):
        fields[item.name] = [*fields.get(item.name, ()), *(_line(type, item, each) for each in child)]
    elif item.shape == "line":
        fields.setdefault(item.name, []).append(_line(type, item, child))
    elif item.shape == "keys":
        fields[item.name] = [(each.text or "").strip() for each in child]
    elif item.shape == "rows":
        fields[item.name] = [_row(type, item, each) for each in child]
    elif item.shape == "taxes":
        fields[item.name] = "".join(_tax_entry(each) for each in child)
    else:
        fields[item.name] = _value(type, item, child)


def _line(type: ObjectType, item: Item, body: etree._Element) -> Fields:
    assert type.lines is not None
    number = body.get("line_num")
    line = read_sequence(type.lines.type, body, item.lines, partial=number is not None)
    return line if number is None else {**line, LINE: _number(type, number)}


def numbered_lines(type: ObjectType, body: etree._Element, sequence: Sequence[Item]) -> list[Fields]:
    """Changes to lines that are all named by their number."""
    assert type.lines is not None
    return [
        {**read_sequence(type.lines.type, each, sequence, partial=True), LINE: _number(type, each.get("line_num", ""))}
        for each in body
    ]


def _number(type: ObjectType, text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Refused(reason(Why.BAD_VALUE, "Illegal format for line_num: it must be a number", label=type.label))
    return int(text)


def _value(type: ObjectType, item: Item, child: etree._Element) -> Any:
    if item.shape == "contact":
        return _contact_name(type, item, child)
    if item.shape == "date":
        year, month, day = ((each.text or "").strip() for each in child)
        return _of_kind(type, item.tag, Day(), f"{month}/{day}/{year}") if year or month or day else None
    return _of_kind(type, item.tag, type.by_name[item.name].kind, (child.text or "").strip())


def _contact_name(type: ObjectType, item: Item, child: etree._Element) -> str | None:
    if child[0].tag != "contactname":
        text = f"intacct-sandbox takes the name of an existing contact in {item.tag}, no contact of its own"
        raise Refused(reason(Why.BAD_VALUE, text, Place(item.tag, ""), type.label))
    return (child[0].text or "").strip() or None


def _of_kind(type: ObjectType, tag: str, kind: Kind, text: str) -> Any:
    try:
        return kind.from_xml(text) if text else None
    except BadValue as error:
        text = f"Illegal format for {tag}: it {error}"
        raise Refused(reason(Why.BAD_VALUE, text, Place(tag, ""), type.label)) from error


def _row(type: ObjectType, item: Item, body: etree._Element) -> Fields:
    """A row is no record: amounts as amounts, the rest as text."""
    row: Fields = {}
    for each in body:
        kind = Money() if each.tag == "total" else Number() if each.tag in ("absval", "percentval") else None
        text = (each.text or "").strip()
        row[str(each.tag)] = _of_kind(type, str(each.tag), kind, text) if kind else text
    return row


def _tax_entry(body: etree._Element) -> str:
    return wrap("TAXENTRY", "".join(element(str(each.tag).upper(), (each.text or "").strip()) for each in body))


def _custom_fields(type: ObjectType, body: etree._Element) -> Fields:
    fields: Fields = {}
    for each in body:
        name = (each.findtext("customfieldname") or "").strip()
        if name not in type.by_name or not type.by_name[name].rest.startswith("nsp::"):
            raise Refused(reason(Why.UNKNOWN_FIELD, f"{name} is not a custom field of {type.label}", label=type.label))
        fields[name] = _of_kind(type, name, type.by_name[name].kind, (each.findtext("customfieldvalue") or "").strip())
    return fields
