"""Every dead letter tells a person what to do. Each story does exactly that, and the books are right afterwards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from inspect import iscoroutinefunction, signature
from pathlib import Path
from typing import Any

import pytest

from schemas.verdict import DeadLetter, DeadLetterClass, ResolutionKind
from service.clock import SystemClock
from service.eventlog.port import DeadLetterFilter
from service.operations.dead_letters import DeadLetters
from tests.books.documents import (
    ACCOUNTS,
    BILL,
    BILL_PAYMENT,
    CUSTOMER,
    JOURNAL_ENTRY,
    KINDS,
    PAYMENT,
    TASKS,
    VENDORS,
    Data,
    Kind,
)
from tests.books.judge import THEIRS, Row, applied, dead, due, hold, no_draft_of_ours
from tests.books.patience import eventually
from tests.books.trouble import prepare
from tests.books.world import COMPANY, LONG_WAIT, OURS, Verdicts, World, company

Event = dict[str, Any]
Story = Callable[[World], Awaitable[None]]
REPOSITORY = Path(__file__).parents[2]
SOON = 0.1
"""Seconds that an event waits here for what will not come by itself."""
CLOSED, OPEN = "2025-11-25", "2026-02-03"
STATISTICS = JOURNAL_ENTRY.with_(lines=[{**line, "account": "HEADS"} for line in JOURNAL_ENTRY.data["lines"]])
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


async def the_bill_of_a_payment_is_dead(world: World) -> None:
    """Missing reference: first the dead letter of the bill is dealt with, then the payment offers itself."""
    await prepare(world, *BILL.needs)
    bill = world.event(BILL.type, BILL.with_(bill_date=CLOSED))
    payment = world.event(BILL_PAYMENT.type, BILL_PAYMENT.data)
    verdicts = await world.send(bill, payment)
    advised(verdicts, bill, DeadLetterClass.CLOSED_PERIOD, "Reopen the period")
    first = f"Deal with the dead letter of «{bill['id']}» first"
    advised(verdicts, payment, DeadLetterClass.MISSING_REFERENCE, first, "replay this event")
    world.configure(closed_through="2025-10-31")
    await replayed(world, bill, already=False)
    await offered(world, payment, "bill V-1 / INV-10")
    await replayed(world, payment, already=False)
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def the_bill_comes_corrected(world: World) -> None:
    """Missing reference: the bill comes with an open date as a new event, and the payment of it is replayed."""
    await prepare(world, *BILL.needs)
    bill = world.event(BILL.type, BILL.with_(bill_date=CLOSED))
    payment = world.event(BILL_PAYMENT.type, BILL_PAYMENT.data)
    verdicts = await world.send(bill, payment)
    advised(verdicts, payment, DeadLetterClass.MISSING_REFERENCE, "is in Intacct, replay this event")
    await published_instead(world, BILL, BILL.with_(bill_date=OPEN), bill)
    await offered(world, payment, "bill V-1 / INV-10")
    await replayed(world, payment, already=False)
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def the_bill_is_approved_late(world: World) -> None:
    """Missing reference: a bill that only awaits approval is approved, and its payment replayed."""
    world.configure(approvals=frozenset({"bill"}))
    await prepare(world, *BILL_PAYMENT.needs)
    words = ("Approve it in Intacct", "replay this event")
    event = await refused(world, BILL_PAYMENT, BILL_PAYMENT.data, DeadLetterClass.MISSING_REFERENCE, *words)
    await world.person.act(BILL, world.key("bill", "INV-10"), "approve")
    await replayed(world, event, already=False)
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def the_draft_is_posted(world: World) -> None:
    """Missing reference: somebody's draft of a bill is posted, and the payment of it replayed."""
    await prepare(world, *BILL.needs)
    key = await world.person.make(BILL, BILL.data, draft=True)
    words = ("Post it in Intacct", "replay this event")
    event = await refused(world, BILL_PAYMENT, BILL_PAYMENT.data, DeadLetterClass.MISSING_REFERENCE, *words)
    await world.person.act(BILL, key, "submit")
    await replayed(world, event, already=False)
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def the_reversed_bill_is_made_again(world: World) -> None:
    """Missing reference: a bill that was reversed is made again in Intacct, and the payment of it replayed."""
    await prepare(world, *BILL.needs)
    await world.person.reverse(BILL, await world.person.make(BILL, BILL.data))
    words = ("Create", "in Intacct", "eplay this event")
    event = await refused(world, BILL_PAYMENT, BILL_PAYMENT.data, DeadLetterClass.MISSING_REFERENCE, *words)
    await world.person.make(BILL, BILL.data)
    await replayed(world, event, already=False)
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def the_paid_bill_is_due_again(world: World) -> None:
    """Rejected: a bill that is paid already takes the payment once the other one is reversed."""
    await prepare(world, *BILL_PAYMENT.needs)
    other = await world.person.pay(BILL, BILL.data)
    words = ("Discard this event", "replay it when something is due")
    event = await refused(world, BILL_PAYMENT, BILL_PAYMENT.data, DeadLetterClass.REJECTED, *words)
    await world.person.reverse(BILL_PAYMENT, other)
    await replayed(world, event, already=False)
    assert states(world, BILL_PAYMENT) == {"HAND-1": "reversed", "4711": "confirmed"}
    assert due(world, BILL, "INV-10") == BILL.total() - BILL_PAYMENT.total()


