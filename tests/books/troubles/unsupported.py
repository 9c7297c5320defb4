"""What a tenant's policy leaves no way for."""

from schemas.verdict import DeadLetterClass
from tests.books.documents import Kind
from tests.books.judge import dead, hold
from tests.books.trouble import OVER_REST_ONLY, Trouble, bounded, only, prepare
from tests.books.world import World


class _OverXml(Trouble):
    def surfaces_for(self, kind: Kind) -> tuple[str, ...]:
        return ("xml",) if self.rule.about(kind) else ()


async def over_xml(world: World, kind: Kind) -> None:
    """It is said at once, costs nothing and leaves nothing."""
    await prepare(world, *[need for need in kind.needs if need[0] != "task.upserted"])
    event = world.event(kind.type, kind.data)
    with bounded(world, transactions=0, requests=0):
        verdicts = await world.send(event)
    dead(verdicts, event, DeadLetterClass.UNSUPPORTED)
    hold(world, kind)


TROUBLES = (_OverXml("not_offered", over_xml, only(*OVER_REST_ONLY, why="over XML they are not written")),)
