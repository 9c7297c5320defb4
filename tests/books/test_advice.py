"""Every dead letter tells a person what to do. Each story does exactly that, and the books are right afterwards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from schemas.verdict import DeadLetter, DeadLetterClass, ResolutionKind
from service.clock import SystemClock
from service.eventlog.port import DeadLetterFilter
from service.operations.dead_letters import DeadLetters
from tests.books.documents import ACCOUNTS, BILL, BILL_PAYMENT, JOURNAL_ENTRY, PAYMENT, VENDORS, Data, Kind
from tests.books.judge import THEIRS, Row, applied, dead, hold, no_draft_of_ours
from tests.books.patience import eventually
from tests.books.trouble import prepare
from tests.books.world import OURS, SHORT_WAIT, Verdicts, World, company

Event = dict[str, Any]
Story = Callable[[World], Awaitable[None]]
CLOSED, OPEN = "2025-11-25", "2026-02-03"
EVERY_OPEN = DeadLetterFilter(limit=1000)


def advised(verdicts: Verdicts, event: Event, category: DeadLetterClass, *words: str) -> DeadLetter:
    """The dead letter of this class whose next step says all of these words."""
    dead(verdicts, event, category)
    letter = verdicts[event["id"]]
    assert isinstance(letter, DeadLetter)
    missing = [word for word in words if word not in letter.failure.next_step]
    assert not missing, f"the next step does not say {missing}: {letter.failure.next_step}"
    return letter


async def refused(world: World, kind: Kind, data: Data, category: DeadLetterClass, *words: str) -> Event:
    """An event of these data that became a dead letter with this advice."""
    event = world.event(kind.type, data)
    advised(await world.send(event), event, category, *words)
    return event


async def discarded(world: World, event: Event) -> None:
    """A person discards the dead letter of this event, and it is no work any more."""
    letters = DeadLetters(world.log, SystemClock())
    done = await letters.discard([event["id"]], "tests", "done as advised")
    assert [each.ok for each in done] == [True], done
    (letter,) = await letters.find(event["id"])
    assert letter.resolution
    assert letter.resolution.kind is ResolutionKind.DISCARDED


async def replayed(world: World, event: Event, **said: Any) -> None:
    """A person replays it: it is applied, and no dead letter of it is open."""
    applied(await world.replay(event), event, **said)
    found = await DeadLetters(world.log, SystemClock()).find(event["id"])
    assert [letter for letter in found if letter.resolution is None] == []


async def published_instead(world: World, kind: Kind, data: Data, dead_one: Event, **more: Any) -> None:
    """The corrected event comes under a new id, and the old one is discarded."""
    event = world.event(kind.type, data, **more)
    applied(await world.send(event), event, already=False)
    await discarded(world, dead_one)


async def the_period_is_reopened(world: World) -> None:
    """Closed period: reopened in Intacct, the replayed event is posted."""
    await prepare(world, *BILL.needs)
    data = BILL.with_(bill_date=CLOSED)
    event = await refused(world, BILL, data, DeadLetterClass.CLOSED_PERIOD, "Reopen the period", "replay")
    world.configure(closed_through="2025-10-31")
    await replayed(world, event, already=False)
    hold(world, BILL, Row(OURS, data))


async def another_date_is_published(world: World) -> None:
    """Closed period: a new event with an open date is posted, and the old one is discarded."""
    await prepare(world, *BILL.needs)
    event = await refused(
        world, BILL, BILL.with_(bill_date=CLOSED), DeadLetterClass.CLOSED_PERIOD, "date in an open period", "discard"
    )
    await published_instead(world, BILL, BILL.with_(bill_date=OPEN), event)
    hold(world, BILL, Row(OURS, BILL.with_(bill_date=OPEN)))


async def taken(world: World, kind: Kind) -> tuple[Event, str]:
    """A person in Intacct was first with our number, and another content: our event and her record's number."""
    await prepare(world, *kind.needs)
    key = await world.person.make(kind, next(iter(kind.changes.values())).data)
    words = ("is right, discard", "delete the record or renumber it", "new event with another number")
    return await refused(world, kind, kind.data, DeadLetterClass.DUPLICATE, *words), key


async def what_intacct_holds_is_right(world: World) -> None:
    """Duplicate: the record in Intacct is the right one, and the event is discarded."""
    event, _ = await taken(world, BILL)
    await discarded(world, event)
    hold(world, BILL, Row(THEIRS, BILL.changes["header"].data))


async def another_number_is_published(world: World, kind: Kind) -> None:
    """Duplicate: both are real; ours comes with another number as a new event."""
    event, _ = await taken(world, kind)
    data = kind.with_(**{kind.number: "ANOTHER-1"})
    await published_instead(world, kind, data, event)
    hold(world, kind, Row(THEIRS, next(iter(kind.changes.values())).data), Row(OURS, data))


