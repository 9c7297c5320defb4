"""From format 1, whose event keys held no tenant, to format 2: the keys are made anew, what hangs on them follows.

Tenant, source and id stand in every row, so nothing is guessed. It all happens in the transaction that its caller has
begun: a process that ends in between leaves the old file.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import structlog

from service.errors import LogUnavailable
from service.eventlog.codec.dead_letter import decode_dead_letter, encode_dead_letter
from service.eventlog.codec.event import decode_event
from service.eventlog.codec.receipt import decode_receipt, encode_receipt
from service.eventlog.codec.record import WireRecord, pack_headers, unpack_headers
from service.eventlog.sqlite.awaited import put_awaited
from service.eventlog.sqlite.documents import put_documents

logger = structlog.get_logger(__name__)

ROWS_TOGETHER = 1000
Change = Callable[..., None]


def convert(connection: sqlite3.Connection, path: Path) -> None:
    """Give every row its present key, and fill the tables that format 1 did not have. Raises LogUnavailable."""
    logger.info("event_log_is_converted", path=str(path), from_format=1)
    try:
        _each(connection, "events", "headers, body", _event)
        _each(connection, "receipts", "content", _receipt)
        _each(connection, "dead_letters", "id, headers, body", _dead_letter)
    except ValueError as error:
        raise LogUnavailable(
            f"the event log {path} holds a row that cannot be converted: {error}",
            next_step="nothing was changed: run the version of the program that wrote it, and report this",
        ) from error


def _each(connection: sqlite3.Connection, table: str, columns: str, change: Change) -> None:
    last = -1
    while rows := connection.execute(
        f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {ROWS_TOGETHER}", (last,)
    ).fetchall():
        for rowid, *values in rows:
            change(connection, rowid, *values)
        last = rows[-1][0]


def _event(connection: sqlite3.Connection, rowid: int, headers: str, body: bytes) -> None:
    event = decode_event(WireRecord(b"", unpack_headers(headers), body), "embedded log")
    connection.execute("UPDATE events SET event_key = ? WHERE rowid = ?", (event.key, rowid))


def _receipt(connection: sqlite3.Connection, rowid: int, content: bytes) -> None:
    receipt = decode_receipt(content)
    connection.execute(
        "UPDATE receipts SET event_key = ?, content = ? WHERE rowid = ?",
        (receipt.event_key, encode_receipt(receipt).value, rowid),
    )
    put_documents(connection, receipt)


def _dead_letter(connection: sqlite3.Connection, rowid: int, id: str, headers: str, body: bytes) -> None:
    letter = decode_dead_letter(WireRecord(id.encode(), unpack_headers(headers), body))
    connection.execute(
        "UPDATE dead_letters SET id = ?, headers = ? WHERE rowid = ?",
        (letter.id, pack_headers(encode_dead_letter(letter).headers), rowid),
    )
    put_awaited(connection, letter)
    put_documents(connection, letter)
