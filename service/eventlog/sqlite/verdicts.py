"""Receipts, dead letters and running totals in tables: how they are put there, and what is asked of them.

The Kafka log folds its topics into the same tables for a query, so that both logs give the same answers.
"""

import sqlite3
from collections.abc import Sequence

from schemas.verdict import DeadLetter, Receipt, Resolution, ResolutionKind, UsageCount, Verdict
from service.eventlog.codec.dead_letter import decode_dead_letter, encode_dead_letter, known_content
from service.eventlog.codec.receipt import decode_receipt, encode_receipt
from service.eventlog.codec.record import WireRecord, pack_headers, unpack_headers
from service.eventlog.port import DeadLetterFilter, KnownVerdict
from service.eventlog.sqlite.awaited import put_awaited
from service.eventlog.sqlite.chunks import chunks
from service.eventlog.sqlite.documents import put_documents
from service.eventlog.whereabouts import known_verdict


def put_verdict(connection: sqlite3.Connection, verdict: Verdict) -> None:
    """Replace what is known about the event; a receipt resolves the event's open dead letter as applied."""
    if isinstance(verdict, DeadLetter):
        put_dead_letter(connection, _as_it_ended(connection, verdict))
    else:
        put_receipt(connection, verdict)
        _resolve(connection, verdict)
    put_documents(connection, verdict)


def _as_it_ended(connection: sqlite3.Connection, letter: DeadLetter) -> DeadLetter:
    """An offer for replay may be published while a person replays or discards: what has ended is not open again."""
    if letter.resolution is not None:
        return letter
    asked = (letter.id, letter.replays)
    for (content,) in connection.execute("SELECT content FROM receipts WHERE event_key = ? AND replay >= ?", asked):
        return letter.resolved(Resolution(ResolutionKind.APPLIED, decode_receipt(content).applied_at))
    ended = "SELECT id, headers, body FROM dead_letters WHERE id = ? AND NOT open AND replay >= ?"
    for row in connection.execute(ended, asked):
        return _letter(*row)
    return letter


def put_receipt(connection: sqlite3.Connection, receipt: Receipt) -> None:
    """Replace the event's receipt."""
    connection.execute(
        "INSERT OR REPLACE INTO receipts (event_key, event_id, tenant, replay, applied_at, content)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            receipt.event_key,
            receipt.event_id,
            receipt.tenant,
            receipt.replay,
            receipt.applied_at.timestamp(),
            encode_receipt(receipt).value,
        ),
    )


def put_dead_letter(connection: sqlite3.Connection, letter: DeadLetter) -> None:
    """Replace the dead letter of this id."""
    record = encode_dead_letter(letter)
    connection.execute(
        "INSERT OR REPLACE INTO dead_letters"
        " (id, event_id, tenant, category, type, replay, open, failed_at, headers, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            letter.id,
            letter.event_id,
            letter.tenant,
            letter.failure.category.value,
            letter.type,
            letter.replays,
            letter.resolution is None,
            letter.failed_at.timestamp(),
            pack_headers(record.headers),
            record.value,
        ),
    )
    put_awaited(connection, letter)


def _resolve(connection: sqlite3.Connection, receipt: Receipt) -> None:
    rows = connection.execute(
        "SELECT id, headers, body FROM dead_letters WHERE id = ? AND open AND replay <= ?",
        (receipt.event_key, receipt.replay),
    ).fetchall()
    for row in rows:
        resolution = Resolution(ResolutionKind.APPLIED, receipt.applied_at)
        put_dead_letter(connection, _letter(*row).resolved(resolution))


def put_usage(connection: sqlite3.Connection, count: UsageCount) -> None:
    """Replace the running total of a tenant's month."""
    connection.execute(
        "INSERT OR REPLACE INTO usage (tenant, month, transactions) VALUES (?, ?, ?)",
        (count.tenant, count.month, count.transactions),
    )


def known_verdicts(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, KnownVerdict]:
    """As much as deduplication needs; keys without a verdict are left out."""
    found: dict[str, KnownVerdict] = {}
    for some in chunks(keys):
        marks = ",".join("?" * len(some))
        rows = connection.execute(f"SELECT content FROM receipts WHERE event_key IN ({marks})", some)
        receipts = {receipt.event_key: receipt for receipt in (decode_receipt(content) for (content,) in rows)}
        rows = connection.execute(f"SELECT id, headers, body FROM dead_letters WHERE id IN ({marks})", some)
        letters = {letter.id: letter for letter in (_letter(*row) for row in rows)}
        both = {key: _known(receipts.get(key), letters.get(key)) for key in some}
        found |= {key: verdict for key, verdict in both.items() if verdict is not None}
    return found


def _known(receipt: Receipt | None, letter: DeadLetter | None) -> KnownVerdict | None:
    content = receipt.content if receipt else None
    return known_verdict(
        receipt.replay if receipt else None,
        letter.replays if letter else None,
        letter is not None and letter.resolution is None,
        content or (known_content(letter) if letter else None),
    )


def find_receipts(connection: sqlite3.Connection, event_id: str) -> list[Receipt]:
    """Receipts of events with this id or key."""
    rows = connection.execute("SELECT content FROM receipts WHERE event_id = ?1 OR event_key = ?1", (event_id,))
    return [decode_receipt(content) for (content,) in rows]


def find_dead_letters(connection: sqlite3.Connection, event_id: str) -> list[DeadLetter]:
    """Dead letters, open or not, with this id or of events with this id."""
    rows = connection.execute("SELECT id, headers, body FROM dead_letters WHERE event_id = ?1 OR id = ?1", (event_id,))
    return [_letter(*row) for row in rows]


def list_dead_letters(connection: sqlite3.Connection, which: DeadLetterFilter) -> list[DeadLetter]:
    """Matching dead letters, newest first."""
    waiting = "AND id IN (SELECT letter FROM awaited WHERE name = :waits_for)" if which.waits_for else ""
    rows = connection.execute(
        "SELECT id, headers, body FROM dead_letters WHERE (:tenant = '' OR tenant = :tenant)"
        " AND (:category = '' OR category = :category) AND (:type = '' OR type = :type)"
        " AND (:id = '' OR id = :id OR event_id = :id) AND open >= :open"
        f" {waiting}"
        " ORDER BY failed_at DESC, rowid DESC LIMIT :limit",
        {
            "tenant": which.tenant,
            "category": which.category,
            "type": which.type,
            "id": which.id,
            "open": which.open_only,
            "waits_for": which.waits_for,
            "limit": which.limit,
        },
    )
    return [_letter(*row) for row in rows]


def list_receipts(connection: sqlite3.Connection, tenant: str, limit: int) -> list[Receipt]:
    """Receipts of a tenant, or of all, newest first."""
    where = "WHERE tenant = :tenant" if tenant else ""
    rows = connection.execute(
        f"SELECT content FROM receipts {where} ORDER BY applied_at DESC, rowid DESC LIMIT :limit",
        {"tenant": tenant, "limit": limit},
    )
    return [decode_receipt(content) for (content,) in rows]


def list_usage(connection: sqlite3.Connection, tenant: str) -> list[UsageCount]:
    """Running totals of a tenant, or of all, newest month first."""
    rows = connection.execute(
        "SELECT tenant, month, transactions FROM usage WHERE :tenant = '' OR tenant = :tenant"
        " ORDER BY month DESC, tenant",
        {"tenant": tenant},
    )
    return [UsageCount(*row) for row in rows]


def _letter(id: str, headers: str, body: bytes) -> DeadLetter:
    return decode_dead_letter(WireRecord(id.encode(), unpack_headers(headers), body))