async def the_paid_bill_stays_paid(world: World) -> None:
    """Rejected: a bill that is rightly paid already; the payment is discarded."""
    await prepare(world, *BILL_PAYMENT.needs)
    await world.person.pay(BILL, BILL.data)
    event = await refused(world, BILL_PAYMENT, BILL_PAYMENT.data, DeadLetterClass.REJECTED, "Discard this event")
    await discarded(world, event)
    assert states(world, BILL_PAYMENT) == {"HAND-1": "confirmed"}


async def too_much_is_paid(world: World) -> None:
    """Rejected: a payment of more than is due comes with the right amount as a new event."""
    await prepare(world, *BILL_PAYMENT.needs)
    much = BILL_PAYMENT.with_(bills=[{"bill": "INV-10", "amount": "1000.00"}])
    event = await refused(world, BILL_PAYMENT, much, DeadLetterClass.REJECTED, "right amount as a new event", "discard")
    await published_instead(world, BILL_PAYMENT, BILL_PAYMENT.data, event)
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def what_is_inactive(world: World, kind: Kind, table: str, key: str, category: DeadLetterClass) -> None:
    """What the document refers to is inactive; activated in Intacct, the replay is applied."""
    await prepare(world, *kind.needs)
    (number,) = [each["key"] for each in world.records(table) if each["id"] == key]
    referred = next(each for each in KINDS if each.books == table)
    await world.person.change(referred, str(number), status="inactive")
    event = await refused(world, kind, kind.data, category, "ctivate it", "replay")
    await world.person.change(referred, str(number), status="active")
    await replayed(world, event, already=False)
    hold(world, kind, Row(OURS, kind.data))


async def the_vendor_is_inactive(world: World) -> None:
    """Rejected: an inactive vendor of whom Intacct says so."""
    await what_is_inactive(world, BILL, "vendor", "V-1", DeadLetterClass.REJECTED)


async def the_account_is_inactive(world: World) -> None:
    """Rejected: an inactive account of which Intacct says so."""
    await what_is_inactive(world, BILL, "account", "6105", DeadLetterClass.REJECTED)


async def the_vendor_seems_unknown(world: World) -> None:
    """Missing reference: an inactive vendor of whom Intacct says no more than of an unknown one."""
    await what_is_inactive(world, BILL, "vendor", "V-1", DeadLetterClass.MISSING_REFERENCE)


async def the_account_seems_unknown(world: World) -> None:
    """Missing reference: the same for an account."""
    await what_is_inactive(world, BILL, "account", "6105", DeadLetterClass.MISSING_REFERENCE)


