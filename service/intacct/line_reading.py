"""The lines of records that a look-up found, read as records of their own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.intacct.answers import CallFailed, refused_here, unreadable_lines
from service.intacct.objects.compare import Reading, Row
from service.intacct.objects.compare_lines import Line, LineSet, compared_fields
from service.intacct.objects.declaration import Declaration
from service.intacct.surface import Condition, Rows, Selection, SurfaceClient

MOST_LINES = 200_000
"""More lines than this under one look-up are not compared."""
_TOO_MANY = "the records with these numbers have too many lines to tell which one is meant"
MOST_OWNERS = 1000
"""An XML filter takes at most a thousand values (developer.intacct.com/web-services/queries/)."""


@dataclass(frozen=True, slots=True)
class OwnedLines:
    """The lines of each owner, by record number, and the transactions that reading them cost."""

    by_owner: Mapping[str, LineSet]
    transactions: int


async def read_lines(client: SurfaceClient, owner: Declaration, numbers: Sequence[str], entity: str) -> OwnedLines:
    """The lines of the records with these numbers: one query, page by page; another per further thousand records.

    Raises CallFailed, with the transactions used so far, when any of it is refused, cut off or missing: a record of
    which no line is shown is not one without lines.
    """
    assert owner.lines is not None
    assert owner.lines.compared_as is not None
    reading, line = Reading(client.surface), owner.lines.compared_as
    once = tuple(dict.fromkeys(numbers))
    parts = (once[start : start + MOST_OWNERS] for start in range(0, len(once), MOST_OWNERS))
    read = await _rows(client, [_selection(reading, line, part, entity) for part in parts])
    by_owner = _by_owner(reading, line, read.rows)
    for number in once:
        if not _is_whole(by_owner.get(number)):
            raise CallFailed(unreadable_lines(f"{owner.label} record {number}"), read.transactions)
    return OwnedLines(by_owner, read.transactions)


async def _rows(client: SurfaceClient, selections: Iterable[Selection]) -> Rows:
    """All rows of all selections, or CallFailed."""
    rows: list[Row] = []
    transactions = 0
    for selection in selections:
        try:
            found = await client.rows(selection)
        except CallFailed as error:
            raise CallFailed(error.outcome, transactions + error.transactions) from error
        rows += found.rows
        transactions += found.transactions
        if not found.complete:
            raise CallFailed(refused_here(_TOO_MANY), transactions)
    return Rows(rows, transactions)


def _is_whole(lines: LineSet | None) -> bool:
    """Whether there are lines, and each shows everything that is compared."""
    return bool(lines) and all(all(line) for line in lines or ())


def _selection(reading: Reading, declaration: Declaration, numbers: tuple[str, ...], entity: str) -> Selection:
    owner = declaration.key_fields[0].read(reading.surface)
    fields = (field.read(reading.surface) for field in declaration.fields)
    columns = (reading.record_number_name(declaration), *fields)
    return Selection(declaration, columns, (Condition(owner, numbers),), entity, MOST_LINES)


def _by_owner(reading: Reading, declaration: Declaration, rows: Sequence[Row]) -> dict[str, LineSet]:
    by_owner: defaultdict[str, LineSet] = defaultdict(Counter)
    for row in rows:
        (owner,) = reading.key(declaration, row)
        by_owner[owner][_line(reading, declaration, row)] += 1
    return dict(by_owner)


def _line(reading: Reading, declaration: Declaration, row: Row) -> Line:
    return tuple(reading.value(field, row).strip() for field in compared_fields(declaration))
