"""Waiting for a moment or for a wake-up, whichever comes first, on the injected clock."""

import asyncio
from collections.abc import Callable

from service.clock import Clock


async def wait_until(clock: Clock, moment: Callable[[], float]) -> None:
    """Return once the monotonic clock has reached ``moment()``, which may be moved while we wait."""
    while (left := moment() - clock.monotonic()) > 0:
        await clock.sleep(left)


class Signal:
    """A wake-up that is never lost: set while nobody waits, it ends the next wait at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake whoever waits, now or next."""
        self._event.set()

    async def wait(self, seconds: float | None = None) -> None:
        """Return when set, or after ``seconds``. Clears the signal."""
        if seconds is None:
            await self._event.wait()
        else:
            await self._race(seconds)
        self._event.clear()

    async def _race(self, seconds: float) -> None:
        woken = asyncio.create_task(self._event.wait())
        elapsed = asyncio.create_task(self._clock.sleep(seconds))
        try:
            await asyncio.wait({woken, elapsed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
            elapsed.cancel()
