"""An engine on virtual time: the real delivery code between a fake log and a fake Intacct."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.registry import Context, Registry
from schemas.event import Event, StoredEvent
from schemas.verdict import Receipt
from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Diagnosis, OutcomeKind, Surface
from service.delivery.context import EngineContext
from service.delivery.gate import GateState
from service.delivery.limits.limiter import Limiter
from service.delivery.limits.rate import TokenBucket
from service.delivery.limits.slots import Slots
from service.delivery.partition_run import PartitionRun
from service.delivery.plan import Planner
from service.delivery.tenant import Tenant
from service.delivery.usage import UsageBook
from service.settings import Rate, RestSettings, TenantSettings, Waiting
from service.settings import Slots as SlotSettings
from tests.delivery.fake_intacct import FakeIntacct
from tests.delivery.fake_log import FakeLog, FakePartition
from tests.support.clock import FakeClock, settle

SETTINGS = TenantSettings(
    company="ACME",
    rest=RestSettings(client_id="c", client_secret="s", username="u@ACME"),
    slots=SlotSettings(app=2, company=2),
    rate=Rate(requests=1000, seconds=60),
    waiting=Waiting(missing_reference=600, settle_after=1.0, probe_every=10.0, held_probe_every=100.0),
)


class Wanted(BaseModel):
    """Test event data: writes as plain lists of [operation, object, key, value, references, atomic]."""

    writes: list[tuple[str, str, str, str, list[str], bool]]


def registry() -> Registry:
    """A registry with one handler, which does what the event says."""
    own = Registry()

    @own.handles("test.event", Wanted)
    async def do_it(event: Event[Wanted], context: Context) -> Sequence[Write]:
        return [_write(*wanted) for wanted in event.data.writes]

    return own


def _write(operation: str, object_name: str, key: str, value: str, references: list[str], atomic: bool) -> Write:  # noqa: PLR0917 - the shape of a line of test data
    return Write(
        Operation(operation),
        ObjectKey(object_name, (key,)),
        {"id": key, "amount": Decimal(value)},
        tuple(_reference(reference) for reference in references),
        touches=tuple(_reference(reference) for reference in references if reference.startswith("bill:")),
        atomic=atomic,
    )


def _reference(text: str) -> ObjectKey:
    kind, colon, identifier = text.rpartition(":")
    return ObjectKey(kind if colon else "vendor", (identifier,))


def event(
    number: int | str,
    *writes: tuple[Any, ...],
    tenant: str = "acme",
    replay: int = 0,
    time: datetime | None = None,
    received: datetime | None = None,
    source: str = "/test",
    profile: str = "",
) -> StoredEvent:
    """A test event; each write is (operation, object, key, value, references=[], atomic=False).

    A reference is the id of a vendor, or «object:id».
    """
    full = [[*write, *([], False)[len(write) - 4 :]] for write in writes]
    body = json.dumps({"writes": full}).encode()
    return StoredEvent(
        f"e{number}",
        source,
        "test.event",
        tenant,
        body,
        time=time,
        received_at=received,
        replay=replay,
        profile=profile,
    )


class Watcher:
    """Remembers what the engine says."""

    def __init__(self) -> None:
        self.gates: list[GateState] = []
        self.duplicates: list[str] = []
        self.compared: list[bool] = []
        self.conflicts: list[str] = []
        self.failures = 0

    def request_ended(self, tenant: str, surface: Surface, purpose: str, outcomes: list[OutcomeKind]) -> None: ...

    def transactions_used(self, tenant: str, count: int) -> None: ...

    def verdict_reached(self, verdict: object) -> None: ...

    def duplicate_dropped(self, event: StoredEvent, compared: bool = True) -> None:
        self.duplicates.append(event.id)
        self.compared.append(compared)

    def conflict_found(self, event: StoredEvent) -> None:
        self.conflicts.append(event.key)

    def gate_changed(self, tenant: str, state: GateState, reason: Diagnosis | None) -> None:
        self.gates.append(state)

    def publishing_failed(self, error: Exception) -> None:
        self.failures += 1


@dataclass
class Engine:
    """``start`` begins a run on the log; ``kill`` ends it as kill -9 would; ``stop`` ends it properly."""

    clock: FakeClock
    intacct: FakeIntacct
    log: FakeLog = field(default_factory=FakeLog)
    settings: TenantSettings = SETTINGS
    neighbour: FakeIntacct | None = None
    """The company of a second tenant, «other», in the same partition."""
    stale_ways: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.watcher = Watcher()
        self.crashes: list[BaseException] = []

    def start(self) -> None:
        usage = UsageBook(self.clock)
        self.tenant = self._tenant("acme", self.intacct, usage)
        self.tenants = {"acme": self.tenant}
        if self.neighbour:
            self.tenants["other"] = self._tenant("other", self.neighbour, usage)
        planner = Planner(registry(), lambda stored: json.loads(stored.body), self.log.documents)
        context = EngineContext(self.log, self.tenants, planner, usage, self.clock, self.watcher, self.crashes.append)
        self.run = PartitionRun(FakePartition(self.log), context)
        self.run.start()

    def _tenant(self, name: str, intacct: FakeIntacct, usage: UsageBook) -> Tenant:
        slots = self.settings.slots
        rate = TokenBucket(self.settings.rate.requests, self.settings.rate.seconds, self.clock)
        limiter = Limiter(Slots(slots.app), Slots(slots.company), rate, self.clock, pause=5.0)
        return Tenant(name, self.settings, intacct, limiter, self.clock, self.watcher, usage, self.stale_ways)

    async def stop(self) -> None:
        stopping = asyncio.create_task(self.run.stop(30.0))
        await self.clock.run_until(stopping.done)
        await self._close()

    async def kill(self) -> None:
        """Nothing is drained, published or committed any more."""
        lanes = self.run._lanes.values()
        for task in [*self.run._loops, *(t for lane in lanes for t in [*lane._loops, *lane._dispatcher._requests])]:
            task.cancel()
        await self._close()
        await settle()

    async def _close(self) -> None:
        for tenant in self.tenants.values():
            await tenant.close()

    @property
    def done(self) -> bool:
        """Whether every event has a verdict."""
        return bool(self.crashes) or {record.event.key for record in self.log.records} <= set(self.log.latest)

    def receipts(self) -> set[str]:
        return {verdict.event_id for verdict in self.log.latest.values() if isinstance(verdict, Receipt)}

    async def work(self, *events: StoredEvent) -> None:
        """Append events, start, and go on until each has its verdict."""
        await self.log.append(events)
        self.start()
        await self.clock.run_until(lambda: self.done)
        assert not self.crashes, self.crashes
