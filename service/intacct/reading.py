"""Look-ups by business key and queries for handlers, alike on both surfaces."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from schemas.write import FieldValue, ObjectKey, Operation, Write
from service.delivery.client_port import Found, LookUpAnswer, QueryAnswer, RecordQuery, Surface
from service.intacct.answers import CallFailed, refused_here
from service.intacct.line_reading import OwnedLines, read_lines
from service.intacct.objects import OBJECTS
from service.intacct.objects.compare import Reading, Row
from service.intacct.objects.compare_lines import LineSet, compares_lines
from service.intacct.objects.content import Content, check, content_of, custom_field, of_type
from service.intacct.objects.declaration import Declaration, Field
from service.intacct.objects.kinds import Unrenderable
from service.intacct.surface import Condition, Selection, SurfaceClient

MOST_ROWS = 20_000
"""More rows than this under one look-up means that the numbers are useless as keys."""
_TOO_MANY = "too many records have these numbers to tell which one is meant"
RECORD_NUMBER = "record_number"
"""A column of every query: Intacct's record number."""


async def look_up(client: SurfaceClient, writes: Sequence[Write]) -> LookUpAnswer:
    """See ``IntacctClient.look_up``: one query for all keys (custom objects: one per type).

    Objects whose header has no total take one more, for the lines of what was found; none when nothing was.
    """
    contents = {write.key: content for write in writes if (content := stated(write)) is not None}
    found: dict[ObjectKey, Found] = {}
    transactions = 0
    for group in _by_type(contents):
        try:
            answer = await _look_up_type(client, group, writes[0].entity)
        except CallFailed as error:
            return LookUpAnswer(transactions=transactions + error.transactions, failure=error.outcome)
        found |= answer.found
        transactions += answer.transactions
    return LookUpAnswer(found, transactions)


async def _look_up_type(client: SurfaceClient, group: Mapping[ObjectKey, Content], entity: str) -> LookUpAnswer:
    """The keys of one type. Raises CallFailed, with the transactions used so far."""
    rows = await client.rows(_selection(client.surface, group, entity))
    if not rows.complete:
        raise CallFailed(refused_here(_TOO_MANY), rows.transactions)
    reading = Reading(client.surface)
    candidates = _candidates(reading, group, rows.rows)
    try:
        lines = await _lines(client, group, candidates, entity)
    except CallFailed as error:
        raise CallFailed(error.outcome, rows.transactions + error.transactions) from error
    found = {key: _best(reading, group[key], rows, lines.by_owner) for key, rows in candidates.items()}
    return LookUpAnswer(found, rows.transactions + lines.transactions)


def stated(write: Write) -> Content | None:
    """What a write itself states, without defaults of new records; None when it makes no sense.

    Such a write counts as not found: whoever sends it is told what is wrong with it, and its neighbours are unharmed.
    """
    try:
        content = content_of(write, Operation.UPDATE)
        check(content)
    except Unrenderable:
        return None
    return content


def _by_type(contents: Mapping[ObjectKey, Content]) -> list[dict[ObjectKey, Content]]:
    groups: defaultdict[str, dict[ObjectKey, Content]] = defaultdict(dict)
    for key, content in contents.items():
        groups[content.declaration.rest][key] = content
    return list(groups.values())


def _selection(surface: Surface, group: Mapping[ObjectKey, Content], entity: str) -> Selection:
    declaration = next(iter(group.values())).declaration
    keys = [_record_key(content.declaration, key) for key, content in group.items()]
    conditions = tuple(
        Condition(field.read(surface), tuple(dict.fromkeys(key[index] for key in keys)))
        for index, field in enumerate(declaration.key_fields)
    )
    columns = Reading(surface).columns(group.values())
    return Selection(declaration, columns, conditions, entity, MOST_ROWS)


def _record_key(declaration: Declaration, key: ObjectKey) -> tuple[str, ...]:
    named = zip(declaration.key, key.parts, strict=True)
    return tuple(part for name, part in named if name != declaration.type_field)


