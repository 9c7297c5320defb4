"""Questions to the topics from anywhere, owner or not: each reads what it needs up to the end of now.

What is read is folded into a temporary database of SQLite's own (in memory while small, on disk when not), with the
tables and the queries of the embedded log. So memory is bounded, and both logs give the same answers.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

from aiokafka import ConsumerRecord
from aiokafka.structs import TopicPartition

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Receipt, UsageCount
from service.eventlog.codec.event import decode_event
from service.eventlog.codec.usage import decode_usage
from service.eventlog.kafka.catch_up import read_verdict
from service.eventlog.kafka.committed import committed_end, fetch_committed
from service.eventlog.kafka.connection import Connection
from service.eventlog.kafka.scan import open_scan, wire
from service.eventlog.kafka.topics import Topics
from service.eventlog.port import DeadLetterFilter, Progress, Whereabouts
from service.eventlog.sqlite.schema import VERDICT_TABLES
from service.eventlog.sqlite.verdicts import (
    find_dead_letters,
    find_receipts,
    list_dead_letters,
    list_receipts,
    list_usage,
    put_dead_letter,
    put_receipt,
    put_usage,
)
from service.eventlog.whereabouts import whereabouts

SAMPLE = 2000
"""Records of one partition that are looked at to estimate whose backlog it is."""

Fold = Callable[[sqlite3.Connection, Sequence[ConsumerRecord]], None]


class Questions:
    """Holds no connection between questions."""

    def __init__(self, connection: Connection, topics: Topics, group: str) -> None:
        self._connection = connection
        self._topics = topics
        self._group = group

    async def where(self, event_id: str) -> list[Whereabouts]:
        """Waiting events are looked for behind the committed progress only: what is before it has its verdict."""

        def wanted(id: str, key: str) -> bool:
            return event_id in (id, key)

        with _scratch() as scratch:
            await self._fold(scratch, self._verdict_fold(wanted), self._topics.receipts, self._topics.dead_letters)
            receipts = {each.event_key: each for each in find_receipts(scratch, event_id)}
            letters = {each.id: each for each in find_dead_letters(scratch, event_id)}
        waiting = {event.key: event for event in await self._find_waiting(wanted)}
        keys = dict.fromkeys((*receipts, *letters, *waiting))
        found = (whereabouts(waiting.get(key), receipts.get(key), letters.get(key)) for key in keys)
        return [entry for entry in found if entry is not None]

    async def dead_letters(self, which: DeadLetterFilter) -> list[DeadLetter]:
        """Matching dead letters, newest first."""

        def wanted(id: str, key: str) -> bool:
            return not which.id or which.id in (id, key)

        with _scratch() as scratch:
            await self._fold(scratch, self._verdict_fold(wanted), self._topics.dead_letters)
            return await asyncio.to_thread(list_dead_letters, scratch, which)

    async def receipts(self, tenant: str, limit: int) -> list[Receipt]:
        """Receipts, newest first."""
        with _scratch() as scratch:
            await self._fold(scratch, self._verdict_fold(lambda id, key: True), self._topics.receipts)
            return await asyncio.to_thread(list_receipts, scratch, tenant, limit)

    async def usage(self, tenant: str) -> list[UsageCount]:
        """Running totals, newest month first."""
        with _scratch() as scratch:
            await self._fold(scratch, _fold_usage, self._topics.usage)
            return list_usage(scratch, tenant)

    async def backlog(self) -> dict[str, int]:
        """Exact while a partition has at most SAMPLE records to go; beyond that its first ones speak for the rest."""
        events = self._topics.partitions_of(self._topics.events)
        committed = await fetch_committed(self._connection, self._group, events)
        progress = {each: committed_end(committed[each]) for each in events}
        samples: dict[TopicPartition, Counter[str]] = {each: Counter() for each in events}
        async with open_scan(self._connection, events) as scan:
            start = {each: max(progress[each].watermark, scan.begin[each]) for each in events}
            end = {each: start[each] + SAMPLE for each in events}
            async for records in scan.read(start, end):
                _count(records, progress, samples)
            left = {each: max(scan.end[each] - start[each], 0) for each in events}
        total: Counter[str] = Counter()
        for each, sample in samples.items():
            share = max(left[each] / SAMPLE, 1)
            total.update({tenant: round(count * share) for tenant, count in sample.items()})
        return dict(total)

    async def _find_waiting(self, wanted: Callable[[str, str], bool]) -> list[StoredEvent]:
        """In ascending order of replay, so that of several copies the latest one counts; of one replay, the first."""
        events = self._topics.partitions_of(self._topics.events)
        committed = await fetch_committed(self._connection, self._group, events)
        start = {each: committed_end(committed[each]).watermark for each in events}
        found: list[StoredEvent] = []
        async with open_scan(self._connection, events) as scan:
            async for records in scan.read(start):
                decoded = (_event(record) for record in records)
                found += [event for event in decoded if wanted(event.id, event.key)]
        return sorted(found, key=lambda event: event.replay)

    async def _fold(self, scratch: sqlite3.Connection, fold: Fold, *topics: str) -> None:
        partitions = self._topics.partitions_of(*topics)
        async with open_scan(self._connection, partitions) as scan:
            async for records in scan.read(dict.fromkeys(partitions, 0)):
                await asyncio.to_thread(fold, scratch, records)

    def _verdict_fold(self, wanted: Callable[[str, str], bool]) -> Fold:
        """The last record of a key counts; what nobody asked for is not kept."""

        def fold(scratch: sqlite3.Connection, records: Sequence[ConsumerRecord]) -> None:
            scratch.execute("BEGIN")
            for record in records:
                verdict = read_verdict(record, self._topics)
                if isinstance(verdict, Receipt) and wanted(verdict.event_id, verdict.event_key):
                    put_receipt(scratch, verdict)
                elif isinstance(verdict, DeadLetter) and wanted(verdict.event_id, verdict.id):
                    put_dead_letter(scratch, verdict)
            scratch.execute("COMMIT")

        return fold


def _fold_usage(scratch: sqlite3.Connection, records: Sequence[ConsumerRecord]) -> None:
    for record in records:
        if record.value is not None:
            put_usage(scratch, decode_usage(record.value))


def _count(
    records: Sequence[ConsumerRecord],
    progress: dict[TopicPartition, Progress],
    samples: dict[TopicPartition, Counter[str]],
) -> None:
    for record in records:
        partition = TopicPartition(record.topic, record.partition)
        if record.offset not in progress[partition].finished:
            samples[partition][_event(record).tenant] += 1


def _event(record: ConsumerRecord) -> StoredEvent:
    return decode_event(wire(record), f"{record.topic}/{record.partition}/{record.offset}")


@contextmanager
def _scratch() -> Iterator[sqlite3.Connection]:
    """A database with no name: SQLite keeps it to this connection and removes it with it."""
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as connection:
        connection.executescript(VERDICT_TABLES)
        yield connection
