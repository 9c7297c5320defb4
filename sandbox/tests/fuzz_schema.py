"""Bodies of legacy functions for fuzzing: what the schema allows, with values of the fields that they go to."""

from collections.abc import Callable, Sequence

from fuzz_values import NEEDED, Draw
from lxml import etree

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.xml.schema.checking import PUBLISHED, grammar
from intacct_sandbox.xml.schema.notation import to_schema
from intacct_sandbox.xml.sequence import Item

XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMA = to_schema(grammar((*PUBLISHED, "sdk")))
DECLARED = {str(each.get("name")): each for each in SCHEMA}
_DEEPEST = 6
_DATE = {"year": "2026", "month": "03", "day": "14"}


class LegacyBody:
    """Draws bodies about one object; `value` gives the text of a field."""

    def __init__(self, draw: Draw, of: ObjectType, value: Callable[[Field], str]) -> None:
        self._draw = draw
        self._of = of
        self._value = value

    def element(self, name: str, sequence: Sequence[Item]) -> etree._Element:
        """The body of one function."""
        return self._element(DECLARED[name], sequence, self._of, 0)

    def _element(
        self, declared: etree._Element, sequence: Sequence[Item], of: ObjectType, depth: int
    ) -> etree._Element:
        body = etree.Element(str(declared.get("name")))
        type = declared.find(f"{XS}complexType")
        for each in () if type is None else type:
            if each.tag == f"{XS}attribute":
                self._attribute(body, each)
            elif depth < _DEEPEST:
                self._model(body, each, sequence, of, depth)
        if type is None or type.get("mixed"):
            body.text = self._text(str(body.tag), sequence, of)
        return body

    def _attribute(self, body: etree._Element, declared: etree._Element) -> None:
        if declared.get("use") == "required" or self._draw.rarely():
            values = [str(each.get("value")) for each in declared.iter(f"{XS}enumeration")]
            key = "1" if declared.get("name") == "line_num" else self._draw.key(self._of.name)
            body.set(str(declared.get("name")), self._draw.choice(values) if values else key)

    def _model(
        self, body: etree._Element, node: etree._Element, sequence: Sequence[Item], of: ObjectType, depth: int
    ) -> None:
        for _ in range(self._times(node, sequence)):
            if node.tag == f"{XS}element":
                self._child(body, node, sequence, of, depth)
            elif node.tag == f"{XS}choice":
                self._model(body, self._draw.choice(list(node)), sequence, of, depth)
            elif node.tag != f"{XS}any":
                for each in node:
                    self._model(body, each, sequence, of, depth)

    def _times(self, node: etree._Element, sequence: Sequence[Item]) -> int:
        least, most = int(node.get("minOccurs", "1")), node.get("maxOccurs", "1")
        wanted = any(item.tag == node.get("ref") and (item.required or item.name in NEEDED) for item in sequence)
        more = int(wanted or self._draw.rarely(12))
        return max(least, more) if most == "unbounded" else min(int(most), max(least, more))

    def _child(
        self, body: etree._Element, node: etree._Element, sequence: Sequence[Item], of: ObjectType, depth: int
    ) -> None:
        declared = DECLARED[str(node.get("ref"))] if node.get("ref") else node
        item = next((each for each in sequence if each.tag == declared.get("name")), None)
        inside = sequence if item is None else item.lines
        lines = of.lines.type if of.lines and item and item.shape in ("lines", "changes", "line") else of
        body.append(self._element(declared, inside, lines, depth + 1))

    def _text(self, tag: str, sequence: Sequence[Item], of: ObjectType) -> str:
        if tag in _DATE:
            return _DATE[tag]
        if tag == "contactname":
            return "Ada"
        item = next((each for each in sequence if each.tag == tag), None)
        field = of.by_name.get(item.name) if item else None
        if field is None:
            return self._draw.key(of.name) if tag.endswith("key") else ""
        return self._value(field)
