"""A record of ours was deleted by hand."""

from tests.books.documents import Kind
from tests.books.judge import Row, applied, hold
from tests.books.trouble import MASTERS, Rule, Trouble, bounded, prepare
from tests.books.world import OURS, World

_DELETABLE = Rule(lambda kind: "payment" not in kind.object, "what Intacct deletes: payments are only reversed")


async def comes_again(world: World, kind: Kind) -> None:
    """A receipt is no proof of what is gone: under a new event id it is made again, once."""
    await _made_and_deleted(world, kind)
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=10, requests=14):
        applied(await world.send(event), event, already=False)
    hold(world, kind, Row(OURS, kind.data))


async def is_changed(world: World, kind: Kind) -> None:
    """A change of what is gone makes it again."""
    await _made_and_deleted(world, kind)
    event = world.event(kind.type, kind.changes["content"].data)
    with bounded(world, transactions=10, requests=14):
        applied(await world.send(event), event)
    hold(world, kind, Row(OURS, kind.changes["content"].data))


async def is_changed_after_restart(world: World, kind: Kind) -> None:
    """So does one that comes after a restart."""
    await _made_and_deleted(world, kind)
    await world.restart()
    event = world.event(kind.type, kind.changes["content"].data)
    applied(await world.send(event), event)
    hold(world, kind, Row(OURS, kind.changes["content"].data))


async def _made_and_deleted(world: World, kind: Kind) -> None:
    await prepare(world, *kind.needs)
    event = world.event(kind.type, kind.data)
    verdicts = await world.send(event)
    applied(verdicts, event)
    await world.person.delete(kind, verdicts[event["id"]].records[0].record_number)  # type: ignore[union-attr]
    hold(world, kind)


TROUBLES = (
    Trouble("deleted_comes_again", comes_again, _DELETABLE),
    Trouble("deleted_is_changed", is_changed, MASTERS),
    Trouble("deleted_is_changed_after_restart", is_changed_after_restart, MASTERS),
)
