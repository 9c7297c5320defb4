"""What was refused, and was mended in Intacct as the dead letter says, ends well when it is replayed."""

from schemas.verdict import DeadLetterClass
from tests.books.documents import Kind
from tests.books.judge import Row, applied, dead, hold
from tests.books.trouble import REFERRING, Trouble, bounded, prepare
from tests.books.world import LONG_WAIT, OURS, World


async def replayed(world: World, kind: Kind) -> None:
    """What it refers to does not exist: a dead letter that names it; a person makes it; the replay is applied."""
    await prepare(world, *kind.needs)
    assert kind.unknown is not None
    data, object, entered = kind.unknown
    event = world.event(kind.type, data)
    with bounded(world, transactions=20, requests=40):
        verdicts = await world.send(event)
    dead(verdicts, event, DeadLetterClass.MISSING_REFERENCE, _name(entered))
    hold(world, kind)
    await world.person.make_referred(object, entered)
    applied(await world.replay(event), event, already=False)
    hold(world, kind, Row(OURS, data))


async def in_time(world: World, kind: Kind) -> None:
    """What a person makes while it is waited for wakes what waits."""
    await prepare(world, *kind.needs)
    assert kind.unknown is not None
    data, object, entered = kind.unknown
    event = world.event(kind.type, data)
    await world.put(event)
    await world.waits(event)
    await world.person.make_referred(object, entered)
    applied(await world.verdicts(event), event, already=False)
    hold(world, kind, Row(OURS, data))


def _name(entered: dict[str, str]) -> str:
    return entered.get("number") or entered["id"]


TROUBLES = (
    Trouble("mended_and_replayed", replayed, REFERRING),
    Trouble("mended_in_time", in_time, REFERRING, waiting=LONG_WAIT),
)
