"""Steps that are free to go, in event order, and those among them whose time has not come."""

import heapq
from bisect import insort
from itertools import count

from service.delivery.work import Step


class ReadyQueue:
    """Event order among what is due; a step that waits for its time lets later ones pass."""

    def __init__(self) -> None:
        self._due: list[Step] = []
        self._later: list[tuple[float, int, Step]] = []
        self._tie = count()

    def add(self, step: Step) -> None:
        """The step may go once its ``not_before`` has come."""
        heapq.heappush(self._later, (step.not_before, next(self._tie), step))

    def due(self, now: float) -> list[Step]:
        """What may go now, earliest event first. The caller must not change the list."""
        while self._later and self._later[0][0] <= now:
            moment, _, step = heapq.heappop(self._later)
            if moment == step.not_before:
                insort(self._due, step, key=lambda other: other.sequence)
        return self._due

    def take(self, steps: tuple[Step, ...]) -> None:
        """These go now."""
        leaving = set(map(id, steps))
        self._due = [step for step in self._due if id(step) not in leaving]

    def hasten(self, step: Step, now: float) -> None:
        """A step that waits for its time may go now: what it waited for has happened."""
        if step.not_before > now:
            step.not_before = now
            self.add(step)

    @property
    def next_moment(self) -> float | None:
        """When the next waiting step becomes due."""
        return self._later[0][0] if self._later else None

    def __len__(self) -> int:
        return len(self._due) + len(self._later)
