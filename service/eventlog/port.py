"""The event log as the rest of the service knows it. Two implementations, one contract test suite.

An event log has partitions. A partition has one owner at a time, a totally ordered run of records, and progress.
All events of one tenant are in one partition, so the owner of a partition holds everything about its tenants:
connections, rate, session and counters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from schemas.content import Content
from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Receipt, UsageCount, Verdict


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One accepted event and where it lies. Offsets of one partition ascend, not necessarily by one."""

    offset: int
    event: StoredEvent


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a partition is done. One consistent snapshot, committed as a whole."""

    watermark: int
    """The lowest offset that is not finished; everything below it has its verdict."""
    finished: frozenset[int] = frozenset()
    """Offsets at or above the watermark that are finished already. May be cut when it does not fit: the lowest
    ones are kept, and what is cut is replayed."""
    reserved: int = 0
    """Records below this offset may have been sent to Intacct by this owner or an earlier one, so whoever meets one
    again without a verdict looks before it writes. Records at or above it have certainly not been sent."""


class Partition(Protocol):
    """One owned partition. Valid from ``assigned`` until ``revoked`` returns."""

    @property
    def name(self) -> str:
        """For logs and metrics."""
        ...

    @property
    def start(self) -> Progress:
        """The committed progress at the moment of assignment."""
        ...

    async def read(self, limit: int) -> Sequence[LogRecord]:
        """Wait for at least one record and return at most ``limit``, in offset order, each only once.

        Never returns a record that ``start.finished`` names or that lies below ``start.watermark``.
        Raises PartitionLost when the partition is no longer owned.
        """
        ...

    @property
    def shared(self) -> bool:
        """Whether events of several tenants may lie here, so that one that stands still is in the others' way."""
        ...

    def rewind(self, offset: int) -> None:
        """Let ``read`` go on from this offset again, at or above the committed watermark. Returns at once.

        Every record from there on is returned once more, but for those that ``start.finished`` names.
        Raises PartitionLost when the partition is no longer owned.
        """
        ...

    async def commit(self, progress: Progress) -> None:
        """Store progress durably; returns when it is. Raises PartitionLost or LogUnavailable.

        The caller has published, and awaited, the verdict of every offset that this progress calls finished.
        """
        ...


class PartitionOwner(Protocol):
    """What the delivery engine implements. Neither call may raise."""

    async def assigned(self, partition: Partition) -> None:
        """Start work on a partition. Must return quickly; the work goes on in tasks of the owner's."""
        ...

    async def revoked(self, partition: Partition) -> None:
        """Stop taking new work, let what is in flight end inside the owner's own deadline, commit, return."""
        ...


class EventState(StrEnum):
    """Where an event is."""

    WAITING = "waiting"
    APPLIED = "applied"
    DEAD_LETTER = "dead-letter"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Answer to «where is my event»: exactly one of the three is set, except that an applied event
    that was once dead has both."""

    state: EventState
    waiting: StoredEvent | None = None
    receipt: Receipt | None = None
    dead_letter: DeadLetter | None = None


@dataclass(frozen=True, slots=True)
class KnownVerdict:
    """As much of a verdict as deduplication needs."""

    applied: bool
    """True for a receipt or a discarded dead letter; False for an open dead letter."""
    replay: int
    """The replay count of the event that the verdict is about."""
    content: Content | None = None
    """What that event said. None: the verdict was written before that was kept, so that nobody can compare."""


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """The business key of an object of one tenant, as receipts spell it (``RecordReceipt.object`` and ``key``)."""

    tenant: str
    object: str
    key: str


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What our receipts prove about one object: the newest state that events of one CloudEvents source brought."""

    entity: str
    record_number: str
    state: str
    source: str
    event_id: str
    event_key: str
    event_time: datetime | None
    received_at: datetime | None
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class DeadLetterFilter:
    """Which dead letters. Empty strings match everything."""

    tenant: str = ""
    category: str = ""
    type: str = ""
    id: str = ""
    """The dead letter's id or the event's id."""
    waits_for: str = ""
    """An object that is missing, as ``ObjectKey`` spells it: one of those in ``Failure.awaited``, exactly."""
    open_only: bool = True
    limit: int = 1000


class EventLog(Protocol):
    """Durable, ordered, and the only way from the ways in to the lanes."""

    async def start(self) -> None:
        """Open for appending, publishing and queries. Raises LogUnavailable or LogInUse."""
        ...

    async def stop(self) -> None:
        """Close. Bounded in time whatever the state of a broker or disk. Idempotent."""
        ...

    async def append(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Store events. Returns only when they are durable (fsync; acks=all), in the given order per tenant.

        An event that the log holds already, or has a verdict for (same key and content, replay not higher), may be
        left out. Those are returned, for the caller to count; a log that cannot tell returns none, and the owner of
        the partition drops them. An event with other content is never left out. Raises LogUnavailable when
        durability is not known: the caller may safely append the same again.
        """
        ...

    async def publish(self, verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()) -> None:
        """Store receipts, dead letters and running totals durably. Same keys replace older values.

        A receipt for an event whose dead letter is open resolves that dead letter as applied.
        Raises LogUnavailable; publishing the same again is safe.
        """
        ...

    async def consume(self, owner: PartitionOwner) -> None:
        """Hand partitions to the owner until cancelled; on cancellation revoke them all, then return.

        A failure of the broker is retried with backoff inside; it ends only by cancellation or an error that a
        retry cannot cure.
        """
        ...

    async def verdicts(self, event_keys: Sequence[str]) -> dict[str, KnownVerdict]:
        """The verdicts known for these events of partitions that this process owns. Missing key: no verdict yet."""
        ...

    async def documents(self, keys: Sequence[DocumentKey]) -> Mapping[DocumentKey, Sequence[KnownDocument]]:
        """What receipts of partitions that this process owns prove to be in Intacct; a missing key: nothing.

        Over all entities, one for each entity and CloudEvents source: the newest by event time if both have one, else
        by arrival, else by when it was applied. What a dead letter says is applied counts as well, what was
        superseded does not. For up to a thousand keys at once.
        """
        ...

    async def awaited(self, tenant: str) -> frozenset[str]:
        """Every object that an open dead letter of class missing-reference of this tenant waits for, as ``ObjectKey``
        spells it; of partitions that this process owns."""
        ...

    async def where(self, event_id: str) -> Sequence[Whereabouts]:
        """Everything known about events with this CloudEvents id or event key, one entry per event."""
        ...

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetter]:
        """Matching dead letters, newest first."""
        ...

    async def receipts(self, tenant: str = "", limit: int = 1000) -> Sequence[Receipt]:
        """Receipts, newest first."""
        ...

    async def usage(self, tenant: str = "") -> Sequence[UsageCount]:
        """Running totals per tenant and month, newest month first."""
        ...

    async def backlog(self) -> dict[str, int]:
        """Accepted events without a verdict, per tenant. An estimate where the log cannot count exactly."""
        ...

    async def healthy(self) -> bool:
        """Whether an append would very probably succeed now. Bounded to about a second."""
        ...
