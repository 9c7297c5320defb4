"""Which record of a number a payment pays, and in words why none can be paid (yet)."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.verdict import DeadLetterClass
from schemas.write import ObjectKey
from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind, RecordState
from service.intacct.answers import not_there, two_records

_PAID_IN_FULL = "paid"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record with the number that is asked for."""

    record_number: str
    state: RecordState
    word: str
    """The state in Intacct's own word, which tells «paid» from «partially paid»."""
    made_by: str = ""
    entity: str = ""

    @property
    def open(self) -> bool:
        """Whether something can be paid of it."""
        if self.state is RecordState.PAID:
            return self.word.strip().lower() != _PAID_IN_FULL
        return self.state is RecordState.POSTED

    @property
    def named(self) -> str:
        """For people: the record, and who made it when Intacct says so."""
        return f"record {self.record_number}" + (f", made by user {self.made_by}" if self.made_by else "")


def payable(key: ObjectKey, candidates: Sequence[Candidate], ours: str, entity: str) -> str | Outcome:
    """The record number of the one that can be paid; otherwise the outcome that says why there is none."""
    here = [each for each in candidates if each.entity in ("", entity)]
    mine = [each for each in here if each.record_number == ours and each.state is not RecordState.UNDONE]
    pool = mine or here
    usable = [each for each in pool if each.open]
    if len(usable) == 1:
        return usable[0].record_number
    if usable:
        diagnosis = two_records(str(key), [each.named for each in usable])
        return Outcome(OutcomeKind.REJECTED, "", diagnosis)
    if pool:
        return _unusable(key, pool)
    return somewhere_else(key, candidates[0]) if candidates else not_there(str(key))


def somewhere_else(key: ObjectKey, found: Candidate) -> Outcome:
    """It belongs to another entity: no waiting helps."""
    return _outcome(
        OutcomeKind.REJECTED,
        f"{key} is in entity {found.entity}",
        f"{_title(key)} ({found.named}) is in entity {found.entity}, and this payment is in another one.",
        f"Publish the payment as a new event for entity {found.entity} (CloudEvents attribute «entity»); then discard "
        "this one.",
    )


def _unusable(key: ObjectKey, found: Sequence[Candidate]) -> Outcome:
    """The most hopeful state of those that are there decides."""
    by_state = {each.state: each for each in reversed(found)}
    best = next((by_state[state] for state in _HOPE if state in by_state), found[0])
    kind, words, next_step = _WORDS.get(best.state, _UNKNOWN)
    said = words.format(word=best.word.lower())
    return _outcome(kind, f"{key} {said}", f"{_title(key)} ({best.named}) {said}.", next_step)


def _outcome(kind: OutcomeKind, text: str, cause: str, next_step: str) -> Outcome:
    waits = kind is OutcomeKind.MISSING_REFERENCE
    category = DeadLetterClass.MISSING_REFERENCE if waits else DeadLetterClass.REJECTED
    return Outcome(kind, "", Diagnosis("", text, cause, next_step, category))


def _title(key: ObjectKey) -> str:
    return str(key)[:1].upper() + str(key)[1:]


_HOPE = (RecordState.SUBMITTED, RecordState.DRAFT, RecordState.PAID, RecordState.UNKNOWN, RecordState.UNDONE)
_UNKNOWN = (
    OutcomeKind.MISSING_REFERENCE,
    "is in the state «{word}», of which it is not known whether it can be paid",
    "Look at it in Intacct. Replay this event when it is posted.",
)
_WORDS = {
    RecordState.SUBMITTED: (
        OutcomeKind.MISSING_REFERENCE,
        "is submitted for approval",
        "Approve it in Intacct. Then replay this event.",
    ),
    RecordState.DRAFT: (
        OutcomeKind.MISSING_REFERENCE,
        "is a draft",
        "Post it in Intacct, or send the event that creates it. Then replay this event.",
    ),
    RecordState.PAID: (
        OutcomeKind.REJECTED,
        "is paid already",
        "Compare the payments of it in Intacct with this one. Discard this event, or replay it when something is due.",
    ),
    RecordState.UNDONE: (
        OutcomeKind.MISSING_REFERENCE,
        "is {word} and does not count any more",
        "Create it again in Intacct, or send the event that creates it. Then replay this event.",
    ),
}
