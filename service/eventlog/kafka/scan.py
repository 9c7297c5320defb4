"""Reads partitions from where one says to where they end now, without a group: for questions and for catching up."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.structs import TopicPartition

from service.errors import LogUnavailable
from service.eventlog.codec.record import WireRecord
from service.eventlog.kafka.connection import BROKER_ERRORS, REQUEST_TIMEOUT_MS, STOP_TIMEOUT, Connection

PATIENCE = 15.0
"""Seconds without a single record until a scan gives up."""
POLL_MS = 500


@dataclass(frozen=True, slots=True)
class Scan:
    """Where some partitions begin and end, at the moment when the scan was opened."""

    consumer: AIOKafkaConsumer
    begin: Mapping[TopicPartition, int]
    end: Mapping[TopicPartition, int]

    async def read(
        self, start: Mapping[TopicPartition, int], end: Mapping[TopicPartition, int] | None = None
    ) -> AsyncIterator[Sequence[ConsumerRecord]]:
        """Records of the partitions in ``start``, in batches of one partition each, up to ``end`` (none: all)."""
        first = {partition: max(offset, self.begin[partition]) for partition, offset in start.items()}
        until = {partition: min(self.end[partition], (end or self.end)[partition]) for partition in start}
        pending = {partition for partition in start if first[partition] < until[partition]}
        self.consumer.pause(*self.consumer.assignment())
        for partition in pending:
            self.consumer.seek(partition, first[partition])
            self.consumer.resume(partition)
        last_progress = asyncio.get_running_loop().time()
        while pending:
            batches = await self.consumer.getmany(timeout_ms=POLL_MS, max_records=1000)
            for partition, records in batches.items():
                yield [record for record in records if record.offset < until[partition]]
            ended = {each for each in pending if await self.consumer.position(each) >= until[each]}
            self.consumer.pause(*ended)
            pending -= ended
            now = asyncio.get_running_loop().time()
            last_progress = now if batches or ended else last_progress
            if now - last_progress > PATIENCE:
                raise LogUnavailable(f"no record arrived within {PATIENCE:g} seconds")


@asynccontextmanager
async def open_scan(connection: Connection, partitions: Sequence[TopicPartition]) -> AsyncIterator[Scan]:
    """A scan over these partitions. Raises LogUnavailable, also for what goes wrong inside the block."""
    consumer = AIOKafkaConsumer(
        **connection.options,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        request_timeout_ms=REQUEST_TIMEOUT_MS,
        max_partition_fetch_bytes=1_048_576,
        fetch_max_wait_ms=100,
    )
    try:
        async with asyncio.timeout(REQUEST_TIMEOUT_MS / 1000):
            await consumer.start()
            consumer.assign(partitions)
            begin, end = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
        yield Scan(consumer, begin, end)
    except BROKER_ERRORS as error:
        raise connection.unavailable("Reading", error) from error
    finally:
        with suppress(*BROKER_ERRORS):
            async with asyncio.timeout(STOP_TIMEOUT):
                await consumer.stop()


def wire(record: ConsumerRecord) -> WireRecord:
    """The record without its place. A null key, value or header value counts as empty."""
    headers = tuple((name, value or b"") for name, value in record.headers)
    return WireRecord(record.key or b"", headers, record.value or b"")
