"""Asking the event log for as long as it takes: one that is away for a while loses nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from service.clock import Clock
from service.delivery.backoff import Backoff
from service.delivery.observer import Observer
from service.errors import LogUnavailable

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries again with backoff until the log answers, and tells the observer about every failure."""

    clock: Clock
    observer: Observer
    backoff: Backoff = field(default_factory=lambda: Backoff(0.2, 10.0))

    async def ask(self, question: Callable[[], Awaitable[ResultT]]) -> ResultT:
        """The answer. Raises what is not LogUnavailable."""
        tries = 0
        while True:
            try:
                return await question()
            except LogUnavailable as error:
                tries += 1
                self.observer.publishing_failed(error)
                await self.clock.sleep(self.backoff.delay(tries))
