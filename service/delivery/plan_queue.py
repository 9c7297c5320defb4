"""The plan queue: handlers run side by side, and their results come out in event order."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from schemas.verdict import Failure
from service.delivery.plan import Planned, Planner
from service.delivery.tenant import Tenant
from service.delivery.work import EventWork

PLANNED_AHEAD = 32
"""Handlers that may run at once."""

Plan = Planned | Failure


@dataclass(slots=True)
class PlanQueue:
    """Feeds events to the planner in order; calls ``planned`` for each, in the same order."""

    planner: Planner
    tenant: Tenant
    planned: Callable[[EventWork, Plan], None]
    _arrivals: asyncio.Queue[EventWork] = field(default_factory=asyncio.Queue)
    _running: deque[tuple[EventWork, asyncio.Task[Plan]]] = field(default_factory=deque)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PLANNED_AHEAD))
    _started: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, work: EventWork) -> None:
        """The next event."""
        self._arrivals.put_nowait(work)

    async def begin(self) -> None:
        """Start handlers as there is room. Runs until cancelled."""
        while True:
            work = await self._arrivals.get()
            await self._room.acquire()
            self._running.append((work, asyncio.create_task(self.planner.plan(work.event, self.tenant))))
            self._started.set()

    async def collect(self) -> None:
        """Hand on results in order. Runs until cancelled."""
        while True:
            await self._started.wait()
            self._started.clear()
            while self._running:
                work, task = self._running[0]
                plan = await task
                self._running.popleft()
                self._room.release()
                self.planned(work, plan)

    def abandon(self) -> None:
        """Stop the handlers that still run."""
        for _, task in self._running:
            task.cancel()
