"""What the engine tells the outside while it works: for metrics, logs and people. Nothing here decides anything."""

from typing import Protocol

from schemas.event import StoredEvent
from schemas.verdict import Verdict
from service.delivery.client_port import Diagnosis, OutcomeKind, Surface
from service.delivery.gate import GateState


class Observer(Protocol):
    """Called synchronously from the lanes; must be quick and must not raise."""

    def request_ended(self, tenant: str, surface: Surface, purpose: str, outcomes: list[OutcomeKind]) -> None:
        """A request of purpose «write», «look-up», «query» or «probe» has ended."""

    def transactions_used(self, tenant: str, count: int) -> None:
        """Intacct bills these."""

    def verdict_reached(self, verdict: Verdict) -> None:
        """An event has its verdict, durably."""

    def duplicate_dropped(self, event: StoredEvent, compared: bool = True) -> None:
        """The same event had its verdict already, or is on its way. Not ``compared``: that verdict does not tell what
        its event said, so that only the identity is known to be the same."""

    def conflict_found(self, event: StoredEvent) -> None:
        """The identity of this event, which has been set apart, was used by an event with other content."""

    def gate_changed(self, tenant: str, state: GateState, reason: Diagnosis | None) -> None:
        """The tenant is held, unavailable or open again."""

    def publishing_failed(self, error: Exception) -> None:
        """The log did not take verdicts or progress; it is tried again."""
