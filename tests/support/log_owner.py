"""Partition owners for tests of the event log."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from service.errors import PartitionLost
from service.eventlog.port import EventLog, LogRecord, Partition

PATIENCE = 30.0
"""Seconds until something that should have happened has not."""


class HoldingOwner:
    """Takes partitions and does nothing with them by itself. ``on_revoked`` runs while a revocation waits."""

    def __init__(self, on_revoked: Callable[[Partition], Awaitable[None]] | None = None) -> None:
        self.held: list[Partition] = []
        self.revoked_names: list[str] = []
        self._on_revoked = on_revoked
        self._changed = asyncio.Condition()

    async def assigned(self, partition: Partition) -> None:
        """Keep it."""
        async with self._changed:
            self.held.append(partition)
            self._changed.notify_all()

    async def revoked(self, partition: Partition) -> None:
        """Let it go."""
        if self._on_revoked is not None:
            await self._on_revoked(partition)
        async with self._changed:
            self.held.remove(partition)
            self.revoked_names.append(partition.name)
            self._changed.notify_all()

    async def until(self, condition: Callable[[list[Partition]], bool]) -> list[Partition]:
        """Wait until the held partitions are as wanted."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: condition(self.held))
            return list(self.held)


class ReadingOwner(HoldingOwner):
    """Reads every partition that it is given, record by record, as they come."""

    def __init__(
        self,
        limit: int = 100,
        *,
        skip: frozenset[str] = frozenset(),
        on_revoked: Callable[[Partition], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(on_revoked)
        self._limit = limit
        self._skip = skip
        self._records: asyncio.Queue[tuple[Partition, LogRecord]] = asyncio.Queue()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def assigned(self, partition: Partition) -> None:
        """Start reading it."""
        await super().assigned(partition)
        if partition.name not in self._skip:
            self._tasks[partition.name] = asyncio.create_task(self._read(partition))

    async def revoked(self, partition: Partition) -> None:
        """Stop reading it."""
        if task := self._tasks.pop(partition.name, None):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await super().revoked(partition)

    async def take(self, count: int) -> list[tuple[Partition, LogRecord]]:
        """The next records, whatever their partition."""
        async with asyncio.timeout(PATIENCE):
            return [await self._records.get() for _ in range(count)]

    def left(self) -> int:
        """Records that were read and not taken."""
        return self._records.qsize()

    async def _read(self, partition: Partition) -> None:
        with suppress(PartitionLost):
            while True:
                for record in await partition.read(self._limit):
                    self._records.put_nowait((partition, record))


@asynccontextmanager
async def consuming(log: EventLog, owner: HoldingOwner) -> AsyncIterator[None]:
    """Consume for the length of a block."""
    task = asyncio.create_task(log.consume(owner))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
