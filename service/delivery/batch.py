"""What goes into the next request: a free slot takes what is ready, up to the limit, and never waits for more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.delivery.client_port import IntacctClient, Surface, WriteRequest
from service.delivery.work import Step, WriteWork

LOOK_UP_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """Steps that share one request. ``look``: a look-up of these works; else a write of them."""

    steps: tuple[Step, ...]
    works: tuple[WriteWork, ...]
    surface: Surface
    look: bool

    def request(self) -> WriteRequest:
        """The write request."""
        attempts = tuple(work.attempt() for work in self.works)
        atomic = self.steps[0].atomic and len(attempts) > 1
        return WriteRequest(self.surface, self.works[0].write.entity, attempts, atomic)


def choose(ready: Sequence[Step], client: IntacctClient, free_slots: int, limit: int) -> Batch | None:
    """The next request, for the earliest ready step and whatever may share its request. None: nothing is ready."""
    if not ready:
        return None
    head = ready[0]
    if head.looking:
        return _look_up(head, ready, client)
    if head.atomic:
        return Batch((head,), head.sending, _surface(head.sending[0], client, xml=True), look=False)
    return _write(head, ready, client, free_slots, limit)


def _look_up(head: Step, ready: Sequence[Step], client: IntacctClient) -> Batch:
    first = head.looking[0]
    surface = _surface(first, client, xml=False)
    steps: dict[Step, None] = {}
    works: list[WriteWork] = []
    for step in [head] if head.alone else ready:
        if step.alone and step is not head:
            continue
        for work in step.looking:
            alike = work.write.object == first.write.object and work.write.entity == first.write.entity
            if alike and _surface(work, client, xml=False) is surface and len(works) < LOOK_UP_LIMIT:
                works.append(work)
                steps[step] = None
    return Batch(tuple(steps), tuple(works), surface, look=True)


def _write(head: Step, ready: Sequence[Step], client: IntacctClient, free_slots: int, limit: int) -> Batch:
    backlog = list(_xml_alike(head, ready, client, limit))
    waits = len(backlog) > max(1, free_slots)
    surface = _surface(head.writes[0], client, xml=waits)
    steps = tuple(backlog) if surface is Surface.XML and backlog else (head,)
    return Batch(steps, tuple(step.writes[0] for step in steps), surface, look=False)


def _xml_alike(head: Step, ready: Sequence[Step], client: IntacctClient, limit: int) -> Iterable[Step]:
    """Ready single writes that can share an XML request with the head, the head among them if it can itself."""
    if head.alone or not _takes_xml(head, client):
        return
    entity, taken = head.writes[0].write.entity, 0
    for step in ready:
        fits = not step.atomic and not step.alone and not step.looking and step.writes[0].write.entity == entity
        if fits and _takes_xml(step, client):
            taken += 1
            yield step
        if taken == limit:
            return


def _takes_xml(step: Step, client: IntacctClient) -> bool:
    work = step.writes[0]
    return work.surface is Surface.XML or (work.surface is None and Surface.XML in client.surfaces(work.write))


def _surface(work: WriteWork, client: IntacctClient, *, xml: bool) -> Surface:
    """The pinned surface; else XML when wanted and possible; else the preferred one."""
    if work.surface:
        return work.surface
    possible = client.surfaces(work.write)
    return Surface.XML if xml and Surface.XML in possible else possible[0]
