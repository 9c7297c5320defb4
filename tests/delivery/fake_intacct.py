"""A client port double with a company behind it that commits, loses answers, throttles and forgets nothing."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from schemas.verdict import DeadLetterClass
from schemas.write import ObjectKey, Write
from service.delivery.client_port import (
    Action,
    Attempt,
    Diagnosis,
    Found,
    LookUpAnswer,
    Outcome,
    OutcomeKind,
    Prepared,
    QueryAnswer,
    RecordQuery,
    RecordState,
    Surface,
    WriteAnswer,
    WriteRequest,
)
from service.settings import LookFirst
from tests.support.clock import FakeClock

APPLIED = Outcome(OutcomeKind.APPLIED)


def refusal(kind: OutcomeKind, category: DeadLetterClass = DeadLetterClass.REJECTED, text: str = "refused") -> Outcome:
    """A definite refusal."""
    return Outcome(kind, diagnosis=Diagnosis("BL0", text, f"Intacct said: {text}.", "Mend it.", category))


def missing(key: ObjectKey) -> Outcome:
    """A reference that is not there."""
    text = f"{key.object} '{key.parts[-1]}' is not valid"
    return refusal(OutcomeKind.MISSING_REFERENCE, DeadLetterClass.MISSING_REFERENCE, text)


@dataclass
class Record:
    """One record of the company."""

    number: str
    write: Write
    state: RecordState = RecordState.NONE
    made_by: str = "relay"
    made_at: float = 0.0


@dataclass
class FakeIntacct:
    """``trouble`` maps a kind of trouble to its probability per request: lost, throttled, unavailable, before."""

    clock: FakeClock
    trouble: dict[str, float] = field(default_factory=dict)
    seed: int = 0
    ids_deduplicate: bool = True
    surface: Surface = Surface.XML
    refuse: set[ObjectKey] = field(default_factory=set)
    spoiled: set[ObjectKey] = field(default_factory=set)
    """Writes for which the whole request is refused."""
    forbidden: set[ObjectKey] = field(default_factory=set)
    """Writes that the user may not do, although the login is good."""
    unsayable: set[ObjectKey] = field(default_factory=set)
    """Writes that cannot be put into a request."""
    held: bool = False
    unique: bool = True
    """Whether a second record under the same business key is refused; for journals Intacct does not refuse it."""
    stores_refusals: bool = False
    """As REST does: a refusal is stored under the id and repeated."""
    told: Callable[[Attempt], None] = lambda attempt: None
    """Is shown every attempt."""
    look_first: LookFirst = LookFirst.ALWAYS
    """Where numbers are not unique."""
    drafts: bool = False
    """Bills begin as drafts."""
    appear_after: float = 0.0
    """Seconds until a look-up sees a new record."""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.records: dict[ObjectKey, list[Record]] = {}
        self.ledger: list[tuple[str, ObjectKey, Write]] = []
        self.used: dict[str, Outcome] = {}
        self.refused: set[str] = set()
        self.in_flight = 0
        self.writing: Counter[ObjectKey] = Counter()
        self.raced: set[ObjectKey] = set()
        """Objects that two requests were writing at the same time."""
        self.most_in_flight = 0
        self.requests: list[WriteRequest] = []
        self.looked_up: list[tuple[ObjectKey, ...]] = []
        self.probes = 0
        self._numbers = 0
        self._server: set[asyncio.Task[WriteAnswer]] = set()

    def put(
        self, write: Write, state: RecordState = RecordState.NONE, made_by: str = "a person", number: str = ""
    ) -> Record:
        """Somebody makes a record."""
        self._numbers += 1
        record = Record(number or str(self._numbers), write, state, made_by, self.clock.monotonic())
        self.records.setdefault(write.key, []).append(record)
        return record

    def prepare(self, write: Write) -> Prepared | Diagnosis:
        if write.key in self.unsayable:
            return Diagnosis("", "", "No surface does it.", "Configure one.", DeadLetterClass.UNSUPPORTED)
        return Prepared(write, self.surface, LookFirst.NEVER if self.unique else self.look_first)

    def _strikes(self, kind: str) -> bool:
        return self.random.random() < self.trouble.get(kind, 0.0)

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        self.requests.append(request)
        serving = asyncio.create_task(self._serve(request))  # the server goes on when its client dies
        self._server.add(serving)
        serving.add_done_callback(self._server.discard)
        lost = self._strikes("lost")
        answer = await asyncio.shield(serving)
        if lost and answer.outcomes[0].kind not in (OutcomeKind.THROTTLED, OutcomeKind.UNAVAILABLE):
            return self._same(request, Outcome(OutcomeKind.UNCERTAIN))
        return answer

    async def _serve(self, request: WriteRequest) -> WriteAnswer:
        self._enter()
        keys = [attempt.write.key for attempt in request.attempts]
        self.raced |= {key for key in keys if key in self.writing}
        self.writing.update(keys)
        try:
            await self.clock.sleep(self.random.uniform(0.01, 0.5))
            return self._answer(request)
        finally:
            self.writing.subtract(keys)
            self.writing += Counter()  # drops what is zero
            self.in_flight -= 1

    def _enter(self) -> None:
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)

    def _answer(self, request: WriteRequest) -> WriteAnswer:
        if self.held:
            return self._same(request, refusal(OutcomeKind.UNAUTHORIZED))
        if self._strikes("throttled"):
            return self._same(request, Outcome(OutcomeKind.THROTTLED, retry_after=2.0))
        if self._strikes("unavailable"):
            return self._same(request, refusal(OutcomeKind.UNAVAILABLE))
        if self._strikes("before"):
            return self._same(request, Outcome(OutcomeKind.UNCERTAIN))
        if any(attempt.write.key in self.spoiled for attempt in request.attempts):
            return replace(self._same(request, refusal(OutcomeKind.REJECTED)), request_refused=True)
        return WriteAnswer(tuple(self._apply(attempt) for attempt in request.attempts))

    def _same(self, request: WriteRequest, outcome: Outcome) -> WriteAnswer:
        return WriteAnswer(tuple(outcome for _ in request.attempts))

    def _apply(self, attempt: Attempt) -> Outcome:
        self.told(attempt)
        write = attempt.write
        if write.key in self.refuse:
            return refusal(OutcomeKind.REJECTED)
        if write.key in self.forbidden:
            return refusal(OutcomeKind.UNAUTHORIZED)
        if self.ids_deduplicate and attempt.write_id in self.used:
            stored = replace(self.used[attempt.write_id], transactions=0)
            return stored if self.surface is Surface.REST else refusal(OutcomeKind.DUPLICATE)
        absent = [reference for reference in write.references if reference not in self.records]
        if attempt.write_id in self.refused:
            return replace(missing(write.references[0]), id_spent=True, repeated=True)
        if absent:
            if self.stores_refusals:
                self.refused.add(attempt.write_id)
            return replace(missing(absent[0]), id_spent=self.stores_refusals)
        return self._act(attempt)

    def _act(self, attempt: Attempt) -> Outcome:
        write = attempt.write
        mine = self.records.get(write.key, [])
        if attempt.action is Action.CREATE:
            if self.unique and mine:
                return refusal(OutcomeKind.DUPLICATE, DeadLetterClass.DUPLICATE)
            draft = self.drafts and write.object == "bill"
            record = self.put(write, RecordState.DRAFT if draft else self._state(write), "relay")
        else:
            named = [each for each in mine if each.number == attempt.record_number]
            if not named:
                return refusal(OutcomeKind.GONE, text="non-existing")
            record = named[0]
            record.write, record.state = write, self._state(write)
        return self._done(attempt, record)

    @staticmethod
    def _state(write: Write) -> RecordState:
        return RecordState.POSTED if write.object == "bill" else RecordState.NONE

    def _done(self, attempt: Attempt, record: Record) -> Outcome:
        kind = OutcomeKind.DRAFTED if record.state is RecordState.DRAFT else OutcomeKind.APPLIED
        outcome = Outcome(kind, record_number=record.number, state=record.state, transactions=1)
        self.ledger.append((attempt.action.value, attempt.write.key, attempt.write))
        self.used[attempt.write_id] = outcome
        return outcome

    async def look_up(self, writes: Sequence[Prepared]) -> LookUpAnswer:
        self.looked_up.append(tuple(each.write.key for each in writes))
        self._enter()
        await self.clock.sleep(self.random.uniform(0.01, 0.3))
        self.in_flight -= 1
        if self._strikes("unavailable"):
            return LookUpAnswer(failure=refusal(OutcomeKind.UNAVAILABLE))
        found = {
            each.write.key: tuple(_found(record, each.write) for record in shown)
            for each in writes
            if (shown := [record for record in self.records.get(each.write.key, ()) if self._shows(record)])
        }
        return LookUpAnswer(found, transactions=1)

    def _shows(self, record: Record) -> bool:
        return self.clock.monotonic() >= record.made_at + self.appear_after

    async def query(self, query: RecordQuery) -> QueryAnswer:
        return QueryAnswer(rows=({"name": "Somebody"},), transactions=1)

    async def probe(self) -> Outcome:
        self.probes += 1
        return refusal(OutcomeKind.UNAUTHORIZED) if self.held else APPLIED

    async def close(self) -> None:
        return None


def _found(record: Record, write: Write) -> Found:
    names = {*record.write.fields, *write.fields}
    there, wanted = record.write.fields, write.fields
    differences = tuple(
        f"{name}: there {there.get(name)}, wanted {wanted.get(name)}"
        for name in sorted(names)
        if there.get(name) != wanted.get(name)
    )
    return Found(record.number, record.state, differences=differences, made_by=record.made_by)
