"""Object-specific (legacy) functions: their children must come in schema order, else the whole request is refused
(developer.intacct.com/web-services/functions/)."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from intacct_sandbox.xml.failure import ControlFailure, schema_failure

_DATE = ["year", "month", "day"]
_CUSTOM_FIELD = ["customfieldname", "customfieldvalue"]


@dataclass(frozen=True, slots=True)
class Item:
    """One possible child. `name` is the neutral field it goes to; without one it is taken in but not kept. Shapes:

    text, date (year, month, day), contact (contactname), custom (custom fields), any (not looked into), group (its
    children belong to the same object), lines (owned lines), changes (`update{line_tag}` with line_num, or new lines),
    line (a line that stands here by itself, as often as wanted), keys (texts), rows (elements of texts).
    """

    tag: str
    name: str = ""
    shape: str = "text"
    required: bool = False
    lines: Sequence["Item"] = ()
    line_tag: str = ""


def items(text: str, shape: str = "text") -> list[Item]:
    """Items written as `tag:name`; a `*` after the tag makes one required.

    A tag that is there twice may stand at either place: where table and SDK of the vendor disagree.
    """
    found = []
    for each in text.split():
        tag, _, name = each.partition(":")
        found.append(Item(tag.rstrip("*"), name, shape, tag.endswith("*")))
    return found


def check_order(body: etree._Element, sequence: Sequence[Item], partial: bool = False) -> None:
    """Raise the schema failure that the gateway gives for a child out of order, unknown, repeated or missing.

    With `partial`, as for changes to a line, nothing is required.
    """
    position, seen = 0, set()
    for child in body:
        while position < len(sequence) and sequence[position].tag != child.tag:
            _refuse_skipped(body, sequence[position], partial or sequence[position].tag in seen)
            position += 1
        if position == len(sequence) or (child.tag in seen and sequence[position].shape != "line"):
            raise schema_failure(f"Element '{child.tag}': This element is not expected.", child.sourceline)
        _check_shape(child, sequence[position])
        seen.add(child.tag)
        position += sequence[position].shape != "line"
    for rest in sequence[position:]:
        _refuse_skipped(body, rest, partial or rest.tag in seen)


def _refuse_skipped(body: etree._Element, item: Item, allowed: bool) -> None:
    if item.required and not allowed:
        text = f"Element '{body.tag}': Missing child element(s). Expected is ( {item.tag} )."
        raise schema_failure(text, body.sourceline)


def _check_shape(child: etree._Element, item: Item) -> None:
    tags = [each.tag for each in child]
    if item.shape == "date" and tags != _DATE:
        raise _unexpected(child, "year, month, day")
    if item.shape == "contact" and tags != ["contactname"]:
        raise _unexpected(child, "contactname")
    if item.shape == "custom":
        _check_custom(child)
    if item.shape == "text" and tags:
        raise _unexpected(child, "text")
    if item.shape in ("group", "line"):
        check_order(child, item.lines)
    elif item.shape in ("lines", "keys", "rows", "changes"):
        for line in child:
            _check_line(child, line, item)


def _check_custom(body: etree._Element) -> None:
    for each in body:
        tags = [str(part.tag) for part in each]
        if each.tag != "customfield" or tags not in ([], _CUSTOM_FIELD[:1], _CUSTOM_FIELD):
            raise _unexpected(body, "customfield with customfieldname, customfieldvalue")


def _check_line(parent: etree._Element, line: etree._Element, item: Item) -> None:
    changed = item.shape == "changes" and line.tag == f"update{item.line_tag}"
    if line.tag != item.line_tag and not changed:
        raise _unexpected(parent, item.line_tag)
    if changed != ("line_num" in line.attrib):
        raise schema_failure(f"Element '{line.tag}': attributes do not match the schema.", line.sourceline)
    if item.shape == "keys":
        _check_shape(line, Item(item.line_tag))
    else:
        check_order(line, item.lines, partial=changed)


def _unexpected(child: etree._Element, expected: str) -> ControlFailure:
    return schema_failure(f"Element '{child.tag}': expected ( {expected} ).", child.sourceline)
