"""Consuming: one membership of the group after the other, until cancelled."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import structlog
from aiokafka.errors import RecordTooLargeError

from service.clock import Clock
from service.errors import LogInUse, LogUnavailable
from service.eventlog.kafka.catch_up import catch_up
from service.eventlog.kafka.committed import starting_points
from service.eventlog.kafka.connection import BROKER_ERRORS, Connection
from service.eventlog.kafka.index import VerdictIndex
from service.eventlog.kafka.membership import STOP_TIMEOUT, Membership
from service.eventlog.kafka.publishing import Publisher
from service.eventlog.kafka.topics import LARGEST_RECORD, Topics
from service.eventlog.port import PartitionOwner, Progress
from service.settings import KafkaLogSettings

logger = structlog.get_logger(__name__)
ResultT = TypeVar("ResultT")

FETCH_BYTES = 512 * 1024
"""Per partition and fetch; a larger record still arrives, alone."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
"""Seconds between attempts, doubling from the first to the longest."""
POLL_GRACE = 1.0
"""Seconds for the poll loop to end by itself: during a rebalance it does not, and is abandoned."""
NEVER_SILENT = 60.0
"""Seconds without a turn of the poll loop, beyond a rebalance, that mean that something is stuck."""


class Ownership:
    """The one consumer of this process."""

    def __init__(
        self, connection: Connection, settings: KafkaLogSettings, topics: Topics, publisher: Publisher, clock: Clock
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._topics = topics
        self._publisher = publisher
        self._clock = clock
        self._fetch_bytes = FETCH_BYTES
        self._membership: Membership | None = None
        self._running = False

    @property
    def stuck(self) -> bool:
        """Whether the poll loop has been silent for longer than a rebalance can take."""
        if self._membership is None:
            return False
        silence = self._clock.monotonic() - self._membership.last_turn
        return silence > NEVER_SILENT + self._settings.rebalance_timeout

    async def run(self, owner: PartitionOwner, identity: str) -> None:
        """Until cancelled; then every partition is revoked and the group left. Raises LogInUse when it runs already.

        The work is in a task of its own, because cancelling a poll of the library breaks its inner bookkeeping.
        """
        if self._running:
            raise LogInUse("the log has a consumer in this process already")
        self._running = True
        stopping = asyncio.Event()
        work = asyncio.create_task(self._run(owner, identity, stopping))
        try:
            await asyncio.shield(work)
        finally:
            stopping.set()
            await asyncio.wait({work}, timeout=self._settings.rebalance_timeout + 2 * STOP_TIMEOUT)
            work.cancel()
            self._running = False

    async def _run(self, owner: PartitionOwner, identity: str, stopping: asyncio.Event) -> None:
        pause = FIRST_PAUSE
        while not stopping.is_set():
            started = self._clock.monotonic()
            try:
                await self._with_index(owner, identity, stopping)
            except RecordTooLargeError:
                self._fetch_bytes = min(4 * self._fetch_bytes, 2 * LARGEST_RECORD)
                logger.warning("fetch_size_raised", bytes=self._fetch_bytes)
            except (LogUnavailable, LogInUse, *BROKER_ERRORS) as error:
                logger.warning("consumer_restarts", error=str(error) or type(error).__name__, pause=pause)
            lasted = self._clock.monotonic() - started
            pause = FIRST_PAUSE if lasted > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            if not stopping.is_set():
                await _unless(stopping, work=self._clock.sleep(pause), grace=0)

    async def _with_index(self, owner: PartitionOwner, identity: str, stopping: asyncio.Event) -> None:
        """Opened anew for each membership, so that a damaged index is replaced and filled again."""
        index = await VerdictIndex.open(Path(self._settings.state_directory), identity)
        self._publisher.index = index
        try:
            await self._be_member(owner, index, stopping)
        finally:
            self._publisher.index = None
            await index.close()

    async def _be_member(self, owner: PartitionOwner, index: VerdictIndex, stopping: asyncio.Event) -> None:
        async def prepare(partitions: Sequence[int]) -> Mapping[int, Progress]:
            return await self._insist(lambda: self._starting_points(partitions))

        async def know(partitions: Sequence[int]) -> None:
            await self._insist(lambda: self._catch_up(index, partitions))

        membership = Membership(
            self._connection,
            self._settings,
            self._topics.events,
            owner,
            self._clock,
            prepare=prepare,
            catch_up=know,
            fetch_bytes=self._fetch_bytes,
        )
        self._membership = membership
        try:
            await _unless(stopping, work=membership.join(), grace=0)
            if not stopping.is_set():
                await _unless(stopping, index.broken, work=membership.poll(stopping), grace=POLL_GRACE)
        finally:
            self._membership = None
            await membership.leave()

    async def _starting_points(self, partitions: Sequence[int]) -> dict[int, Progress]:
        return await starting_points(self._connection, self._topics, self._settings.group, partitions)

    async def _catch_up(self, index: VerdictIndex, partitions: Sequence[int]) -> None:
        await catch_up(self._connection, self._topics, index, partitions)
        for partition in partitions:
            if letters := await index.unresolved(partition):
                await self._publisher.publish(letters)

    async def _insist(self, call: Callable[[], Awaitable[ResultT]]) -> ResultT:
        pause = FIRST_PAUSE
        while True:
            try:
                return await call()
            except LogUnavailable as error:
                logger.warning("partitions_not_open_yet", error=error.message, pause=pause)
                await self._clock.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)


async def _unless(*enough: asyncio.Event, work: Coroutine[object, object, None], grace: float) -> None:
    """Do the work, unless an event happens first; then it has some seconds to end by itself. Raises what it raises."""
    doing = asyncio.ensure_future(work)
    events = [asyncio.ensure_future(event.wait()) for event in enough]
    try:
        await asyncio.wait({doing, *events}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            await asyncio.wait({doing}, timeout=grace)
        if doing.done():
            doing.result()
    finally:
        for task in (doing, *events):
            task.cancel()
        with suppress(asyncio.CancelledError, *BROKER_ERRORS):
            await doing
