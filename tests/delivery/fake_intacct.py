"""A client port double with a company behind it that commits, loses answers, throttles and forgets nothing."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from schemas.verdict import DeadLetterClass
from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import (
    Attempt,
    Diagnosis,
    Found,
    LookUpAnswer,
    Outcome,
    OutcomeKind,
    QueryAnswer,
    RecordQuery,
    Surface,
    WriteAnswer,
    WriteRequest,
)
from tests.support.clock import FakeClock

APPLIED = Outcome(OutcomeKind.APPLIED)


def refusal(kind: OutcomeKind, category: DeadLetterClass = DeadLetterClass.REJECTED) -> Outcome:
    """A definite refusal."""
    return Outcome(kind, diagnosis=Diagnosis("BL0", "refused", "Intacct refused it.", "Mend it.", category))


def _missing_reference() -> Outcome:
    return refusal(OutcomeKind.MISSING_REFERENCE, DeadLetterClass.MISSING_REFERENCE)


@dataclass
class FakeIntacct:
    """``trouble`` maps a kind of trouble to its probability per request: lost, throttled, unavailable, before."""

    clock: FakeClock
    trouble: dict[str, float] = field(default_factory=dict)
    seed: int = 0
    ids_deduplicate: bool = True
    surfaces_offered: tuple[Surface, ...] = (Surface.REST, Surface.XML)
    refuse: set[ObjectKey] = field(default_factory=set)
    held: bool = False
    unique: bool = True
    """Whether a second record under the same business key is refused; for journals Intacct does not refuse it."""
    stores_refusals: bool = False
    """As REST does: a refusal is stored under the id and repeated."""

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.records: dict[ObjectKey, tuple[str, Write]] = {}
        self.ledger: list[tuple[str, ObjectKey, Write]] = []
        self.used: dict[str, str] = {}
        self.refused: set[str] = set()
        self.in_flight = 0
        self.most_in_flight = 0
        self.requests: list[WriteRequest] = []
        self.probes = 0
        self._server: set[asyncio.Task[WriteAnswer]] = set()

    def surfaces(self, write: Write) -> tuple[Surface, ...]:
        return self.surfaces_offered

    def why_not(self, write: Write) -> Diagnosis:
        return Diagnosis("", "", "No surface does it.", "Configure one.", DeadLetterClass.UNSUPPORTED)

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
        try:
            await self.clock.sleep(self.random.uniform(0.01, 0.5))
            return self._answer(request)
        finally:
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
        outcomes = tuple(self._apply(attempt) for attempt in request.attempts)
        return WriteAnswer(outcomes, sum(outcome.kind is OutcomeKind.APPLIED for outcome in outcomes))

    def _same(self, request: WriteRequest, outcome: Outcome) -> WriteAnswer:
        return WriteAnswer(tuple(outcome for _ in request.attempts), 0)

    def _apply(self, attempt: Attempt) -> Outcome:
        write = attempt.write
        if write.key in self.refuse:
            return refusal(OutcomeKind.REJECTED)
        if self.ids_deduplicate and attempt.write_id in self.used:
            return refusal(OutcomeKind.DUPLICATE, DeadLetterClass.DUPLICATE)
        if attempt.write_id in self.refused:
            return replace(_missing_reference(), id_spent=True, repeated=True)
        if any(reference not in self.records for reference in write.references):
            if self.stores_refusals:
                self.refused.add(attempt.write_id)
            return replace(_missing_reference(), id_spent=self.stores_refusals)
        if self.unique and attempt.operation is Operation.CREATE and write.key in self.records:
            return refusal(OutcomeKind.DUPLICATE, DeadLetterClass.DUPLICATE)
        number = self.records.get(write.key, (str(len(self.records) + 1), write))[0]
        self.records[write.key] = (number, write)
        self.ledger.append((attempt.operation.value, write.key, write))
        self.used[attempt.write_id] = number
        return Outcome(OutcomeKind.APPLIED, record_number=number)

    async def look_up(self, writes: Sequence[Write], surface: Surface) -> LookUpAnswer:
        self._enter()
        await self.clock.sleep(self.random.uniform(0.01, 0.3))
        self.in_flight -= 1
        if self._strikes("unavailable"):
            return LookUpAnswer(failure=refusal(OutcomeKind.UNAVAILABLE))
        found = {}
        for write in writes:
            if write.key in self.records:
                number, there = self.records[write.key]
                found[write.key] = Found(number, same=there.fields == write.fields)
        return LookUpAnswer(found, transactions=1)

    async def query(self, query: RecordQuery) -> QueryAnswer:
        return QueryAnswer(rows=({"name": "Somebody"},), transactions=1)

    async def probe(self) -> Outcome:
        self.probes += 1
        return refusal(OutcomeKind.UNAUTHORIZED) if self.held else APPLIED

    async def close(self) -> None:
        return None
