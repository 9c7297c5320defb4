"""A company with approvals on: what only awaits approval is said to, and what needs it posted waits."""

from schemas.verdict import DeadLetterClass
from tests.books.documents import BILL, Kind
from tests.books.judge import Row, applied, dead, hold
from tests.books.trouble import Trouble, bounded, only, prepare
from tests.books.world import LONG_WAIT, OURS, World

APPROVED = only("bill", "bill-payment", why="documents that somebody approves over REST")
PAYS_BILLS = only("bill-payment", why="it pays what somebody approves")


async def said(world: World, kind: Kind) -> None:
    """The receipt says that the document is submitted, and so do the books."""
    await prepare(world, *kind.needs)
    world.configure(approvals=frozenset({kind.object}))
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=8, requests=12):
        applied(await world.send(event), event, state="submitted", already=False)
    hold(world, kind, Row(OURS, kind.data, "submitted"))


async def repeated(world: World, kind: Kind) -> None:
    """What awaits approval is there already when it comes again, in that state."""
    await prepare(world, *kind.needs)
    world.configure(approvals=frozenset({kind.object}))
    first, second = (world.event(kind.type, kind.data) for _ in range(2))
    applied(await world.send(first), first, already=False)
    applied(await world.send(second), second, state="submitted", already=True)
    hold(world, kind, Row(OURS, kind.data, "submitted"))


async def waited_for(world: World, kind: Kind) -> None:
    """A payment of a bill that awaits approval waits, says why, and goes when a person has approved it."""
    world.configure(approvals=frozenset({"bill"}))
    await prepare(world, *kind.needs)
    event = world.event(kind.type, kind.data)
    await world.put(event)
    await world.waits(event)
    assert "INV-10" in (told := await world.waits_because(event)), told
    assert "submitted for approval" in told
    hold(world, kind)
    await world.person.act(BILL, world.key("bill", "INV-10"), "approve")
    applied(await world.verdicts(event), event, already=False)
    hold(world, kind, Row(OURS, kind.data))


async def not_given(world: World, kind: Kind) -> None:
    """A payment of a bill that nobody approves ends as a dead letter that names the bill; approved, it is replayed."""
    world.configure(approvals=frozenset({"bill"}))
    await prepare(world, *kind.needs)
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=20, requests=40):
        dead(await world.send(event), event, DeadLetterClass.MISSING_REFERENCE, "INV-10")
    hold(world, kind)
    await world.person.act(BILL, world.key("bill", "INV-10"), "approve")
    applied(await world.replay(event), event, already=False)
    hold(world, kind, Row(OURS, kind.data))


TROUBLES = (
    Trouble("approval_said", said, APPROVED),
    Trouble("approval_repeated", repeated, APPROVED),
    Trouble("approval_waited_for", waited_for, PAYS_BILLS, waiting=LONG_WAIT),
    Trouble("approval_not_given", not_given, PAYS_BILLS),
)
