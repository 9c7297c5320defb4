"""Reading the element of an object in a generic create or update into neutral fields."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import BadValue, Kind, Structure
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Place, Reason, Refused, Why, reason
from intacct_sandbox.switches import Switches


def read_object(type: ObjectType, body: etree._Element, switches: Switches) -> Fields:
    """Neutral fields of `body`; an empty element is None, `key` is there when the record number was sent.

    Raises Refused with all unknown, read-only and malformed fields. Names are matched exactly.
    """
    reader = _Reader(type, switches)
    reader.walk(body)
    if reader.wrong:
        raise Refused(*reader.wrong)
    return reader.fields


class _Reader:
    def __init__(self, type: ObjectType, switches: Switches, where: str = "") -> None:
        self.type = type
        self.fields: Fields = {}
        self.wrong: list[Reason] = []
        self._switches = switches
        self._where = where

    def walk(self, parent: etree._Element, prefix: str = "") -> None:
        for child in parent:
            path = f"{prefix}{child.tag}"
            if self.type.lines and path == self.type.lines.xml:
                self.fields["lines"] = list(self._lines(child))
            elif path in self.type.by_xml:
                self._field(path, child)
            elif path in self.type.xml_groups:
                self.walk(child, f"{path}.")
            elif self._switches.xml_unknown_field == "refuse":
                self._refuse(Why.UNKNOWN_FIELD, path, f"{path} is not a field of {self.type.xml}")

    def _lines(self, wrapper: etree._Element) -> Iterator[Fields]:
        assert self.type.lines is not None
        line_type = self.type.lines.type
        for index, child in enumerate(wrapper):
            if child.tag != line_type.xml:
                self._refuse(Why.UNKNOWN_FIELD, str(child.tag), f"{child.tag} is not allowed in {wrapper.tag}")
                continue
            reader = _Reader(line_type, self._switches, f"{line_type.xml}[{index + 1}].")
            reader.walk(child)
            self.wrong += reader.wrong
            yield reader.fields

    def _field(self, path: str, element: etree._Element) -> None:
        field = self.type.by_xml[path]
        if field.name in self.type.rows:
            return self._row(path, field, self.type.rows[field.name], element)
        if field.name in self.fields:
            if isinstance(field.kind, Structure) and self.fields[field.name]:
                self.fields[field.name] += _value(field.kind, element) or ""
                return None
            return self._refuse(Why.BAD_VALUE, path, f"{path} is given twice")
        if field.read_only and field.name != "key":
            return self._refuse(Why.READ_ONLY_FIELD, path, f"{path} is a read-only field")
        try:
            self.fields[field.name] = _value(field.kind, element)
        except BadValue as error:
            self._refuse(Why.BAD_VALUE, path, f"Illegal format for {path}: it {error}")

    def _row(self, path: str, field: Field, part: ObjectType, element: etree._Element) -> None:
        reader = _Reader(part, self._switches, f"{self._where}{path}.")
        reader.walk(element)
        for each in part.required_xml:
            if reader.fields.get(each.name) is None and not reader.wrong:
                reader._refuse(Why.MISSING_FIELD, each.xml, f"{each.xml} is required")
        self.wrong += reader.wrong
        self.fields.setdefault(field.name, []).append(reader.fields)

    def _refuse(self, why: Why, path: str, text: str) -> None:
        at = Place(f"{self._where}{path}", "")
        self.wrong.append(reason(why, f"{self._where}{text}", at, self.type.label))


def _value(kind: Kind, element: etree._Element) -> Any:
    if isinstance(kind, Structure):
        return "".join(etree.tostring(child, encoding="unicode") for child in element) or None
    if len(element):
        raise BadValue("must not contain elements")
    text = (element.text or "").strip()
    return kind.from_xml(text) if text else None
