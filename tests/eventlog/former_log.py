"""What a log of the first format holds, and what must be true of it once it is read by this version.

The files were written by the version before (see fixtures/make_format_1.py); their event keys hold no tenant.
"""

from schemas.verdict import DeadLetterClass, ResolutionKind
from service.decoding.content import content_of
from service.eventlog.port import DeadLetterFilter, DocumentKey, EventLog, EventState
from tests.support.log_owner import ReadingOwner
from tests.support.log_samples import a_receipt, an_event, replayed

APPLIED, OPEN, DISCARDED, RESOLVED, MISSING = (an_event(number) for number in range(1, 6))
WAITING = {"acme-6", "acme-7", "bolt-2"}


async def verdicts_are_known(log: EventLog) -> None:
    """Under the present keys, so that nothing is done twice; of a receipt nobody can say what its event said."""
    done = [APPLIED, DISCARDED, RESOLVED, an_event(1, "bolt")]
    known = await log.verdicts([event.key for event in (*done, OPEN, MISSING, an_event(6))])
    assert {key: verdict.applied for key, verdict in known.items()} == {
        **{event.key: True for event in done},
        OPEN.key: False,
        MISSING.key: False,
    }
    assert known[APPLIED.key].content is None
    assert known[OPEN.key].content == content_of(OPEN)
    assert await log.verdicts([an_event(2, "bolt").key]) == {}


async def dead_letters_are_listed(log: EventLog) -> None:
    """Open ones whole, also the record that could not be read; resolved ones with their end."""
    letters = {letter.event_id: letter for letter in await log.dead_letters(DeadLetterFilter(open_only=False))}
    kinds = {name: letter.resolution.kind for name, letter in letters.items() if letter.resolution}
    assert kinds == {"acme-3": ResolutionKind.DISCARDED, "acme-4": ResolutionKind.APPLIED}
    assert set(letters) - set(kinds) == {"acme-2", "acme-5", "erp.bills/3/99"}
    assert (letters["acme-2"].id, letters["acme-2"].body) == (OPEN.key, OPEN.body)
    assert letters["acme-5"].failure.category is DeadLetterClass.MISSING_REFERENCE
    waits = await log.dead_letters(DeadLetterFilter(waits_for="vendor V-8"))
    assert [letter.event_id for letter in waits] == ["acme-5"]


async def places_are_known(log: EventLog) -> None:
    """By event id and by the present key."""
    states = {
        APPLIED.id: EventState.APPLIED,
        OPEN.id: EventState.DEAD_LETTER,
        DISCARDED.key: EventState.DISCARDED,
        RESOLVED.key: EventState.APPLIED,
        "acme-6": EventState.WAITING,
        "bolt-2": EventState.WAITING,
    }
    for identity, state in states.items():
        [found] = await log.where(identity)
        assert (identity, found.state) == (identity, state)


async def documents_are_known(log: EventLog) -> None:
    """What the receipts and the dead letter proved, and what is waited for."""
    bill, customer = DocumentKey("acme", "bill", "V-1 / B-1"), DocumentKey("acme", "customer", "C-5")
    found = await log.documents([bill, customer])
    assert {document.event_id for document in found[bill]} == {"acme-4"}
    assert [document.record_number for document in found[customer]] == ["815"]
    assert {"vendor V-7", "vendor V-8"} <= await log.awaited("acme")


async def a_replay_resolves(log: EventLog, owner: ReadingOwner) -> None:
    """An open dead letter is sent back, read, applied, and gone."""
    [letter] = await log.dead_letters(DeadLetterFilter(id=OPEN.key))
    assert letter.event is not None
    again = replayed(letter.event)
    await log.append([again])
    [(_, record)] = await owner.take(1)
    assert record.event == again
    await log.publish([a_receipt(again)])
    assert await log.dead_letters(DeadLetterFilter(id=OPEN.key)) == []
    assert (await log.verdicts([OPEN.key]))[OPEN.key].applied
