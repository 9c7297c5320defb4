"""The same event id comes again."""

from schemas.verdict import DeadLetterClass
from service.eventlog.port import DeadLetterFilter
from tests.books.documents import Kind
from tests.books.judge import Row, applied, hold
from tests.books.patience import eventually
from tests.books.trouble import EVERY, Trouble, prepare
from tests.books.world import OURS, World


async def with_the_same(world: World, kind: Kind) -> None:
    """The same event, delivered three times, is one event with one verdict."""
    await prepare(world, *kind.needs)
    event = world.event(kind.type, kind.data)
    await world.put(event)
    await world.put(event, again=True)
    applied(await world.verdicts(event), event, already=False)
    await world.put(event, again=True)
    applied(await world.verdicts(event), event, already=False)
    hold(world, kind, Row(OURS, kind.data))


async def with_another_content(world: World, kind: Kind) -> None:
    """Another content under a used event id is a dead letter of its own that holds both; the books stay as they are."""
    await prepare(world, *kind.needs)
    event = world.event(kind.type, kind.data)
    applied(await world.send(event), event)
    await world.put({**event, "data": next(iter(kind.changes.values())).data})

    async def told() -> bool:
        letters = await world.log.dead_letters(DeadLetterFilter(category=DeadLetterClass.CONFLICT))
        return [letter.event_id for letter in letters] == [event["id"]]

    await eventually(told, "a dead letter of class «conflict»")
    hold(world, kind, Row(OURS, kind.data))


TROUBLES = (
    Trouble("used_id_same_content", with_the_same, EVERY),
    Trouble("used_id_other_content", with_another_content, EVERY),
)