async def the_other_one_is_deleted(world: World) -> None:
    """Duplicate: what Intacct holds is wrong; deleted there, ours is applied by a replay."""
    event, key = await taken(world, BILL)
    await world.person.delete(BILL, key)
    await replayed(world, event, already=False)
    hold(world, BILL, Row(OURS, BILL.data))


async def the_other_one_is_renumbered(world: World) -> None:
    """Duplicate: what Intacct holds gets another number; ours is applied by a replay."""
    event, key = await taken(world, BILL)
    await world.person.change(BILL, key, billNumber="INV-10-OLD")
    await replayed(world, event, already=False)
    theirs = {**BILL.changes["header"].data, "number": "INV-10-OLD"}
    hold(world, BILL, Row(THEIRS, theirs), Row(OURS, BILL.data))


async def the_other_one_is_reversed(world: World) -> None:
    """Duplicate: a reversal that takes the number away frees it for ours."""
    event, key = await taken(world, BILL)
    await world.person.reverse(BILL, key)
    await replayed(world, event, already=False)
    assert states(world, BILL) == {"Reversed - INV-10": "reversed", "INV-10": "posted"}


async def reversing_leaves_the_number_taken(world: World) -> None:
    """Duplicate: the advice warns that a reversed payment keeps its number; renumbered as well, ours is applied."""
    event, key = await taken(world, BILL_PAYMENT)
    await world.person.reverse(BILL_PAYMENT, key)
    words = ("reversing alone may leave it taken", "renumber")
    advised(await world.replay(event), event, DeadLetterClass.DUPLICATE, *words)
    await world.person.change(BILL_PAYMENT, key, documentNumber="4711-OLD")
    await replayed(world, event, already=False)
    assert states(world, BILL_PAYMENT) == {"4711-OLD": "reversed", "4711": "confirmed"}


async def the_number_cannot_be_freed(world: World) -> None:
    """Duplicate: a customer's payment keeps its number whatever is done to it; ours comes with another one."""
    event, key = await taken(world, PAYMENT)
    await world.person.reverse(PAYMENT, key)
    words = ("the number cannot be freed", "another number")
    advised(await world.replay(event), event, DeadLetterClass.DUPLICATE, *words)
    await published_instead(world, PAYMENT, PAYMENT.with_(number="4712"), event)
    assert states(world, PAYMENT) == {"4711": "reversed", "4712": "complete"}


def states(world: World, kind: Kind) -> dict[str, str]:
    """What is in the books of this object, by number."""
    found = {each["number"]: each["state"] for each in world.records(kind.books)}
    assert len(found) == len(world.records(kind.books)), "a number is there twice"
    return found


async def missing(world: World, kind: Kind) -> tuple[Event, Data]:
    """An event that names what Intacct does not have, and its data."""
    assert kind.unknown
    await prepare(world, *kind.needs)
    data = kind.unknown[0]
    words = ("Create", "in Intacct", "or send the event that creates it", "Then replay")
    return await refused(world, kind, data, DeadLetterClass.MISSING_REFERENCE, *words), data


async def a_person_creates_it(world: World, kind: Kind) -> None:
    """Missing reference: made by hand in Intacct, the replayed event is applied."""
    event, data = await missing(world, kind)
    assert kind.unknown
    _, object, entered = kind.unknown
    await world.person.make_referred(object, entered)
    await replayed(world, event, already=False)
    hold(world, kind, Row(OURS, data))


async def the_account_is_sent_late(world: World) -> None:
    """Missing reference: once the event that creates the account is applied, the dead letter says «replay this»."""
    event, data = await missing(world, JOURNAL_ENTRY)
    await prepare(world, ("account.upserted", {**ACCOUNTS.data, "number": "7777"}))
    await offered(world, event, "account 7777")
    await replayed(world, event, already=False)
    hold(world, JOURNAL_ENTRY, Row(OURS, data))


async def the_vendor_is_sent_late(world: World) -> None:
    """Missing reference: the same for a vendor."""
    event = await refused(world, BILL, BILL.data, DeadLetterClass.MISSING_REFERENCE, "vendor", "Then replay")
    await prepare(world, *BILL.needs)
    await offered(world, event, "vendor V-1")
    await replayed(world, event, already=False)
    hold(world, BILL, Row(OURS, BILL.data))


async def the_paid_document_is_sent_late(world: World) -> None:
    """Missing reference: the same for the bill that a payment pays."""
    event, data = await missing(world, BILL_PAYMENT)
    await prepare(world, (BILL.type, BILL.with_(number="INV-99")))
    await offered(world, event, "bill V-1 / INV-99")
    await replayed(world, event, already=False)
    hold(world, BILL_PAYMENT, Row(OURS, data))


