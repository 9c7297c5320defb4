"""Two entities of one company."""

from time import monotonic

from schemas.verdict import DeadLetter
from tests.books.documents import Data, Kind
from tests.books.judge import Row, applied, hold
from tests.books.trouble import PAYMENTS, Trouble, bounded, only, prepare
from tests.books.world import LONG_WAIT, OURS, World

NUMBERED = only(
    *("bill", "invoice", "journal-entry"), why="ids of master data and a bank's numbers hold in the whole company"
)


def _in(kind: Kind, entity: str, data: Data) -> Data:
    lines = [{**line, "location": entity} if "location" in line else line for line in data[kind.lines]]
    return {**data, kind.lines: lines}


async def same_number(world: World, kind: Kind) -> None:
    """The same number in two entities is two documents; each is one when it comes again."""
    await prepare(world, *kind.needs)
    data = {entity: _in(kind, entity, kind.data) for entity in ("E100", "E200")}
    first = [world.event(kind.type, each, entity=entity) for entity, each in data.items()]
    again = [world.event(kind.type, each, entity=entity) for entity, each in data.items()]
    applied(await world.send(*first), *first, already=False)
    applied(await world.send(*again), *again, already=True)
    hold(world, kind, *(Row(OURS, each) for each in data.values()))
    assert sorted(record["entity"] for record in world.records(kind.books)) == ["E100", "E200"]


async def payment_without_entity(world: World, kind: Kind) -> None:
    """A payment at the top level of a document in an entity says at once in which entity that is."""
    party, *documents = kind.needs
    await prepare(world, party)
    for type, data in documents:
        lines = [{**line, "location": "E100"} for line in data["lines"]]
        await prepare(world, (type, {**data, "lines": lines}), entity="E100")
    event, before = world.event(kind.type, kind.data), monotonic()
    with bounded(world, transactions=6, requests=10):
        verdict = (await world.send(event))[event["id"]]
    assert isinstance(verdict, DeadLetter), verdict
    assert "E100" in verdict.failure.cause + verdict.failure.next_step, verdict.failure
    assert monotonic() - before < LONG_WAIT / 2
    hold(world, kind)
    right = world.event(kind.type, kind.data, entity="E100")
    applied(await world.send(right), right)
    hold(world, kind, Row(OURS, kind.data))


TROUBLES = (
    Trouble("two_entities", same_number, NUMBERED),
    Trouble("payment_without_entity", payment_without_entity, PAYMENTS, waiting=LONG_WAIT),
)
