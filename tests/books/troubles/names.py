"""A payment names documents by numbers that are not unique."""

from schemas.verdict import DeadLetter
from tests.books.documents import BILL, INVOICE, Kind
from tests.books.judge import Row, applied, due, hold, untouched
from tests.books.trouble import PAYMENTS, Trouble, bounded, prepare
from tests.books.world import OURS, World

_PAID = {"bill-payment": BILL, "payment": INVOICE}


async def ours_and_a_strangers(world: World, kind: Kind) -> None:
    """The one that we wrote wins, also after a restart; the stranger's is not paid."""
    await prepare(world, *kind.needs)
    document = _PAID[kind.object]
    strangers = await world.person.make(document, document.changes["account"].data)
    before = world.record(document.books, strangers)
    await world.restart()
    event = world.event(kind.type, kind.data)
    applied(await world.send(event), event)
    untouched(world, document, strangers, before)
    hold(world, kind, Row(OURS, kind.data))


async def two_strangers(world: World, kind: Kind) -> None:
    """Of two documents of strangers none is paid: the dead letter names both."""
    await prepare(world, kind.needs[0])
    document = _PAID[kind.object]
    keys = [await world.person.make(document, each) for each in (document.data, document.changes["account"].data)]
    before = [world.record(document.books, key) for key in keys]
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=20, requests=40):
        verdict = (await world.send(event))[event["id"]]
    assert isinstance(verdict, DeadLetter), f"one of two was paid: {verdict.records}"
    assert all(key in verdict.failure.cause for key in keys), (keys, verdict.failure)
    for key, record in zip(keys, before, strict=True):
        untouched(world, document, key, record)
    hold(world, kind)


async def one_is_reversed(world: World, kind: Kind) -> None:
    """A number of which one document is reversed and one is open names the open one."""
    await prepare(world, kind.needs[0])
    document = _PAID[kind.object]
    reversed_one = await world.person.make(document, document.data)
    await world.person.reverse(document, reversed_one)
    await world.person.make(document, document.data)
    event = world.event(kind.type, kind.data)
    applied(await world.send(event), event)
    hold(world, kind, Row(OURS, kind.data))
    open_one = [each for each in world.records(document.books) if each["state"] != "reversed"]
    assert [each["total_due"] for each in open_one] == [document.total() - kind.total()]


async def two_payments(world: World, kind: Kind) -> None:
    """Two payments of one document leave what is left; a third that is too much is refused and changes nothing."""
    await prepare(world, *kind.needs)
    document = _PAID[kind.object]
    data = [kind.with_(**{kind.number: number}) for number in ("1", "2", "3", "4")]
    events = [world.event(kind.type, each) for each in data]
    verdicts = await world.send(*events)
    applied(verdicts, *events[:3], already=False)
    assert isinstance(verdicts[events[3]["id"]], DeadLetter), "it was too much"
    hold(world, kind, *(Row(OURS, each) for each in data[:3]))
    assert due(world, document, document.data["number"]) == document.total() - 3 * kind.total()


TROUBLES = (
    Trouble("paid_ours_and_a_strangers", ours_and_a_strangers, PAYMENTS),
    Trouble("paid_two_strangers", two_strangers, PAYMENTS),
    Trouble("paid_one_reversed", one_is_reversed, PAYMENTS),
    Trouble("paid_too_often", two_payments, PAYMENTS),
)
