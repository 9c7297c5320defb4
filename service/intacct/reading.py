"""Look-ups by business key and queries for handlers, alike on both surfaces."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from schemas.write import FieldValue, ObjectKey, Operation
from service.delivery.client_port import Found, LookUpAnswer, Prepared, QueryAnswer, RecordQuery, Surface
from service.intacct.answers import CallFailed, refused_here
from service.intacct.line_reading import LineQuery, OwnedLines, read_lines
from service.intacct.objects import OBJECTS
from service.intacct.objects.compare import Reading, Row, stated_fields
from service.intacct.objects.compare_lines import compared_fields, compares_lines, line_differences
from service.intacct.objects.content import Content, custom_field, of_type
from service.intacct.objects.declaration import Declaration, Field
from service.intacct.objects.kinds import Unrenderable
from service.intacct.objects.look_up_columns import columns, optional
from service.intacct.objects.prepared import content_in
from service.intacct.optional_columns import shown
from service.intacct.surface import Condition, Selection, SurfaceClient

MOST_ROWS = 20_000
"""More rows than this under one look-up means that the numbers are useless as keys."""
_TOO_MANY = "too many records have these numbers to tell which one is meant"
_TWICE = "two writes of one business key were looked up at once"
RECORD_NUMBER = "record_number"
"""A column of every query: Intacct's record number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a look-up compares with: the content of a write, and whether it makes a new record."""

    content: Content
    creates: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record with the business key of a write, and in what its header differs, apart from the total."""

    row: Row
    number: str
    differences: tuple[str, ...]


async def look_up(client: SurfaceClient, writes: Sequence[Prepared], *, lines: bool = True) -> LookUpAnswer:
    """See ``IntacctClient.look_up``: one query for all keys (custom objects: one per type).

    One more reads the lines of those found, and for payments another the numbers of what they pay; none when nothing
    was found, or when ``lines`` is false because only record numbers are wanted. From the top level the records of
    entities are looked at too.
    """
    wanted = {
        each.write.key: Wanted(content_in(each).stated, each.write.operation is Operation.CREATE) for each in writes
    }
    if len({each.write.key for each in writes}) < len(writes):
        return LookUpAnswer(failure=refused_here(_TWICE))
    found: dict[ObjectKey, tuple[Found, ...]] = {}
    transactions = 0
    for group in _by_type(wanted):
        try:
            answer = await _LookUp(client, group, writes[0].write.entity, lines=lines).answer()
        except CallFailed as error:
            return LookUpAnswer(transactions=transactions + error.transactions, failure=error.outcome)
        found |= answer.found
        transactions += answer.transactions
    return LookUpAnswer(found, transactions)


def _by_type(wanted: Mapping[ObjectKey, Wanted]) -> list[dict[ObjectKey, Wanted]]:
    groups: defaultdict[str, dict[ObjectKey, Wanted]] = defaultdict(dict)
    for key, one in wanted.items():
        groups[one.content.declaration.rest][key] = one
    return list(groups.values())


class _LookUp:
    """The keys of one type."""

    def __init__(self, client: SurfaceClient, group: Mapping[ObjectKey, Wanted], entity: str, *, lines: bool) -> None:
        self._reads_lines = lines
        self._client = client
        self._group = group
        self._entity = entity
        self._contents = [each.content for each in group.values()]
        self._declaration = self._contents[0].declaration
        self._reading = Reading(client.surface)

    async def answer(self) -> LookUpAnswer:
        """Raises CallFailed, with the transactions used so far."""
        fields = [field for content in self._contents for field, _ in stated_fields(content)]
        may_be_refused = optional(self._client.surface, self._declaration, fields)
        rows, hidden = await shown(self._client, self._selection(), may_be_refused)
        if not rows.complete:
            raise CallFailed(refused_here(_TOO_MANY), rows.transactions)
        self._reading = Reading(self._client.surface, hidden)
        candidates = self._candidates(rows.rows)
        lines = await self._lines(candidates, rows.transactions)
        found = {key: tuple(self._found(key, each, lines) for each in rows) for key, rows in candidates.items()}
        return LookUpAnswer(found, rows.transactions + lines.transactions)

    def _selection(self) -> Selection:
        keys = [_record_key(self._declaration, key) for key in self._group]
        conditions = tuple(
            Condition(field.read(self._client.surface), tuple(dict.fromkeys(key[index] for key in keys)))
            for index, field in enumerate(self._declaration.key_fields)
        )
        selected = columns(self._client.surface, self._contents)
        return Selection(self._declaration, selected, conditions, self._entity, MOST_ROWS, private=not self._entity)

    def _candidates(self, rows: Iterable[Row]) -> dict[ObjectKey, list[Candidate]]:
        """The rows that have exactly the key and are not told apart otherwise; keys without any are left out."""
        by_key: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            by_key[self._reading.key(self._declaration, row)].append(row)
        found = {
            key: [self._candidate(one, row) for row in by_key[_record_key(self._declaration, key)]
                  if not self._reading.another(one.content, row)]
            for key, one in self._group.items()
        }  # fmt: skip
        return {key: candidates for key, candidates in found.items() if candidates}

    def _candidate(self, one: Wanted, row: Row) -> Candidate:
        differences = self._reading.differences(one.content, row, of_new_record=one.creates)
        return Candidate(row, self._reading.record_number(self._declaration, row), differences)

    async def _lines(self, candidates: Mapping[ObjectKey, Sequence[Candidate]], used: int) -> OwnedLines:
        """The lines of all candidates, so that every difference is named; no request when there are none.

        Lines that cannot be read matter only where nothing else tells a record apart: CallFailed then.
        """
        comparing = {
            key: found
            for key, found in candidates.items()
            if self._reads_lines and compares_lines(self._group[key].content)
        }
        numbers = [each.number for found in comparing.values() for each in found]
        if not numbers:
            return OwnedLines({}, (), 0)
        fields = compared_fields(self._contents, self._reading)
        try:
            return await read_lines(LineQuery(self._client, self._declaration, fields, self._entity), numbers)
        except CallFailed as error:
            if any(not each.differences for found in comparing.values() for each in found):
                raise CallFailed(error.outcome, used + error.transactions) from error
            return OwnedLines({}, (), error.transactions)

    def _found(self, key: ObjectKey, candidate: Candidate, lines: OwnedLines) -> Found:
        surface, audit, row = self._client.surface, self._declaration.audit, candidate.row
        differences = self._differences(self._group[key].content, candidate, lines)
        state, word = self._reading.state(self._declaration, row, same=not differences)
        made_by, entity = audit.made_by(surface), audit.entity(surface)
        text = self._reading.text
        return Found(candidate.number, state, word, differences, text(made_by, row), text(entity, row))

    def _differences(self, content: Content, candidate: Candidate, lines: OwnedLines) -> tuple[str, ...]:
        """Of the header and of the lines; of the total only where the lines say nothing, because it is their sum."""
        there = lines.by_owner.get(candidate.number)
        if there is None:
            return (*candidate.differences, *self._reading.total_differences(content, candidate.row))
        in_lines = tuple(line_differences(content, lines.fields, there)) if compares_lines(content) else ()
        in_lines = in_lines or self._reading.total_differences(content, candidate.row, there.added)
        return (*candidate.differences, *in_lines)


def _record_key(declaration: Declaration, key: ObjectKey) -> tuple[str, ...]:
    named = zip(declaration.key, key.parts, strict=True)
    return tuple(part.strip() for name, part in named if name != declaration.type_field)


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
        declaration, tuple(dict.fromkeys(names)), conditions, asked.entity, max(asked.limit, 1), start=asked.start
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
