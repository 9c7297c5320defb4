"""The same document comes again under another event id: there is one."""

from schemas.verdict import DeadLetterClass
from tests.books.documents import Data, Kind
from tests.books.judge import Row, applied, dead, hold, one_made_it
from tests.books.trouble import BILLABLE, EVERY, Trouble, bounded, only, prepare
from tests.books.world import OURS, Verdicts, World

MANY = 8
_REVERSIBLE = only("bill", "invoice", "bill-payment", "payment", why="documents that are reversed over REST")


def _are_one(kind: Kind, verdicts: Verdicts, *events: Data) -> None:
    """Documents are made once and then there; master data may be written again with what they hold."""
    (one_made_it if kind.is_document else applied)(verdicts, *events)


async def at_once(world: World, kind: Kind) -> None:
    """Two events of one document in one delivery make one record."""
    await prepare(world, *kind.needs)
    events = [world.event(kind.type, kind.data) for _ in range(2)]
    with bounded(world, transactions=14, requests=20):
        _are_one(kind, await world.send(*events), *events)
    hold(world, kind, Row(OURS, kind.data))


async def many_at_once(world: World, kind: Kind) -> None:
    """Eight events of one document in one delivery make one record, and cost little more than one."""
    await prepare(world, *kind.needs)
    events = [world.event(kind.type, kind.data) for _ in range(MANY)]
    with bounded(world, transactions=4 * MANY, requests=5 * MANY):
        _are_one(kind, await world.send(*events), *events)
    hold(world, kind, Row(OURS, kind.data))


async def later(world: World, kind: Kind) -> None:
    """A document that comes again after it was written is there already."""
    await prepare(world, *kind.needs)
    first, second = (world.event(kind.type, kind.data) for _ in range(2))
    verdicts = await world.send(first)
    with bounded(world, transactions=7, requests=10):
        verdicts |= await world.send(second)
    _are_one(kind, verdicts, first, second)
    hold(world, kind, Row(OURS, kind.data))


async def after_restart(world: World, kind: Kind) -> None:
    """What was written is known after a restart of the service."""
    await prepare(world, *kind.needs)
    first, second = (world.event(kind.type, kind.data) for _ in range(2))
    verdicts = await world.send(first)
    await world.restart()
    verdicts |= await world.send(second)
    _are_one(kind, verdicts, first, second)
    hold(world, kind, Row(OURS, kind.data))


async def by_another_way(world: World, kind: Kind) -> None:
    """A document that came from a file is known when its sender's webhook brings it too."""
    await prepare(world, *kind.needs)
    first, second = (world.event(kind.type, kind.data) for _ in range(2))
    verdicts = await world.send(first)
    verdicts |= await world.post({**second, "source": "/books/web"})
    _are_one(kind, verdicts, first, second)
    hold(world, kind, Row(OURS, kind.data))


async def after_it_was_paid(world: World, kind: Kind) -> None:
    """A document of ours that has been paid since is still the one that we wrote."""
    await prepare(world, *kind.needs)
    first, second = (world.event(kind.type, kind.data) for _ in range(2))
    verdicts = await world.send(first)
    await world.person.pay(kind, kind.data)
    verdicts |= await world.send(second)
    _are_one(kind, verdicts, first, second)
    hold(world, kind, Row(OURS, kind.data, "paid"))


async def after_it_was_reversed(world: World, kind: Kind) -> None:
    """A document of ours that a person has reversed does not count, nor is it made again unasked: it is named."""
    await prepare(world, *kind.needs)
    first, second = (world.event(kind.type, kind.data) for _ in range(2))
    verdicts = await world.send(first)
    applied(verdicts, first)
    key = verdicts[first["id"]].records[0].record_number  # type: ignore[union-attr]
    await world.person.reverse(kind, key)
    with bounded(world, transactions=5, requests=8):
        verdicts = await world.send(second)
    dead(verdicts, second, DeadLetterClass.DUPLICATE, key, "reversed")
    assert world.record(kind.books, key)["state"] == "reversed"
    assert not [each for each in world.records(kind.books) if each["state"] == kind.state]


TROUBLES = (
    Trouble("repeated_at_once", at_once, EVERY),
    Trouble("repeated_many", many_at_once, EVERY),
    Trouble("repeated_later", later, EVERY),
    Trouble("repeated_after_restart", after_restart, EVERY),
    Trouble("repeated_by_another_way", by_another_way, EVERY),
    Trouble("repeated_after_payment", after_it_was_paid, BILLABLE),
    Trouble("repeated_after_reversal", after_it_was_reversed, _REVERSIBLE, switches={"reversed_number": "kept"}),
)
