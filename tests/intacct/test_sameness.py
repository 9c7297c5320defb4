"""What a look-up says of a record does not depend on the surface: the same where nothing differs, else what differs.

Each example writes one record, over one surface and as one of two users, and looks it up over both.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.write import Fields, FieldValue, ObjectKey, Write
from service.delivery.client_port import Surface
from service.intacct.objects import OBJECTS
from service.intacct.objects.declaration import Declaration, Field, Uncompared
from service.intacct.objects.kinds import Choice
from tests.intacct.books import Books
from tests.intacct.tenant import bill, full

ALL = sorted(OBJECTS)
ONLY_REST = frozenset({"task"})
NEEDED = {
    "vendor": {"name"},
    "customer": {"name"},
    "account": {"title"},
    "bill": {"bill_date", "due_date", "currency", "lines", "account", "amount", "location"},
    "invoice": {"invoice_date", "due_date", "currency", "lines", "account", "amount", "location"},
    "bill-payment": {"vendor", "method", "payment_date", "currency", "bills", "bill", "amount"},
    "payment": {"bank_account", "method", "receipt_date", "currency", "invoices", "invoice", "amount"},
    "journal-entry": {"posting_date", "description", "lines", "account", "direction", "amount", "location", "currency"},
    "project": {"name", "category"},
    "task": {"name"},
    "custom-record": {"type"},
}
"""What Intacct demands, header and lines; everything else may be left open."""
TOGETHER = {"closing_type": "closing_account", "closing_account": "closing_type", "task": "project"}
"""Fields that Intacct takes only with others."""
OTHERS: dict[str, FieldValue] = {
    "account": "6120", "location": "200", "department": "SALES", "project": "P-2", "task": "T-2", "customer": "C-2",
    "vendor": "V-2", "employee": "E-2", "item": "I-2", "class": "CL-2", "manager": "E-2", "term": "N15",
    "currency": "EUR", "base_currency": "EUR", "closing_account": "3200", "bank_account": "PAYR-CHK",
}  # fmt: skip
"""Another value of each reference."""
_numbers = count(1)


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One loop for all examples."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def books(runner: asyncio.Runner) -> Iterator[Books]:
    """One company for all examples; each has a number of its own."""
    books = Books()
    runner.run(books.__aenter__())
    yield books
    runner.run(books.__aexit__(None, None, None))


def renumbered(write: Write) -> Write:
    """The same under a number that nothing has yet."""
    last = OBJECTS[write.object].key[-1]
    number = f"{next(_numbers)}"
    key = ObjectKey(write.object, (*write.key.parts[:-1], number))
    return replace(write, key=key, fields={**write.fields, last: number})


@st.composite
def writes(draw: st.DrawFn, object: str) -> Write:
    """A write that states some of what it could, and what it must."""
    write = full(object)
    declaration = OBJECTS[object]
    lines = declaration.lines.name if declaration.lines else ""
    fields = draw(_some(write.fields, NEEDED[object] | set(declaration.key)))
    if lines:
        fields[lines] = tuple(draw(_some(line, NEEDED[object])) for line in _rows(write.fields[lines]))
    return replace(write, fields=fields)


@st.composite
def _some(draw: st.DrawFn, fields: Fields, needed: set[str]) -> dict[str, FieldValue]:
    left_out = draw(st.sets(st.sampled_from(sorted(set(fields) - needed) or [""])))
    kept = {name: value for name, value in fields.items() if name not in left_out}
    return {name: value for name, value in kept.items() if TOGETHER.get(name, name) in kept}


def _rows(lines: FieldValue) -> tuple[Fields, ...]:
    assert isinstance(lines, tuple)
    return lines


def changes(write: Write) -> list[tuple[Write, str]]:
    """The write with one field changed, for each that it states but its key, and what a difference in it is called."""
    declaration = OBJECTS[write.object]
    return [
        (replace(write, fields=_with_other(declaration, write.fields, path)), name)
        for name, path in _changeable(declaration, write)
    ]


def _changeable(declaration: Declaration, write: Write) -> list[tuple[str, tuple[Any, ...]]]:
    """The names of all stated fields that are compared, and where each is."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    for name, value in write.fields.items():
        if isinstance(value, tuple):
            found += [(f"{name}[{at + 1}].{each}", (name, at, each)) for at, line in enumerate(value) for each in line]
        elif isinstance(value, dict):
            found += [(each if name == declaration.open_group else f"{name}.{each}", (name, each)) for each in value]
        elif name not in declaration.key and declaration.names[name].uncompared == Uncompared():
            found.append((name, (name,)))
    return found


