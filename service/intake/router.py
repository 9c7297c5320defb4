"""Upstream Kafka topics in: a consumer group that appends to the event log.

An offset is committed only after the append (or the dead letter) is durable. Whatever fails in between is read and
appended again: the same event twice has one effect. Nothing is ever skipped.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from typing import Protocol

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import (
    CommitFailedError,
    ConsumerStoppedError,
    IllegalStateError,
    KafkaError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
    RecordTooLargeError,
)
from structlog import get_logger

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter
from service.clock import Clock
from service.errors import ConfigurationError, EventError, LogUnavailable
from service.eventlog.port import EventLog
from service.intake.kafka_connection import KafkaConnection, router_connection
from service.intake.kafka_consumer import FETCH_BYTES, LARGEST_FETCH, join, leave
from service.intake.kafka_record import KafkaRecord, RecordReader
from service.intake.speaks_for import SpeaksFor, claims_of, topic_claim
from service.intake.unreadable import unreadable
from service.settings import Settings

BROKER_ERRORS = (KafkaError, ConsumerStoppedError, OSError, TimeoutError)
POLL_MS = 250
POLL_RECORDS = 500
BROKER_TIMEOUT = 15.0
"""Seconds for one question to the broker. The client library itself would ask for ever while it is down."""
BACKOFF_FIRST = 0.5
BACKOFF_LONGEST = 30.0
HAND_OVER = 45.0
"""Seconds that a rebalance waits for what is being appended; three quarters of what the broker allows."""
QUIET = 120.0
"""Seconds without an answer to a poll after which the router is not healthy."""

Batches = Mapping[TopicPartition, Sequence[KafkaRecord]]
_log = get_logger("intacct_relay.router")


class Observe(Protocol):
    """Told about what is durable. Must be quick and must not raise."""

    def __call__(self, events: Sequence[StoredEvent], dead_letters: Sequence[DeadLetter]) -> None: ...


def ignore(events: Sequence[StoredEvent], dead_letters: Sequence[DeadLetter]) -> None:
    """For those who count nothing."""


class SourceRouter:
    """The router role. ``run`` once; ``stop`` or a cancellation makes it return."""

    def __init__(
        self,
        settings: Settings,
        log: EventLog,
        clock: Clock,
        connection: KafkaConnection | None = None,
        observe: Observe = ignore,
    ) -> None:
        """``connection`` None: as the settings say. Raises ConfigurationError when they name no broker, or a topic
        whose records would all be one event."""
        _require_distinct_ids(settings)
        self._group = settings.router.group
        self._readers = _readers(settings)
        self._log = log
        self._clock = clock
        self._connection = connection or router_connection(settings)
        self._observe = observe
        self._stopping = asyncio.Event()
        self._turn = asyncio.Lock()
        self._fetch_bytes = FETCH_BYTES
        self._failures = 0
        self._polled_at = clock.monotonic()

    @property
    def healthy(self) -> bool:
        """Whether the broker has answered lately. An unavailable log does not change it."""
        return self._clock.monotonic() - self._polled_at < QUIET

    @property
    def busy(self) -> bool:
        """Whether a batch is being stored now."""
        return self._turn.locked()

    def stop(self) -> None:
        """Let ``run`` finish what it is appending, leave the group, and return."""
        self._stopping.set()

    async def run(self) -> None:
        """Route until stopped or cancelled. A broker that is down is tried again for ever, with backoff."""
        while not self._stopping.is_set():
            try:
                await self._member()
            except RecordTooLargeError:
                self._fetch_bytes = min(self._fetch_bytes * 4, LARGEST_FETCH)
                await self._back_off("record_larger_than_fetch", bytes=self._fetch_bytes)
            except BROKER_ERRORS as error:
                await self._back_off("broker_unavailable", error=f"{type(error).__name__}: {error}"[:300])

    async def _member(self) -> None:
        """One membership in the group, always with a fresh client: a failed one cannot be trusted."""
        consumer = await join(
            self._connection,
            self._group,
            list(self._readers),
            fetch_bytes=self._fetch_bytes,
            handing_over=self._hand_over,
        )
        try:
            while not self._stopping.is_set():
                await self._step(consumer)
        finally:
            await leave(consumer)

    async def _step(self, consumer: AIOKafkaConsumer) -> None:
        try:
            batches: Batches = await consumer.getmany(timeout_ms=POLL_MS, max_records=POLL_RECORDS)
        except NoOffsetForPartitionError as error:
            await self._begin(consumer, error.args[0])
            return
        except OffsetOutOfRangeError as error:
            await self._begin_again(consumer, error.args[0])
            return
        self._polled_at = self._clock.monotonic()
        if batches:
            await self._take(consumer, batches)

    async def _take(self, consumer: AIOKafkaConsumer, batches: Batches) -> None:
        """Make a batch durable and commit it, or go back to its start."""
        try:
            async with self._turn:
                await self._store(batches)
                await _commit(consumer, batches)
            self._failures = 0
        except LogUnavailable as error:
            _rewind(consumer, batches)
            await self._back_off("log_unavailable", error=error.message)

    async def _store(self, batches: Batches) -> None:
        events, letters = [], []
        for record in (record for records in batches.values() for record in records):
            item = self._read(record)
            if isinstance(item, DeadLetter):
                letters.append(item)
            else:
                events.append(item)
        if events:
            await self._log.append(events)
        if letters:
            await self._log.publish(letters)
        self._observe(events, letters)

    def _read(self, record: KafkaRecord) -> StoredEvent | DeadLetter:
        reader, now = self._readers[record.topic], self._clock.now()
        try:
            return reader.read(record, now)
        except EventError as error:
            where = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
            _log.warning("record_unreadable", error=error.message, **where)
            return unreadable(record, error, reader.source, now)

    async def _hand_over(self) -> None:
        """Before partitions go to another member: let the batch in hand be stored and committed."""
        try:
            async with asyncio.timeout(HAND_OVER), self._turn:
                return
        except TimeoutError:
            _log.warning("hand_over_too_slow", seconds=HAND_OVER)

    async def _begin(self, consumer: AIOKafkaConsumer, partition: TopicPartition) -> None:
        """A partition that the group has never read starts at its beginning."""
        _log.info("partition_is_new", topic=partition.topic, partition=partition.partition)
        async with asyncio.timeout(BROKER_TIMEOUT):
            await consumer.seek_to_beginning(partition)

    async def _begin_again(self, consumer: AIOKafkaConsumer, wanted: Mapping[TopicPartition, int]) -> None:
        """The next offset does not exist: the broker has deleted records unread, or the topic was made anew."""
        async with asyncio.timeout(BROKER_TIMEOUT):
            first = await consumer.beginning_offsets(list(wanted))
        for partition, offset in wanted.items():
            where = {"topic": partition.topic, "partition": partition.partition}
            _log.error("records_missing", wanted=offset, first=first[partition], **where)
            _seek(consumer, partition, first[partition])

    async def _back_off(self, event: str, **details: object) -> None:
        """Sleep with full jitter, or until stopped."""
        self._failures += 1
        longest = min(BACKOFF_LONGEST, BACKOFF_FIRST * 2 ** min(self._failures, 10))
        seconds = random.uniform(BACKOFF_FIRST / 2, longest)
        _log.warning(event, failures=self._failures, seconds=round(seconds, 1), **details)
        waits = {asyncio.ensure_future(self._clock.sleep(seconds)), asyncio.ensure_future(self._stopping.wait())}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


async def _commit(consumer: AIOKafkaConsumer, batches: Batches) -> None:
    """Commit what is durable. A lost membership is no error: the next owner appends the same again."""
    offsets = {partition: records[-1].offset + 1 for partition, records in batches.items()}
    try:
        async with asyncio.timeout(BROKER_TIMEOUT):
            await consumer.commit(offsets)
    except (CommitFailedError, IllegalStateError):
        _log.info("commit_of_a_lost_membership", partitions=len(offsets))


def _rewind(consumer: AIOKafkaConsumer, batches: Batches) -> None:
    for partition, records in batches.items():
        _seek(consumer, partition, records[0].offset)


def _seek(consumer: AIOKafkaConsumer, partition: TopicPartition, offset: int) -> None:
    try:
        consumer.seek(partition, offset)
    except IllegalStateError:
        _log.info("partition_moved_on", topic=partition.topic, partition=partition.partition)


def _readers(settings: Settings) -> Mapping[str, RecordReader]:
    claims = claims_of(settings.sources, settings.router.topics)
    return {topic.topic: RecordReader(topic, SpeaksFor(topic_claim(topic), claims)) for topic in settings.router.topics}


def _require_distinct_ids(settings: Settings) -> None:
    text = "is a constant: every record would have the same id, and only the first would have an effect"
    mistakes = [
        (f"router.topics[{index}].id", text)
        for index, topic in enumerate(settings.router.topics)
        if topic.id is not None and topic.id.constant is not None
    ]
    if mistakes:
        raise ConfigurationError(mistakes)
