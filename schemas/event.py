"""An event: a CloudEvents 1.0 envelope, as it lies in the event log and as a handler sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Generic, TypeVar

DataT = TypeVar("DataT")

Headers = tuple[tuple[str, bytes], ...]
"""Names may repeat and values may be empty, as on a Kafka record."""


def event_key(tenant: str, source: str, event_id: str, variant: str = "") -> str:
    """The identity of an event, 32 hex digits from its tenant and its CloudEvents source and id and nothing else.

    The same event arriving twice, by any way, has the same key. Every part but the last is length-prefixed, so that
    no two identities can collide by moving characters from one part to another.
    """
    prefixed = f"{len(tenant)}:{tenant}{len(source)}:{source}{len(event_id)}:{event_id}{variant}".encode()
    return blake2b(prefixed, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An accepted event as the log keeps it: a parsed envelope around bytes that nobody has changed.

    ``body`` is the data as it arrived. When ``content_type`` is ``application/cloudevents+json`` it is the whole
    structured envelope and the data is its ``data`` member. Secrets have been removed before the event gets here.
    """

    id: str
    source: str
    type: str
    tenant: str
    body: bytes
    content_type: str = "application/json"
    entity: str = ""
    subject: str | None = None
    time: datetime | None = None
    traceparent: str | None = None
    profile: str = ""
    """Name of the configured way in that accepted it, for aliases and for people."""
    received_at: datetime | None = None
    replay: int = 0
    """How often a person has sent it back from the dead letters. Zero for a first arrival."""
    variant: str = ""
    """Digest of its content, when an event with other content had its id first; that sets the two apart."""
    headers: Headers = field(default=())
    """Headers of the original record or request that are safe to keep, untouched."""

    @property
    def key(self) -> str:
        """See :func:`event_key`."""
        return event_key(self.tenant, self.source, self.id, self.variant)


@dataclass(frozen=True, slots=True)
class Event(Generic[DataT]):
    """An event as a handler sees it: the envelope and its validated data."""

    id: str
    source: str
    type: str
    tenant: str
    data: DataT
    entity: str = ""
    subject: str | None = None
    time: datetime | None = None
    traceparent: str | None = None
