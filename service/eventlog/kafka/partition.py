"""One owned partition of the events topic: records that have arrived, and commits."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence

from aiokafka import ConsumerRecord

from service.errors import PartitionLost
from service.eventlog.codec.event import decode_event
from service.eventlog.kafka.scan import wire
from service.eventlog.port import LogRecord, Progress

MOST_RECORDS = 1000
MOST_BYTES = 8 * 1024 * 1024
"""At either the partition is full; at half of both it takes records again."""

Commit = Callable[[Progress], Awaitable[None]]
Seek = Callable[[int], None]
"""Lets the consumer fetch from this offset on, and drop what it has fetched from elsewhere."""


class KafkaPartition:
    """Filled by the poll loop, emptied by ``read``; nothing is handed out before ``open`` was called."""

    def __init__(self, name: str, start: Progress, commit: Commit, seek: Seek) -> None:
        self._name = name
        self._start = start
        self._commit = commit
        self._seek = seek
        self._one_commit = asyncio.Lock()
        self._records: deque[tuple[LogRecord, int]] = deque()
        self._bytes = 0
        self._next = start.watermark
        self._is_open = False
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._news = asyncio.Event()

    @property
    def name(self) -> str:
        """Topic and number."""
        return self._name

    @property
    def start(self) -> Progress:
        """The committed progress at the moment of assignment."""
        return self._start

    @property
    def shared(self) -> bool:
        """Always: tenants are spread over a fixed number of partitions."""
        return True

    @property
    def full(self) -> bool:
        """Fetching should pause."""
        return len(self._records) >= MOST_RECORDS or self._bytes >= MOST_BYTES

    @property
    def roomy(self) -> bool:
        """Fetching may go on."""
        return len(self._records) <= MOST_RECORDS // 2 and self._bytes <= MOST_BYTES // 2

    def open(self) -> None:
        """The verdicts of the partition are known: let records out."""
        self._is_open = True
        self._news.set()

    def feed(self, records: Iterable[ConsumerRecord]) -> None:
        """Take fetched records. Never raises for what is in them, and never waits."""
        for record in records:
            if record.offset >= self._next and record.offset not in self._start.finished:
                self._take(record)
            self._next = max(self._next, record.offset + 1)
        self._news.set()

    def rewind(self, offset: int) -> None:
        """See ``Partition.rewind``. What was fetched but not read is fetched again."""
        self._check()
        self._records.clear()
        self._bytes = 0
        self._next = max(offset, self._start.watermark)
        self._seek(self._next)

    def lose(self) -> None:
        """The partition is no longer owned: every call raises PartitionLost from now on, also those that wait."""
        if not self._lost.done():
            self._lost.set_result(None)
        self._records.clear()
        self._news.set()

    async def read(self, limit: int) -> Sequence[LogRecord]:
        """Wait for at least one record. Cancel-safe."""
        while True:
            self._check()
            if self._is_open and self._records:
                return [self._pop() for _ in range(min(limit, len(self._records)))]
            self._news.clear()
            await self._news.wait()

    async def commit(self, progress: Progress) -> None:
        """Store progress on the broker. One at a time, and none outlives the ownership.

        A commit that was still being retried after a rebalance would go out with the new generation of the group and
        overwrite what the next owner has committed.
        """
        async with self._one_commit:
            self._check()
            commit = asyncio.ensure_future(self._commit(progress))
            try:
                await asyncio.wait({commit, self._lost}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not commit.done():
                    commit.cancel()
            if not commit.done():
                raise self._gone()
            commit.result()

    def _take(self, record: ConsumerRecord) -> None:
        place = f"{record.topic}/{record.partition}/{record.offset}"
        raw = wire(record)
        size = len(raw.value) + sum(len(name) + len(value) for name, value in raw.headers)
        self._records.append((LogRecord(record.offset, decode_event(raw, place)), size))
        self._bytes += size

    def _pop(self) -> LogRecord:
        record, size = self._records.popleft()
        self._bytes -= size
        return record

    def _check(self) -> None:
        if self._lost.done():
            raise self._gone()

    def _gone(self) -> PartitionLost:
        return PartitionLost(f"{self._name} is no longer owned by this process")
