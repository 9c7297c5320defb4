"""From events to the log: accepted means durable."""

import asyncio
from collections.abc import Sequence

from structlog import get_logger

from schemas.event import StoredEvent
from service.clock import Clock
from service.errors import LogUnavailable
from service.eventlog.port import EventLog
from service.intake.capacity import Capacity, Share
from service.intake.deadline import ended_within

_log = get_logger("intacct_relay.intake")


class Admission:
    """Appends with an end to the waiting, but never cancels an append: half an append helps nobody.

    An append that is overdue goes on. When it succeeds after the sender was told 503, the next attempt of a sender that
    names its events is the same event again, and has one effect.
    """

    def __init__(self, log: EventLog, clock: Clock, timeout: float, capacity: Capacity) -> None:
        self._log = log
        self._clock = clock
        self._timeout = timeout
        self._capacity = capacity
        self._running: set[asyncio.Task[Sequence[StoredEvent]]] = set()

    async def append(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Return when the events are durable, with those that the log had before (where it can tell).

        Raises LogUnavailable, also after the timeout.
        """
        if not events:
            return ()
        task = self._started(events)
        if not await ended_within(self._clock, self._timeout, task):
            raise LogUnavailable(f"the log has not answered within {self._timeout:g} seconds")
        return task.result()

    async def settle(self, seconds: float) -> bool:
        """Wait for overdue appends, at most so long; whether none is left."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=seconds)
        return not self._running

    def _started(self, events: Sequence[StoredEvent]) -> asyncio.Task[Sequence[StoredEvent]]:
        share = Share(self._capacity)
        share.grow(sum(len(event.body) for event in events))
        task = asyncio.create_task(self._log.append(events))
        self._running.add(task)
        task.add_done_callback(lambda ended: self._ended(ended, share))
        return task

    def _ended(self, task: asyncio.Task[Sequence[StoredEvent]], share: Share) -> None:
        self._running.discard(task)
        share.release()
        if not task.cancelled() and task.exception() is not None:
            _log.warning("append_failed", error=type(task.exception()).__name__)