async def the_bill_is_in_an_entity(world: World) -> None:
    """Rejected: the payment of a bill in another entity is published for that entity."""
    await prepare(world, *BILL.needs)
    lines = [{**line, "location": "E100"} for line in BILL.data["lines"]]
    await prepare(world, (BILL.type, BILL.with_(lines=lines)), entity="E100")
    words = ("E100", "«entity»", "discard")
    event = await refused(world, BILL_PAYMENT, BILL_PAYMENT.data, DeadLetterClass.REJECTED, *words)
    await published_instead(world, BILL_PAYMENT, BILL_PAYMENT.data, event, entity="E100")
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def the_strangers_bill_is_in_an_entity(world: World) -> None:
    """Rejected: the same where a person has made the bill."""
    await prepare(world, *BILL.needs)
    lines = [{**line, "location": "E100"} for line in BILL.data["lines"]]
    await world.person.make(BILL, BILL.with_(lines=lines), entity="E100")
    event = world.event(BILL_PAYMENT.type, BILL_PAYMENT.data, entity="E200")
    advised(await world.send(event), event, DeadLetterClass.REJECTED, "E100", "discard")
    await published_instead(world, BILL_PAYMENT, BILL_PAYMENT.data, event, entity="E100")
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def statistics_are_meant(world: World) -> None:
    """Rejected: an entry on statistical accounts is discarded."""
    event = await refused(world, JOURNAL_ENTRY, STATISTICS, DeadLetterClass.REJECTED, "by hand", "discard this event")
    await discarded(world, event)
    assert not world.records("journal-entry")


async def amounts_are_meant(world: World) -> None:
    """Rejected: the entry comes with financial accounts as a new event."""
    words = ("new event with a financial account", "discard this one")
    event = await refused(world, JOURNAL_ENTRY, STATISTICS, DeadLetterClass.REJECTED, *words)
    await published_instead(world, JOURNAL_ENTRY, JOURNAL_ENTRY.data, event)
    hold(world, JOURNAL_ENTRY, Row(OURS, JOURNAL_ENTRY.data))


async def two_bills_have_the_number(world: World) -> None:
    """Duplicate: of two bills under the paid number one is reversed by a person, and the other one is paid."""
    await prepare(world, *BILL.needs)
    not_meant = await world.person.make(BILL, BILL.changes["account"].data)
    meant = await world.person.make(BILL, BILL.data)
    words = ("Reverse or renumber", "what is not meant", "replay this event")
    event = await refused(world, BILL_PAYMENT, BILL_PAYMENT.data, DeadLetterClass.DUPLICATE, *words)
    await world.person.reverse(BILL, not_meant)
    await replayed(world, event, already=False)
    assert world.record("bill", meant)["total_due"] == BILL.total() - BILL_PAYMENT.total()
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


async def the_entry_does_not_balance(world: World) -> None:
    """An entry whose sides differ comes corrected as a new event; a replay would say the same again."""
    sides = JOURNAL_ENTRY.data["lines"]
    event = world.event(JOURNAL_ENTRY.type, JOURNAL_ENTRY.with_(lines=[{**sides[0], "amount": "11.00"}, sides[1]]))
    verdict = (await world.send(event))[event["id"]]
    assert isinstance(verdict, DeadLetter)
    advised({event["id"]: verdict}, event, verdict.failure.category, "new event", "discard this one")
    await published_instead(world, JOURNAL_ENTRY, JOURNAL_ENTRY.data, event)
    hold(world, JOURNAL_ENTRY, Row(OURS, JOURNAL_ENTRY.data))


async def conflicting(world: World, first: Event, data: Data) -> DeadLetter:
    """The dead letter of another content under the id of an event that was sent before."""
    await world.put({**first, "data": data}, again=True)
    found: list[DeadLetter] = []

    async def told() -> bool:
        found[:] = await world.log.dead_letters(DeadLetterFilter(category=DeadLetterClass.CONFLICT))
        return len(found) == 1

    await eventually(told, "a dead letter of class «conflict»")
    words = ("If the first is right, discard this one", "real as well, replay it", "discard that and replay this")
    advised({first["id"]: found[0]}, first, DeadLetterClass.CONFLICT, *words)
    return found[0]


