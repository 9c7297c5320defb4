"""A refused login is not tried again for a while: hammering it locks the user out."""

from service.clock import Clock
from service.delivery.client_port import Outcome

FIRST_PAUSE = 60.0
LONGEST_PAUSE = 900.0


class GrowingPause:
    """A pause that doubles each time that it begins, until it is forgotten. Seconds of the monotonic clock."""

    def __init__(self, clock: Clock, first: float, longest: float) -> None:
        self._clock = clock
        self._first, self._longest = first, longest
        self._next = first
        self._until = clock.monotonic()

    @property
    def left(self) -> float:
        """Seconds until it ends; zero when there is none."""
        return max(self._until - self._clock.monotonic(), 0.0)

    def begin(self) -> None:
        """It stands from now on, twice as long as last time."""
        self._until = self._clock.monotonic() + self._next
        self._next = min(self._next * 2, self._longest)

    def forget(self) -> None:
        """It is over, and the next one is short again."""
        self._until, self._next = self._clock.monotonic(), self._first


class RefusedLogins:
    """Remembers the last refusal; the pause doubles with each further one."""

    def __init__(self, clock: Clock) -> None:
        self._outcome: Outcome | None = None
        self._pause = GrowingPause(clock, FIRST_PAUSE, LONGEST_PAUSE)

    def standing(self) -> Outcome | None:
        """The refusal that still stands, with the seconds that are left."""
        left = self._pause.left
        if self._outcome is None or left <= 0:
            return None
        return Outcome(self._outcome.kind, "", self._outcome.diagnosis, left)

    def remember(self, outcome: Outcome) -> None:
        """Intacct refused a login."""
        self._outcome = outcome
        self._pause.begin()

    def forget(self) -> None:
        """A login succeeded."""
        self._outcome = None
        self._pause.forget()
