"""The embedded event log behind the port: one file, one process, one partition per tenant."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Receipt, UsageCount, Verdict
from service.clock import Clock
from service.errors import LogError, LogInUse, LogUnavailable
from service.eventlog.port import (
    DeadLetterFilter,
    DocumentKey,
    KnownDocument,
    KnownVerdict,
    PartitionOwner,
    Whereabouts,
)
from service.eventlog.sqlite.awaited import awaited_by
from service.eventlog.sqlite.documents import known_documents
from service.eventlog.sqlite.events import EventRow, append_events, count_waiting, probe
from service.eventlog.sqlite.ownership import Ownership
from service.eventlog.sqlite.process_lock import ProcessLock
from service.eventlog.sqlite.reader import Reader
from service.eventlog.sqlite.schema import is_former, open_for_reading, open_for_writing
from service.eventlog.sqlite.verdicts import (
    known_verdicts,
    list_dead_letters,
    list_receipts,
    list_usage,
    put_usage,
    put_verdict,
)
from service.eventlog.sqlite.where import find_event
from service.eventlog.sqlite.writer import Writer
from service.settings import SqliteLogSettings

ResultT = TypeVar("ResultT")

HEALTH_TIMEOUT = 1.0
"""Seconds that a health check may take."""
STOP_TIMEOUT = 10.0
"""Seconds that closing may take."""


class SqliteLog:
    """An :class:`~service.eventlog.port.EventLog` in one file.

    With ``read_only`` it opens beside the process that owns the file, for questions only: whatever would write
    raises LogInUse.
    """

    def __init__(self, settings: SqliteLogSettings, clock: Clock, *, read_only: bool = False) -> None:
        self._path = settings.path
        self._clock = clock
        self._read_only = read_only
        self._lock = ProcessLock(settings.path)
        self._connection: sqlite3.Connection | None = None
        self._writer: Writer | None = None
        self._lanes: Reader | None = None
        self._questions: Reader | None = None
        self._ownership: Ownership | None = None

    async def start(self) -> None:
        """Open. Raises LogInUse when another process owns the file, LogUnavailable when it cannot be opened."""
        try:
            await asyncio.to_thread(self._open)
        except (sqlite3.Error, OSError) as error:
            raise LogUnavailable(
                f"the event log {self._path} cannot be opened: {error}", next_step="check its path and the disk"
            ) from error
        self._lanes, self._questions = Reader(self._path), Reader(self._path)
        if self._connection is not None:
            self._writer = Writer(self._connection, str(self._path))
            self._ownership = Ownership(self._lanes, self._writer, self._clock)

    def _open(self) -> None:
        if self._read_only:
            self._convert_if_idle()
            open_for_reading(self._path).close()
            return
        self._lock.acquire()
        try:
            self._connection = open_for_writing(self._path)
        except BaseException:
            self._lock.release()
            raise

    def _convert_if_idle(self) -> None:
        """A file of the former format can only be asked once it is converted; whoever owns it would do that."""
        if is_former(self._path):
            self._lock.acquire()
            try:
                open_for_writing(self._path).close()
            finally:
                self._lock.release()

    async def stop(self) -> None:
        """Finish what was asked for, close, and let another process have the file. Idempotent.

        After STOP_TIMEOUT a disk that does not answer is left alone; the file stays locked until the process ends.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT):
                for part in (self._lanes, self._questions, self._writer):
                    if part is not None:
                        await part.stop()
                self._lock.release()

    async def append(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Store events; returns after the fsync, with those that were known. Raises LogUnavailable."""
        rows = [EventRow.of(event) for event in events]
        if not rows:
            return []
        ownership = self._owning()
        done = await self._write(
            lambda connection: append_events(connection, rows), then=lambda appended: ownership.grew(appended.grew)
        )
        return [events[place] for place in done.known]

    async def publish(self, verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()) -> None:
        """Store verdicts and totals in one transaction. Raises LogUnavailable."""
        if verdicts or usage:
            await self._write(lambda connection: _put_all(connection, verdicts, usage))

    async def consume(self, owner: PartitionOwner) -> None:
        """Hand every tenant's partition to the owner until cancelled."""
        await self._owning().run(owner)

    async def verdicts(self, event_keys: Sequence[str]) -> dict[str, KnownVerdict]:
        """The verdicts known for these events."""
        return await self._ask(lambda connection: known_verdicts(connection, event_keys))

    async def documents(self, keys: Sequence[DocumentKey]) -> Mapping[DocumentKey, Sequence[KnownDocument]]:
        """What receipts prove about these."""
        return await self._ask(lambda connection: known_documents(connection, keys))

    async def awaited(self, tenant: str) -> frozenset[str]:
        """What open dead letters of the tenant wait for."""
        return await self._ask(lambda connection: awaited_by(connection, tenant))

    async def where(self, event_id: str) -> Sequence[Whereabouts]:
        """Everything known about events with this id or key."""
        return await self._ask(lambda connection: find_event(connection, event_id))

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetter]:
        """Matching dead letters, newest first."""
        return await self._ask(lambda connection: list_dead_letters(connection, which))

    async def receipts(self, tenant: str = "", limit: int = 1000) -> Sequence[Receipt]:
        """Receipts, newest first."""
        return await self._ask(lambda connection: list_receipts(connection, tenant, limit))

    async def usage(self, tenant: str = "") -> Sequence[UsageCount]:
        """Running totals, newest month first."""
        return await self._ask(lambda connection: list_usage(connection, tenant))

    async def backlog(self) -> dict[str, int]:
        """Accepted events without a verdict, per tenant: exact."""
        return await self._ask(count_waiting)

    async def healthy(self) -> bool:
        """Whether something could be written just now."""
        try:
            async with asyncio.timeout(HEALTH_TIMEOUT):
                await self._write(probe)
        except (LogError, TimeoutError):
            return False
        return True

    async def _write(
        self, work: Callable[[sqlite3.Connection], ResultT], then: Callable[[ResultT], None] | None = None
    ) -> ResultT:
        self._owning()
        if self._writer is None:
            raise self._closed()
        return await self._writer.run(work, then)

    async def _ask(self, question: Callable[[sqlite3.Connection], ResultT]) -> ResultT:
        if self._questions is None:
            raise self._closed()
        return await self._questions.run(question)

    def _owning(self) -> Ownership:
        if self._read_only:
            raise LogInUse(
                f"the event log {self._path} was opened for questions only",
                next_step="ask the process that owns it, or stop that process first",
            )
        if self._ownership is None:
            raise self._closed()
        return self._ownership

    def _closed(self) -> LogUnavailable:
        return LogUnavailable(f"the event log {self._path} is not open")


def _put_all(connection: sqlite3.Connection, verdicts: Sequence[Verdict], usage: Sequence[UsageCount]) -> None:
    for verdict in verdicts:
        put_verdict(connection, verdict)
    for count in usage:
        put_usage(connection, count)
