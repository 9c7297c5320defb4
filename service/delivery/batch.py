"""What goes into the next request: a free slot takes what is ready, up to the limit, and never waits for more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from schemas.write import ObjectKey
from service.delivery.client_port import Prepared, Surface, WriteRequest
from service.delivery.work import Step, WriteWork

LOOK_UP_LIMIT = 100

Ours = Callable[[Prepared], dict[ObjectKey, str]]
"""Record numbers of the documents that a write refers to, where we wrote them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Steps that share one request. ``look``: a look-up of these works; else a write of them."""

    steps: tuple[Step, ...]
    works: tuple[WriteWork, ...]
    look: bool

    @property
    def surface(self) -> Surface:
        """The way they travel."""
        return self.works[0].prepared.surface

    def request(self, ours: Ours) -> WriteRequest:
        """The write request."""
        attempts = tuple(work.attempt(ours(work.prepared)) for work in self.works)
        atomic = self.steps[0].atomic and len(attempts) > 1
        return WriteRequest(self.surface, self.works[0].write.entity, attempts, atomic)


def choose(ready: Sequence[Step], limit: int) -> Batch | None:
    """The next request, for the earliest ready step and whatever may share its request. None: nothing is ready."""
    if not ready:
        return None
    head = ready[0]
    if head.looking:
        return _look_up(head, ready)
    if head.atomic or head.alone or head.sending[0].prepared.surface is Surface.REST:
        return Batch((head,), head.sending, look=False)
    steps = tuple(_alike(head, ready, limit))
    return Batch(steps, tuple(step.writes[0] for step in steps), look=False)


def _look_up(head: Step, ready: Sequence[Step]) -> Batch:
    kind = _kind(head.looking[0])
    steps: dict[Step, None] = {}
    works: list[WriteWork] = []
    for step in [head] if head.alone else (step for step in ready if step is head or not step.alone):
        for work in step.looking:
            if _kind(work) == kind and len(works) < LOOK_UP_LIMIT:
                works.append(work)
                steps[step] = None
    return Batch(tuple(steps), tuple(works), look=True)


def _kind(work: WriteWork) -> tuple[str, str, Surface]:
    """Look-ups share a query when these are alike."""
    return work.write.object, work.write.entity, work.prepared.surface


def _alike(head: Step, ready: Sequence[Step], limit: int) -> Iterator[Step]:
    """Ready single writes of the head's entity that go over XML, the head among them."""
    entity, taken = head.writes[0].write.entity, 0
    for step in ready:
        work = step.writes[0]
        fits = not step.atomic and not step.alone and not step.looking and work.write.entity == entity
        if fits and work.prepared.surface is Surface.XML:
            taken += 1
            yield step
        if taken == limit:
            return
