"""Object-specific (legacy) functions: their children must come in schema order, else the whole request is refused
(developer.intacct.com/web-services/functions/)."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from intacct_sandbox.model.kinds import BadValue, Day
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Place, Refused, Why, reason
from intacct_sandbox.xml.failure import ControlFailure, schema_failure


@dataclass(frozen=True, slots=True)
class Item:
    """One possible child. `name` is the neutral field; `shape` is "text", "date", "contact", "custom" or "lines"."""

    tag: str
    name: str = ""
    shape: str = "text"
    required: bool = False
    lines: Sequence["Item"] = ()
    line_tag: str = ""


def items(text: str, shape: str = "text") -> list[Item]:
    """Items written as `tag:name`; a `*` after the tag makes one required, no name means taken in but not kept."""
    found = []
    for each in text.split():
        tag, _, name = each.partition(":")
        found.append(Item(tag.rstrip("*"), name, shape, tag.endswith("*")))
    return found


def check_order(body: etree._Element, sequence: Sequence[Item]) -> None:
    """Raise the schema failure that the gateway gives for a child out of order, unknown or missing."""
    position = 0
    for child in body:
        while position < len(sequence) and sequence[position].tag != child.tag:
            _refuse_skipped(body, sequence[position])
            position += 1
        if position == len(sequence):
            raise schema_failure(f"Element '{child.tag}': This element is not expected.", child.sourceline)
        _check_shape(child, sequence[position])
        position += 1
    for rest in sequence[position:]:
        _refuse_skipped(body, rest)


def read_sequence(type: ObjectType, body: etree._Element, sequence: Sequence[Item]) -> Fields:
    """Neutral fields of a body whose order is already checked; raises Refused for malformed values."""
    by_tag = {item.tag: item for item in sequence}
    fields: Fields = {}
    for child in body:
        item = by_tag[str(child.tag)]
        if item.shape == "custom":
            fields |= _custom_fields(type, child)
        elif item.shape == "lines":
            assert type.lines is not None
            fields["lines"] = [read_sequence(type.lines.type, each, item.lines) for each in child]
        elif item.name:
            fields[item.name] = _value(type, item, child)
    return {name: value for name, value in fields.items() if value is not None}


def _refuse_skipped(body: etree._Element, item: Item) -> None:
    if item.required:
        text = f"Element '{body.tag}': Missing child element(s). Expected is ( {item.tag} )."
        raise schema_failure(text, body.sourceline)


def _check_shape(child: etree._Element, item: Item) -> None:
    if item.shape == "date" and [each.tag for each in child] != ["year", "month", "day"]:
        raise _unexpected(child, "year, month, day")
    if item.shape == "contact" and [each.tag for each in child] != ["contactname"]:
        raise _unexpected(child, "contactname")
    if item.shape == "text" and len(child):
        raise _unexpected(child, "text")
    if item.shape == "lines":
        for line in child:
            if line.tag != item.line_tag:
                raise _unexpected(child, item.line_tag)
            check_order(line, item.lines)


def _unexpected(child: etree._Element, expected: str) -> ControlFailure:
    return schema_failure(f"Element '{child.tag}': expected ( {expected} ).", child.sourceline)


def _value(type: ObjectType, item: Item, child: etree._Element) -> object:
    if item.shape == "contact":
        return (child[0].text or "").strip() or None
    try:
        if item.shape == "date":
            year, month, day = ((each.text or "").strip() for each in child)
            return Day().from_xml(f"{month}/{day}/{year}")
        text = (child.text or "").strip()
        return type.by_name[item.name].kind.from_xml(text) if text else None
    except BadValue as error:
        text = f"Illegal format for {child.tag}: it {error}"
        raise Refused(reason(Why.BAD_VALUE, text, Place(str(child.tag), ""), type.label)) from error


def _custom_fields(type: ObjectType, body: etree._Element) -> Fields:
    fields: Fields = {}
    for each in body:
        name = (each.findtext("customfieldname") or "").strip()
        if name not in type.by_name or not type.by_name[name].rest.startswith("nsp::"):
            raise Refused(reason(Why.UNKNOWN_FIELD, f"{name} is not a custom field of {type.label}", label=type.label))
        text = (each.findtext("customfieldvalue") or "").strip()
        fields[name] = type.by_name[name].kind.from_xml(text) if text else None
    return fields