def _with_other(declaration: Declaration, fields: Fields, path: tuple[Any, ...]) -> dict[str, FieldValue]:
    name, *rest = path
    value = fields[name]
    if len(rest) == 2:
        lines = list(_rows(value))
        lines[rest[0]] = {**lines[rest[0]], rest[1]: _other(_line_field(declaration, rest[1]), lines[rest[0]][rest[1]])}
        return {**fields, name: tuple(lines)}
    if rest:
        assert isinstance(value, dict)
        return {**fields, name: {**value, rest[0]: _other(None, value[rest[0]])}}
    return {**fields, name: _other(declaration.names[name], value)}


def _line_field(declaration: Declaration, name: str) -> Field:
    assert declaration.lines is not None
    return next(field for field in declaration.lines.fields if field.name == name)


def _other(field: Field | None, value: FieldValue) -> FieldValue:
    if field is not None and isinstance(field.kind, Choice):
        forms = {name: field.kind.to_rest(name) for name in field.kind.names}
        return next(name for name, form in forms.items() if form != forms[str(value)])
    if field is not None and field.name in OTHERS:
        return OTHERS[field.name]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value + timedelta(days=1)
    if isinstance(value, Decimal | int):
        return value + 1
    return f"{value} or other"


@pytest.mark.parametrize("object", ALL)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_surfaces_judge_alike(runner: asyncio.Runner, books: Books, object: str, data: st.DataObject) -> None:
    """What was written is the same over both, whoever wrote it; of what is then changed, both name exactly that."""
    write = renumbered(data.draw(writes(object)))
    other, name = data.draw(st.sampled_from(changes(write) or [(write, "")]))
    surface = Surface.REST if object in ONLY_REST else data.draw(st.sampled_from(Surface))
    user = data.draw(st.sampled_from(["ours", "ada"]))
    made, judged = runner.run(_judged(books, user, surface, write, other))
    for over in Surface:
        same, changed_one = judged[over]
        assert [(each.record_number, each.differences) for each in same] == [(made, ())], over
        assert [[text.split(":")[0] for text in each.differences] for each in changed_one] == [[name] if name else []]


@pytest.mark.parametrize("object", ALL)
@pytest.mark.parametrize("over", Surface)
def test_no_field_is_left_out(runner: asyncio.Runner, books: Books, object: str, over: Surface) -> None:
    """A record with every field that there is: whichever of them is another one in the write, is named."""
    write = renumbered(full(object))
    runner.run(_made(books, "ada", Surface.REST if object in ONLY_REST else Surface.XML, write))
    for other, name in [(write, ""), *changes(write)]:
        (found,) = runner.run(books.ours.found(over, other))
        assert [text.split(":")[0] for text in found.differences] == ([name] if name else [])


async def _judged(books: Books, user: str, surface: Surface, write: Write, other: Write) -> Any:
    made = await _made(books, user, surface, write)
    looked = {over: [await books.ours.found(over, each) for each in (write, other)] for over in Surface}
    return made, looked


async def _made(books: Books, user: str, surface: Surface, write: Write) -> str:
    await _what_it_pays(books, write)
    creator = books.ours if user == "ours" else books.ada
    return await creator.create(surface, write)


async def _what_it_pays(books: Books, write: Write) -> None:
    """The documents that a payment pays, large enough; posted, as XML makes them."""
    lines = OBJECTS[write.object].lines
    rule = lines.resolves if lines else None
    if lines is None or rule is None:
        return
    for line in _rows(write.fields[lines.name]):
        document = bill() if rule.object == "bill" else full("invoice")
        key = ObjectKey(rule.object, (document.key.parts[0], str(line[rule.field])))
        renamed = replace(document, key=key, fields={**document.fields, "number": key.parts[1]})
        if not await books.ours.found(Surface.XML, renamed):
            await books.ada.create(Surface.XML, _large(renamed))


def _large(document: Write) -> Write:
    lines = tuple({**line, "amount": Decimal("99999.00")} for line in _rows(document.fields["lines"]))
    return replace(document, fields={**document.fields, "lines": lines})
