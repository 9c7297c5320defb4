"""The event queue: events that an application fetches and acknowledges in batches.

What was fetched and not acknowledged is handed out again when its lease has ended. Batch size, lease and retention are
not published: switches.
"""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it is handed out."""

    id: str
    queued: datetime
    content_type: str
    context: bytes
    payload: bytes

    @classmethod
    def revived(cls, kept: dict[str, str]) -> "Event":
        """From what `kept` wrote."""
        context, payload = base64.b64decode(kept["clientContext"]), base64.b64decode(kept["payload"])
        return cls(kept["eventId"], datetime.fromisoformat(kept["queued"]), kept["contentType"], context, payload)

    def kept(self) -> dict[str, str]:
        """As the state file has it."""
        return {**self.as_json(), "queued": self.queued.isoformat()}

    def as_json(self) -> dict[str, str]:
        return {
            "clientContext": base64.b64encode(self.context).decode(),
            "contentType": self.content_type,
            "eventId": self.id,
            "eventType": "pull",
            "payload": base64.b64encode(self.payload).decode(),
        }


@dataclass(frozen=True, slots=True)
class _Lease:
    ids: tuple[str, ...]
    until: datetime


class EventQueue:
    """The events of one application in one company, oldest first. `keep` hears what the state file needs to know."""

    def __init__(self, keep: Callable[[dict[str, Any]], None]) -> None:
        self._keep = keep
        self._events: dict[str, Event] = {}
        self._leases: dict[str, _Lease] = {}

    def put(self, now: datetime, content_type: str, context: bytes, payload: bytes) -> Event:
        event = Event(new_id(), now, content_type, context, payload)
        self._events[event.id] = event
        self._keep({"queued": event.kept()})
        return event

    def restore(self, line: dict[str, Any]) -> None:
        """Do again what a line of the state file says."""
        if "queued" in line:
            event = Event.revived(line["queued"])
            self._events[event.id] = event
        for id in line.get("acknowledged", ()):
            self._events.pop(id, None)

    def count(self, now: datetime, days: int) -> int:
        """Events that are not acknowledged, handed out or not."""
        self._tidy(now, days)
        return len(self._events)

    def take(self, now: datetime, days: int, most: int, lease: float) -> tuple[str, list[dict[str, Any]]] | None:
        """Hand out up to `most` events for `lease` seconds, with the id that acknowledges them; None when none."""
        self._tidy(now, days)
        out = {id for each in self._leases.values() for id in each.ids}
        ids = [id for id in self._events if id not in out][: max(1, most)]
        if not ids:
            return None
        ack = new_id()
        self._leases[ack] = _Lease(tuple(ids), now + timedelta(seconds=lease))
        return ack, [self._events[id].as_json() for id in ids]

    def acknowledge(self, now: datetime, days: int, ack: str) -> bool:
        """Remove the whole batch; False when no lease has this id (any more)."""
        self._tidy(now, days)
        lease = self._leases.pop(ack, None)
        if lease is None:
            return False
        for id in lease.ids:
            self._events.pop(id, None)
        self._keep({"acknowledged": lease.ids})
        return True

    def _tidy(self, now: datetime, days: int) -> None:
        self._leases = {ack: each for ack, each in self._leases.items() if each.until > now}
        if days:
            oldest = now - timedelta(days=days)
            self._events = {id: each for id, each in self._events.items() if each.queued > oldest}


def new_id() -> str:
    """Really random: an id from before a restart or a reset never means another event after it."""
    return str(UUID(bytes=secrets.token_bytes(16), version=4))
