"""An event log that is measured: the same port, with append latency, failures and partitions as metrics."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import structlog

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Receipt, UsageCount, Verdict
from service.clock import Clock
from service.errors import LogUnavailable
from service.eventlog.port import (
    DeadLetterFilter,
    DocumentKey,
    EventLog,
    KnownDocument,
    KnownVerdict,
    Partition,
    PartitionOwner,
    Whereabouts,
)
from service.telemetry.identity_lines import duplicate_logged
from service.telemetry.metrics import SEND, Metrics

_log = structlog.get_logger("intacct_relay.eventlog")


class MeasuredLog:
    """Passes every call on. See :class:`service.eventlog.port.EventLog` for what each does and raises."""

    def __init__(self, log: EventLog, metrics: Metrics, clock: Clock) -> None:
        self._inner = log
        self._metrics = metrics
        self._clock = clock

    async def start(self) -> None:
        """Passed on."""
        await self._inner.start()

    async def stop(self) -> None:
        """Passed on."""
        await self._inner.stop()

    async def append(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Timed; what is durable now is counted as accepted, but for replays; what was known, as a duplicate."""
        began = self._clock.monotonic()
        try:
            known = await self._inner.append(events)
        except LogUnavailable:
            self._metrics.log_unavailable()
            raise
        self._metrics.appended(self._clock.monotonic() - began)
        for event in known:
            self._metrics.duplicate(event.tenant)
            duplicate_logged(event)
        for way_in, count in (_first_arrivals(events) - _first_arrivals(known)).items():
            self._metrics.accepted(way_in, count)
        return known

    async def publish(self, verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()) -> None:
        """Passed on; the engine counts what fails here."""
        await self._inner.publish(verdicts, usage)

    async def consume(self, owner: PartitionOwner) -> None:
        """Passed on with an owner that is counted."""
        await self._inner.consume(_CountedOwner(owner, self._metrics))

    async def verdicts(self, event_keys: Sequence[str]) -> dict[str, KnownVerdict]:
        """Passed on."""
        return await self._inner.verdicts(event_keys)

    async def documents(self, keys: Sequence[DocumentKey]) -> Mapping[DocumentKey, Sequence[KnownDocument]]:
        """Passed on."""
        return await self._inner.documents(keys)

    async def awaited(self, tenant: str) -> frozenset[str]:
        """Passed on."""
        return await self._inner.awaited(tenant)

    async def where(self, event_id: str) -> Sequence[Whereabouts]:
        """Passed on."""
        return await self._inner.where(event_id)

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetter]:
        """Passed on."""
        return await self._inner.dead_letters(which)

    async def receipts(self, tenant: str = "", limit: int = 1000) -> Sequence[Receipt]:
        """Passed on."""
        return await self._inner.receipts(tenant, limit)

    async def usage(self, tenant: str = "") -> Sequence[UsageCount]:
        """Passed on."""
        return await self._inner.usage(tenant)

    async def backlog(self) -> dict[str, int]:
        """Passed on."""
        return await self._inner.backlog()

    async def healthy(self) -> bool:
        """Passed on."""
        return await self._inner.healthy()


def _first_arrivals(events: Iterable[StoredEvent]) -> Counter[str]:
    return Counter(_way_in(event.profile) for event in events if not event.replay)


def _way_in(profile: str) -> str:
    """The configured name behind a profile: of a webhook source, of a topic, or SEND for a file."""
    if not profile or profile.startswith("file:"):
        return SEND
    return profile.removeprefix("kafka:")


class _CountedOwner:
    """Counts and logs what the log hands over."""

    def __init__(self, owner: PartitionOwner, metrics: Metrics) -> None:
        self._owner = owner
        self._metrics = metrics

    async def assigned(self, partition: Partition) -> None:
        self._metrics.partition_assigned()
        _log.info("partition assigned", partition=partition.name, watermark=partition.start.watermark)
        await self._owner.assigned(partition)

    async def revoked(self, partition: Partition) -> None:
        await self._owner.revoked(partition)
        self._metrics.partition_revoked()
        _log.info("partition revoked", partition=partition.name)
