"""A refused login is not tried again for a while: hammering it locks the user out."""

from service.clock import Clock
from service.delivery.client_port import Outcome

FIRST_PAUSE = 60.0
LONGEST_PAUSE = 900.0


class RefusedLogins:
    """Remembers the last refusal; the pause doubles with each further one. Seconds of the monotonic clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._outcome: Outcome | None = None
        self._until = 0.0
        self._pause = FIRST_PAUSE

    def standing(self) -> Outcome | None:
        """The refusal that still stands, with the seconds that are left."""
        left = self._until - self._clock.monotonic()
        if self._outcome is None or left <= 0:
            return None
        return Outcome(self._outcome.kind, "", self._outcome.diagnosis, left)

    def remember(self, outcome: Outcome) -> None:
        """Intacct refused a login."""
        self._outcome = outcome
        self._until = self._clock.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def forget(self) -> None:
        """A login succeeded."""
        self._outcome, self._pause = None, FIRST_PAUSE
