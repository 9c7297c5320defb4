"""The lines of records that a look-up found, read as records of their own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from service.intacct.answers import CallFailed, refused_here, unreadable_lines
from service.intacct.objects.compare import Reading, Row
from service.intacct.objects.compare_lines import ReadLines, added_up
from service.intacct.objects.declaration import Declaration, Field, Lines
from service.intacct.objects.kinds import amount
from service.intacct.optional_columns import shown
from service.intacct.paid_documents import with_numbers
from service.intacct.surface import Condition, Rows, Selection, SurfaceClient

MOST_LINES = 200_000
"""More lines than this under one look-up are not compared."""
_TOO_MANY = "the records with these numbers have too many lines to tell which one is meant"
MOST_OWNERS = 1000
"""An XML filter takes at most a thousand values (developer.intacct.com/web-services/queries/)."""


@dataclass(frozen=True, slots=True)
class OwnedLines:
    """The lines of each owner, by record number, the fields that they show, and what reading them cost."""

    by_owner: Mapping[str, ReadLines]
    fields: Sequence[Field]
    transactions: int


@dataclass(frozen=True, slots=True)
class LineQuery:
    """Which lines are read, and which of their fields."""

    client: SurfaceClient
    owner: Declaration
    fields: Sequence[Field]
    entity: str

    @property
    def lines(self) -> Lines:
        """How the object declares them."""
        assert self.owner.lines is not None
        return self.owner.lines

    @property
    def record(self) -> Declaration:
        """The line as an object of its own."""
        assert self.lines.record is not None
        return self.lines.record


async def read_lines(query: LineQuery, numbers: Sequence[str]) -> OwnedLines:
    """The lines of the records with these numbers: one query, page by page; another per further thousand records, and
    one for the numbers of the documents that they name.

    Raises CallFailed, with the transactions used so far, when any of it is refused, cut off or missing: a record of
    which no line is shown is not one without lines.
    """
    once = tuple(dict.fromkeys(numbers))
    read, hidden = await _rows(query, [once[at : at + MOST_OWNERS] for at in range(0, len(once), MOST_OWNERS)])
    reading = Reading(query.client.surface, hidden)
    fields = tuple(field for field in query.fields if reading.shows(field))
    named = await with_numbers(query.client, reading, query.lines, read, query.entity)
    texts = _by_owner(replace(query, fields=fields), reading, named.rows)
    _refuse_unreadable(query, fields, texts, once, named.transactions)
    return OwnedLines({owner: _whole(query.lines, fields, texts[owner]) for owner in once}, fields, named.transactions)


async def _rows(query: LineQuery, parts: Iterable[tuple[str, ...]]) -> tuple[Rows, frozenset[str]]:
    """All rows of all parts, or CallFailed."""
    rows: list[Row] = []
    hidden: frozenset[str] = frozenset()
    transactions = 0
    for part in parts:
        try:
            found, hidden = await shown(query.client, _selection(query, part), _optional(query))
        except CallFailed as error:
            raise CallFailed(error.outcome, transactions + error.transactions) from error
        rows += found.rows
        transactions += found.transactions
        if not found.complete:
            raise CallFailed(refused_here(_TOO_MANY), transactions)
    return Rows(rows, transactions), hidden


def _selection(query: LineQuery, numbers: tuple[str, ...]) -> Selection:
    reading = Reading(query.client.surface)
    owner = query.record.key_fields[0].read(reading.surface)
    added = (query.lines.added,) if query.lines.added else ()
    names = (field.read(reading.surface) for field in (*query.fields, *added))
    columns = dict.fromkeys((reading.record_number_name(query.record), owner, *names))
    wanted = tuple(name for name in columns if name)
    condition = Condition(owner, numbers)
    return Selection(query.record, wanted, (condition,), query.entity, MOST_LINES, private=not query.entity)


def _optional(query: LineQuery) -> frozenset[str]:
    fields = (*query.fields, *((query.lines.added,) if query.lines.added else ()))
    return frozenset(field.read(query.client.surface) for field in fields if field.if_shown)


_TAX = ("tax", "true", "t")
"""What marks a line as tax. Other subtotals are a person's: discounts, charges."""

Line = tuple[tuple[str, ...], bool]
"""The neutral texts of a line, and whether Intacct added it by itself."""


def _by_owner(query: LineQuery, reading: Reading, rows: Sequence[Row]) -> defaultdict[str, list[Line]]:
    by_owner: defaultdict[str, list[Line]] = defaultdict(list)
    for row in rows:
        (owner,) = reading.key(query.record, row)
        texts = tuple(reading.value(field, row).strip() for field in query.fields)
        by_owner[owner].append((texts, _is_added(query.lines, reading, row)))
    return by_owner


def _is_added(lines: Lines, reading: Reading, row: Row) -> bool:
    if lines.added is None or lines.added.read(reading.surface) in reading.hidden:
        return False
    return reading.value(lines.added, row).strip().lower() in _TAX


def _refuse_unreadable(
    query: LineQuery, fields: Sequence[Field], read: Mapping[str, list[Line]], owners: Iterable[str], transactions: int
) -> None:
    at = [index for index, field in enumerate(fields) if field.name in query.lines.essential]
    for owner in owners:
        lines = read.get(owner, ())
        missing = not lines and not query.lines.may_be_none
        if missing or any(not texts[index] for texts, _ in lines for index in at):
            raise CallFailed(unreadable_lines(f"{query.owner.label} record {owner}"), transactions)


def _whole(declared: Lines, fields: Sequence[Field], lines: Sequence[Line]) -> ReadLines:
    own = [texts for texts, added in lines if not added]
    if declared.added_up:
        own = [tuple(text or "" for text in line) for line in added_up(own, fields)]
    return ReadLines(tuple(own), sum(_amounts(fields, lines), Decimal()))


def _amounts(fields: Sequence[Field], lines: Sequence[Line]) -> Iterator[Decimal]:
    """Of the lines that Intacct added."""
    at = [index for index, field in enumerate(fields) if field.name == "amount"]
    for texts, added in lines:
        if added:
            yield from (amount(Decimal(texts[index])) for index in at)
