"""get_list and get, the reads that go with the legacy functions
(developer.intacct.com: company-console/attachments; capture of a supdoc list in github.com/craibuc/PsIntacct).

Which elements an object has: old_shapes.py. Filters, sorts and fields may come in any order (assumption). A filter may
name what an answer shows and what a create takes, and an empty list has no numbers: github.com/fylein/fyle-intacct-api
asks live companies for the `name` of a supdocfolder, and takes a list type without attributes for none found.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from intacct_sandbox.model.kinds import BadValue, Day
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import Column
from intacct_sandbox.query.condition import All, Condition, Either, Test
from intacct_sandbox.query.search import search
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.xml.failure import FunctionFailure, XmlError
from intacct_sandbox.xml.functions import Call, Outcome, illegal
from intacct_sandbox.xml.legacy import LEGACY
from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.markup import wrap
from intacct_sandbox.xml.old_record import old_record
from intacct_sandbox.xml.old_shapes import shape
from intacct_sandbox.xml.sequence import Item

_OPERATORS = {"=": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "like": "like", "is null": "null"}
_DEEPEST = 50
# Objects whose create function is not called create_ and their name.
_CREATED_BY = {"otherreceipts": "record_otherreceipt", "cctransaction": "record_cctransaction",
               "bankaccount": "create_checkingaccount"}  # fmt: skip


def get_list(call: Call) -> Outcome:
    """A page of records; `end` is the number of the last one in it."""
    name, legacy, type = _object(call)
    allow(call.unit, "read", type)
    private = call.element.get("showprivate") == "true"
    elements = (*shape(name, type, legacy.sequence), *legacy.sequence)
    condition = _filter(type, elements, call.element.find("filter"))
    found = search(call.company, type, call.view(private), condition, list(_sorts(type, elements, call.element)))
    call.count_query()
    start, most = _number(call, "start", 0), _number(call, "maxitems", 100)
    now = found[start : start + most]
    body = "".join(old_record(type, legacy.sequence, name, each, _fields(call)) for each in now)
    last = max(start + len(now) - 1, 0)
    numbers = {"start": start, "end": last, "total": len(found)} if found else {}
    listed = wrap("listtype", name, **numbers)
    return Outcome(listed + wrap("data", body))


def get(call: Call) -> Outcome:
    """One record by id, or by record number where it has no id of its own."""
    name, legacy, type = _object(call)
    allow(call.unit, "read", type)
    call.count_query()
    record = call.company.referenced(type.name, call.element.get("key", ""))
    if record is None or not call.view(everything=True).shows(record):
        text = f"Cannot find {name} with key '{call.element.get('key')}'."
        raise Refused(reason(Why.NO_SUCH_RECORD, text, label=type.label))
    return Outcome(wrap("data", old_record(type, legacy.sequence, name, record, _fields(call))))


def _object(call: Call) -> tuple[str, Legacy, ObjectType]:
    name = call.element.get("object", "")
    legacy = LEGACY.get(_CREATED_BY.get(name, f"create_{name}"))
    if legacy is None:
        raise FunctionFailure(XmlError("WS", f"Object definition {name} not found"))
    return name, legacy, call.company.types[legacy.object]


def _fields(call: Call) -> frozenset[str]:
    return frozenset((each.text or "").strip() for each in call.element.iterfind("fields/field"))


def _number(call: Call, name: str, default: int) -> int:
    text = call.element.get(name, "") or str(default)
    if not text.isdecimal() or len(text) > 9:
        raise illegal(f"{name} must be a number")
    return int(text)


def _sorts(type: ObjectType, elements: Sequence[Item], body: etree._Element) -> Iterator[tuple[Column, bool]]:
    for each in body.iterfind("sorts/sortfield"):
        yield _column(type, elements, (each.text or "").strip()), each.get("order") == "desc"


def _filter(type: ObjectType, elements: Sequence[Item], body: etree._Element | None) -> Condition | None:
    if body is None:
        return None
    if len(body) != 1:
        raise illegal("a filter has one expression or logical")
    return _condition(type, elements, body[0], 0)


def _condition(type: ObjectType, elements: Sequence[Item], body: etree._Element, depth: int) -> Condition:
    if body.tag == "logical" and depth < _DEEPEST and body.get("logical_operator") in ("and", "or"):
        parts = [_condition(type, elements, each, depth + 1) for each in body]
        return All(parts) if body.get("logical_operator") == "and" else Either(parts)
    operator = _OPERATORS.get((body.findtext("operator") or "").strip())
    if body.tag != "expression" or operator is None:
        raise illegal("a filter has expressions with field, operator and value")
    column = _column(type, elements, (body.findtext("field") or "").strip())
    return Test(column, operator, _values(column, operator, (body.findtext("value") or "").strip()))


def _values(column: Column, operator: str, text: str) -> tuple[object, ...]:
    if operator in ("null", "like"):
        return (text,)
    try:
        return (column.kind.from_xml(text),)
    except BadValue as error:
        raise illegal(f"The value '{text}' of {column.path} {error}") from error


def _column(type: ObjectType, elements: Sequence[Item], tag: str) -> Column:
    for item in elements:
        if tag and item.tag == tag and item.name in type.by_name:
            return _named(type, item)
    raise FunctionFailure(XmlError("XL03000010", f"The field {tag} does not exist in {type.label}."))


def _named(type: ObjectType, item: Item) -> Column:
    name = item.name

    def get(record: Fields) -> object:
        return record.get(name)

    return Column(item.tag, Day() if item.shape == "date" else type.by_name[name].kind, get, name)
