"""Whose the records are that a look-up found under the business key of a document, and what that means for its create.

Ours is only what an answer to us or a receipt proves. A record of somebody else counts as the document when it says
the same and stands in the books; any other is never counted, changed, submitted or paid: a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Diagnosis, Found, RecordState
from service.delivery.work import WriteWork


class Sort(Enum):
    """What the records mean for the create."""

    DONE = auto()
    """The document is in the books, or waits for approval."""
    OUR_DRAFT = auto()
    PROVABLE_DRAFT = auto()
    """A draft with our content, and our create may have made it: sending it again under its id tells."""
    TAKEN = auto()
    """The number is somebody else's, or ours with other content."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The record that decides, and why a person has to when it is TAKEN."""

    sort: Sort
    record: Found
    diagnosis: Diagnosis


def judge(work: WriteWork, found: Sequence[Found], ours: frozenset[str]) -> Judgement:
    """Judge all records of one business key; there is at least one."""
    diagnosis = _taken(work, found, ours | work.own_numbers)
    for sort, records in _sorted(work, found, ours):
        if records:
            return Judgement(sort, records[0], diagnosis)
    return Judgement(Sort.TAKEN, found[0], diagnosis)


def _sorted(work: WriteWork, found: Sequence[Found], ours: frozenset[str]) -> list[tuple[Sort, list[Found]]]:
    """From the strongest claim to the weakest."""
    answered = [record for record in found if record.record_number in work.own_numbers]
    same = [record for record in found if record.same]
    proven = ours | work.own_numbers
    return [
        (Sort.DONE, [record for record in answered if record.state in _COUNTS]),
        (Sort.OUR_DRAFT, [record for record in answered if record.state is RecordState.DRAFT]),
        (Sort.DONE, [record for record in same if record.state in _COUNTS and record.record_number in proven]),
        (Sort.DONE, [record for record in same if record.state in _STANDS]),
        (Sort.PROVABLE_DRAFT, [record for record in same if record.state is RecordState.DRAFT and work.sent]),
    ]


_STANDS = frozenset({RecordState.NONE, RecordState.POSTED, RecordState.SUBMITTED})
_COUNTS = _STANDS | {RecordState.PAID}


def _taken(work: WriteWork, found: Sequence[Found], proven: frozenset[str]) -> Diagnosis:
    told = "; ".join(_told(record, ours=record.record_number in proven) for record in found[:_MOST_TOLD])
    more = f" and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
    return Diagnosis(
        code="",
        text="; ".join(difference for record in found[:_MOST_TOLD] for difference in record.differences),
        cause=f"Intacct already holds {work.write.key}: {told}{more}.",
        next_step="If what Intacct holds is right, discard this event. If it is wrong, free the number there (delete "
        "the record or renumber it; reversing alone may leave it taken) and replay this event. If both are real, or "
        "the number cannot be freed, publish this one as a new event with another number and discard this one.",
        category=DeadLetterClass.DUPLICATE,
    )


_MOST_TOLD = 3


def _told(record: Found, *, ours: bool) -> str:
    """«record 81, a draft made by jdoe, differs: due_date: there 2026-04-13, wanted 2026-05-30»."""
    whose = "which we wrote" if ours else ""
    said = [f"record {record.record_number}", whose, _state(record)]
    number = "user number " if record.made_by.isdigit() else ""
    maker = f"made by {number}{record.made_by}" if record.made_by else ""
    where = f"in entity {record.entity}" if record.entity else ""
    differs = f"and differs: {'; '.join(record.differences)}" if record.differences else "with the same content"
    return ", ".join(filter(None, (*said, maker, where, differs)))


def _state(record: Found) -> str:
    words = _WORDS.get(record.state, "")
    shown = f"state «{record.state_text}»" if record.state_text and record.state not in _STANDS else ""
    return f"{words} ({shown})" if words and shown else words or shown


_WORDS = {
    RecordState.DRAFT: "a draft",
    RecordState.SUBMITTED: "submitted for approval",
    RecordState.PAID: "already paid, wholly or in part",
    RecordState.UNDONE: "reversed, voided or declined",
}
