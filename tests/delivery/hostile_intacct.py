"""A client port double that answers one object's writes and look-ups with anything at all, and its neighbours well."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from schemas.write import Write
from service.delivery.client_port import (
    Attempt,
    Diagnosis,
    Found,
    LookUpAnswer,
    Outcome,
    OutcomeKind,
    Prepared,
    RecordState,
    WriteAnswer,
    WriteRequest,
)
from tests.delivery.fake_intacct import FakeIntacct, refusal

MOST_THROTTLES = 40
"""A company that is busy for ever is no trouble that a write could end by itself."""


@dataclass
class HostileIntacct(FakeIntacct):
    """``kinds``: the outcomes that it draws from for objects called «hostile»."""

    kinds: tuple[OutcomeKind, ...] = tuple(OutcomeKind)
    at: list[float] = field(default_factory=list)
    """When each request about the hostile object came."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.dice = random.Random(self.seed)
        self.throttles = 0

    def prepare(self, write: Write) -> Prepared | Diagnosis:
        prepared = super().prepare(write)
        assert isinstance(prepared, Prepared)
        return prepared

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        mine = [attempt for attempt in request.attempts if _hostile(attempt.write)]
        if not mine:
            return await super().submit(request)
        others = tuple(attempt for attempt in request.attempts if not _hostile(attempt.write))
        answers = {}
        if others:
            answered = await super().submit(replace(request, attempts=others))
            answers = dict(zip((attempt.write_id for attempt in others), answered.outcomes, strict=True))
        self.at.append(self.clock.monotonic())
        outcomes = tuple(answers.get(attempt.write_id) or self._drawn(attempt) for attempt in request.attempts)
        return WriteAnswer(outcomes, request_refused=not others and self.dice.random() < 0.1)

    def _drawn(self, attempt: Attempt) -> Outcome:
        kind = self.dice.choice(self.kinds)
        self.throttles += kind is OutcomeKind.THROTTLED
        if self.throttles > MOST_THROTTLES and kind is OutcomeKind.THROTTLED:
            kind = OutcomeKind.UNCERTAIN
        number = self.dice.choice(["", "7", "8"])
        state = self.dice.choice(list(RecordState))
        return replace(
            refusal(kind, text=f"vendor {attempt.write.key.parts[-1]}"),
            record_number=number or "9",
            id_spent=self.dice.random() < 0.3,
            repeated=self.dice.random() < 0.3,
            state=state,
        )

    async def look_up(self, writes: Sequence[Prepared]) -> LookUpAnswer:
        if not any(_hostile(each.write) for each in writes):
            return await super().look_up(writes)
        self.at.append(self.clock.monotonic())
        await self.clock.sleep(0.01)
        if self.dice.random() < 0.2:
            kinds = (OutcomeKind.UNAVAILABLE, OutcomeKind.UNCERTAIN, OutcomeKind.REJECTED, OutcomeKind.UNAUTHORIZED)
            return LookUpAnswer(failure=refusal(self.dice.choice(kinds)))
        others = await super().look_up([each for each in writes if not _hostile(each.write)])
        mine = {each.write.key: self._records() for each in writes if _hostile(each.write) and self.dice.random() < 0.7}
        return replace(others, found={**others.found, **mine})

    def _records(self) -> tuple[Found, ...]:
        return tuple(
            Found(number, self.dice.choice(list(RecordState)), differences=self.dice.choice(_CONTENTS))
            for number in self.dice.sample(["7", "8", "9"], self.dice.randint(1, 3))
        )


_CONTENTS: tuple[tuple[str, ...], ...] = ((), ("amount: there 1, wanted 2",))


def _hostile(write: Write) -> bool:
    return write.key.parts[-1].startswith("hostile")
