"""Things to do at a moment of the sandbox's clock. Moving the clock past the moment does them at once."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import datetime

from intacct_sandbox.clock import Clock


class Agenda:
    """Entries that fall due before `start`, or while stopped, wait for it. Runs in the event loop that started it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        clock.when_moved(self._moved)

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Call `do` in the event loop when the sandbox's clock has reached `moment`; `do` must not raise."""
        heapq.heappush(self._entries, (moment, next(self._numbers), do))
        self._arrange()

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._arrange()

    def stop(self) -> None:
        """Do nothing more until the next start; entries stay."""
        self._loop = None
        self._cancel_timer()

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()

    def _moved(self) -> None:
        """The clock may be moved by another thread than the one of the event loop."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._arrange)

    def _arrange(self) -> None:
        """Set the timer for the entry that is due first."""
        self._cancel_timer()
        if self._loop is not None and self._entries:
            seconds = (self._entries[0][0] - self._clock.now()).total_seconds()
            self._timer = self._loop.call_later(max(0.0, seconds), self._do_due)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _do_due(self) -> None:
        while self._entries and self._entries[0][0] <= self._clock.now():
            heapq.heappop(self._entries)[2]()
        self._arrange()
