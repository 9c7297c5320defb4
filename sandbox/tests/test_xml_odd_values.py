"""Every text and attribute of every example is replaced by values that nobody expects: always an XML answer."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from clients import Xml
from lxml import etree

from examples import NAMES, example

_ODD = ("", "x", "-1", "0", "9" * 20, "é'\"", "NaN", "12/31/9999", "\u00b2", "USD")


def odd(root: etree._Element) -> Iterator[str]:
    """The example with one odd value at a time."""
    for at, element in enumerate(root.iter()):
        for value in _ODD:
            if not len(element):
                yield _with(root, at, "", value)
            for name in element.attrib:
                yield _with(root, at, str(name), value)


def _with(root: etree._Element, at: int, attribute: str, value: str) -> str:
    copy = deepcopy(root)
    element = list(copy.iter())[at]
    if attribute:
        element.set(attribute, value)
    else:
        element.text = value
    return etree.tostring(copy, encoding="unicode")


@pytest.mark.parametrize("name", NAMES)
async def test_no_value_breaks_a_function(xml: Xml, name: str) -> None:
    """A refusal in XML, or a success, but never an internal error."""
    for call in odd(example(name)):
        answer = etree.fromstring(await xml.post(xml.envelope(call, uniqueid="false")))
        assert (xml.status, answer.tag) == (200, "response"), call
