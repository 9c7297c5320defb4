"""The `query` function: select, filter, orderby, options, pagesize, offset, each once and in any order
(developer.intacct.com/web-services/queries/)."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from intacct_sandbox.model.kinds import BadValue
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.query.column import Column, column
from intacct_sandbox.query.condition import All, Condition, Either, Test
from intacct_sandbox.query.search import search
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.xml.aggregates import Row, Selected, grouped, refuse_senseless
from intacct_sandbox.xml.bare import bare, checked_format
from intacct_sandbox.xml.failure import FunctionFailure, XmlError
from intacct_sandbox.xml.functions import Call, Outcome, illegal, object_named
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.reading import page_size
from intacct_sandbox.xml.record_markup import plain_row, selected

_OPERATORS = {
    "equalto": "=",
    "notequalto": "!=",
    "lessthan": "<",
    "lessthanorequalto": "<=",
    "greaterthan": ">",
    "greaterthanorequalto": ">=",
    "like": "like",
    "notlike": "not like",
    "between": "between",
    "in": "in",
    "notin": "not in",
    "isnull": "null",
    "isnotnull": "not null",
}
_MAX_DEPTH = 50


def query(call: Call) -> Outcome:
    """One page of records, or of groups; every page is a fresh query."""
    type = object_named(call, call.text("object"), "read")
    allow(call.unit, "read", type)
    query = _Query(call, type)
    selection, format = query.selection(), checked_format(call.text("options/returnformat"))
    found = search(call.company, type, call.view(query.option("showprivate")), query.filter(), query.order())
    call.count_query()
    size, offset = page_size(call, 2000), _offset(call)
    if any(operator for operator, _ in selection):
        return _page(type, format, grouped(selection, found), offset, size)
    columns = [column for _, column in selection]
    if format != "xml":
        return _page(type, format, [plain_row(each, columns) for each in found], offset, size)
    now = found[offset : offset + size]
    return _marked(type, "".join(selected(type.xml, each, columns) for each in now), len(found), offset, len(now))


def _page(type: ObjectType, format: str, rows: Sequence[Row], offset: int, size: int) -> Outcome:
    now = rows[offset : offset + size]
    if format != "xml":
        return Outcome(bare=bare(format, now))
    body = "".join(wrap(type.xml, "".join(element(name, text) for name, text in row)) for row in now)
    return _marked(type, body, len(rows), offset, len(now))


def _marked(type: ObjectType, body: str, total: int, offset: int, count: int) -> Outcome:
    numbers = {"totalcount": total, "offset": offset, "count": count, "numremaining": max(0, total - offset - count)}
    return Outcome(wrap("data", body, listtype=type.xml, **numbers))


def _offset(call: Call) -> int:
    text = call.text("offset", "0")
    if not text.isdecimal() or len(text) > 18:
        raise illegal("offset must be a number")
    return int(text)


class _Query:
    def __init__(self, call: Call, type: ObjectType) -> None:
        self._call = call
        self._type = type

    def option(self, name: str) -> bool:
        return self._call.element.findtext(f"options/{name}", "").strip() == "true"

    def selection(self) -> list[Selected]:
        """What is selected: columns, each with its aggregate operator if it has one."""
        select = self._call.element.find("select")
        assert select is not None
        tags = (str(child.tag) for child in select)
        chosen = [("" if tag == "field" else tag, self._column(child)) for tag, child in zip(tags, select, strict=True)]
        senseless = refuse_senseless(chosen)
        if senseless is not None:
            raise senseless
        return chosen

    def filter(self) -> Condition | None:
        found = self._call.element.find("filter")
        return None if found is None else self._condition(found[0])

    def order(self) -> list[tuple[Column, bool]]:
        return [
            (self._column(each[0]), each.find("descending") is not None)
            for each in self._call.element.iterfind("orderby/order")
        ]

    def _condition(self, body: etree._Element, depth: int = 0) -> Condition:
        if depth > _MAX_DEPTH:
            raise illegal(f"a filter has at most {_MAX_DEPTH} levels")
        if body.tag in ("and", "or"):
            parts = [self._condition(child, depth + 1) for child in body]
            return All(parts) if body.tag == "and" else Either(parts)
        found, operator = self._column(body[0]), _OPERATORS[str(body.tag)]
        values = tuple(self._value(found, operator, (each.text or "").strip()) for each in list(body)[1:])
        return Test(found, operator, values, self.option("caseinsensitive"))

    def _value(self, found: Column, operator: str, text: str) -> Any:
        if operator.endswith("like"):
            return text
        try:
            return found.kind.from_xml(text)
        except BadValue as error:
            raise illegal(f"The value '{text}' of {found.path} {error}") from error

    def _column(self, body: etree._Element) -> Column:
        path = (body.text or "").strip()
        found = column(self._call.company, self._type, "xml", path)
        if found is None:
            text = f"The field {path} does not exist in {self._type.xml}."
            raise FunctionFailure(XmlError("XL03000010", text))
        return found
