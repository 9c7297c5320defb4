"""One owned partition at work: reads events in order, feeds the lanes, commits what is finished."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.content import Content
from schemas.event import StoredEvent
from schemas.verdict import DeadLetterClass, Failure
from service.delivery.context import EngineContext
from service.delivery.identity import conflict, set_apart, taken_by
from service.delivery.lane import Lane
from service.delivery.parking import PARK_AT, TENANT_WINDOW, Parking
from service.delivery.patience import Patience
from service.delivery.publishing import Publishing
from service.delivery.signal import Signal
from service.delivery.tenant import Tenant
from service.delivery.tracker import Tracker
from service.delivery.work import EventWork
from service.errors import LogUnavailable, PartitionLost
from service.eventlog.port import KnownVerdict, LogRecord, Partition

READ_LIMIT = 500
WINDOW_EVENTS = 20_000
"""Also how many bills may wait for their vendors before the vendors behind them are not read any more."""
WINDOW_BYTES = 64 * 1024 * 1024
COMMIT_EVERY = 1.0
LOOK_AGAIN = 1.0
"""Seconds after which a full window is looked at again: a gate that shuts sends no signal."""
FLUSH_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class TenantAtWork:
    """A tenant whose lane is here, and the age in seconds of its oldest event without a verdict."""

    tenant: Tenant
    oldest_seconds: float | None


class PartitionRun:
    """From ``start`` until ``stop`` the only one that works on this partition.

    Memory is bounded: at most WINDOW_EVENTS events or WINDOW_BYTES of bodies are here without a verdict.
    """

    def __init__(self, partition: Partition, context: EngineContext) -> None:
        self._partition = partition
        self._context = context
        self._log = context.log
        self._clock = context.clock
        self._observer = context.observer
        self._tracker = Tracker(partition.start)
        self._publishing = Publishing(context, partition.name, self._published)
        self._works: dict[str, EventWork] = {}
        self._ended: set[str] = set()  # since verdicts were last asked for: theirs are not among the answers
        self._counts: Counter[str] = Counter()
        self._parking = Parking()
        self._watched_gates: set[str] = set()
        self._bytes = 0
        self._lanes: dict[str, Lane] = {}
        self._changed = Signal(self._clock)
        self._dirty = Signal(self._clock)
        self._committing = asyncio.Lock()
        self._loops: list[asyncio.Task[None]] = []
        self._patience = Patience(context.clock, context.observer)

    def at_work(self, tenant: str) -> TenantAtWork | None:
        """This tenant's lane, if it has one here."""
        if tenant not in self._lanes:
            return None
        first = next((work.admitted_at for work in self._works.values() if work.event.tenant == tenant), None)
        oldest = None if first is None else self._clock.monotonic() - first
        return TenantAtWork(self._lanes[tenant].tenant, oldest)

    def because(self, event_key: str) -> str:
        """Why this event waits; empty when it is not here or nobody has said."""
        work = self._works.get(event_key)
        return work.because if work else ""

    def start(self) -> None:
        """Begin to work. Needs a running event loop."""
        offers = self._publishing.offers.run()
        for loop in (self._read(), self._publishing.run(), self._commit_regularly(), offers):
            self._loops.append(self._watched(loop))

    def _watched(self, loop: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(loop, name=f"partition {self._partition.name}")

        def report(done: asyncio.Task[None]) -> None:
            error = None if done.cancelled() else done.exception()
            if error is not None and not isinstance(error, PartitionLost):
                self._context.crashed(error)

        task.add_done_callback(report)
        return task

    async def stop(self, deadline: float) -> None:
        """Let what is in flight end for ``deadline`` seconds, make verdicts durable, commit. Does not raise."""
        reading, publishing, committing, *watching = self._loops
        for loop in (reading, committing, *watching):
            loop.cancel()
        await asyncio.gather(*(lane.stop(deadline) for lane in self._lanes.values()), return_exceptions=True)
        publishing.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self._last_words()

    async def _last_words(self) -> None:
        try:
            async with asyncio.timeout(FLUSH_TIMEOUT):
                await self._publishing.flush()
                self._tracker.release_reservation()
                await self._commit()
        except (LogUnavailable, PartitionLost, TimeoutError) as error:
            self._observer.publishing_failed(error)  # the next owner looks before it writes

    # --- reading

    async def _read(self) -> None:
        while True:
            await self._room()
            records = await self._partition.read(READ_LIMIT)
            self._ended.clear()
            known = await self._known([record.event.key for record in records])
            await self._reserve(records)
            for record in records:
                await self._take(record, known.get(record.event.key))

    async def _take(self, record: LogRecord, known: KnownVerdict | None) -> None:
        """Admit it, park it, or pass over what is read for the second time only because of parked neighbours."""
        tenant = record.event.tenant
        await self._room_for(tenant)
        first = self._parking.first(tenant)
        if first == record.offset and not self._stands_still(tenant):
            self._parking.leave(tenant)
        elif self._tracker.knows(record.offset):
            self._watch_gate(tenant, first)
            return
        elif first is not None or self._stands_still(tenant):
            await self._park(tenant, record.offset)
            return
        await self._earlier_replay_ended(record.event)
        if record.event.key in self._ended:
            known = (await self._known([record.event.key])).get(record.event.key)
        if other := self._taken_by(record.event, known):
            await self._admit_apart(LogRecord(record.offset, set_apart(record.event)), other)
        else:
            self._admit(record, known)

    # --- parking

    async def _room_for(self, tenant: str) -> None:
        """In a shared partition nobody fills the memory alone: wait for room, or until the tenant stands still."""
        while self._partition.shared and self._counts[tenant] >= TENANT_WINDOW and not self._stands_still(tenant):
            await self._changed.wait(LOOK_AGAIN)

    def _stands_still(self, tenant: str) -> bool:
        if not self._partition.shared or tenant not in self._lanes:
            return False
        return not self._lanes[tenant].tenant.gate.open and self._counts[tenant] >= PARK_AT

    async def _park(self, tenant: str, offset: int) -> None:
        if self._parking.full:
            await self._lanes[tenant].tenant.gate.passable()
        self._tracker.admit(offset)
        self._parking.park(tenant, offset)
        self._watch_gate(tenant, offset)

    def _watch_gate(self, tenant: str, parked: int | None) -> None:
        if parked is not None and tenant not in self._watched_gates:
            self._watched_gates.add(tenant)
            self._loops.append(self._watched(self._read_again(tenant)))

    async def _read_again(self, tenant: str) -> None:
        await self._lanes[tenant].tenant.gate.passable()
        self._watched_gates.discard(tenant)
        if (first := self._parking.first(tenant)) is not None:
            self._partition.rewind(first)

    async def _known(self, keys: Sequence[str]) -> dict[str, KnownVerdict]:
        return await self._patience.ask(lambda: self._log.verdicts(keys))

    async def _room(self) -> None:
        while len(self._works) >= WINDOW_EVENTS or self._bytes >= WINDOW_BYTES:
            await self._changed.wait()

    async def _reserve(self, records: Sequence[LogRecord]) -> None:
        """Nothing is sent that a later owner would not know to look for."""
        if self._tracker.needs_reservation(records[-1].offset):
            self._tracker.reserve(records[-1].offset)
            await self._patience.ask(self._commit)

    async def _earlier_replay_ended(self, event: StoredEvent) -> None:
        while (work := self._works.get(event.key)) and event.replay > work.event.replay:
            await self._changed.wait()

    def _taken_by(self, event: StoredEvent, known: KnownVerdict | None) -> Content | None:
        work = self._works.get(event.key)
        return taken_by(event, known, work.event if work else None)

    async def _admit_apart(self, record: LogRecord, first: Content) -> None:
        """It ends as a conflict, once, however often it arrives."""
        key = record.event.key
        known = None if key in self._works else (await self._known([key])).get(key)
        self._observer.conflict_found(record.event)
        self._admit(record, known, conflict(record.event, first))

    def _admit(self, record: LogRecord, known: KnownVerdict | None, failure: Failure | None = None) -> None:
        event = record.event
        self._tracker.admit(record.offset)
        if known and (known.applied or known.replay >= event.replay):
            self._drop_duplicate(record, compared=known.content is not None)
        elif event.key in self._works:
            self._works[event.key].offsets.append(record.offset)
            self._observer.duplicate_dropped(event)
        else:
            self._begin(record, failure)

    def _drop_duplicate(self, record: LogRecord, *, compared: bool) -> None:
        self._tracker.finish(record.offset)
        self._dirty.set()
        self._observer.duplicate_dropped(record.event, compared)

    def _begin(self, record: LogRecord, failure: Failure | None) -> None:
        event = record.event
        suspect = record.offset < self._partition.start.reserved
        work = EventWork(event, [record.offset], suspect, self._clock.monotonic())
        self._works[event.key] = work
        self._counts[event.tenant] += 1
        self._bytes += len(event.body)
        lane = None if failure else self._lane(event.tenant)
        if lane is None:
            work.failure = failure or _unknown_tenant(event.tenant)
            self._publishing.add(work)
        else:
            lane.admit(work)

    def _lane(self, name: str) -> Lane | None:
        tenant = self._context.tenants.get(name)
        if tenant and name not in self._lanes:
            parts = self._context
            lane = Lane(tenant, parts.planner, self._clock, ended=self._publishing.add, crashed=parts.crashed)
            self._lanes[name] = lane
            lane.start()
            self._loops.append(self._watched(self._publishing.offers.catch_up(name)))
        return self._lanes.get(name)

    # --- finishing

    def _published(self, work: EventWork) -> None:
        for offset in work.offsets:
            self._tracker.finish(offset)
        del self._works[work.key]
        self._ended.add(work.key)
        self._counts[work.event.tenant] -= 1
        self._bytes -= len(work.event.body)
        self._changed.set()
        self._dirty.set()

    async def _commit_regularly(self) -> None:
        while True:
            await self._dirty.wait()
            await self._patience.ask(self._commit)
            await self._clock.sleep(COMMIT_EVERY)

    async def _commit(self) -> None:
        async with self._committing:
            await self._partition.commit(self._tracker.snapshot())


def _unknown_tenant(name: str) -> Failure:
    return Failure(
        DeadLetterClass.UNKNOWN_TENANT,
        f"No tenant «{name}» is configured.",
        "Add the tenant to the configuration and replay this event, or discard it.",
    )
