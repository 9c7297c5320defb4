"""Joining and leaving the router's consumer group, every wait with an end.

The settings avoid hazards of aiokafka 0.14: bytes stay bytes (a raising deserializer withholds good records), one
assignor (each more is one more join), no static membership (two processes with one id fight), no automatic commits
(they store what was delivered, not what was done), and «none» as offset reset, so that a gap is seen, not skipped.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from structlog import get_logger

from service.intake.kafka_connection import KafkaConnection

FETCH_BYTES = 524_288
LARGEST_FETCH = 67_108_864
JOIN_TIMEOUT = 90.0
"""Seconds. Joining waits for the slowest member to hand over."""
LEAVE_TIMEOUT = 10.0
SESSION_MS = 30_000
REBALANCE_MS = 60_000

_log = get_logger("intacct_relay.router")


async def join(
    connection: KafkaConnection,
    group: str,
    topics: Sequence[str],
    *,
    fetch_bytes: int,
    handing_over: Callable[[], Awaitable[None]],
) -> AIOKafkaConsumer:
    """A member of the group with its first assignment. Raises KafkaError, OSError or TimeoutError."""
    consumer = _consumer(connection, group, fetch_bytes)
    consumer.subscribe(list(topics), listener=_Listener(handing_over))
    try:
        async with asyncio.timeout(JOIN_TIMEOUT):
            await consumer.start()
    except BaseException:
        await leave(consumer)
        raise
    return consumer


async def leave(consumer: AIOKafkaConsumer) -> None:
    """Leave the group; what the broker does not answer in time is left to its session timeout."""
    stopping = asyncio.ensure_future(consumer.stop())
    stopping.add_done_callback(_retrieve)
    await asyncio.wait({stopping}, timeout=LEAVE_TIMEOUT)


def _retrieve(stopping: "asyncio.Future[None]") -> None:
    error = None if stopping.cancelled() else stopping.exception()
    if error is not None:
        _log.info("leaving_failed", error=type(error).__name__)


def _consumer(connection: KafkaConnection, group: str, fetch_bytes: int) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(
        **connection.options(),
        client_id=f"intacct-relay-router-{socket.gethostname()}",
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed",
        partition_assignment_strategy=(RangePartitionAssignor,),
        session_timeout_ms=SESSION_MS,
        heartbeat_interval_ms=3_000,
        rebalance_timeout_ms=REBALANCE_MS,
        request_timeout_ms=75_000,
        max_poll_interval_ms=300_000,
        max_partition_fetch_bytes=fetch_bytes,
        fetch_max_wait_ms=200,
        metadata_max_age_ms=30_000,
        retry_backoff_ms=250,
    )


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # the library has no types
    def __init__(self, handing_over: Callable[[], Awaitable[None]]) -> None:
        self._handing_over = handing_over

    async def on_partitions_revoked(self, revoked: list[TopicPartition]) -> None:
        """Never raises and never waits longer than ``handing_over`` does: the library would only log it."""
        if revoked:
            await self._handing_over()

    async def on_partitions_assigned(self, assigned: list[TopicPartition]) -> None:
        """Positions are where the group committed them; nothing to prepare."""
        _log.info("partitions_assigned", partitions=len(assigned))
