"""An answer is lost after the commit, or a request before it; the process may die of it."""

from collections.abc import Mapping
from typing import Any

from tests.books.documents import Kind
from tests.books.judge import Row, applied, hold
from tests.books.trouble import EVERY, Story, Trouble, bounded, only, prepare
from tests.books.world import OURS, World

Fault = Mapping[str, Any]
ANSWER: Fault = {"kind": "answer_lost", "operation": "write"}
REQUEST: Fault = {"kind": "reset_before", "operation": "write"}


def once(fault: Fault) -> Story:
    """The story of one loss."""

    async def story(world: World, kind: Kind) -> None:
        """What became of a write is found out, and it is in the books once."""
        await prepare(world, *kind.needs)
        world.faults({**fault, "count": 1})
        event = world.event(kind.type, kind.data)
        with bounded(world, transactions=10, requests=14):
            applied(await world.send(event), event)
        hold(world, kind, Row(OURS, kind.data))

    return story


def and_killed(fault: Fault) -> Story:
    """The story of a loss and a kill."""

    async def story(world: World, kind: Kind) -> None:
        """The successor of a process that died over an open question writes nothing twice and forgets nothing."""
        await prepare(world, *kind.needs)
        world.faults(fault)
        event = world.event(kind.type, kind.data)
        await world.put(event)
        await world.fault_has_struck()
        await world.kill()
        world.faults()
        await world.start()
        applied(await world.verdicts(event), event)
        hold(world, kind, Row(OURS, kind.data))

    return story


TROUBLES = (
    Trouble("answer_lost", once(ANSWER), EVERY),
    Trouble("request_lost", once(REQUEST), EVERY),
    Trouble("answer_lost_killed", and_killed(ANSWER), EVERY),
    Trouble("request_lost_killed", and_killed(REQUEST), EVERY),
    Trouble(
        "second_answer_lost",
        once({**ANSWER, "skip": 1}),
        only("bill", why="over REST a bill is two requests"),
        surfaces=("rest",),
    ),
    Trouble(
        "second_request_lost",
        once({**REQUEST, "skip": 1}),
        only("bill", why="over REST a bill is two requests"),
        surfaces=("rest",),
    ),
)
