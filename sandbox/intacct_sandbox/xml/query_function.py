"""The `query` function: select, filter, orderby, options, pagesize, offset, each once and in any order
(developer.intacct.com/web-services/queries/)."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from intacct_sandbox.model.kinds import BadValue
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import Column, column
from intacct_sandbox.query.condition import All, Condition, Either, Test
from intacct_sandbox.query.search import search
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.xml.failure import FunctionFailure, XmlError, schema_failure
from intacct_sandbox.xml.functions import Call, Outcome, illegal, object_named
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.reading import page_size
from intacct_sandbox.xml.record_markup import selected

_PARTS = frozenset({"object", "docparid", "select", "filter", "orderby", "options", "pagesize", "offset"})
_OPERATORS = {
    "equalto": ("=", 1, 1),
    "notequalto": ("!=", 1, 1),
    "lessthan": ("<", 1, 1),
    "lessthanorequalto": ("<=", 1, 1),
    "greaterthan": (">", 1, 1),
    "greaterthanorequalto": (">=", 1, 1),
    "like": ("like", 1, 1),
    "notlike": ("not like", 1, 1),
    "between": ("between", 2, 2),
    "in": ("in", 1, 1000),
    "notin": ("not in", 1, 1000),
    "isnull": ("null", 0, 0),
    "isnotnull": ("not null", 0, 0),
}
_MAX_DEPTH = 50


def query(call: Call) -> Outcome:
    """One page of records; every page is a fresh query."""
    type = object_named(call, call.text("object"), "read")
    allow(call.unit, "read", type)
    query = _Query(call, type)
    columns, counted = query.selection()
    found = search(call.company, type, call.view(query.option("showprivate")), query.filter(), query.order())
    call.count_query()
    if counted:
        return _counted(type, counted, found)
    size, offset = page_size(call, 2000), _offset(call)
    now = found[offset : offset + size]
    body = "".join(selected(type.xml, each, columns) for each in now)
    left = max(0, len(found) - offset - len(now))
    numbers = {"totalcount": len(found), "offset": offset, "count": len(now), "numremaining": left}
    return Outcome(wrap("data", body, listtype=type.xml, **numbers))


def _check_parts(body: etree._Element) -> None:
    tags = [str(child.tag) for child in body]
    for tag in tags:
        if tag not in _PARTS or tags.count(tag) > 1:
            raise schema_failure(f"Element '{tag}': This element is not expected.", body.sourceline)
    if "object" not in tags or "select" not in tags:
        text = "Element 'query': Missing child element(s). Expected is ( object, select )."
        raise schema_failure(text, body.sourceline)


def check(body: etree._Element) -> None:
    """Raise a schema failure for a `query` whose structure is wrong, before anything runs."""
    _check_parts(body)
    select = body.find("select")
    if select is None or not len(select) or any(each.tag not in ("field", "count") for each in select):
        raise schema_failure("Element 'select': fields or a count are expected.", body.sourceline)
    for each in body.iterfind("filter"):
        if len(each) != 1:
            raise schema_failure("Element 'filter': exactly one child is expected.", each.sourceline)
        _check_condition(each[0], 0)
    for order in body.iterfind("orderby/order"):
        if order.find("field") is None:
            raise schema_failure("Element 'order': Missing child element(s). Expected is ( field ).", order.sourceline)


def _check_condition(body: etree._Element, depth: int) -> None:
    if body.tag in ("and", "or"):
        if len(body) < 2 or depth > _MAX_DEPTH:
            raise schema_failure(f"Element '{body.tag}': Missing child element(s).", body.sourceline)
        for child in body:
            _check_condition(child, depth + 1)
        return
    if body.tag not in _OPERATORS or not len(body) or body[0].tag != "field":
        raise schema_failure(f"Element '{body.tag}': This element is not expected.", body.sourceline)
    _, least, most = _OPERATORS[str(body.tag)]
    if not least <= len(body) - 1 <= most or any(each.tag != "value" for each in list(body)[1:]):
        raise schema_failure(f"Element '{body.tag}': {least} to {most} values are expected.", body.sourceline)


def _offset(call: Call) -> int:
    text = call.text("offset", "0")
    if not text.isdecimal():
        raise illegal("offset must be a number")
    return int(text)


def _counted(type: ObjectType, counted: Column, found: Sequence[Fields]) -> Outcome:
    count = sum(1 for each in found if counted.get(each) is not None)
    body = wrap(type.xml, element(f"COUNT.{counted.path}", count))
    return Outcome(wrap("data", body, listtype=type.xml, totalcount=1, offset=0, count=1, numremaining=0))


class _Query:
    def __init__(self, call: Call, type: ObjectType) -> None:
        self._call = call
        self._type = type

    def option(self, name: str) -> bool:
        return self._call.element.findtext(f"options/{name}", "").strip() == "true"

    def selection(self) -> tuple[list[Column], Column | None]:
        """The selected columns, or the one that is counted."""
        select = self._call.element.find("select")
        assert select is not None
        if select[0].tag == "count":
            return [], self._column(select[0])
        return [self._column(child) for child in select], None

    def filter(self) -> Condition | None:
        found = self._call.element.find("filter")
        return None if found is None else self._condition(found[0])

    def order(self) -> list[tuple[Column, bool]]:
        return [
            (self._column(each[0]), each.find("descending") is not None)
            for each in self._call.element.iterfind("orderby/order")
        ]

    def _condition(self, body: etree._Element) -> Condition:
        if body.tag in ("and", "or"):
            parts = [self._condition(child) for child in body]
            return All(parts) if body.tag == "and" else Either(parts)
        found, operator = self._column(body[0]), _OPERATORS[str(body.tag)][0]
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