async def replayed_alone(world: World, letter: DeadLetter) -> None:
    """A person replays exactly this dead letter, by its own id: another event has the same event id."""
    letters = DeadLetters(world.log, SystemClock())
    assert [each.ok for each in await letters.replay([letter.id], "tests")] == [True]

    async def resolved() -> bool:
        (now,) = await letters.find(letter.id)
        return now.resolution is not None

    await eventually(resolved, "the replay is applied")


async def the_first_content_is_right(world: World) -> None:
    """Conflict: the second content is discarded, the first stays."""
    await prepare(world, *BILL.needs)
    first = world.event(BILL.type, BILL.data)
    applied(await world.send(first), first)
    await conflicting(world, first, BILL.with_(number="INV-11"))
    await discarded(world, first)
    assert states(world, BILL) == {"INV-10": "posted"}


async def both_contents_are_real(world: World) -> None:
    """Conflict: replayed, the second content is a document of its own beside the first."""
    await prepare(world, *BILL.needs)
    first = world.event(BILL.type, BILL.data)
    applied(await world.send(first), first)
    await replayed_alone(world, await conflicting(world, first, BILL.with_(number="INV-11")))
    assert states(world, BILL) == {"INV-10": "posted", "INV-11": "posted"}


async def it_comes_under_an_id_of_its_own(world: World) -> None:
    """Conflict: published again under an id of its own; the conflict is discarded."""
    await prepare(world, *BILL.needs)
    first = world.event(BILL.type, BILL.data)
    applied(await world.send(first), first)
    letter = await conflicting(world, first, BILL.with_(number="INV-11"))
    assert "an id of its own" in letter.failure.next_step
    await published_instead(world, BILL, BILL.with_(number="INV-11"), first)
    assert states(world, BILL) == {"INV-10": "posted", "INV-11": "posted"}


async def it_corrects_a_dead_letter(world: World) -> None:
    """Conflict: the second content corrects the dead first one: that is discarded, and this replayed."""
    await prepare(world, *BILL.needs)
    first = await refused(world, BILL, BILL.with_(bill_date=CLOSED), DeadLetterClass.CLOSED_PERIOD, "discard")
    letter = await conflicting(world, first, BILL.data)
    (other,) = await world.log.dead_letters(DeadLetterFilter(category=DeadLetterClass.CLOSED_PERIOD))
    done = await DeadLetters(world.log, SystemClock()).discard([other.id], "tests", "corrected")
    assert [each.ok for each in done] == [True]
    await replayed_alone(world, letter)
    hold(world, BILL, Row(OURS, BILL.data))


async def its_type_is_unknown(world: World) -> None:
    """Unknown type: published as a new event of a type that is known."""
    await prepare(world, *BILL.needs)
    event = world.event("bill.invented", BILL.data)
    words = ("new event of a type that is known", "discard this one", "bill.approved")
    advised(await world.send(event), event, DeadLetterClass.UNKNOWN_TYPE, *words)
    await published_instead(world, BILL, BILL.data, event)
    hold(world, BILL, Row(OURS, BILL.data))


async def its_data_do_not_fit(world: World) -> None:
    """Schema: corrected and published as a new event."""
    await prepare(world, *BILL.needs)
    words = ("Correct it in the system that published it", "new event", "discard this one")
    event = await refused(world, BILL, BILL.with_(bill_date="yesterday"), DeadLetterClass.SCHEMA, *words)
    await published_instead(world, BILL, BILL.data, event)
    hold(world, BILL, Row(OURS, BILL.data))


async def a_default_is_missing(world: World) -> None:
    """Handler: what the event leaves out and the tenant has no default for is stated in a new event."""
    await prepare(world, *BILL_PAYMENT.needs)
    data = {name: value for name, value in BILL_PAYMENT.data.items() if name != "bank_account"}
    words = ("handlers.defaults.bank_account", "new event with data.bank_account", "discard this one")
    event = await refused(world, BILL_PAYMENT, data, DeadLetterClass.HANDLER, *words)
    await published_instead(world, BILL_PAYMENT, BILL_PAYMENT.data, event)
    hold(world, BILL_PAYMENT, Row(OURS, BILL_PAYMENT.data))


