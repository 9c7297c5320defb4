"""Steps that are free to go, in event order, and those among them whose time has not come."""

import heapq
from bisect import insort
from collections.abc import Callable
from itertools import count

from service.delivery.work import Step


class ReadyQueue:
    """Event order among what is due; a step that waits for its time lets later ones pass.

    ``may_go`` is asked when a step's time has come; one that may not is left out, and whoever said so adds it again.
    """

    def __init__(self, may_go: Callable[[Step], bool] = lambda step: True) -> None:
        self._may_go = may_go
        self._due: list[Step] = []
        self._later: list[tuple[float, int, Step]] = []
        self._waiting: set[Step] = set()  # those of _later that have not been discarded
        self._tie = count()

    def add(self, step: Step) -> None:
        """The step may go once its ``not_before`` has come."""
        self._waiting.add(step)
        heapq.heappush(self._later, (step.not_before, next(self._tie), step))

    def due(self, now: float) -> list[Step]:
        """What may go now, earliest event first. The caller must not change the list."""
        while self._later and self._later[0][0] <= now:
            moment, _, step = heapq.heappop(self._later)
            if step in self._waiting and moment == step.not_before:
                self._waiting.discard(step)
                if self._may_go(step):
                    insort(self._due, step, key=lambda other: other.sequence)
        return self._due

    def take(self, steps: tuple[Step, ...]) -> None:
        """These go now."""
        leaving = set(map(id, steps))
        self._due = [step for step in self._due if id(step) not in leaving]

    def discard(self, step: Step) -> bool:
        """It does not go any more. Whether it was here."""
        if step in self._waiting:
            self._waiting.discard(step)
            return True
        before = len(self._due)
        self.take((step,))
        return len(self._due) < before

    def hasten(self, step: Step, now: float) -> None:
        """A step that waits for its time may go now: what it waited for has happened."""
        if step in self._waiting and step.not_before > now:
            step.not_before = now
            self.add(step)

    @property
    def next_moment(self) -> float | None:
        """When the next waiting step becomes due."""
        return self._later[0][0] if self._later else None

    def __len__(self) -> int:
        return len(self._due) + len(self._waiting)
