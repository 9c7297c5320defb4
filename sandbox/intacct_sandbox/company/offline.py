"""The offline queue of a company: asynchronous requests and bulk jobs, worked on by as many processes as its tier has
(developer.sage.com: transaction volume, concurrency and scaling). How many may wait is not documented."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

from intacct_sandbox.agenda import Agenda
from intacct_sandbox.clock import Clock

Work = Callable[[], Awaitable[None]]


class QueueFull(Exception):
    """No more jobs are taken."""


class OfflineQueue:
    """First come, first served; jobs of one lane never run at the same time. `work` must not raise."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, Work]] = deque()
        self._lanes: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        """Jobs that wait."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        return len(self._tasks)

    def add(self, work: Work, processes: int, most: int, lane: str = "") -> None:
        """Run `work` when a process is free; raises QueueFull when `most` (0 is without end) are waiting already."""
        if most and self.running >= processes and len(self._waiting) >= most:
            raise QueueFull
        self._waiting.append((lane, work))
        self._pump(processes)

    def forget(self) -> None:
        """Drop what waits and stop what runs."""
        self._waiting.clear()
        for task in self._tasks:
            task.cancel()

    def _pump(self, processes: int) -> None:
        for entry in list(self._waiting):
            lane, work = entry
            if self.running < processes and not (lane and lane in self._lanes):
                self._waiting.remove(entry)
                self._start(lane, work, processes)

    def _start(self, lane: str, work: Work, processes: int) -> None:
        task = asyncio.ensure_future(work())
        self._tasks.add(task)
        self._lanes.add(lane)

        def done(task: "asyncio.Future[None]") -> None:
            self._tasks.discard(task)
            self._lanes.discard(lane)
            self._pump(processes)

        task.add_done_callback(done)


async def take_time(agenda: Agenda, clock: Clock, seconds: float) -> None:
    """Wait on the sandbox's clock."""
    due: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    agenda.at(clock.now() + timedelta(seconds=seconds), lambda: None if due.done() else due.set_result(None))
    await due
