"""Full-jitter exponential backoff."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds to wait before the next try: uniform between half a step and a whole step, doubling up to ``longest``.

    The lower half is kept empty of chance so that a try that must not come too early (a look-up after a lost
    answer) never does; the jitter of the upper half is what keeps many waiters apart.
    """

    first: float
    longest: float

    def delay(self, tries: int) -> float:
        """``tries`` counts from 1."""
        step = min(self.longest, self.first * 2 ** min(tries - 1, 32))
        return random.uniform(step / 2, step)
