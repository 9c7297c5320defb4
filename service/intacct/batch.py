"""The writes of one request on their way through the pipeline."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from service.delivery.client_port import Action, Attempt, Outcome, Surface, WriteAnswer, WriteRequest
from service.intacct.objects.content import Content
from service.intacct.objects.declaration import Declaration
from service.intacct.objects.prepared import content_in
from service.intacct.surface import Sendable

K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class Item:
    """One attempt: what will be sent, and what became of it once that is known."""

    attempt: Attempt
    content: Content
    surface: Surface
    outcome: Outcome | None = None
    sent: bool = False
    """Whether the outcome is what became of it on the wire."""

    @property
    def declaration(self) -> Declaration:
        """What kind of object it is."""
        return self.content.declaration

    @property
    def action(self) -> Action:
        """What is asked for."""
        return self.attempt.action

    @property
    def sendable(self) -> Sendable:
        """As a surface takes it."""
        return Sendable(self.attempt, self.content)

    def numbered(self, record_number: str) -> None:
        """The record number that was missing has been found."""
        self.attempt = replace(self.attempt, record_number=record_number)

    def changed(self, outcome: Outcome) -> None:
        """More is known about it now; what it has cost before stays counted."""
        assert self.outcome is not None
        spent = self.outcome.transactions
        self.outcome = replace(outcome, transactions=outcome.transactions + spent)


@dataclass(slots=True)
class Batch:
    """One request: its items, and what reads for several of them cost."""

    entity: str
    atomic: bool
    items: list[Item]
    shared: int = 0
    request_refused: bool = False

    @property
    def open(self) -> list[Item]:
        """Items whose outcome is not known yet."""
        return [item for item in self.items if item.outcome is None]

    def share_fate(self) -> None:
        """Of an atomic group all or nothing is sent: before that, the first outcome is everybody's."""
        fate = next((item.outcome for item in self.items if item.outcome), None)
        if self.atomic and fate is not None and self.open:
            for item in self.items:
                item.outcome = fate

    def answer(self) -> WriteAnswer:
        """The answer of the port."""
        outcomes = tuple(item.outcome for item in self.items if item.outcome is not None)
        assert len(outcomes) == len(self.items), "the pipeline leaves nothing open"
        return WriteAnswer(outcomes, self.shared, self.request_refused)


def batch_of(request: WriteRequest) -> Batch:
    """The items of a request, as they were prepared."""
    items = [
        Item(attempt, content_in(attempt.prepared).of(attempt.action), request.surface) for attempt in request.attempts
    ]
    return Batch(request.entity, request.atomic, items)


def grouped(items: Iterable[Item], key: Callable[[Item], K]) -> dict[K, list[Item]]:
    """Items by a key, in their order."""
    groups: defaultdict[K, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)
