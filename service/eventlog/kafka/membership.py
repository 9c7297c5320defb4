"""One life of a member of the consumer group: from joining to leaving, or to the first error that it cannot survive.

What the client library does at a rebalance decides the shape of this file. All partitions are revoked and assigned
anew, positions and pauses start over, records may arrive before the assignment callback has ended, and an error in a
callback is swallowed. So records of a partition that is not open yet are dropped, which is safe because opening it
seeks back; callbacks only note what happened; and an error is raised from the poll loop.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import CommitFailedError, ConsumerStoppedError, IllegalStateError
from aiokafka.structs import OffsetAndMetadata, TopicPartition

from service.clock import Clock
from service.errors import PartitionLost
from service.eventlog.codec.progress import encode_progress
from service.eventlog.kafka.connection import BROKER_ERRORS, Connection
from service.eventlog.kafka.partition import KafkaPartition
from service.eventlog.port import PartitionOwner, Progress
from service.settings import KafkaLogSettings

logger = structlog.get_logger(__name__)

POLL_MS = 200
MOST_PER_POLL = 500
COMMIT_TIMEOUT = 10.0
STOP_TIMEOUT = 10.0
REVOKE_SHARE = 0.75
"""Of the rebalance timeout: after the whole of it the broker gives the partitions away."""

Prepare = Callable[[Sequence[int]], Awaitable[Mapping[int, Progress]]]
"""The starting points of partitions. Tried again inside until it succeeds."""
CatchUp = Callable[[Sequence[int]], Awaitable[None]]
"""Makes the verdicts of partitions known. Tried again inside until it succeeds."""


class Membership(ConsumerRebalanceListener):  # type: ignore[misc] # the library has no types
    """Joins, polls, hands partitions to the owner, leaves. Used once."""

    def __init__(
        self,
        connection: Connection,
        settings: KafkaLogSettings,
        topic: str,
        owner: PartitionOwner,
        clock: Clock,
        *,
        prepare: Prepare,
        catch_up: CatchUp,
        fetch_bytes: int,
    ) -> None:
        self._settings = settings
        self._owner = owner
        self._clock = clock
        self._prepare = prepare
        self._catch_up = catch_up
        self._consumer = AIOKafkaConsumer(
            **connection.options, **_group_options(settings), max_partition_fetch_bytes=fetch_bytes
        )
        self._consumer.subscribe([topic], listener=self)
        self._connection = connection
        self._owned: dict[TopicPartition, KafkaPartition] = {}
        self._opening: asyncio.Task[None] | None = None
        self._revoking = asyncio.Lock()
        self.last_turn = clock.monotonic()

    async def join(self) -> None:
        """Returns after the first assignment. Raises what the broker raises, or TimeoutError."""
        async with asyncio.timeout(self._settings.rebalance_timeout + 30):
            await self._consumer.start()

    async def poll(self, stopping: asyncio.Event) -> None:
        """Feed the owned partitions until told to stop. Raises what the broker, or opening a partition, raised."""
        while not stopping.is_set():
            batch = await self._consumer.getmany(timeout_ms=POLL_MS, max_records=MOST_PER_POLL)
            for each, records in batch.items():  # no await in here: an assignment must not change under it
                if partition := self._owned.get(each):
                    partition.feed(records)
            self._regulate()
            self._raise_from_opening()
            self.last_turn = self._clock.monotonic()

    async def leave(self) -> None:
        """Revoke what is owned, then leave the group; bounded in time, never raises for the broker."""
        await self._revoke_all()
        stop = asyncio.ensure_future(self._consumer.stop())
        await asyncio.wait({stop}, timeout=STOP_TIMEOUT)
        if not stop.done():
            stop.cancel()
        with suppress(asyncio.CancelledError, *BROKER_ERRORS):
            await stop

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Called by the library before it joins again; the commits of the owner are still accepted here."""
        await self._revoke_all()

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Called by the library; fetching has begun already, so it is paused until the partitions are open."""
        if assigned:
            self._consumer.pause(*assigned)
            self._opening = asyncio.create_task(self._open(sorted(assigned)))

    async def _open(self, assigned: Sequence[TopicPartition]) -> None:
        numbers = [each.partition for each in assigned]
        starts = await self._prepare(numbers)
        for each in assigned:
            start = starts[each.partition]
            name = f"{each.topic}/{each.partition}"
            partition = KafkaPartition(name, start, partial(self._commit, each), partial(self._seek, each))
            self._consumer.seek(each, start.watermark)
            self._consumer.resume(each)
            self._owned[each] = partition
            await self._owner.assigned(partition)
        await self._catch_up(numbers)
        for each in assigned:
            self._owned[each].open()
        logger.info("partitions_opened", partitions=numbers)

    async def _commit(self, each: TopicPartition, progress: Progress) -> None:
        offset = OffsetAndMetadata(progress.watermark, encode_progress(progress))
        try:
            async with asyncio.timeout(COMMIT_TIMEOUT):
                await self._consumer.commit({each: offset})
        except (CommitFailedError, IllegalStateError, ConsumerStoppedError) as error:
            raise PartitionLost(f"{each.topic}/{each.partition} belongs to another member of the group") from error
        except BROKER_ERRORS as error:
            raise self._connection.unavailable("Committing progress", error) from error

    def _seek(self, each: TopicPartition, offset: int) -> None:
        try:
            self._consumer.seek(each, offset)
        except IllegalStateError as error:
            raise PartitionLost(f"{each.topic}/{each.partition} is being handed over") from error

    def _regulate(self) -> None:
        """Fetch nothing for a partition that is full, until half of it has been read."""
        paused = self._consumer.paused()
        for each, partition in self._owned.items():
            if partition.full and each not in paused:
                self._consumer.pause(each)
            elif partition.roomy and each in paused:
                self._consumer.resume(each)

    def _raise_from_opening(self) -> None:
        if self._opening is not None and self._opening.done() and not self._opening.cancelled():
            self._opening.result()

    async def _revoke_all(self) -> None:
        async with self._revoking:
            await self._stop_opening()
            owned = list(self._owned.values())
            try:
                async with asyncio.timeout(self._settings.rebalance_timeout * REVOKE_SHARE):
                    await self._tell_owner(owned)
            except TimeoutError:
                logger.error("revoke_took_too_long", partitions=[each.name for each in owned])
            finally:
                self._owned.clear()
                for partition in owned:
                    partition.lose()

    async def _tell_owner(self, owned: Sequence[KafkaPartition]) -> None:
        for error in await asyncio.gather(*(self._owner.revoked(each) for each in owned), return_exceptions=True):
            if isinstance(error, BaseException):
                logger.error("owner_failed_on_revoke", exc_info=error)

    async def _stop_opening(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.wait({self._opening})


def _group_options(settings: KafkaLogSettings) -> dict[str, object]:
    """See https://aiokafka.readthedocs.io/en/stable/api.html for each.

    The request timeout is longer than the rebalance timeout: joining waits for the slowest member, and a join that
    times out makes everybody join again.
    """
    return {
        "group_id": settings.group,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "partition_assignment_strategy": (RangePartitionAssignor,),
        "session_timeout_ms": int(settings.session_timeout * 1000),
        "heartbeat_interval_ms": int(min(3.0, settings.session_timeout / 3) * 1000),
        "rebalance_timeout_ms": int(settings.rebalance_timeout * 1000),
        "request_timeout_ms": int((settings.rebalance_timeout + 15) * 1000),
        "max_poll_interval_ms": 300_000,
        "fetch_max_wait_ms": POLL_MS,
    }
