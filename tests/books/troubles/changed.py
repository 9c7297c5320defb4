"""Other content under the same business key: a document is not that one, master data are changed."""

from schemas.verdict import DeadLetterClass
from tests.books.documents import KINDS, Kind
from tests.books.judge import Row, applied, dead, hold
from tests.books.trouble import Rule, Story, Trouble, bounded, prepare
from tests.books.world import OURS, World

CHANGES = tuple(dict.fromkeys(name for kind in KINDS for name in kind.changes))


def changed(name: str) -> Story:
    """The story of one thing that differs."""

    async def story(world: World, kind: Kind) -> None:
        """A document with another content is a dead letter that names the difference; the books stay as they are."""
        await prepare(world, *kind.needs)
        change = kind.changes[name]
        first, other = world.event(kind.type, kind.data), world.event(kind.type, change.data)
        applied(await world.send(first), first)
        with bounded(world, transactions=6, requests=10):
            verdicts = await world.send(other)
        if kind.is_document:
            dead(verdicts, other, DeadLetterClass.DUPLICATE, *change.said)
            hold(world, kind, Row(OURS, kind.data))
        else:
            applied(verdicts, other)
            hold(world, kind, Row(OURS, change.data))

    return story


async def both_at_once(world: World, kind: Kind) -> None:
    """Of two contents under one business key in one delivery the first is written and the other is named."""
    await prepare(world, *kind.needs)
    change = next(iter(kind.changes.values()))
    first, other = world.event(kind.type, kind.data), world.event(kind.type, change.data)
    verdicts = await world.send(first, other)
    applied(verdicts, first)
    if kind.is_document:
        dead(verdicts, other, DeadLetterClass.DUPLICATE, *change.said)
        hold(world, kind, Row(OURS, kind.data))
    else:
        applied(verdicts, other)
        hold(world, kind, Row(OURS, change.data))


async def only_alike(world: World, kind: Kind) -> None:
    """The same number at another party, journal or bank is another document."""
    await prepare(world, *kind.needs, *kind.elsewhere_needs)
    assert kind.elsewhere is not None
    events = [world.event(kind.type, data) for data in (kind.data, kind.elsewhere)]
    applied(await world.send(*events), *events, already=False)
    hold(world, kind, Row(OURS, kind.data), Row(OURS, kind.elsewhere))


def _with(name: str) -> Rule:
    return Rule(lambda kind: name in kind.changes, "objects that have such a part")


TROUBLES = (
    *(Trouble(f"changed_{name}", changed(name), _with(name)) for name in CHANGES),
    Trouble("changed_at_once", both_at_once, Rule(lambda kind: True, "every object")),
    Trouble("only_alike", only_alike, Rule(lambda kind: kind.elsewhere is not None, "numbered by a party")),
)
