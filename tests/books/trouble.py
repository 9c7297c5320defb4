"""A kind of trouble: a story that is played in one company, and the objects and surfaces where it makes sense."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.books.documents import Data, Kind
from tests.books.judge import applied
from tests.books.world import AT_ONCE, SHORT_WAIT, World

Story = Callable[[World, Kind], Awaitable[None]]
SURFACES = ("rest", "xml", "auto")
OVER_REST_ONLY = frozenset({"task"})
"""Not written over XML: there they are refused, which is a case of its own."""


@dataclass(frozen=True)
class Rule:
    """Which objects a trouble is about, and why not the others."""

    about: Callable[[Kind], bool]
    why: str


EVERY = Rule(lambda kind: True, "every object")
DOCUMENTS = Rule(lambda kind: kind.is_document, "documents: master data have no life of states and numbers")
MASTERS = Rule(lambda kind: not kind.is_document, "master data: documents are created once and not upserted")
PAYMENTS = Rule(lambda kind: "payment" in kind.object, "payments: only they name other documents by number")
BILLABLE = Rule(lambda kind: kind.object in ("bill", "invoice"), "what can be paid: bills and invoices")
REFERRING = Rule(lambda kind: kind.unknown is not None, "objects that refer to something: a custom record does not")


def only(*objects: str, why: str) -> Rule:
    """These, for this reason."""
    return Rule(lambda kind: kind.object in objects, why)


@dataclass(frozen=True)
class Trouble:
    """One kind of trouble."""

    name: str
    story: Story
    rule: Rule
    surfaces: tuple[str, ...] = SURFACES
    waiting: float = SHORT_WAIT
    settle: float = AT_ONCE
    switches: Mapping[str, Any] = field(default_factory=dict)
    definition: Mapping[str, Any] = field(default_factory=dict)

    def surfaces_for(self, kind: Kind) -> tuple[str, ...]:
        """Where it is played for this object; none where it makes no sense."""
        if not self.rule.about(kind):
            return ()
        return tuple(each for each in self.surfaces if each != "xml" or kind.object not in OVER_REST_ONLY)


async def prepare(world: World, *needs: tuple[str, Data], **more: Any) -> None:
    """Bring about what a document needs; all of it has to go well."""
    events = [world.event(type, data, **more) for type, data in needs]
    if events:
        applied(await world.send(*events), *events)


@contextmanager
def bounded(world: World, transactions: int, requests: int) -> Any:
    """Whatever happens costs no more than this."""
    billed, asked = world.transactions, world.requests
    yield
    billed, asked = world.transactions - billed, world.requests - asked
    assert billed <= transactions, f"{billed} transactions, more than {transactions}"
    assert asked <= requests, f"{asked} requests, more than {requests}"
