"""One tenant's partition of the embedded log, and the news that it grew."""

import asyncio
from collections.abc import Sequence
from functools import partial

from service.errors import PartitionLost
from service.eventlog.port import LogRecord, Progress
from service.eventlog.sqlite.events import PartitionRow, read_events, store_progress
from service.eventlog.sqlite.reader import Reader
from service.eventlog.sqlite.writer import Writer


class SqlitePartition:
    """Reads ahead of nothing: memory holds what the last ``read`` returned, whatever the backlog."""

    def __init__(self, row: PartitionRow, reader: Reader, writer: Writer) -> None:
        self.number = row.partition
        self._name = f"events/{row.tenant}"
        self._start = row.start
        self._next = row.start.watermark
        self._reader = reader
        self._writer = writer
        self._news = asyncio.Event()
        self._lost = False

    @property
    def name(self) -> str:
        """«events/» and the tenant."""
        return self._name

    @property
    def start(self) -> Progress:
        """The committed progress at the moment of assignment."""
        return self._start

    def grew(self) -> None:
        """There may be new records: wake whoever waits in ``read``."""
        self._news.set()

    def lose(self) -> None:
        """The partition is no longer owned: every call raises PartitionLost from now on."""
        self._lost = True
        self._news.set()

    @property
    def shared(self) -> bool:
        """Never: each tenant has a partition of its own."""
        return False

    def rewind(self, offset: int) -> None:
        """See ``Partition.rewind``."""
        self._check()
        self._next = max(offset, self._start.watermark)
        self._news.set()

    async def read(self, limit: int) -> Sequence[LogRecord]:
        """Wait for at least one record. Cancel-safe: a record is passed over only once it has been returned."""
        while True:
            self._news.clear()
            self._check()
            first = self._next
            records = await self._reader.run(partial(read_events, partition=self.number, first=first, limit=limit))
            self._check()
            if first != self._next:
                continue  # rewound meanwhile
            if records:
                self._next = records[-1].offset + 1
                wanted = [record for record in records if record.offset not in self._start.finished]
                if wanted:
                    return wanted
            else:
                await self._news.wait()

    async def commit(self, progress: Progress) -> None:
        """Store progress; durable on return."""
        self._check()
        await self._writer.run(lambda connection: store_progress(connection, self.number, progress))

    def _check(self) -> None:
        if self._lost:
            raise PartitionLost(f"{self._name} is no longer owned by this process")
