"""An event on its way through the lane: its writes, grouped into steps, and what is known about each."""

from dataclasses import dataclass, field

from schemas.event import StoredEvent
from schemas.verdict import Failure, RecordReceipt
from schemas.write import Operation, Write, write_id
from service.delivery.client_port import Attempt, Surface
from service.delivery.ordering import Place


@dataclass(slots=True, eq=False)
class WriteWork:
    """One write and what is known about it."""

    write: Write
    base_id: str
    tentative: bool
    """It may be in Intacct already: sent without an answer, owned by somebody else before, or replayed."""
    operation: Operation | None = None
    """CREATE or UPDATE once it is decided."""
    record_number: str = ""
    look: bool = False
    """A look-up comes before anything is sent."""
    surface: Surface | None = None
    """Pinned once it was sent: a write of uncertain outcome keeps its surface."""
    revision: int = 0
    attempts: int = 0
    resends: int = 0
    """Look-ups that found nothing after an uncertain attempt."""
    claimed: bool = False
    """Intacct calls it a duplicate, and no look-up has settled that yet."""
    claims: int = 0
    confirmed_absent: bool = False
    waits: int = 0
    missing_since: float | None = None
    receipt: RecordReceipt | None = None

    @property
    def done(self) -> bool:
        """Whether it is known to be in Intacct."""
        return self.receipt is not None

    @property
    def wire_id(self) -> str:
        """The idempotency id of the next attempt: from the event, the operation and definite refusals alone."""
        update = "u" if self.operation is Operation.UPDATE else ""
        return f"{self.base_id}{update}" + (f".r{self.revision}" if self.revision else "")

    def attempt(self) -> Attempt:
        """As it goes over the wire now."""
        assert self.operation is not None
        return Attempt(self.write, self.wire_id, self.operation, self.record_number)

    def applied(self, surface: Surface, record_number: str, *, already: bool = False) -> None:
        """It is in Intacct."""
        operation = self.operation or self.write.operation
        key = " / ".join(self.write.key.parts)
        number = record_number or self.record_number
        self.receipt = RecordReceipt(
            self.base_id, self.write.object, operation.value, key, number, surface.value, already
        )


@dataclass(slots=True, eq=False)
class Step:
    """Writes that are sent in one request or not at all: one write, or an atomic group."""

    event: "EventWork"
    writes: tuple[WriteWork, ...]
    place: Place
    not_before: float = 0.0
    alone: bool = False
    """Shares no request: one of those that it shared one with spoiled it for all."""

    @property
    def sequence(self) -> int:
        """Event order inside the lane."""
        return self.event.sequence

    @property
    def atomic(self) -> bool:
        """Whether it goes alone, as one unit."""
        return self.writes[0].write.atomic

    @property
    def looking(self) -> tuple[WriteWork, ...]:
        """Writes that must be looked up first."""
        return tuple(work for work in self.writes if work.look and not work.done)

    @property
    def sending(self) -> tuple[WriteWork, ...]:
        """Writes that are not in Intacct yet."""
        return tuple(work for work in self.writes if not work.done)


@dataclass(slots=True, eq=False)
class EventWork:
    """One event in the lane, from admission until its verdict is durable."""

    event: StoredEvent
    offsets: list[int]
    """Where it lies; more than one when the same event arrived again meanwhile."""
    suspect: bool
    """An earlier owner may have sent its writes."""
    admitted_at: float = 0.0
    """Monotonic."""
    sequence: int = 0
    steps: list[Step] = field(default_factory=list)
    next_step: int = 0
    transactions: int = 0
    failure: Failure | None = None

    @property
    def key(self) -> str:
        """The event key."""
        return self.event.key

    @property
    def attempts(self) -> int:
        """Requests that carried a write of this event and were answered or lost; throttled ones do not count."""
        return max((work.attempts for step in self.steps for work in step.writes), default=0)

    @property
    def receipts(self) -> tuple[RecordReceipt, ...]:
        """Proof of every write that is in Intacct."""
        return tuple(work.receipt for step in self.steps for work in step.writes if work.receipt)

    def writes_from(self, writes: tuple[Write, ...]) -> list[tuple[WriteWork, ...]]:
        """Group the handler's writes into steps: atomic ones together, the others one by one."""
        works = [
            WriteWork(write, write_id(self.key, index, self.event.replay), tentative=self.suspect)
            for index, write in enumerate(writes)
        ]
        atomic = tuple(work for work in works if work.write.atomic)
        singles = [(work,) for work in works if not work.write.atomic]
        return [*([atomic] if atomic else []), *singles]
