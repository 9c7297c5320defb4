"""The numbers of the documents that payments pay: Intacct names them by record key in payment details."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.intacct.answers import CallFailed
from service.intacct.objects import OBJECTS
from service.intacct.objects.compare import Reading, Row
from service.intacct.objects.declaration import Lines
from service.intacct.objects.kinds import as_text
from service.intacct.surface import Condition, Rows, Selection, SurfaceClient

_MOST = 1000
"""An XML filter takes at most a thousand values."""


async def with_numbers(client: SurfaceClient, reading: Reading, lines: Lines, read: Rows, entity: str) -> Rows:
    """The rows with numbers in place of record keys; a document that is not shown keeps its key. One more query per
    thousand documents, none where lines name no document. Raises CallFailed, with all transactions."""
    rule = lines.resolves
    if rule is None:
        return read
    column = next(field for field in lines.fields if field.name == rule.field).read(reading.surface)
    keys = tuple(dict.fromkeys(key for row in read.rows if (key := as_text(row.get(column)))))
    numbers: dict[str, str] = {}
    transactions = read.transactions
    for at in range(0, len(keys), _MOST):
        found = await _numbers(client, rule.object, keys[at : at + _MOST], entity, transactions)
        numbers |= _by_key(reading, rule.object, found.rows)
        transactions += found.transactions
    return replace(read, rows=[_named(row, column, numbers) for row in read.rows], transactions=transactions)


async def _numbers(client: SurfaceClient, object: str, keys: tuple[str, ...], entity: str, used: int) -> Rows:
    declaration, reading = OBJECTS[object], Reading(client.surface)
    key, number = reading.record_number_name(declaration), declaration.key_fields[-1].read(client.surface)
    selection = Selection(declaration, (key, number), (Condition(key, keys),), entity, _MOST, private=not entity)
    try:
        return await client.rows(selection)
    except CallFailed as error:
        raise CallFailed(error.outcome, used + error.transactions) from error


def _by_key(reading: Reading, object: str, rows: Sequence[Row]) -> dict[str, str]:
    declaration = OBJECTS[object]
    return {
        reading.record_number(declaration, row): reading.value(declaration.key_fields[-1], row).strip() for row in rows
    }


def _named(row: Row, column: str, numbers: Mapping[str, str]) -> Row:
    key = as_text(row.get(column))
    return {**row, column: numbers.get(key, f"record {key}" if key else "")}
