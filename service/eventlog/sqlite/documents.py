"""What receipts prove to be in Intacct, by business key. The index of the Kafka log keeps the same table.

One row for each document, entity and CloudEvents source: the newest. It can be made again from the verdicts.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from schemas.verdict import DeadLetter, RecordReceipt, Verdict
from service.eventlog.port import DocumentKey, KnownDocument
from service.eventlog.sqlite.chunks import chunks

DOCUMENT_TABLE = """
CREATE TABLE IF NOT EXISTS documents (
    tenant        TEXT NOT NULL,
    object        TEXT NOT NULL,
    key           TEXT NOT NULL,
    entity        TEXT NOT NULL,
    source        TEXT NOT NULL,
    record_number TEXT NOT NULL,
    state         TEXT NOT NULL,
    event_id      TEXT NOT NULL,
    event_key     TEXT NOT NULL,
    event_time    TEXT,
    received_at   TEXT,
    applied_at    TEXT NOT NULL,
    PRIMARY KEY (tenant, object, key, entity, source)
) WITHOUT ROWID;
"""
_COLUMNS = "entity, record_number, state, source, event_id, event_key, event_time, received_at, applied_at"


def put_documents(connection: sqlite3.Connection, verdict: Verdict) -> None:
    """Remember what this verdict proves, where nothing newer is known."""
    for key, document in _proven(verdict):
        known = _one(connection, key, document)
        if known is None or _is_newer(document, known):
            _put(connection, key, document)


def known_documents(
    connection: sqlite3.Connection, keys: Sequence[DocumentKey]
) -> dict[DocumentKey, list[KnownDocument]]:
    """What is known of these; a key of which nothing is known is left out."""
    found: defaultdict[DocumentKey, list[KnownDocument]] = defaultdict(list)
    for (tenant, object_name), group in groupby(sorted(keys, key=_kind), key=_kind):
        for some in chunks([key.key for key in group]):
            marks = ",".join("?" * len(some))
            rows = connection.execute(
                f"SELECT key, {_COLUMNS} FROM documents WHERE tenant = ? AND object = ? AND key IN ({marks})",
                (tenant, object_name, *some),
            )
            for key, *columns in rows:
                found[DocumentKey(tenant, object_name, key)].append(_document(columns))
    return dict(found)


def _kind(key: DocumentKey) -> tuple[str, str]:
    return key.tenant, key.object


def _proven(verdict: Verdict) -> Iterator[tuple[DocumentKey, KnownDocument]]:
    records = verdict.applied if isinstance(verdict, DeadLetter) else verdict.records
    for record in records:
        if not record.superseded_by:
            yield DocumentKey(verdict.tenant, record.object, record.key), _evidence(verdict, record)


def _evidence(verdict: Verdict, record: RecordReceipt) -> KnownDocument:
    if isinstance(verdict, DeadLetter):
        event = verdict.event
        key, entity, applied_at = verdict.id, event.entity if event else "", verdict.failed_at
        time, received_at = (event.time, event.received_at) if event else (None, None)
    else:
        key, entity, applied_at = verdict.event_key, verdict.entity, verdict.applied_at
        time, received_at = verdict.event_time, verdict.received_at
    return KnownDocument(
        entity=entity if record.entity is None else record.entity,
        record_number=record.record_number,
        state=record.state,
        source=verdict.source,
        event_id=verdict.event_id,
        event_key=key,
        event_time=time,
        received_at=received_at,
        applied_at=applied_at,
    )


def _is_newer(document: KnownDocument, known: KnownDocument) -> bool:
    """By event time if both have one, else by arrival, else by when it was applied; what cannot be told is newer."""
    for mine, other in ((document.event_time, known.event_time), (document.received_at, known.received_at)):
        if mine is not None and other is not None and mine != other:
            return mine > other
    return document.applied_at >= known.applied_at


def _one(connection: sqlite3.Connection, key: DocumentKey, like: KnownDocument) -> KnownDocument | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM documents WHERE tenant = ? AND object = ? AND key = ? AND entity = ? AND source = ?",
        (key.tenant, key.object, key.key, like.entity, like.source),
    ).fetchone()
    return None if row is None else _document(row)


def _put(connection: sqlite3.Connection, key: DocumentKey, document: KnownDocument) -> None:
    connection.execute(
        f"INSERT OR REPLACE INTO documents (tenant, object, key, {_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            key.tenant,
            key.object,
            key.key,
            document.entity,
            document.record_number,
            document.state,
            document.source,
            document.event_id,
            document.event_key,
            _text(document.event_time),
            _text(document.received_at),
            _text(document.applied_at),
        ),
    )


def _document(columns: Sequence[str]) -> KnownDocument:
    entity, record_number, state, source, event_id, event_key, time, received_at, applied_at = columns
    return KnownDocument(
        entity=entity,
        record_number=record_number,
        state=state,
        source=source,
        event_id=event_id,
        event_key=event_key,
        event_time=_moment(time),
        received_at=_moment(received_at),
        applied_at=datetime.fromisoformat(applied_at),
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
