"""Events in the file: stored in order per tenant, read from an offset on, dropped once they have their verdict."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.event import StoredEvent
from service.decoding.content import content_digest
from service.eventlog.codec.event import decode_event, encode_event
from service.eventlog.codec.progress import decode_progress, encode_progress
from service.eventlog.codec.record import WireRecord, pack_headers, unpack_headers
from service.eventlog.port import LogRecord, Progress
from service.eventlog.sqlite.verdicts import known_verdicts

READ_BYTES = 8 * 1024 * 1024
"""A read ends early once it holds this much, whatever the number of records."""
PRUNED_TOGETHER = 2000
NO_LIMIT = 1 << 40


@dataclass(frozen=True, slots=True)
class PartitionRow:
    """One tenant's partition and its committed progress."""

    partition: int
    tenant: str
    start: Progress


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event, encoded before it is handed to the writing thread."""

    tenant: str
    event_key: str
    event_id: str
    replay: int
    headers: str
    body: bytes

    @classmethod
    def of(cls, event: StoredEvent) -> "EventRow":
        """Raises ValueError when a text of the event cannot be encoded."""
        record = encode_event(event)
        return cls(event.tenant, event.key, event.id, event.replay, pack_headers(record.headers), record.value)


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did."""

    grew: frozenset[int]
    """Partitions that have new records."""
    known: tuple[int, ...]
    """Places in the call of those events that were left out."""


def append_events(connection: sqlite3.Connection, rows: Sequence[EventRow]) -> Appended:
    """Store the events that are not known yet."""
    grew, known = set(), []
    for place, row in enumerate(rows):
        if _known(connection, row):
            known.append(place)
        else:
            grew.add(_append(connection, row))
    return Appended(frozenset(grew), tuple(known))


def _known(connection: sqlite3.Connection, row: EventRow) -> bool:
    """Whether this very event is here or has its verdict; one that says something else under its key is another."""
    (used,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM events WHERE event_key = :key AND replay >= :replay)"
        " OR EXISTS (SELECT 1 FROM receipts WHERE event_key = :key AND replay >= :replay)"
        " OR EXISTS (SELECT 1 FROM dead_letters WHERE id = :key AND replay >= :replay)",
        {"key": row.event_key, "replay": row.replay},
    ).fetchone()
    if row.replay or not used:
        return bool(used)
    return _first_digest(connection, row.event_key) == content_digest(event_of(row.headers, row.body))


def _first_digest(connection: sqlite3.Connection, key: str) -> str | None:
    """Of the event that had this key first. None: its verdict does not tell, so its partition's owner shall say so."""
    verdict = known_verdicts(connection, [key]).get(key)
    if verdict is not None:
        return verdict.content.digest if verdict.content else None
    row = connection.execute(
        "SELECT headers, body FROM events WHERE event_key = ? ORDER BY offset LIMIT 1", (key,)
    ).fetchone()
    return content_digest(event_of(*row))


def _append(connection: sqlite3.Connection, row: EventRow) -> int:
    partition: int
    partition, offset = connection.execute(
        "INSERT INTO partitions (tenant, next_offset) VALUES (?, 1)"
        " ON CONFLICT (tenant) DO UPDATE SET next_offset = next_offset + 1 RETURNING partition, next_offset - 1",
        (row.tenant,),
    ).fetchone()
    connection.execute(
        "INSERT INTO events (partition, offset, event_key, event_id, replay, headers, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (partition, offset, row.event_key, row.event_id, row.replay, row.headers, row.body),
    )
    return partition


def partitions_after(connection: sqlite3.Connection, partition: int) -> list[PartitionRow]:
    """Partitions with a higher number, in ascending order."""
    rows = connection.execute(
        "SELECT partition, tenant, watermark, progress FROM partitions WHERE partition > ? ORDER BY partition",
        (partition,),
    )
    return [PartitionRow(number, tenant, decode_progress(text, mark)) for number, tenant, mark, text in rows]


def read_events(connection: sqlite3.Connection, partition: int, first: int, limit: int) -> list[LogRecord]:
    """At most ``limit`` records from offset ``first`` on, and not much more than READ_BYTES of them."""
    rows = connection.execute(
        "SELECT offset, headers, body FROM events WHERE partition = ? AND offset >= ? ORDER BY offset LIMIT ?",
        (partition, first, limit),
    )
    records: list[LogRecord] = []
    size = 0
    for offset, headers, body in rows:
        records.append(LogRecord(offset, event_of(headers, body)))
        size += len(headers) + len(body)
        if size >= READ_BYTES:
            break
    rows.close()
    return records


def event_of(headers: str, body: bytes) -> StoredEvent:
    """The event in a row."""
    return decode_event(WireRecord(b"", unpack_headers(headers), body), "embedded log")


def store_progress(connection: sqlite3.Connection, partition: int, progress: Progress) -> None:
    """Replace the partition's progress and drop some of the events that it has left behind."""
    connection.execute(
        "UPDATE partitions SET watermark = ?, progress = ? WHERE partition = ?",
        (progress.watermark, encode_progress(progress, NO_LIMIT), partition),
    )
    _prune(connection, partition, progress.watermark)


def _prune(connection: sqlite3.Connection, partition: int, watermark: int) -> None:
    """Only events that have their verdict: one without would be the only trace of what went wrong."""
    connection.execute(
        "DELETE FROM events WHERE rowid IN (SELECT e.rowid FROM events AS e WHERE partition = ? AND offset < ?"
        " AND (EXISTS (SELECT 1 FROM receipts AS r WHERE r.event_key = e.event_key AND r.replay >= e.replay)"
        " OR EXISTS (SELECT 1 FROM dead_letters AS d WHERE d.id = e.event_key AND d.replay >= e.replay))"
        " ORDER BY offset LIMIT ?)",
        (partition, watermark, PRUNED_TOGETHER),
    )


def count_waiting(connection: sqlite3.Connection) -> dict[str, int]:
    """Events without a verdict, per tenant; tenants without any are left out."""
    return dict(
        connection.execute(
            "SELECT p.tenant, count(*) FROM events AS e JOIN partitions AS p USING (partition)"
            " WHERE NOT EXISTS (SELECT 1 FROM receipts AS r WHERE r.event_key = e.event_key AND r.replay >= e.replay)"
            " AND NOT EXISTS (SELECT 1 FROM dead_letters AS d WHERE d.id = e.event_key AND d.replay >= e.replay)"
            " GROUP BY p.tenant"
        )
    )


def probe(connection: sqlite3.Connection) -> None:
    """Write something and take it back: fails as an append would."""
    connection.execute("INSERT INTO probe (content) VALUES (zeroblob(16384))")
    connection.execute("DELETE FROM probe")