_FIRED = "obj=CUSTOMER&evt=add&recordno=77&customerid=C-1&name="


async def it_cannot_be_read(world: World) -> None:
    """Undecodable: a Smart Event whose template Intacct did not fill in fires again when the template is right."""
    letter = await fired_and_refused(world, f"{_FIRED}{{!CUSTOMER.NAMEE!}}", DeadLetterClass.UNDECODABLE)
    assert "integration name in the template" in letter.failure.next_step
    await fired_again(world, letter)


async def an_argument_is_missing(world: World) -> None:
    """Handler: a Smart Event without the customer's id fires again when it has the argument."""
    form = _FIRED.replace("customerid=C-1&", "")
    letter = await fired_and_refused(world, f"{form}Bare", DeadLetterClass.HANDLER)
    assert "Add the argument customerid" in letter.failure.next_step
    await fired_again(world, letter)


async def fired_and_refused(world: World, form: str, category: DeadLetterClass) -> DeadLetter:
    """The dead letter of a Smart Event, which says to let it fire again and then to discard this."""
    await prepare(world, CUSTOMER)
    await world.fire(form)
    found: list[DeadLetter] = []

    async def told() -> bool:
        found[:] = await world.log.dead_letters(DeadLetterFilter(category=category))
        return len(found) == 1

    await eventually(told, f"a dead letter of class «{category}»")
    words = ("it fire again", "then discard this event")
    advised({found[0].event_id: found[0]}, {"id": found[0].event_id}, category, *words)
    return found[0]


async def fired_again(world: World, letter: DeadLetter) -> None:
    """The right Smart Event opens the customer's project, once; the old one is discarded."""
    await world.fire(f"{_FIRED}Bare+Customer")

    async def opened() -> bool:
        return [each["id"] for each in world.records("project")].count("P-C-1") == 1

    await eventually(opened, "the project is there")
    await discarded(world, {"id": letter.event_id})


async def the_user_gets_the_permission(world: World) -> None:
    """Permission: given to the role in Intacct, the replay is applied."""
    users = dict(world.sandbox.world.companies[COMPANY].definition.users)
    denied = replace(users[OURS], denied=frozenset({"create journal-entry"}))
    world.configure(users={**users, OURS: denied})
    words = ("Give the user's role the permission", "replay")
    event = await refused(world, JOURNAL_ENTRY, JOURNAL_ENTRY.data, DeadLetterClass.PERMISSION, *words)
    world.configure(users=users)
    await replayed(world, event, already=False)
    hold(world, JOURNAL_ENTRY, Row(OURS, JOURNAL_ENTRY.data))


