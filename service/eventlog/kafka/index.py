"""The verdicts of this process's partitions in a local file: what is asked for before every event.

The topics are the truth. The file can be deleted at any time and is built again; it belongs to one cluster and one
set of topics, and one from elsewhere is thrown away rather than believed.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog

from schemas.verdict import DeadLetter, Receipt, Resolution, ResolutionKind, Verdict
from service.errors import LogInUse, LogUnavailable
from service.eventlog.codec.content import decode_content, encode_content
from service.eventlog.codec.dead_letter import (
    decode_dead_letter,
    encode_dead_letter,
    known_content,
    stripped,
)
from service.eventlog.codec.record import WireRecord, pack_headers, unpack_headers
from service.eventlog.port import DocumentKey, KnownDocument, KnownVerdict
from service.eventlog.sqlite.awaited import AWAITED_TABLE, awaited_by, put_awaited
from service.eventlog.sqlite.chunks import chunks
from service.eventlog.sqlite.documents import DOCUMENT_TABLE, known_documents, put_documents
from service.eventlog.sqlite.process_lock import ProcessLock
from service.eventlog.sqlite.writer import Work, Writer
from service.eventlog.whereabouts import known_verdict

logger = structlog.get_logger(__name__)
ResultT = TypeVar("ResultT")

MOST_PROCESSES = 64
"""Processes on one machine that may share a state directory: each takes a file of its own."""

_TABLES = """
CREATE TABLE IF NOT EXISTS identity (text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS verdicts (
    event_key      TEXT PRIMARY KEY,
    partition      INTEGER NOT NULL,
    receipt_replay INTEGER,
    applied_at     TEXT,
    letter_replay  INTEGER,
    letter_open    INTEGER NOT NULL DEFAULT 0,
    letter         TEXT,
    content        TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unresolved ON verdicts (partition) WHERE letter_open AND receipt_replay IS NOT NULL;
CREATE TABLE IF NOT EXISTS marks (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, fingerprint TEXT NOT NULL,
    PRIMARY KEY (topic, partition)
) WITHOUT ROWID;
"""
_FORMAT = "2"
"""Of the tables and of what is put there: a file of another format is built again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The last record of a topic's partition that is in the index, and what it looked like."""

    offset: int
    fingerprint: str


class VerdictIndex:
    """Opened by the process that consumes; every call waits for the file, never for the broker."""

    def __init__(self, writer: Writer, lock: ProcessLock) -> None:
        self._writer = writer
        self._lock = lock
        self.broken = asyncio.Event()
        """Set once the file turned out to be damaged: it has to be opened, and so rebuilt, again."""

    @classmethod
    async def open(cls, directory: Path, identity: str) -> "VerdictIndex":
        """The first file that no other process has. Raises OSError, LogInUse."""
        path, lock = await asyncio.to_thread(_take_file, directory)
        try:
            connection = await asyncio.to_thread(_open_or_rebuild, path, f"{identity}/{_FORMAT}")
        except BaseException:
            lock.release()
            raise
        return cls(Writer(connection, str(path)), lock)

    async def close(self) -> None:
        """Idempotent."""
        await self._writer.stop()
        self._lock.release()

    async def known(self, keys: Sequence[str]) -> dict[str, KnownVerdict]:
        """The verdicts of these events; keys without one are left out. Raises LogUnavailable."""
        return await self._run(partial(_known, keys=keys))

    async def put(self, verdicts: Sequence[tuple[int, Verdict]]) -> None:
        """Remember verdicts with their partitions. Raises LogUnavailable."""
        await self._run(partial(_put_all, verdicts=verdicts))

    async def put_scanned(
        self, topic: str, verdicts: Sequence[tuple[int, Verdict]], partition: int, mark: Mark
    ) -> None:
        """Remember what was read from a topic, and how far, as one. Raises LogUnavailable."""
        await self._run(partial(_put_scanned, topic=topic, verdicts=verdicts, partition=partition, mark=mark))

    async def marks(self, topic: str, partitions: Iterable[int]) -> dict[int, Mark]:
        """How far the partitions of a topic are in the index. Raises LogUnavailable."""
        found = await self._run(partial(_marks, topic=topic))
        return {number: found[number] for number in partitions if number in found}

    async def forget(self, partition: int) -> None:
        """Drop everything about a partition. Raises LogUnavailable."""
        await self._run(partial(_forget, partition=partition))

    async def documents(self, keys: Sequence[DocumentKey]) -> dict[DocumentKey, list[KnownDocument]]:
        """What receipts prove about these; a key of which nothing is known is left out. Raises LogUnavailable."""
        return await self._run(partial(known_documents, keys=keys))

    async def awaited(self, tenant: str) -> frozenset[str]:
        """What open dead letters of the tenant wait for. Raises LogUnavailable."""
        return await self._run(partial(awaited_by, tenant=tenant))

    async def resolved_by(self, receipts: Sequence[Receipt]) -> list[DeadLetter]:
        """The open dead letters that these receipts resolve, with that resolution. Raises LogUnavailable."""
        return await self._run(partial(_resolved_by, receipts=receipts))

    async def unresolved(self, partition: int) -> list[DeadLetter]:
        """Dead letters that a receipt should have resolved: its process ended in between. Raises LogUnavailable."""
        return await self._run(partial(_unresolved, partition=partition))

    async def _run(self, work: Work[ResultT]) -> ResultT:
        try:
            return await self._writer.run(work)
        except LogUnavailable as error:
            if type(error.__cause__) is sqlite3.DatabaseError:  # damaged; its subclasses are locks and full disks
                self.broken.set()
            raise


def _take_file(directory: Path) -> tuple[Path, ProcessLock]:
    for number in range(MOST_PROCESSES):
        path = directory / f"verdicts-{number}.db"
        lock = ProcessLock(path)
        with suppress(LogInUse):
            lock.acquire()
            return path, lock
    raise LogInUse(f"{MOST_PROCESSES} processes use the state directory {directory}")


def _open_or_rebuild(path: Path, identity: str) -> sqlite3.Connection:
    try:
        return _open(path, identity)
    except sqlite3.DatabaseError as error:
        logger.warning("verdict_index_rebuilt", path=str(path), reason=str(error))
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _open(path, identity)


def _open(path: Path, identity: str) -> sqlite3.Connection:
    """Raises DatabaseError when the file is damaged or belongs to another cluster or format."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # consistent after a power cut; what is lost is read again
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        connection.executescript(f"BEGIN; {_TABLES} {AWAITED_TABLE} {DOCUMENT_TABLE} COMMIT;")
        row = connection.execute("SELECT text FROM identity").fetchone()
        if sound != "ok" or (row is not None and row[0] != identity):
            raise sqlite3.DatabaseError("it is damaged" if sound != "ok" else "it belongs to another cluster or format")
        if row is None:
            connection.execute("INSERT INTO identity VALUES (?)", (identity,))
    except BaseException:
        connection.close()
        raise
    return connection


def _known(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, KnownVerdict]:
    found: dict[str, KnownVerdict] = {}
    for some in chunks(keys):
        marks = ",".join("?" * len(some))
        rows = connection.execute(
            "SELECT event_key, receipt_replay, letter_replay, letter_open, content FROM verdicts"
            f" WHERE event_key IN ({marks})",
            some,
        )
        for key, receipt_replay, letter_replay, letter_open, content in rows:
            verdict = known_verdict(receipt_replay, letter_replay, bool(letter_open), decode_content(content))
            if verdict is not None:
                found[key] = verdict
    return found


def _put_all(connection: sqlite3.Connection, verdicts: Sequence[tuple[int, Verdict]]) -> None:
    for partition, verdict in verdicts:
        if isinstance(verdict, DeadLetter):
            _put_letter(connection, partition, verdict)
        else:
            _put_receipt(connection, partition, verdict)
        put_documents(connection, verdict)


def _put_receipt(connection: sqlite3.Connection, partition: int, receipt: Receipt) -> None:
    connection.execute(
        "INSERT INTO verdicts (event_key, partition, receipt_replay, applied_at, content) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (event_key) DO UPDATE SET partition = ?2, receipt_replay = ?3, applied_at = ?4,"
        " content = coalesce(?5, content)",
        (
            receipt.event_key,
            partition,
            receipt.replay,
            receipt.applied_at.isoformat(),
            encode_content(receipt.content),
        ),
    )


def _put_letter(connection: sqlite3.Connection, partition: int, letter: DeadLetter) -> None:
    """Of an open one everything but the bytes is kept: a receipt needs it to write the resolution."""
    is_open = letter.resolution is None
    packed = pack_headers(encode_dead_letter(stripped(letter)).headers) if is_open else None
    connection.execute(
        "INSERT INTO verdicts (event_key, partition, letter_replay, letter_open, letter, content)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT (event_key) DO UPDATE SET partition = ?2, letter_replay = ?3, letter_open = ?4, letter = ?5,"
        " content = coalesce(?6, content)",
        (letter.id, partition, letter.replays, is_open, packed, encode_content(known_content(letter))),
    )
    put_awaited(connection, letter)


def _put_scanned(
    connection: sqlite3.Connection, topic: str, verdicts: Sequence[tuple[int, Verdict]], partition: int, mark: Mark
) -> None:
    _put_all(connection, verdicts)
    connection.execute(
        "INSERT OR REPLACE INTO marks (topic, partition, offset, fingerprint) VALUES (?, ?, ?, ?)",
        (topic, partition, mark.offset, mark.fingerprint),
    )


def _marks(connection: sqlite3.Connection, topic: str) -> dict[int, Mark]:
    rows = connection.execute("SELECT partition, offset, fingerprint FROM marks WHERE topic = ?", (topic,))
    return {partition: Mark(offset, fingerprint) for partition, offset, fingerprint in rows}


def _forget(connection: sqlite3.Connection, partition: int) -> None:
    of_partition = "(SELECT event_key FROM verdicts WHERE partition = ?)"
    connection.execute(f"DELETE FROM documents WHERE event_key IN {of_partition}", (partition,))
    connection.execute(f"DELETE FROM awaited WHERE letter IN {of_partition}", (partition,))
    connection.execute("DELETE FROM verdicts WHERE partition = ?", (partition,))
    connection.execute("DELETE FROM marks WHERE partition = ?", (partition,))


def _resolved_by(connection: sqlite3.Connection, receipts: Sequence[Receipt]) -> list[DeadLetter]:
    resolved = []
    for receipt in receipts:
        row = connection.execute(
            "SELECT letter FROM verdicts WHERE event_key = ? AND letter_open AND letter_replay <= ?",
            (receipt.event_key, receipt.replay),
        ).fetchone()
        if row is not None:
            letter = _letter(receipt.event_key, row[0])
            resolved.append(letter.resolved(Resolution(ResolutionKind.APPLIED, receipt.applied_at)))
    return resolved


def _unresolved(connection: sqlite3.Connection, partition: int) -> list[DeadLetter]:
    rows = connection.execute(
        "SELECT event_key, letter, applied_at FROM verdicts WHERE partition = ? AND letter_open"
        " AND receipt_replay IS NOT NULL AND letter_replay <= receipt_replay",
        (partition,),
    )
    return [_letter(key, packed).resolved(_applied(at)) for key, packed, at in rows]


def _applied(at: str) -> Resolution:
    return Resolution(ResolutionKind.APPLIED, datetime.fromisoformat(at))


def _letter(key: str, packed: str) -> DeadLetter:
    return decode_dead_letter(WireRecord(key.encode(), unpack_headers(packed), b""))
