"""Hands every tenant's partition to the owner: those that exist, and new ones as tenants first appear."""

import asyncio
from collections.abc import Iterable
from functools import partial

import structlog

from service.clock import Clock
from service.errors import LogInUse, LogUnavailable
from service.eventlog.port import PartitionOwner
from service.eventlog.sqlite.events import PartitionRow, partitions_after
from service.eventlog.sqlite.partition import SqlitePartition
from service.eventlog.sqlite.reader import Reader
from service.eventlog.sqlite.writer import Writer

logger = structlog.get_logger(__name__)

RETRY_AFTER = 1.0
"""Seconds until a file that could not be read is tried again."""


class Ownership:
    """The one consumer of the embedded log and the partitions that it holds."""

    def __init__(self, reader: Reader, writer: Writer, clock: Clock) -> None:
        self._reader = reader
        self._writer = writer
        self._clock = clock
        self._owned: dict[int, SqlitePartition] = {}
        self._new_partition = asyncio.Event()
        self._running = False

    def grew(self, numbers: Iterable[int]) -> None:
        """These partitions have new records: wake whoever waits for them."""
        for number in numbers:
            if partition := self._owned.get(number):
                partition.grew()
            else:
                self._new_partition.set()

    async def run(self, owner: PartitionOwner) -> None:
        """Until cancelled; then every partition is revoked. Raises LogInUse when it runs already."""
        if self._running:
            raise LogInUse("the embedded log has a consumer in this process already")
        self._running = True
        try:
            while True:
                self._new_partition.clear()
                for row in await self._unowned():
                    await self._assign(row, owner)
                await self._new_partition.wait()
        finally:
            await self._revoke_all(owner)
            self._running = False

    async def _unowned(self) -> list[PartitionRow]:
        """Partitions that appeared since the last look. A file that cannot be read now is tried again."""
        while True:
            try:
                return await self._reader.run(partial(partitions_after, partition=max(self._owned, default=0)))
            except LogUnavailable as error:
                logger.warning("event_log_unreadable", error=error.message)
                await self._clock.sleep(RETRY_AFTER)

    async def _assign(self, row: PartitionRow, owner: PartitionOwner) -> None:
        partition = SqlitePartition(row, self._reader, self._writer)
        self._owned[row.partition] = partition
        await owner.assigned(partition)

    async def _revoke_all(self, owner: PartitionOwner) -> None:
        owned = list(self._owned.values())
        try:
            for error in await asyncio.gather(*(owner.revoked(each) for each in owned), return_exceptions=True):
                if isinstance(error, BaseException):
                    logger.error("owner_failed_on_revoke", exc_info=error)
        finally:
            self._owned.clear()
            for partition in owned:
                partition.lose()
