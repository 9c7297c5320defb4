"""Dispatch: picks what is ready, takes a slot and a token, sends one request, hands its answer back."""

import asyncio
from contextlib import AsyncExitStack
from typing import Protocol

import structlog

from schemas.write import ObjectKey
from service.clock import Clock
from service.delivery.batch import Batch, choose
from service.delivery.client_port import LookUpAnswer, Outcome, OutcomeKind, Prepared, WriteAnswer
from service.delivery.queue import ReadyQueue
from service.delivery.signal import Signal
from service.delivery.tenant import Tenant

log = structlog.get_logger(__name__)


class Answers(Protocol):
    """Who decides what follows."""

    def wrote(self, batch: Batch, answer: WriteAnswer) -> None:
        """The request that carried these writes has ended."""

    def looked_up(self, batch: Batch, answer: LookUpAnswer) -> None:
        """The look-up of these writes has ended."""

    def ours(self, prepared: Prepared) -> dict[ObjectKey, str]:
        """Record numbers of the documents that a write refers to, where we wrote them."""


class Dispatcher:
    """One per lane. Sends nothing while the tenant's gate is shut."""

    def __init__(self, tenant: Tenant, ready: ReadyQueue, answers: Answers, clock: Clock) -> None:
        self._tenant = tenant
        self._ready = ready
        self._answers = answers
        self._clock = clock
        self._wake = Signal(clock)
        self._requests: set[asyncio.Task[None]] = set()
        self._sending = True

    def wake(self) -> None:
        """Something became ready."""
        self._wake.set()

    @property
    def in_flight(self) -> int:
        """Requests that have not ended."""
        return len(self._requests)

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            await self._tenant.gate.passable()
            if self._ready.due(self._clock.monotonic()):
                await self._send_next()
            else:
                await self._wake.wait(self._until_next())

    async def drain(self, deadline: float) -> None:
        """Send nothing new; let what is in flight end for ``deadline`` seconds; abandon the rest."""
        self._sending = False
        if self._requests:
            await self._wait_for_requests(deadline)
        for request in self._requests:
            request.cancel()
        await asyncio.gather(*self._requests, return_exceptions=True)

    async def _wait_for_requests(self, deadline: float) -> None:
        elapsed = asyncio.create_task(self._clock.sleep(deadline))
        ended = asyncio.create_task(asyncio.wait(set(self._requests)))
        await asyncio.wait({elapsed, ended}, return_when=asyncio.FIRST_COMPLETED)
        elapsed.cancel()
        ended.cancel()

    def _until_next(self) -> float | None:
        moment = self._ready.next_moment
        return None if moment is None else max(0.0, moment - self._clock.monotonic())

    async def _send_next(self) -> None:
        """Wait for a permit first and choose then, so that what became ready meanwhile travels along."""
        async with AsyncExitStack() as held:
            await held.enter_async_context(self._tenant.limiter.permit())
            batch = self._choose()
            if batch is None:
                return
            request = asyncio.create_task(self._carry(batch, held.pop_all()))
        self._requests.add(request)
        request.add_done_callback(self._requests.discard)

    def _choose(self) -> Batch | None:
        if not (self._sending and self._tenant.gate.open):
            return None
        due = self._ready.due(self._clock.monotonic())
        batch = choose(due, self._tenant.settings.batch)
        if batch:
            self._ready.take(batch.steps)
        return batch

    async def _carry(self, batch: Batch, permit: AsyncExitStack) -> None:
        async with permit:
            try:
                await (self._look_up(batch) if batch.look else self._write(batch))
            except Exception:
                # A bug of ours in the middle of a request: whatever was sent may have been written.
                log.exception("request failed unexpectedly", tenant=self._tenant.name)
                self._unknown(batch)

    async def _look_up(self, batch: Batch) -> None:
        answer = await self._tenant.look_up([work.prepared for work in batch.works])
        self._answers.looked_up(batch, answer)

    async def _write(self, batch: Batch) -> None:
        for work in batch.works:
            work.attempts += 1
        answer = await self._tenant.submit(batch.request(self._answers.ours))
        self._answers.wrote(batch, answer)

    def _unknown(self, batch: Batch) -> None:
        uncertain = Outcome(OutcomeKind.UNCERTAIN)
        if batch.look:
            self._answers.looked_up(batch, LookUpAnswer(failure=uncertain))
        else:
            self._answers.wrote(batch, WriteAnswer(tuple(uncertain for _ in batch.works)))
