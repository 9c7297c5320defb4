"""All that one tenant has of its own: client, limiter, gate, and what is known about its records."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from schemas.event import StoredEvent
from service.clock import Clock
from service.delivery.backoff import Backoff
from service.delivery.client_port import (
    IntacctClient,
    LookUpAnswer,
    Outcome,
    OutcomeKind,
    Prepared,
    QueryAnswer,
    RecordQuery,
    Surface,
    WriteAnswer,
    WriteRequest,
)
from service.delivery.gate import Gate
from service.delivery.known_documents import KnownDocuments
from service.delivery.limits.limiter import Limiter
from service.delivery.observer import Observer
from service.delivery.usage import UsageBook
from service.settings import SurfacePolicy, TenantSettings


@dataclass(slots=True)
class Tenant:
    """One configured tenant at work. Lives as long as the process, whoever owns its partition."""

    name: str
    settings: TenantSettings
    client: IntacctClient
    limiter: Limiter
    clock: Clock
    observer: Observer
    usage: UsageBook
    stale_ways: frozenset[str] = frozenset()
    """Ways in whose older states are applied over newer ones all the same."""
    known: KnownDocuments = field(init=False)
    gate: Gate = field(init=False)
    _gatekeeper: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.known = KnownDocuments(self.name)
        waiting = self.settings.waiting
        self.gate = Gate(
            self._probe,
            self.clock,
            circuit=Backoff(min(waiting.backoff_first, waiting.probe_every), waiting.probe_every),
            held=Backoff(waiting.held_probe_every, waiting.held_probe_every * 4),
            changed=lambda state, reason: self.observer.gate_changed(self.name, state, reason),
        )

    def start(self) -> None:
        """Begin to watch the gate. Needs a running event loop."""
        self._gatekeeper = self._gatekeeper or asyncio.create_task(self.gate.run(), name=f"gate {self.name}")

    async def close(self) -> None:
        """Stop watching, release connections."""
        if self._gatekeeper:
            self._gatekeeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._gatekeeper
        await self.client.close()

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        """Send writes; the caller holds a permit."""
        answer = await self.client.submit(request)
        self._account(request.surface, "write", answer.transactions, answer.outcomes)
        return answer

    @property
    def replays_automatically(self) -> bool:
        """Whether dead letters that waited for something are replayed by themselves once it is there."""
        return self.settings.waiting.replay == "automatic"

    def applies_stale(self, event: StoredEvent) -> bool:
        """Whether an older state from this event's way in is applied over a newer one."""
        return event.profile in self.stale_ways

    async def look_up(self, writes: Sequence[Prepared]) -> LookUpAnswer:
        """Look writes of one object, entity and surface up; the caller holds a permit."""
        answer = await self.client.look_up(writes)
        self._account(
            writes[0].surface, "look-up", answer.transactions, [answer.failure or Outcome(OutcomeKind.APPLIED)]
        )
        return answer

    async def query(self, query: RecordQuery) -> QueryAnswer:
        """Read for a handler; takes its own permit, waits while the gate is shut, and tries until it is answered."""
        tries = 0
        while True:
            await self.gate.passable()
            async with self.limiter.permit():
                answer = await self.client.query(query)
                failure = answer.failure or Outcome(OutcomeKind.APPLIED)
                self._account(self._reads_by, "query", answer.transactions, [failure])
            if failure.kind not in RETRIED:
                return answer
            tries += 1
            await self.clock.sleep(Backoff(self.settings.waiting.backoff_first, 60.0).delay(tries))

    @property
    def _reads_by(self) -> Surface:
        """The surface of reads that name none."""
        xml = self.settings.rest is None or self.settings.surface is SurfacePolicy.XML
        return Surface.XML if xml else Surface.REST

    async def _probe(self) -> Outcome:
        async with self.limiter.permit():
            outcome = await self.client.probe()
            self._account(self._reads_by, "probe", 0, [outcome], shut=False)
        return outcome

    def _account(
        self, surface: Surface, purpose: str, transactions: int, outcomes: Sequence[Outcome], *, shut: bool = True
    ) -> None:
        """What an answer means for everybody: usage, throttle, gate."""
        self.observer.request_ended(self.name, surface, purpose, [outcome.kind for outcome in outcomes])
        if transactions:
            self.usage.add(self.name, transactions)
            self.observer.transactions_used(self.name, transactions)
        throttled = next((o for o in outcomes if o.kind is OutcomeKind.THROTTLED), None)
        if throttled:
            self.limiter.throttled(throttled.retry_after)
        else:
            self.limiter.untroubled()
        shutting = next((o for o in outcomes if o.kind in SHUTTING), None)
        if shutting and shut:
            self.gate.shut(shutting)


SHUTTING = (OutcomeKind.UNAVAILABLE, OutcomeKind.UNAUTHORIZED)
RETRIED = (*SHUTTING, OutcomeKind.THROTTLED, OutcomeKind.UNCERTAIN)
