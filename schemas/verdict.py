"""What comes out: a receipt or a dead letter for every accepted event, and the usage it cost."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from schemas.content import Content
from schemas.event import Headers, StoredEvent


@dataclass(frozen=True, slots=True)
class RecordReceipt:
    """Proof of one write: what exists in Intacct now, and how it got there."""

    write_id: str
    object: str
    operation: str
    key: str
    record_number: str
    surface: str
    already_applied: bool = False
    """True when a look-up found it in place, so that nothing was sent again."""
    state: str = ""
    """What the document has reached in Intacct: posted, submitted (for approval) or draft. Empty: it has no states."""
    superseded_by: str = ""
    """Id of the event that had brought a newer state of this object, so that this one was not written."""
    entity: str | None = None
    """The entity that it was written in; None: the event's own."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Durable proof that an event was applied."""

    event_key: str
    event_id: str
    source: str
    type: str
    tenant: str
    entity: str
    records: tuple[RecordReceipt, ...]
    transactions: int
    received_at: datetime | None
    applied_at: datetime
    replay: int = 0
    event_time: datetime | None = None
    """The CloudEvents ``time``, as the sender stated it: what decides which of two states of an object is newer."""
    content: Content | None = None
    """What the event said. None: written before that was kept."""


_NEXT_NAME = re.compile(r", (?=[a-z][a-z0-9_-]* )")
"""Between two names in a line: an object's name and a blank follow."""


class DeadLetterClass(StrEnum):
    """Why an event could not be applied; decides what a person does next."""

    UNDECODABLE = "undecodable"
    UNKNOWN_TYPE = "unknown-type"
    UNKNOWN_TENANT = "unknown-tenant"
    SCHEMA = "schema"
    HANDLER = "handler"
    REJECTED = "rejected"
    CLOSED_PERIOD = "closed-period"
    DUPLICATE = "duplicate"
    MISSING_REFERENCE = "missing-reference"
    PERMISSION = "permission"
    UNSUPPORTED = "unsupported"
    FOREIGN_SOURCE = "foreign-source"
    """It came by a way in that does not speak for its CloudEvents source."""
    CONFLICT = "conflict"
    """Its identity (tenant, source, id) was used before, by an event with other content."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why, in words that an accountant understands, and what to do."""

    category: DeadLetterClass
    cause: str
    next_step: str
    code: str = ""
    """Intacct's own code, when there is one."""
    text: str = ""
    """Intacct's own text, without support ids."""
    stage: str = "VALIDATE"
    """DECODE, VALIDATE, MAP, SEND or RESPONSE: the stages of Kafka Connect that apply here."""
    waits_for: str = ""
    """For a missing reference: the objects that were waited for, one a line; see ``awaited``."""
    first: Content | None = None
    """For a conflict: what the event said that had this identity first."""

    @property
    def awaited(self) -> tuple[str, ...]:
        """The names in ``waits_for``. Older dead letters have them joined by a comma, which a key may hold as well."""
        if "\n" in self.waits_for:
            return tuple(self.waits_for.split("\n"))
        joined = _NEXT_NAME.split(self.waits_for) if self.waits_for else []
        return tuple(dict.fromkeys([self.waits_for, *joined] if joined else []))


class ResolutionKind(StrEnum):
    """How a dead letter was resolved."""

    APPLIED = "applied"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Replaces a dead letter that needs no more work."""

    kind: ResolutionKind
    at: datetime
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The record that a dead letter was made from."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that could not be applied, byte for byte as it came, with the reason and what to do."""

    id: str
    """The event key; for a record that could not even be read, an id derived from where it was read."""
    event_id: str
    source: str
    type: str
    tenant: str
    failure: Failure
    body: bytes
    headers: Headers
    content_type: str
    attempts: int
    failed_at: datetime
    origin: Origin
    event: StoredEvent | None = None
    """The envelope, when there was a readable one: what replay appends again."""
    applied: tuple[RecordReceipt, ...] = ()
    """Writes of the same event that are in Intacct already; a replay finds and keeps them."""
    transactions: int = 0
    resolution: Resolution | None = None
    content: Content | None = None
    """What the event said: stays when the bytes are dropped. None: written before that was kept, or unreadable."""

    @property
    def replays(self) -> int:
        """How often a person had sent it back before this failure."""
        return self.event.replay if self.event else 0

    def resolved(self, resolution: Resolution) -> "DeadLetter":
        """The same dead letter with its end written down."""
        return replace(self, resolution=resolution)


@dataclass(frozen=True, slots=True)
class UsageCount:
    """Transactions that Intacct bills to one tenant in one month (UTC), as counted here. A running total."""

    tenant: str
    month: str
    """YYYY-MM"""
    transactions: int


Verdict: TypeAlias = Receipt | DeadLetter
