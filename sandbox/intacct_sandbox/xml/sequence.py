"""Which element of an object-specific (legacy) function goes to which field. Which elements there are, in which order,
is the schema's business (schema/gateway.grammar)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One child and the neutral field that it goes to; `required` ones must not be empty. Shapes:

    text, date (year, month, day), contact (contactname), custom (custom fields), group (its children belong to the same
    object), lines (owned lines), changes (`update{line_tag}` with line_num, or new lines), line (a line that stands
    here by itself, as often as wanted), keys (texts), rows (elements of texts), taxes (entries of
    tax, kept as the generic functions have them).
    """

    tag: str
    name: str = ""
    shape: str = "text"
    required: bool = False
    lines: Sequence["Item"] = ()
    line_tag: str = ""


def items(text: str, shape: str = "text") -> list[Item]:
    """Items written as `tag:name`; a `*` after the tag makes one required."""
    found = []
    for each in text.split():
        tag, _, name = each.partition(":")
        found.append(Item(tag.rstrip("*"), name, shape, tag.endswith("*")))
    return found
