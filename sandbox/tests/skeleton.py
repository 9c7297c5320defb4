"""The structure of an answer without its values, in a short notation.

`data[listtype count](vendor(RECORDNO VENDORID)*)` is an element with two attributes and a list of like children. Of
JSON, `{key:s id:s audit{by:s}}` is an object whose values are strings; `n` is a number, `b` a boolean, `-` null.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from lxml import etree


def xml_skeleton(body: etree._Element) -> str:
    """Names, attributes, nesting and order; neighbours that look alike are one with a star."""
    attributes = f"[{' '.join(str(name) for name in body.attrib)}]" if body.attrib else ""
    children = _starred(xml_skeleton(each) for each in body)
    return f"{body.tag}{attributes}({children})" if children else f"{body.tag}{attributes}"


def _starred(shapes: Iterable[str]) -> str:
    return " ".join(f"{shape}*" if len(list(same)) > 1 else shape for shape, same in groupby(shapes))


def json_skeleton(value: Any) -> str:
    """Names, nesting, order and types of values; a list has the shape of its elements."""
    if isinstance(value, dict):
        return "{" + " ".join(f"{name}{_typed(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{_starred(json_skeleton(each) for each in value)}]"
    return _letter(value)


def _typed(value: Any) -> str:
    shape = json_skeleton(value)
    return shape if shape[0] in "{[" else f":{shape}"


def _letter(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "b"
    return "n" if isinstance(value, int | float) else "s"
