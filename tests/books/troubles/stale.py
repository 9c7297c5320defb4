"""Newer wins: a state of master data that is older by its sender's time never overwrites a newer one."""

from dataclasses import replace

from tests.books.documents import Kind
from tests.books.judge import Row, applied, hold, superseded
from tests.books.trouble import MASTERS, Rule, Trouble, bounded, prepare
from tests.books.world import OURS, World

MARCH_1, MARCH_2 = "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"
_REFERRING = Rule(
    lambda kind: not kind.is_document and kind.unknown is not None, "master data that can wait for something"
)


async def late(world: World, kind: Kind) -> None:
    """An older state that comes late is superseded; the receipt names the newer event."""
    await prepare(world, *kind.needs)
    newer = world.event(kind.type, kind.changes["content"].data, time=MARCH_2)
    older = world.event(kind.type, kind.data, time=MARCH_1)
    applied(await world.send(newer), newer)
    with bounded(world, transactions=2, requests=4):
        superseded(await world.send(older), older, by=newer)
    hold(world, kind, Row(OURS, kind.changes["content"].data))


async def late_after_restart(world: World, kind: Kind) -> None:
    """What was newest is known after a restart."""
    await prepare(world, *kind.needs)
    newer = world.event(kind.type, kind.changes["content"].data, time=MARCH_2)
    older = world.event(kind.type, kind.data, time=MARCH_1)
    applied(await world.send(newer), newer)
    await world.restart()
    superseded(await world.send(older), older, by=newer)
    hold(world, kind, Row(OURS, kind.changes["content"].data))


async def at_once(world: World, kind: Kind) -> None:
    """In one delivery, too."""
    await prepare(world, *kind.needs)
    newer = world.event(kind.type, kind.changes["content"].data, time=MARCH_2)
    older = world.event(kind.type, kind.data, time=MARCH_1)
    superseded(await world.send(newer, older), older, by=newer)
    hold(world, kind, Row(OURS, kind.changes["content"].data))


async def replayed(world: World, kind: Kind) -> None:
    """A dead letter that is replayed when its object has moved on does not bring the old state back."""
    assert kind.unknown is not None
    data, object, entered = kind.unknown
    older = world.event(kind.type, data, time=MARCH_1)
    await world.send(older)
    await world.person.make_referred(object, entered)
    known = {**data, **{name: kind.changes["content"].data[name] for name in ("name", "title") if name in data}}
    newer = world.event(kind.type, known, time=MARCH_2)
    applied(await world.send(newer), newer)
    superseded(await world.replay(older), older, by=newer)
    hold(world, replace(kind, data=known), Row(OURS, known))


async def back_and_forth(world: World, kind: Kind) -> None:
    """A state that comes back is written again: A, then B, then A under ids of their own leaves A."""
    await prepare(world, *kind.needs)
    states = (kind.data, kind.changes["content"].data, kind.data)
    for data in states:
        event = world.event(kind.type, data)
        applied(await world.send(event), event)
    hold(world, kind, Row(OURS, kind.data))


TROUBLES = (
    Trouble("older_late", late, MASTERS),
    Trouble("older_late_after_restart", late_after_restart, MASTERS),
    Trouble("older_at_once", at_once, MASTERS),
    Trouble("older_replayed", replayed, _REFERRING),
    Trouble("back_and_forth", back_and_forth, MASTERS),
)
