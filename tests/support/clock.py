"""A clock that tests move: nothing really waits."""

import asyncio
import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
SETTLE_ROUNDS = 60


class FakeClock:
    """Implements ``service.clock.Clock`` on virtual time.

    ``advance`` moves it by hand; ``run_until`` lets the event loop work and jumps to the next sleeper whenever
    everybody sleeps.
    """

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._tie = count()

    def now(self) -> datetime:
        """Virtual wall time."""
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        """Virtual seconds since the start."""
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Wait for virtual time to pass."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._tie), sleeper))
        await sleeper

    async def advance(self, seconds: float) -> None:
        """Let virtual time pass, waking sleepers at their moments and giving them room to work."""
        end = self._elapsed + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            self._wake_next()
            await settle()
        self._elapsed = end
        await settle()

    async def run_until(self, condition: Callable[[], bool], limit: float = 86_400.0) -> None:
        """Work until the condition holds. Fails after ``limit`` virtual seconds or when nobody will ever wake."""
        deadline = self._elapsed + limit
        while True:
            await settle(condition)
            if condition():
                return
            assert self._sleepers, "nobody is left who could make the condition true"
            assert self._elapsed < deadline, f"not true after {limit} virtual seconds"
            self._wake_next()

    def _wake_next(self) -> None:
        moment, _, sleeper = heapq.heappop(self._sleepers)
        if sleeper.done():
            return
        self._elapsed = max(self._elapsed, moment)
        sleeper.set_result(None)


async def settle(condition: Callable[[], bool] = lambda: False) -> None:
    """Let every task that can run do so."""
    for _ in range(SETTLE_ROUNDS):
        if condition():
            return
        await asyncio.sleep(0)
