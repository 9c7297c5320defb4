"""What a document needs comes after it, or never."""

from time import monotonic

from schemas.verdict import DeadLetterClass
from tests.books.documents import BILL, INVOICE, Kind
from tests.books.judge import Row, applied, dead, hold
from tests.books.trouble import PAYMENTS, Rule, Trouble, bounded, prepare
from tests.books.world import LONG_WAIT, OURS, World

_NEEDING = Rule(lambda kind: bool(kind.needs), "what needs something that events bring")
_PAID = {"bill-payment": BILL, "payment": INVOICE}


async def backwards(world: World, kind: Kind) -> None:
    """Everything in one delivery, last things first: all of it is applied, once, and nothing waits in a circle."""
    needs = [world.event(type, data) for type, data in reversed(kind.needs)]
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=40, requests=60):
        applied(await world.send(event, *needs), event, *needs, already=False)
    hold(world, kind, Row(OURS, kind.data))


async def one_by_one_backwards(world: World, kind: Kind) -> None:
    """So it is when each comes alone, while those before it wait already."""
    needs = [world.event(type, data) for type, data in reversed(kind.needs)]
    event = world.event(kind.type, kind.data)
    for each in (event, *needs):
        await world.put(each)
    applied(await world.verdicts(event, *needs), event, *needs, already=False)
    hold(world, kind, Row(OURS, kind.data))


async def of_a_dead_document(world: World, kind: Kind) -> None:
    """A payment of a document that is refused is told at once, by its name; both are replayed when that is mended."""
    await prepare(world, kind.needs[0])
    paid = _PAID[kind.object]
    refused = world.event(paid.type, paid.with_(**{paid.date: "2025-11-25"}))
    payment, began = world.event(kind.type, kind.data), monotonic()
    verdicts = await world.send(refused, payment)
    assert monotonic() - began < LONG_WAIT / 2
    dead(verdicts, refused, DeadLetterClass.CLOSED_PERIOD)
    dead(verdicts, payment, DeadLetterClass.MISSING_REFERENCE, paid.data["number"])
    hold(world, kind)
    world.configure(closed_through="2025-10-31")
    applied(await world.replay(refused), refused, already=False)
    applied(await world.replay(payment), payment, already=False)
    hold(world, kind, Row(OURS, kind.data))


TROUBLES = (
    Trouble("backwards", backwards, _NEEDING, waiting=LONG_WAIT),
    Trouble("backwards_one_by_one", one_by_one_backwards, _NEEDING, waiting=LONG_WAIT),
    Trouble("paid_dead_document", of_a_dead_document, PAYMENTS, waiting=LONG_WAIT),
)
