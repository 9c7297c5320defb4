"""Writing a record with the elements that its legacy functions have."""

from collections.abc import Collection, Sequence

from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.old_shapes import kind_of, shape
from intacct_sandbox.xml.sequence import Item


def old_record(type: ObjectType, sequence: Sequence[Item], tag: str, record: Fields, wanted: Collection[str]) -> str:
    """One record, with all elements or, when some are `wanted`, those."""
    return wrap(tag, _elements(type, shape(tag, type, sequence), record, wanted, hollow=True))


def _elements(
    type: ObjectType, sequence: Sequence[Item], record: Fields, wanted: Collection[str], hollow: bool = False
) -> str:
    items = {item.tag: item for item in sequence if not wanted or item.tag in wanted}
    return "".join(_element(type, item, record, hollow) for item in items.values())


def _element(type: ObjectType, item: Item, record: Fields, hollow: bool) -> str:
    """With `hollow` texts are there without a value too."""
    if item.shape == "custom":
        return _custom(type, record)
    if item.shape == "group":
        return wrap(item.tag, _elements(type, item.lines, record, ()))
    value = record.get(item.name) if item.name else None
    if value is None:
        return element(item.tag) if hollow and item.shape in ("text", "date") and item.name else ""
    if item.shape in ("lines", "line"):
        return _lines(type, item, value)
    if item.shape == "date":
        return wrap(item.tag, element("year", value[:4]) + element("month", value[5:7]) + element("day", value[8:10]))
    if item.shape == "contact":
        return wrap(item.tag, element("contactname", value))
    return element(item.tag, kind_of(type, item).to_xml(value)) if item.shape == "text" else ""


def _lines(type: ObjectType, item: Item, lines: Sequence[Fields]) -> str:
    assert type.lines is not None
    line_type = type.lines.type
    if item.shape == "line":
        return "".join(wrap(item.tag, _elements(line_type, item.lines, each, ())) for each in lines)
    return wrap(item.tag, "".join(wrap(item.line_tag, _elements(line_type, item.lines, each, ())) for each in lines))


def _custom(type: ObjectType, record: Fields) -> str:
    own = [each for each in type.fields if each.rest.startswith("nsp::") and record.get(each.name) is not None]
    return wrap("customfields", "".join(
        wrap("customfield", element("customfieldname", each.xml)
             + element("customfieldvalue", each.kind.to_xml(record[each.name])))
        for each in own
    )) if own else ""  # fmt: skip
