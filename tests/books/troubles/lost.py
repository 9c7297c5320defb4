"""An answer is lost after the commit, or a request before it; the process may die of it."""

from collections.abc import Mapping
from typing import Any

from schemas.verdict import DeadLetterClass, Receipt
from tests.books.documents import Data, Kind
from tests.books.judge import THEIRS, Row, applied, dead, hold, untouched
from tests.books.trouble import DOCUMENTS, EVERY, Story, Trouble, bounded, only, prepare
from tests.books.world import OURS, World

PAUSE = 0.3
"""Seconds before a loss is looked into, for what a person does meanwhile."""
Fault = Mapping[str, Any]
ANSWER: Fault = {"kind": "answer_lost", "operation": "write"}
REQUEST: Fault = {"kind": "reset_before", "operation": "write"}


def once(fault: Fault) -> Story:
    """The story of one loss."""

    async def story(world: World, kind: Kind) -> None:
        """What became of a write is found out, and it is in the books once."""
        await prepare(world, *kind.needs)
        world.faults({**fault, "count": 1})
        event = world.event(kind.type, kind.data)
        with bounded(world, transactions=10, requests=14):
            applied(await world.send(event), event)
        hold(world, kind, Row(OURS, kind.data))

    return story


def and_killed(fault: Fault) -> Story:
    """The story of a loss and a kill."""

    async def story(world: World, kind: Kind) -> None:
        """The successor of a process that died over an open question writes nothing twice and forgets nothing."""
        await prepare(world, *kind.needs)
        world.faults(fault)
        event = world.event(kind.type, kind.data)
        await world.put(event)
        await world.fault_has_struck()
        await world.kill()
        world.faults()
        await world.start()
        applied(await world.verdicts(event), event)
        hold(world, kind, Row(OURS, kind.data))

    return story


async def two_events_and_killed(world: World, kind: Kind) -> None:
    """Two events of one document, on two workers one after the other, make one record."""
    await prepare(world, *kind.needs)
    world.faults(ANSWER)
    events = [world.event(kind.type, kind.data) for _ in range(2)]
    await world.put(*events)
    await world.fault_has_struck()
    await world.kill()
    world.faults()
    await world.start()
    verdicts = await world.verdicts(*events)
    applied(verdicts, *events)
    assert len({verdicts[event["id"]].records[0].record_number for event in events}) == 1  # type: ignore[union-attr]
    hold(world, kind, Row(OURS, kind.data))


def beside_a_draft(fault: Fault, *, killed: bool) -> Story:
    """The story of a loss in which a person writes the same."""

    async def story(world: World, kind: Kind) -> None:
        """Meanwhile a person drafts the very same: hers stays as it is; ours is written once, or she is asked."""
        await prepare(world, *kind.needs)
        world.faults({**fault, "count": 1})
        event = world.event(kind.type, kind.data)
        await world.put(event)
        await world.fault_has_struck()
        key = await world.person.make(kind, kind.data, draft=True)
        before = world.record(kind.books, key)
        if killed:
            await world.kill()
            await world.start()
        verdicts = await world.verdicts(event)
        untouched(world, kind, key, before)
        ours = [Row(OURS, kind.data)] if isinstance(verdicts[event["id"]], Receipt) else []
        hold(world, kind, Row(THEIRS, kind.data, "draft"), *ours)
        if not ours:
            dead(verdicts, event, DeadLetterClass.DUPLICATE, key)

    return story


async def deleted_while_in_doubt(world: World, kind: Kind) -> None:
    """What a person deleted before its answer was repeated is made again, and no receipt tells of what is gone."""
    event, key = await _in_doubt(world, kind)
    await world.person.delete(kind, key)
    await world.start()
    with bounded(world, transactions=14, requests=18):
        verdicts = await world.verdicts(event)
    applied(verdicts, event, already=False)
    hold(world, kind, Row(OURS, kind.data))
    (number,) = [record.record_number for record in verdicts[event["id"]].records]  # type: ignore[union-attr]
    world.record(kind.books, number)


async def reversed_while_in_doubt(world: World, kind: Kind) -> None:
    """What a person reversed before its answer was repeated is told to be so, and nothing is made beside it."""
    event, key = await _in_doubt(world, kind)
    await world.person.reverse(kind, key)
    await world.start()
    dead(await world.verdicts(event), event, DeadLetterClass.DUPLICATE, key, "reversed")
    renamed = kind.with_(**{kind.number: f"Reversed - {kind.data[kind.number]}"})
    hold(world, kind, Row(OURS, renamed, "reversed"))


async def _in_doubt(world: World, kind: Kind) -> tuple[Data, str]:
    """The event, and the record that it made before its answer was lost and its process died."""
    await prepare(world, *kind.needs)
    world.faults(ANSWER)
    event = world.event(kind.type, kind.data)
    await world.put(event)
    await world.fault_has_struck()
    await world.kill()
    world.faults()
    (record,) = [each for each in world.records(kind.books) if each["created_by"] == OURS]
    return event, str(record["key"])


_DRAFTED = only("bill", why="over REST a bill is two requests")
TROUBLES = (
    Trouble("answer_lost", once(ANSWER), EVERY),
    Trouble("request_lost", once(REQUEST), EVERY),
    Trouble("answer_lost_killed", and_killed(ANSWER), EVERY),
    Trouble("request_lost_killed", and_killed(REQUEST), EVERY),
    Trouble("answer_lost_killed_repeated", two_events_and_killed, EVERY),
    Trouble("answer_lost_beside_draft", beside_a_draft(ANSWER, killed=False), DOCUMENTS, settle=PAUSE),
    Trouble("request_lost_beside_draft", beside_a_draft(REQUEST, killed=False), DOCUMENTS, settle=PAUSE),
    Trouble("answer_lost_beside_draft_killed", beside_a_draft(ANSWER, killed=True), DOCUMENTS, settle=PAUSE),
    Trouble("second_answer_lost", once({**ANSWER, "skip": 1}), _DRAFTED, surfaces=("rest",)),
    Trouble("second_request_lost", once({**REQUEST, "skip": 1}), _DRAFTED, surfaces=("rest",)),
    Trouble("second_answer_lost_killed", and_killed({**ANSWER, "skip": 1}), _DRAFTED, surfaces=("rest",)),
    Trouble("second_request_lost_killed", and_killed({**REQUEST, "skip": 1}), _DRAFTED, surfaces=("rest",)),
    Trouble(
        "answer_lost_deleted",
        deleted_while_in_doubt,
        only("bill", "invoice", "journal-entry", why="payments are not deleted; master data have no states"),
        surfaces=("rest",),
    ),
    Trouble(
        "answer_lost_reversed",
        reversed_while_in_doubt,
        only("invoice", why="others are found under their number, or are still a draft over REST"),
        surfaces=("rest",),
        switches={"reversed_number": "renamed"},
    ),
)