def _candidates(
    reading: Reading, group: Mapping[ObjectKey, Content], rows: Iterable[Row]
) -> dict[ObjectKey, Sequence[Row]]:
    """The rows that have exactly the key; keys without any are left out."""
    by_key: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    declaration = next(iter(group.values())).declaration
    for row in rows:
        by_key[reading.key(declaration, row)].append(row)
    found = ((key, by_key.get(_record_key(declaration, key))) for key in group)
    return {key: rows for key, rows in found if rows}


async def _lines(
    client: SurfaceClient,
    group: Mapping[ObjectKey, Content],
    candidates: Mapping[ObjectKey, Sequence[Row]],
    entity: str,
) -> OwnedLines:
    """The lines of all candidates whose lines are compared; no request when there are none."""
    reading = Reading(client.surface)
    declaration = next(iter(group.values())).declaration
    rows = chain.from_iterable(rows for key, rows in candidates.items() if compares_lines(group[key]))
    numbers = [reading.record_number(declaration, row) for row in rows]
    return await read_lines(client, declaration, numbers, entity) if numbers else OwnedLines({}, 0)


def _best(reading: Reading, content: Content, rows: Iterable[Row], lines: Mapping[str, LineSet]) -> Found:
    """The record that fits best: one with the wanted content before any other, then the first."""
    compared = compares_lines(content)
    numbered = ((row, reading.record_number(content.declaration, row)) for row in rows)
    found = [reading.found(content, row, lines[number] if compared else None) for row, number in numbered]
    return next((each for each in found if each.same), found[0])


async def query(client: SurfaceClient, asked: RecordQuery) -> QueryAnswer:
    """See ``IntacctClient.query``."""
    try:
        declaration = _queried(asked)
        columns = {name: _column(declaration, name) for name in asked.fields}
        selection = _asked(client.surface, asked, declaration, columns.values())
    except Unrenderable as error:
        return QueryAnswer(failure=refused_here(f"query of {asked.object}: {error}"))
    try:
        rows = await client.rows(selection)
    except CallFailed as error:
        return QueryAnswer(transactions=error.transactions, failure=error.outcome)
    reading = Reading(client.surface)
    named = [{name: _value(reading, declaration, field, row) for name, field in columns.items()} for row in rows.rows]
    return QueryAnswer(named, rows.transactions, complete=rows.complete)


def _queried(asked: RecordQuery) -> Declaration:
    declaration = OBJECTS.get(asked.object)
    if declaration is None:
        raise Unrenderable("there is no such object")
    return of_type(declaration, asked.equals.get("type", "")) if declaration.type_field else declaration


def _column(declaration: Declaration, name: str) -> Field | None:
    """The field of a name; None for the record number. Raises Unrenderable."""
    if name == RECORD_NUMBER:
        return None
    if name in declaration.names and name != declaration.type_field:
        return declaration.names[name]
    if declaration.open_group and name.startswith(f"{declaration.open_group}."):
        return custom_field(name.split(".", 1)[1], "")
    raise Unrenderable(f"there is no field «{name}»")


def _asked(
    surface: Surface, asked: RecordQuery, declaration: Declaration, columns: Iterable[Field | None]
) -> Selection:
    number = Reading(surface).record_number_name(declaration)
    names = chain([number], (number if field is None else field.read(surface) for field in columns))
    conditions = tuple(
        _equals(surface, declaration, name, value)
        for name, value in asked.equals.items()
        if name != declaration.type_field
    )
    return Selection(
        declaration, tuple(dict.fromkeys(names)), conditions, asked.entity, max(asked.limit, 1), asked.start
    )


def _equals(surface: Surface, declaration: Declaration, name: str, value: str) -> Condition:
    field = _column(declaration, name)
    if field is None:
        return Condition(Reading(surface).record_number_name(declaration), (value,))
    return Condition(field.read(surface), (_filter_value(surface, field, value),))


def _filter_value(surface: Surface, field: Field, value: FieldValue) -> str:
    """Neutral text in the surface's form: dates and choices differ."""
    typed = field.kind.from_text(str(value))
    return str(field.kind.to_rest(typed)) if surface is Surface.REST else field.kind.to_xml(typed)


def _value(reading: Reading, declaration: Declaration, field: Field | None, row: Row) -> str:
    if field is None:
        return str(row.get(reading.record_number_name(declaration)) or "")
    return reading.value(field, row)
