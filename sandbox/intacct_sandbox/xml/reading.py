"""read, readByName, readByQuery and readMore."""

from collections.abc import Sequence

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import Column, column
from intacct_sandbox.query.search import search
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.xml.failure import FunctionFailure, XmlError
from intacct_sandbox.xml.functions import Call, Outcome, illegal, object_named
from intacct_sandbox.xml.markup import wrap
from intacct_sandbox.xml.record_markup import everything, selected, whole
from intacct_sandbox.xml.result_sets import ResultSet
from intacct_sandbox.xml.sql_text import parse_query
from intacct_sandbox.xml.writing import keys_of


def read(call: Call) -> Outcome:
    """Records by number, or by their only key; what does not exist is left out."""
    type = object_named(call, call.text("object"), "read")
    table = call.company.tables.get(type.name)
    if table is None:
        raise illegal(f"{type.xml} is read through its owner or by query")
    found = table.by_id if type.xml_update_keys == ("id",) else table.numbered
    return _records(call, type, [found(key) for key in keys_of(call)])


def read_by_name(call: Call) -> Outcome:
    """Records by business id."""
    type = object_named(call, call.text("object"), "read")
    table = call.company.tables.get(type.name)
    if table is None:
        raise illegal(f"{type.xml} is read through its owner or by query")
    return _records(call, type, [table.by_id(key) for key in keys_of(call)])


def read_by_query(call: Call) -> Outcome:
    """Records that meet an SQL-like text; the rest of a large result waits for readMore."""
    type = _queried(call)
    allow(call.unit, "read", type)
    condition = parse_query(call.company, type, call.text("query"))
    found = search(call.company, type, call.view(), condition, [])
    size = page_size(call, 1000)
    names = call.text("fields", "*")
    chosen(call.company, type, names)
    left = ResultSet(call.world.identifiers.opaque(), call.company.id, type.xml, names, len(found), size, found)
    return _next_page(call, type, left)


def _queried(call: Call) -> ObjectType:
    """The object of a readByQuery, which has a number of its own for objects that do not exist (tests of the SDK)."""
    name = call.text("object")
    if call.company.xml_object(name) is None:
        raise FunctionFailure(XmlError("Query Failed", f"Object definition {name} not found"))
    return object_named(call, name, "read")


def read_more(call: Call) -> Outcome:
    """The next page of a readByQuery."""
    found = call.world.result_sets.get(call.text("resultId"), call.company.id)
    if found is None:
        raise illegal("The resultId is unknown.")
    return _next_page(call, object_named(call, found.object, "read"), found)


def page_size(call: Call, limit: int) -> int:
    """The page size that was asked for, 100 by default."""
    text = call.text("pagesize", "100")
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= limit:
        raise illegal(f"pagesize must be from 1 to {limit}")
    return int(text)


def chosen(company: Company, type: ObjectType, names: str) -> Sequence[Column] | None:
    """The columns in a comma-separated list; None for all. A list with a name that is none is refused with all of it in
    the number and no text (captured in github.com/jfcote87/intacct)."""
    if names == "*":
        return None
    columns = []
    for name in (each.strip() for each in names.split(",")):
        found = column(company, type, "xml", name)
        if found is None:
            raise FunctionFailure(XmlError(f"Invalid fields list {names}", ""))
        columns.append(found)
    return columns


def _records(call: Call, type: ObjectType, found: Sequence[Fields | None]) -> Outcome:
    allow(call.unit, "read", type)
    call.count_query()
    seen = [each for each in found if each is not None and type.holds(each) and call.view(everything=True).shows(each)]
    columns = chosen(call.company, type, call.text("fields", "*"))
    body = "".join(markup(call.company, type, type.xml, each, columns) for each in seen)
    return Outcome(wrap("data", body, listtype=type.xml, count=len(seen)))


def _next_page(call: Call, type: ObjectType, found: ResultSet) -> Outcome:
    """All columns are flat, with dotted names and without lines (captured in github.com/craibuc/PsIntacct)."""
    call.count_query()
    now, found.left = list(found.left[: found.size]), found.left[found.size :]
    call.world.result_sets.keep(found)
    tag, columns = type.xml.lower(), chosen(call.company, type, found.names) or everything(call.company, type)
    body = "".join(selected(tag, each, columns) for each in now)
    numbers = {"count": len(now), "totalcount": found.total, "numremaining": len(found.left)}
    return Outcome(wrap("data", body, listtype=tag, **numbers, resultId=found.id if found.total > found.size else ""))


def markup(company: Company, type: ObjectType, tag: str, record: Fields, columns: Sequence[Column] | None) -> str:
    """One record with the chosen columns, or with all fields."""
    return whole(company, type, tag, record) if columns is None else selected(tag, record, columns)
