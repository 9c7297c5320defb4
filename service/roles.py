"""What one process does: one role, several, or all of them."""

from enum import StrEnum


class Role(StrEnum):
    """A part of the work that can run in a process of its own when the log is Kafka."""

    RECEIVER = "receiver"
    """Webhooks in."""
    ROUTER = "router"
    """Upstream Kafka topics in."""
    WORKER = "worker"
    """Lanes: events to Intacct."""


ALL_ROLES = frozenset(Role)
