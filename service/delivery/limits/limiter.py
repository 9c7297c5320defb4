"""One tenant's limiter: slots on two levels, the rate, and what a throttle answer does to both."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from service.clock import Clock
from service.delivery.limits.rate import TokenBucket
from service.delivery.limits.slots import Slots
from service.delivery.signal import wait_until

RECOVERY_STREAK = 20
"""Requests without a throttle answer after which one slot is given back."""


class Limiter:
    """Every request of a tenant passes here, look-ups and handlers' reads included.

    Two levels of slots: ``app`` is ours, ``company`` is shared by all configured tenants of one Intacct company.
    A throttle answer pauses everybody, then halves the slots; a streak of untroubled requests gives them back one
    at a time.
    """

    def __init__(self, app: Slots, company: Slots, rate: TokenBucket, clock: Clock, pause: float) -> None:
        self.app = app
        self._company = company
        self._rate = rate
        self._clock = clock
        self._default_pause = pause
        self._paused_until = 0.0
        self._streak = 0

    @asynccontextmanager
    async def permit(self, weight: int = 1) -> AsyncIterator[None]:
        """Hold a slot and ``weight`` tokens for one request. Waits, first come first served, as long as it takes."""
        async with AsyncExitStack() as held:
            await self.app.acquire()
            held.callback(self.app.release)
            await self._rate_tokens(held, weight)
            await self._company.acquire()
            held.callback(self._company.release)
            yield

    async def _rate_tokens(self, held: AsyncExitStack, weight: int) -> None:
        await wait_until(self._clock, lambda: self._paused_until)
        await self._rate.acquire(weight)
        held.callback(self._rate.release, weight)
        await wait_until(self._clock, lambda: self._paused_until)

    def throttled(self, retry_after: float | None) -> None:
        """Intacct said «too many»: everybody waits, and fewer go on."""
        pause = self._default_pause if retry_after is None else retry_after
        self._paused_until = max(self._paused_until, self._clock.monotonic() + pause)
        self.app.allow(self.app.allowed // 2)
        self._streak = 0

    def untroubled(self) -> None:
        """A request was answered without a throttle."""
        self._streak += 1
        if self._streak >= RECOVERY_STREAK and self.app.allowed < self.app.configured:
            self.app.allow(self.app.allowed + 1)
            self._streak = 0

    @property
    def paused_for(self) -> float:
        """Seconds left of a pause, for people."""
        return max(0.0, self._paused_until - self._clock.monotonic())