async def two_things_are_missing(world: World) -> None:
    """Missing reference: of two bills the first is offered, the replay names the second, and with that it goes."""
    lines = [{"bill": number, "amount": "10.00"} for number in ("INV-98", "INV-99")]
    data = BILL_PAYMENT.with_(bills=lines)
    await prepare(world, *BILL.needs)
    event = await refused(world, BILL_PAYMENT, data, DeadLetterClass.MISSING_REFERENCE, "INV-98", "Then replay")
    await prepare(world, (BILL.type, BILL.with_(number="INV-98")))
    await offered(world, event, "bill V-1 / INV-98")
    advised(await world.replay(event), event, DeadLetterClass.MISSING_REFERENCE, "INV-99", "Then replay")
    await prepare(world, (BILL.type, BILL.with_(number="INV-99")))
    await offered(world, event, "bill V-1 / INV-99")
    await replayed(world, event, already=False)
    hold(world, BILL_PAYMENT, Row(OURS, data))


async def nobody_has_to_replay(world: World) -> None:
    """Missing reference, where the tenant replays by itself: the event that creates it is all there is to do."""
    event = await refused(world, BILL, BILL.data, DeadLetterClass.MISSING_REFERENCE, "vendor")
    await prepare(world, *BILL.needs)
    applied(await world.verdicts(event, replays=1), event, already=False)
    hold(world, BILL, Row(OURS, BILL.data))


async def offered(world: World, event: Event, *words: str) -> None:
    """Wait until the dead letter says that what it waited for is there, and to replay it."""
    letters = DeadLetters(world.log, SystemClock())

    async def says_so() -> bool:
        (letter,) = await letters.find(event["id"])
        said = letter.failure.next_step
        return "replay this event" in said and "now" in said and all(word in said for word in words)

    await eventually(says_so, "the dead letter offers its replay", patience=3)


@dataclass(frozen=True)
class Advice:
    """A story about the advice of one class, and where it is played."""

    category: DeadLetterClass
    story: Story
    surfaces: tuple[str, ...] = ("rest", "xml")
    options: dict[str, Any] = field(default_factory=dict)


def of(story: Callable[[World, Kind], Awaitable[None]], kind: Kind) -> Story:
    """The story about one object."""

    async def about(world: World) -> None:
        await story(world, kind)

    about.__name__ = f"{story.__name__}-{kind.object}"
    return about


STORIES = (
    Advice(DeadLetterClass.CLOSED_PERIOD, the_period_is_reopened),
    Advice(DeadLetterClass.CLOSED_PERIOD, another_date_is_published, ("rest",)),
    Advice(DeadLetterClass.DUPLICATE, what_intacct_holds_is_right, ("rest",)),
    Advice(DeadLetterClass.DUPLICATE, of(another_number_is_published, BILL)),
    Advice(DeadLetterClass.DUPLICATE, of(another_number_is_published, JOURNAL_ENTRY)),
    Advice(DeadLetterClass.DUPLICATE, of(another_number_is_published, BILL_PAYMENT)),
    Advice(DeadLetterClass.DUPLICATE, the_other_one_is_deleted),
    Advice(DeadLetterClass.DUPLICATE, the_other_one_is_renumbered),
    Advice(DeadLetterClass.DUPLICATE, the_other_one_is_reversed),
    Advice(DeadLetterClass.DUPLICATE, reversing_leaves_the_number_taken),
    Advice(DeadLetterClass.DUPLICATE, the_number_cannot_be_freed),
    Advice(DeadLetterClass.MISSING_REFERENCE, of(a_person_creates_it, BILL)),
    Advice(DeadLetterClass.MISSING_REFERENCE, of(a_person_creates_it, JOURNAL_ENTRY)),
    Advice(DeadLetterClass.MISSING_REFERENCE, of(a_person_creates_it, BILL_PAYMENT)),
    Advice(DeadLetterClass.MISSING_REFERENCE, of(a_person_creates_it, VENDORS)),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_account_is_sent_late),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_vendor_is_sent_late),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_paid_document_is_sent_late),
    Advice(DeadLetterClass.MISSING_REFERENCE, two_things_are_missing),
    Advice(DeadLetterClass.MISSING_REFERENCE, nobody_has_to_replay, options={"replay": "automatic"}),
)
CASES = [(advice, surface) for advice in STORIES for surface in advice.surfaces]
IDS = [f"{advice.story.__name__}-{surface}" for advice, surface in CASES]


@pytest.mark.parametrize(("advice", "surface"), CASES, ids=IDS)
async def test_doing_what_the_dead_letter_says_ends_well(advice: Advice, surface: str, tmp_path: Path) -> None:
    """Whoever does what the next step says, and nothing else, finds the books right and no work left."""
    options = {"waiting": SHORT_WAIT, **advice.options}
    async with company(tmp_path, surface, **options) as world:
        await advice.story(world)
        no_draft_of_ours(world)
        left = [letter.event_id for letter in await world.log.dead_letters(EVERY_OPEN)]
        assert left == [], "these dead letters are still open"
