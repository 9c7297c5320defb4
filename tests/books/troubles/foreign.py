"""A person in Intacct was there first, with our number: nobody else's record is ever taken for ours."""

from dataclasses import replace

from schemas.verdict import DeadLetterClass
from tests.books.documents import Kind
from tests.books.judge import THEIRS, Row, applied, dead, hold, untouched
from tests.books.trouble import BILLABLE, DOCUMENTS, EVERY, Trouble, bounded, only, prepare
from tests.books.world import OURS, World

_NUMBERED = only("bill", "invoice", why="companies choose it for bills and invoices")
_UNIQUE = {"unique_bill_numbers": True, "unique_invoice_numbers": True}
_DECIDED = only("bill", "bill-payment", why="documents that somebody approves over REST")


async def twin(world: World, kind: Kind) -> None:
    """The very same, made and posted by a person, is there already: it stays the only one."""
    await prepare(world, *kind.needs)
    key = await world.person.make(kind, kind.data)
    before = world.record(kind.books, key)
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=5, requests=8):
        applied(await world.send(event), event, already=True if kind.is_document else None)
    hold(world, kind, Row(THEIRS, kind.data))
    if kind.is_document:
        untouched(world, kind, key, before)


async def other_content(world: World, kind: Kind) -> None:
    """Under our number stands something else: named and left alone; with another number ours is written."""
    await prepare(world, *kind.needs)
    theirs = next(iter(kind.changes.values())).data
    key = await world.person.make(kind, theirs)
    before = world.record(kind.books, key)
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=5, requests=8):
        verdicts = await world.send(event)
    dead(verdicts, event, DeadLetterClass.DUPLICATE, key)
    hold(world, kind, Row(THEIRS, theirs))
    untouched(world, kind, key, before)
    ours = kind.with_(**{kind.number: "ANOTHER-1"})
    again = world.event(kind.type, ours)
    applied(await world.send(again), again, already=False)
    hold(world, kind, Row(THEIRS, theirs), Row(OURS, ours))


async def other_master_data(world: World, kind: Kind) -> None:
    """Master data that a person has entered are changed to what the event states, and not made twice."""
    await prepare(world, *kind.needs)
    await world.person.make(kind, kind.data)
    event = world.event(kind.type, kind.changes["content"].data)
    applied(await world.send(event), event)
    hold(world, kind, Row(THEIRS, kind.changes["content"].data))


async def draft(world: World, kind: Kind) -> None:
    """A person's draft is not submitted, changed or paid, and nothing is made beside it; the dead letter names it."""
    await prepare(world, *kind.needs)
    key = await world.person.make(kind, kind.data, draft=True)
    await _is_named(world, kind, key, "draft")


async def draft_that_is_submitted(world: World, kind: Kind) -> None:
    """When the person has submitted her draft, the replayed dead letter finds it there."""
    await prepare(world, *kind.needs)
    key = await world.person.make(kind, kind.data, draft=True)
    event = world.event(kind.type, kind.data)
    dead(await world.send(event), event, DeadLetterClass.DUPLICATE, key)
    await world.person.act(kind, key, "submit")
    applied(await world.replay(event), event, already=True)
    hold(world, kind, Row(THEIRS, kind.data))


async def reversed_one(world: World, kind: Kind) -> None:
    """A reversed document does not count: neither is it taken for ours nor is ours made beside it unasked."""
    await prepare(world, *kind.needs)
    key = await world.person.make(kind, kind.data)
    if kind.object == "journal-entry":
        world.amend(kind.books, key, state="reversed")
    else:
        await world.person.reverse(kind, key)
    await _is_named(world, kind, key, "reversed")


async def reversed_and_renamed(world: World, kind: Kind) -> None:
    """Where Intacct takes the number from a reversed document, it is free for ours; the reversed one stays as it is."""
    await prepare(world, *kind.needs)
    key = await world.person.make(kind, kind.data)
    await world.person.reverse(kind, key)
    world.amend(kind.books, key, number=f"Reversed - {kind.data[kind.number]}")
    before, event = world.record(kind.books, key), world.event(kind.type, kind.data)
    applied(await world.send(event), event, already=False)
    untouched(world, kind, key, before)
    theirs = kind.with_(**{kind.number: before["number"]})
    hold(world, kind, Row(OURS, kind.data), Row(THEIRS, theirs, "reversed"))


async def declined(world: World, kind: Kind) -> None:
    """A document that was declined does not count."""
    await prepare(world, *kind.needs)
    world.configure(approvals=frozenset({kind.object}))
    key = await world.person.make(kind, kind.data)
    await world.person.act(kind, key, "decline")
    world.configure(approvals=frozenset())
    await _is_named(world, kind, key, "declined")


async def voided(world: World, kind: Kind) -> None:
    """A payment that was voided does not count."""
    await prepare(world, *kind.needs)
    world.configure(approvals=frozenset({kind.object}))
    key = await world.person.make(kind, kind.data)
    world.amend(kind.books, key, state="voided")
    world.configure(approvals=frozenset())
    await _is_named(world, kind, key, "voided")


async def paid(world: World, kind: Kind) -> None:
    """A person's document that is paid already is a question for a person."""
    await prepare(world, *kind.needs)
    key = await world.person.make(kind, kind.data)
    await world.person.pay(kind, kind.data)
    await _is_named(world, kind, key, "paid")


async def _is_named(world: World, kind: Kind, key: str, state: str) -> None:
    before, event = world.record(kind.books, key), world.event(kind.type, kind.data)
    with bounded(world, transactions=5, requests=8):
        verdicts = await world.send(event)
    dead(verdicts, event, DeadLetterClass.DUPLICATE, key, state)
    untouched(world, kind, key, before)
    hold(world, kind, Row(THEIRS, kind.data, state))


TROUBLES = (
    Trouble("foreign_twin", twin, EVERY),
    Trouble("foreign_other", other_content, DOCUMENTS),
    Trouble("foreign_other", other_master_data, replace(EVERY, about=lambda kind: not kind.is_document)),
    Trouble("foreign_draft", draft, DOCUMENTS),
    Trouble("foreign_draft_submitted", draft_that_is_submitted, _DECIDED),
    Trouble("foreign_reversed", reversed_one, DOCUMENTS, switches={"reversed_number": "kept"}),
    Trouble("foreign_reversed_renamed", reversed_and_renamed, BILLABLE, switches={"reversed_number": "renamed"}),
    Trouble("foreign_declined", declined, _DECIDED),
    Trouble("foreign_voided", voided, only("bill-payment", why="only AP payments are voided")),
    Trouble("foreign_paid", paid, BILLABLE),
    Trouble("foreign_twin_unique", twin, _NUMBERED, switches=_UNIQUE),
    Trouble("foreign_other_unique", other_content, _NUMBERED, switches=_UNIQUE),
    Trouble("foreign_draft_unique", draft, _NUMBERED, switches=_UNIQUE),
    Trouble("foreign_reversed_unique", reversed_one, _NUMBERED, switches=_UNIQUE | {"reversed_number": "kept"}),
)
