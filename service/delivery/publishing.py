"""Publishing: verdicts are made durable in groups, and only then does an event count as finished."""

import asyncio
from collections.abc import Callable

from service.delivery.context import EngineContext
from service.delivery.offers import Offers
from service.delivery.patience import Patience
from service.delivery.verdicts import verdict_of
from service.delivery.work import EventWork

GROUP = 500


class Publishing:
    """The queue between lanes that reach results and the log that keeps verdicts. One per partition."""

    def __init__(self, context: EngineContext, partition: str, published: Callable[[EventWork], None]) -> None:
        self._log = context.log
        self._usage = context.usage
        self._clock = context.clock
        self._observer = context.observer
        self._partition = partition
        self._published = published
        self._results: asyncio.Queue[EventWork] = asyncio.Queue()
        self._patience = Patience(context.clock, context.observer)
        automatic = {name for name, tenant in context.tenants.items() if tenant.replays_automatically}
        self.offers = Offers(context.log, self._patience, automatic)

    def add(self, work: EventWork) -> None:
        """This event has its result."""
        self._results.put_nowait(work)

    async def run(self) -> None:
        """Publish groups until cancelled; a log that is unavailable is tried again for as long as it takes."""
        while True:
            first = await self._results.get()
            await self._publish([first, *self._waiting()])

    async def flush(self) -> None:
        """Publish what is left, usage included. For a clean end; the caller bounds it in time."""
        await self._publish(self._waiting())
        while not self._results.empty():
            await self._publish(self._waiting())

    def _waiting(self) -> list[EventWork]:
        return [self._results.get_nowait() for _ in range(min(self._results.qsize(), GROUP - 1))]

    async def _publish(self, works: list[EventWork]) -> None:
        verdicts = [verdict_of(work, self._partition, self._clock) for work in works]
        usage = self._usage.take_changed()
        try:
            if verdicts or usage:
                await self._patience.ask(lambda: self._log.publish(verdicts, usage))
        except asyncio.CancelledError:
            self._usage.give_back(usage)
            raise
        for work, verdict in zip(works, verdicts, strict=True):
            self._published(work)
            self._observer.verdict_reached(verdict)
        self.offers.appeared(verdicts)
