"""Sessions and tokens that Intacct grants and then rejects: renewed as often as it takes, at a bounded rate.

That is no refusal of our credentials, for the login succeeds, so nobody is held. A call renews a few times; then the
tenant counts as unavailable for a while, which doubles with each further time and ends with the first accepted call.
"""

from service.clock import Clock
from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind
from service.intacct.refusals import GrowingPause

MOST_RENEWALS = 3
"""In one call."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0


class Renewals:
    """Bounds the renewals of one kind of session or token. ``what`` names it for people."""

    def __init__(self, clock: Clock, what: str) -> None:
        self._pause = GrowingPause(clock, FIRST_PAUSE, LONGEST_PAUSE)
        self._diagnosis = Diagnosis(
            "",
            f"{what} rejected {MOST_RENEWALS + 1} times in a row",
            f"Intacct accepts our login and then rejects the {what} that it has just given.",
            "Nothing to do, it is tried again at a bounded rate. If it stays, ask Sage support about the company.",
        )

    def standing(self) -> Outcome | None:
        """While no other one should be asked for: unavailable, with the seconds that are left."""
        left = self._pause.left
        return Outcome(OutcomeKind.UNAVAILABLE, "", self._diagnosis, left) if left > 0 else None

    def used_up(self) -> Outcome:
        """A call was rejected after its last renewal."""
        if self._pause.left <= 0:
            self._pause.begin()
        return Outcome(OutcomeKind.UNAVAILABLE, "", self._diagnosis, self._pause.left)

    def accepted(self) -> None:
        """A call went through."""
        self._pause.forget()