async def it_is_made_by_hand(world: World) -> None:
    """Unsupported: what this surface cannot write is made by hand in Intacct, and the event discarded."""
    await prepare(world, *TASKS.needs)
    words = ("make this change by hand in Intacct", "discard this event")
    event = await refused(world, TASKS, TASKS.data, DeadLetterClass.UNSUPPORTED, *words)
    await world.person.make(TASKS, TASKS.data)
    await discarded(world, event)
    hold(world, TASKS, Row(THEIRS, TASKS.data))


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
    Advice(DeadLetterClass.MISSING_REFERENCE, the_bill_of_a_payment_is_dead),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_bill_comes_corrected),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_bill_is_approved_late),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_draft_is_posted),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_reversed_bill_is_made_again),
    Advice(DeadLetterClass.REJECTED, the_paid_bill_is_due_again),
    Advice(DeadLetterClass.REJECTED, the_paid_bill_stays_paid, ("rest",)),
    Advice(DeadLetterClass.REJECTED, too_much_is_paid),
    Advice(DeadLetterClass.REJECTED, the_vendor_is_inactive, options={"switches": {"inactive_wording": "told"}}),
    Advice(DeadLetterClass.REJECTED, the_account_is_inactive, options={"switches": {"inactive_wording": "told"}}),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_vendor_seems_unknown),
    Advice(DeadLetterClass.MISSING_REFERENCE, the_account_seems_unknown),
    Advice(DeadLetterClass.REJECTED, the_bill_is_in_an_entity, options={"waiting": LONG_WAIT}),
    Advice(DeadLetterClass.REJECTED, the_strangers_bill_is_in_an_entity, options={"waiting": LONG_WAIT}),
    Advice(DeadLetterClass.REJECTED, statistics_are_meant, options={"waiting": LONG_WAIT}),
    Advice(DeadLetterClass.REJECTED, amounts_are_meant, options={"waiting": LONG_WAIT}),
    Advice(DeadLetterClass.DUPLICATE, two_bills_have_the_number),
    Advice(DeadLetterClass.REJECTED, the_entry_does_not_balance),
    Advice(DeadLetterClass.CONFLICT, the_first_content_is_right, ("rest",)),
    Advice(DeadLetterClass.CONFLICT, both_contents_are_real),
    Advice(DeadLetterClass.CONFLICT, it_comes_under_an_id_of_its_own, ("rest",)),
    Advice(DeadLetterClass.CONFLICT, it_corrects_a_dead_letter),
    Advice(DeadLetterClass.UNKNOWN_TYPE, its_type_is_unknown, ("rest",)),
    Advice(DeadLetterClass.SCHEMA, its_data_do_not_fit, ("rest",)),
    Advice(DeadLetterClass.HANDLER, a_default_is_missing, ("rest",)),
    Advice(DeadLetterClass.UNDECODABLE, it_cannot_be_read, ("rest",)),
    Advice(DeadLetterClass.HANDLER, an_argument_is_missing, ("rest",)),
    Advice(DeadLetterClass.PERMISSION, the_user_gets_the_permission),
    Advice(DeadLetterClass.UNSUPPORTED, it_is_made_by_hand, ("xml",)),
)
CASES = [(advice, surface) for advice in STORIES for surface in advice.surfaces]
IDS = [f"{advice.story.__name__}-{surface}" for advice, surface in CASES]


@pytest.mark.parametrize(("advice", "surface"), CASES, ids=IDS)
async def test_doing_what_the_dead_letter_says_ends_well(advice: Advice, surface: str, tmp_path: Path) -> None:
    """Whoever does what the next step says, and nothing else, finds the books right and no work left."""
    options = {"waiting": SOON, **advice.options}
    async with company(tmp_path, surface, **options) as world:
        await advice.story(world)
        no_draft_of_ours(world)
        left = [letter.event_id for letter in await world.log.dead_letters(EVERY_OPEN)]
        assert left == [], "these dead letters are still open"


NOT_PLAYED = {
    DeadLetterClass.UNKNOWN_TENANT: (
        "needs a restart with another configuration",
        "tests/delivery/test_lane.py",
        "UNKNOWN_TENANT",
    ),
    DeadLetterClass.FOREIGN_SOURCE: (
        "comes by a topic of a Kafka router only, and needs another configuration of it",
        "tests/intake/test_router.py",
        "FOREIGN_SOURCE",
    ),
}
"""Class -> why its advice is not played here, where the class is tested, and its name there."""


def test_the_advice_of_every_class_is_played_or_it_is_said_why_not() -> None:
    """A class that is added needs a story, or a reason and another test that really names it."""
    assert {advice.category for advice in STORIES}.isdisjoint(NOT_PLAYED)
    assert {advice.category for advice in STORIES} | NOT_PLAYED.keys() == set(DeadLetterClass)
    for reason, place, name in NOT_PLAYED.values():
        assert reason
        assert f"DeadLetterClass.{name}" in (REPOSITORY / place).read_text("utf-8")


def test_every_story_is_played() -> None:
    """Each coroutine of this module that takes only a world is in the table: none is forgotten."""
    told = {
        name
        for name, story in globals().items()
        if iscoroutinefunction(story) and list(signature(story).parameters) == ["world"]
    }
    assert told - {advice.story.__name__ for advice in STORIES} == set()
