"""What a tenant's lane is doing at this moment, as the running service sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class LaneState(StrEnum):
    """Whether a tenant's events are being worked on."""

    RUNNING = "running"
    PAUSED = "paused"
    """Intacct throttled us; it goes on by itself."""
    UNAVAILABLE = "unavailable"
    """Intacct does not answer; it is probed and goes on by itself."""
    HELD = "held"
    """A person must act on credentials, sender or permission."""
    ELSEWHERE = "elsewhere"
    """Another process owns the tenant's partition, or none does."""
    STOPPED = "stopped"
    """The service is not running."""


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """One tenant."""

    tenant: str
    state: LaneState
    reason: str = ""
    next_step: str = ""
    in_flight: int = 0
    slots: int = 0
    """Connections allowed now."""
    oldest_seconds: float | None = None
    """Age of the oldest event without a verdict; None when it is not known."""


Waits = Callable[[str], str]
"""Why the event of a key waits, as the process that works on it knows; empty when it does not."""
Lanes = Callable[[], Sequence[LaneStatus]]
"""Provided by whoever runs the lanes; quick, never waits."""
