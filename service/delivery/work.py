"""An event on its way through the lane: its writes, grouped into steps, and what is known about each."""

from dataclasses import dataclass, field

from schemas.event import StoredEvent
from schemas.verdict import Failure, RecordReceipt
from schemas.write import ObjectKey, Operation, Write, write_id
from service.delivery.client_port import Action, Attempt, Prepared, RecordState
from service.delivery.ordering import Place

_SUFFIX = {Action.CREATE: "", Action.UPDATE: "u", Action.SUBMIT: "s"}


@dataclass(slots=True)
class Counts:
    """How often each way of sending again was taken: every one of them has a bound (``transitions``)."""

    resends: int = 0
    """Attempts after an uncertain one."""
    claims: int = 0
    """Answers that call the write a duplicate."""
    waits: int = 0
    """Answers that name a missing reference."""
    repeats: int = 0
    """Stored answers, told again."""
    gone: int = 0
    """Updates whose record was not there."""
    turned_away: int = 0
    """Unavailable, although the probe in between succeeded."""
    unauthorized: int = 0
    """Refused permission, although the probe in between succeeded."""
    throttled: int = 0
    failed_looks: int = 0


@dataclass(slots=True, eq=False)
class WriteWork:
    """One write and what is known about it."""

    prepared: Prepared
    base_id: str
    tentative: bool
    """It may be in Intacct already: sent without an answer, owned by somebody else before, or replayed."""
    sent: bool = False
    """An attempt under today's ids may have reached Intacct: sending it again tells whose a record is."""
    action: Action | None = None
    """What the next attempt asks for, once that is decided."""
    record_number: str = ""
    own_numbers: set[str] = field(default_factory=set)
    """Records that answers to this write have proven to be ours."""
    look: bool = False
    """A look-up comes before anything is sent."""
    looked: bool = False
    """The look-up before a first create has been made."""
    revision: int = 0
    attempts: int = 0
    claimed: bool = False
    """Intacct calls it a duplicate, and no look-up has settled that yet."""
    absences: int = 0
    """Look-ups in a row that did not show what must be there."""
    missing: tuple[ObjectKey, ...] = ()
    """What it waits for."""
    missing_since: float | None = None
    because: str = ""
    """Why it was not done by its latest request, for people."""
    counts: Counts = field(default_factory=Counts)
    receipt: RecordReceipt | None = None

    @property
    def write(self) -> Write:
        """What is wanted."""
        return self.prepared.write

    @property
    def done(self) -> bool:
        """Whether it needs no more work."""
        return self.receipt is not None

    @property
    def wire_id(self) -> str:
        """The idempotency id of the next attempt: from the event, the action and definite refusals alone.

        That of a submit names its draft too: another draft is another request, which no id may stand for as well.
        """
        suffix = _SUFFIX[self.action] if self.action else ""
        suffix += self.record_number if self.action is Action.SUBMIT else ""
        return f"{self.base_id}{suffix}" + (f".r{self.revision}" if self.revision else "")

    def attempt(self, ours: dict[ObjectKey, str]) -> Attempt:
        """As it goes over the wire now. ``ours``: record numbers of the documents it refers to."""
        assert self.action is not None
        return Attempt(self.prepared, self.wire_id, self.action, self.record_number, ours)

    def applied(self, record_number: str, state: RecordState, *, already: bool = False) -> None:
        """It is in Intacct."""
        number = record_number or self.record_number
        self.receipt = self._receipt(number, state=state.value, already_applied=already)

    def superseded(self, record_number: str, newer_event: str) -> None:
        """A newer state is in Intacct, so that this one is not written."""
        self.receipt = self._receipt(record_number, superseded_by=newer_event)

    def _receipt(
        self, number: str, *, state: str = "", already_applied: bool = False, superseded_by: str = ""
    ) -> RecordReceipt:
        updated = self.action is Action.UPDATE
        wanted = Operation.UPDATE if updated else Operation.CREATE if self.action else self.write.operation
        key, surface = " / ".join(self.write.key.parts), self.prepared.surface.value
        return RecordReceipt(
            write_id=self.base_id,
            object=self.write.object,
            operation=wanted.value,
            key=key,
            record_number=number,
            surface=surface,
            already_applied=already_applied,
            state=state,
            superseded_by=superseded_by,
            entity=self.write.entity,
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
    aside: bool = False
    """It waits for something that is missing and lets others pass: it takes a new place before it goes on."""
    orphaned: Failure | None = None
    """What it refers to was to be created by an event that is dead."""

    @property
    def sequence(self) -> int:
        """Event order inside the lane."""
        return self.event.sequence

    @property
    def atomic(self) -> bool:
        """Whether it goes alone, as one unit."""
        return self.writes[0].write.atomic

    @property
    def current(self) -> bool:
        """Whether every earlier step of its event has ended."""
        return self.event.failure is None and self.event.steps[self.event.next_step] is self

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

    @property
    def because(self) -> str:
        """Why it waits, as far as Intacct has said; empty when it has not been asked, or nothing is left to do."""
        unfinished = (work for step in self.steps for work in step.writes if not work.done)
        return next((work.because for work in unfinished), "")

    def writes_from(self, prepared: tuple[Prepared, ...]) -> list[tuple[WriteWork, ...]]:
        """Group the handler's writes into steps: atomic ones together, the others one by one."""
        replayed = self.event.replay > 0
        works = [
            WriteWork(
                each,
                write_id(self.key, index, self.event.replay),
                tentative=self.suspect or replayed,
                sent=self.suspect,
            )
            for index, each in enumerate(prepared)
        ]
        atomic = tuple(work for work in works if work.write.atomic)
        singles = [(work,) for work in works if not work.write.atomic]
        return [*([atomic] if atomic else []), *singles]
