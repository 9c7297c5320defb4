"""One delivery: what is sent where, how often it was tried, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from intacct_sandbox.outgoing.message import Message

# How a delivery stands. `waiting` has a moment when it is tried (again), `held` waits for the one after it,
# `lost` was never sent because a fault said so, `refused` because the acting user may not read what it needs.
STATES = ("ready", "sending", "waiting", "held", "delivered", "failed", "lost", "refused")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One HTTP exchange; `status` is None when there was no answer, and `error` says why."""

    time: str
    status: int | None
    error: str


@dataclass(slots=True)
class Delivery:
    """`render` makes the request for an attempt at a moment. `retries` are the pauses before further attempts, in
    seconds of the sandbox's clock; `copies` is how often a receiver that accepts it gets it.
    """

    about: dict[str, Any]
    render: Callable[[datetime], Message]
    lane: str
    retries: tuple[int, ...] = ()
    timeout: float = 10.0
    on_exhausted: Callable[[], None] | None = None
    on_delivered: Callable[[], None] | None = None
    sequence: int = 0
    state: str = "ready"
    due: str | None = None
    copies: int = 1
    faults: list[str] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    message: Message | None = None
    accepted: int = 0

    @property
    def failures(self) -> int:
        """Attempts that were not accepted."""
        return len(self.attempts) - self.accepted

    def as_row(self) -> dict[str, Any]:
        """The delivery as the admin path shows it; the request is that of the last attempt."""
        sent = self.message
        return {
            "sequence": self.sequence,
            **self.about,
            "state": self.state,
            "due": self.due,
            "faults": self.faults,
            "method": sent.method if sent else None,
            "url": sent.url if sent else None,
            "headers": sent.headers if sent else {},
            "body": sent.body.decode("utf-8", "replace") if sent else None,
            "attempts": [{"time": each.time, "status": each.status, "error": each.error} for each in self.attempts],
        }
