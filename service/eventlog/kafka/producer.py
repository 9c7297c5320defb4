"""The producer: acks=all, idempotent, every wait bounded, and replaced after any error that it should not have.

An idempotent producer of the library retries a batch for ever and keeps failing after a lost sequence number
(https://github.com/aio-libs/aiokafka/issues/1017), so ours is disposable: what fails is discarded with everything
in it, and the caller, who was told that durability is unknown, sends again with the next one.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from service.errors import LogUnavailable
from service.eventlog.codec.record import WireRecord
from service.eventlog.kafka.connection import BROKER_ERRORS, STOP_TIMEOUT, Connection
from service.eventlog.kafka.topics import LARGEST_RECORD

logger = structlog.get_logger(__name__)

CONNECT_TIMEOUT = 5.0
SEND_TIMEOUT = 10.0
"""Seconds until an append or publish gives up and says that durability is unknown."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record and where it goes."""

    topic: str
    partition: int
    record: WireRecord


class Producer:
    """One live producer of the library at a time, made when it is needed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._live: AIOKafkaProducer | None = None
        self._connecting: asyncio.Task[AIOKafkaProducer] | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def send(self, records: Sequence[Outgoing]) -> None:
        """Returns when every record is on all in-sync replicas, in order per partition. Raises LogUnavailable."""
        producer = await self._producer()
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await _send_all(producer, records)
        except BROKER_ERRORS as error:
            self._discard(producer, error)
            what = "Storing a record that is too large" if isinstance(error, MessageSizeTooLargeError) else "Storing"
            raise self._connection.unavailable(what, error) from error

    async def connect(self) -> None:
        """Returns when the broker has accepted a producer. Raises LogUnavailable."""
        await self._producer()

    async def reachable(self) -> bool:
        """Whether the broker answers now. Bounded only by the caller."""
        try:
            producer = await self._producer()
            return bool(await producer.client.force_metadata_update())
        except (LogUnavailable, *BROKER_ERRORS):
            return False

    async def stop(self) -> None:
        """Close, bounded in time, whatever is undelivered. Idempotent."""
        self._stopped = True
        if self._connecting is not None:
            await asyncio.wait({self._connecting}, timeout=CONNECT_TIMEOUT)
        if self._live is not None:
            self._replace(self._live)
        if self._background:
            await asyncio.wait(self._background, timeout=2 * STOP_TIMEOUT)

    async def _producer(self) -> AIOKafkaProducer:
        if self._stopped:
            raise LogUnavailable("the event log is closed")
        if self._live is not None:
            return self._live
        if self._connecting is None:  # one attempt, shared by all who wait
            self._connecting = asyncio.create_task(self._connect())
        try:
            return await asyncio.shield(self._connecting)
        except BROKER_ERRORS as error:
            raise self._connection.unavailable("Connecting", error) from error

    async def _connect(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            **self._connection.options,
            acks="all",
            enable_idempotence=True,
            compression_type="lz4",
            linger_ms=0,
            max_batch_size=131_072,
            max_request_size=LARGEST_RECORD - 1024,
            request_timeout_ms=int(SEND_TIMEOUT * 1000),
        )
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                await producer.start()
            if self._stopped:
                raise KafkaError("the event log was closed meanwhile")
        except BaseException:
            self._close_later(producer)
            raise
        finally:
            self._connecting = None
        self._live = producer
        return producer

    def _discard(self, producer: AIOKafkaProducer, error: BaseException) -> None:
        if producer is self._live:
            logger.warning("producer_discarded", error=str(error) or type(error).__name__)
            self._replace(producer)

    def _replace(self, producer: AIOKafkaProducer) -> None:
        self._live = None
        self._close_later(producer)

    def _close_later(self, producer: AIOKafkaProducer) -> None:
        task = asyncio.create_task(_close(producer))
        self._background.add(task)
        task.add_done_callback(self._background.discard)


async def _send_all(producer: AIOKafkaProducer, records: Sequence[Outgoing]) -> None:
    futures = [await _enqueue(producer, each) for each in records]
    if futures:
        await asyncio.wait(futures)  # cancelling this wait leaves the library's own futures alone
        for future in futures:
            future.result()


async def _enqueue(producer: AIOKafkaProducer, outgoing: Outgoing) -> "asyncio.Future[object]":
    record = outgoing.record
    future: asyncio.Future[object] = await producer.send(
        outgoing.topic, record.value, record.key, outgoing.partition, headers=list(record.headers)
    )
    future.add_done_callback(_retrieve)
    return future


def _retrieve(future: "asyncio.Future[object]") -> None:
    """A caller that has stopped waiting must not leave an error that nobody looked at."""
    if not future.cancelled():
        future.exception()


async def _close(producer: AIOKafkaProducer) -> None:
    """End its sending first: what is still in it must not arrive after what its successor sends.

    The library's own ``stop`` would wait for ever for a batch that cannot be delivered.
    """
    sender = producer._sender.sender_task
    with suppress(*BROKER_ERRORS):
        async with asyncio.timeout(STOP_TIMEOUT):
            if sender is not None:
                sender.cancel()
            await producer.client.close()
            if sender is not None:
                await asyncio.wait({sender})
            producer._message_accumulator.fail_all(KafkaError("the producer was discarded"))
            await producer.stop()
