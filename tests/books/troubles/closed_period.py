"""The period is closed: no draft, next to no cost, and both pieces of advice work."""

from schemas.verdict import DeadLetterClass
from tests.books.documents import Data, Kind
from tests.books.judge import Row, applied, dead, hold
from tests.books.trouble import DOCUMENTS, Trouble, bounded, prepare
from tests.books.world import OURS, World

CLOSED, OPEN = "2025-11-25", "2026-02-03"
EVENTS = 8


def _dated(kind: Kind, day: str) -> list[Data]:
    """Payments are small, so that all of them fit."""
    lines = [{**line, "amount": "5.00"} for line in kind.data[kind.lines]]
    return [kind.with_(**{kind.date: day, kind.number: f"ME-{n}", kind.lines: lines}) for n in range(EVENTS)]


async def _refused(world: World, kind: Kind) -> list[Data]:
    """Together one transaction each, and one for a common look; payments look for what they pay beside that."""
    await prepare(world, *kind.needs)
    events = [world.event(kind.type, data) for data in _dated(kind, CLOSED)]
    looks = 1 + (EVENTS if "payment" in kind.object else 0)
    with bounded(world, transactions=EVENTS + looks, requests=4 * EVENTS):
        verdicts = await world.send(*events)
    for event in events:
        dead(verdicts, event, DeadLetterClass.CLOSED_PERIOD)
    hold(world, kind)
    return events


async def reopened(world: World, kind: Kind) -> None:
    """When the period is open again, the replayed dead letters are applied."""
    events = await _refused(world, kind)
    world.configure(closed_through="2025-10-31")
    applied(await world.replay(*events), *events, already=False)
    hold(world, kind, *(Row(OURS, data) for data in _dated(kind, CLOSED)))


async def redated(world: World, kind: Kind) -> None:
    """Sent with an open date under new event ids, the documents are written, once each."""
    await _refused(world, kind)
    events = [world.event(kind.type, data) for data in _dated(kind, OPEN)]
    applied(await world.send(*events), *events, already=False)
    hold(world, kind, *(Row(OURS, data) for data in _dated(kind, OPEN)))


TROUBLES = (
    Trouble("closed_period_reopened", reopened, DOCUMENTS),
    Trouble("closed_period_redated", redated, DOCUMENTS),
)
