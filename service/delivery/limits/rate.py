"""The rate: a token bucket that holds in every sliding window, not only on average."""

import asyncio
from collections import deque
from contextlib import suppress

from service.clock import Clock


class TokenBucket:
    """``limit`` tokens; each comes back ``window`` seconds after the request that took it has ended.

    A classic bucket lets a full burst be followed by its refill, nearly twice the limit inside one window. Here
    a token is out from before the request leaves until a whole window after its answer came, so whatever moment
    inside that span the other side calls the arrival, no window of its own holds more than ``limit`` arrivals.
    First come, first served: a heavy waiter is not overtaken by light ones.
    """

    def __init__(self, limit: int, window: float, clock: Clock) -> None:
        self.limit = limit
        self.window = window
        self._clock = clock
        self._taken = 0  # tokens of requests that have not ended
        self._returning: deque[tuple[float, int]] = deque()  # (moment it is back, tokens), ascending
        self._turn = asyncio.Lock()
        self._released = asyncio.Event()

    async def acquire(self, weight: int = 1) -> None:
        """Wait for ``weight`` tokens and take them. Raises ValueError when there can never be so many."""
        if weight > self.limit:
            raise ValueError(f"{weight} tokens were asked of a bucket that holds {self.limit}")
        async with self._turn:
            while self.available() < weight:
                await self._next_change()
            self._taken += weight

    def release(self, weight: int = 1) -> None:
        """The request has ended: its tokens come back one window from now."""
        self._taken -= weight
        self._returning.append((self._clock.monotonic() + self.window, weight))
        self._released.set()

    def cancel(self, weight: int = 1) -> None:
        """The request was never sent: its tokens are back at once."""
        self._taken -= weight
        self._released.set()

    def available(self) -> int:
        """Tokens that could be taken now."""
        now = self._clock.monotonic()
        while self._returning and self._returning[0][0] <= now:
            self._returning.popleft()
        return self.limit - self._taken - sum(weight for _, weight in self._returning)

    async def _next_change(self) -> None:
        self._released.clear()
        released = asyncio.ensure_future(self._released.wait())
        waits: list[asyncio.Future[object]] = [released]  # type: ignore[list-item]
        if self._returning:
            delay = self._returning[0][0] - self._clock.monotonic()
            waits.append(asyncio.ensure_future(self._clock.sleep(max(delay, 0.0))))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*waits, return_exceptions=True)
