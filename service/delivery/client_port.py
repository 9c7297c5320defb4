"""The Intacct client as the delivery engine knows it: requests out, one outcome per write back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from schemas.verdict import DeadLetterClass
from schemas.write import ObjectKey, Operation, Write


class Surface(StrEnum):
    """The way a write travels."""

    REST = "rest"
    XML = "xml"


class OutcomeKind(StrEnum):
    """What is known after a request, per write. design: «Outcomes and what follows»."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    """Intacct says that this id was used or this key is taken. No proof of anything until a look-up confirms it."""
    REJECTED = "rejected"
    MISSING_REFERENCE = "missing-reference"
    """Something that the write names is not there yet, or cannot be used."""
    GONE = "gone"
    """The record that this update names does not exist (any more)."""
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    """The request certainly changed nothing: it was not sent, or was refused before it could matter."""
    UNAUTHORIZED = "unauthorized"
    """Credentials, sender authorisation, or permissions: the whole tenant is held."""
    UNCERTAIN = "uncertain"
    """Sent, and the answer is missing or unreadable: the write may have happened."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What Intacct said and what it means: an entry of the error catalogue, filled in. Free of secrets."""

    code: str
    text: str
    cause: str
    next_step: str
    category: DeadLetterClass = DeadLetterClass.REJECTED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one write."""

    kind: OutcomeKind
    record_number: str = ""
    """Intacct's record number (RECORDNO, REST key), when applied and known."""
    diagnosis: Diagnosis | None = None
    retry_after: float | None = None
    """Seconds that Intacct asked to wait."""
    id_spent: bool = False
    """The server has stored this failing answer under the write's id and would only repeat it: the next attempt
    needs the next revision of the id. Never set when the write may have happened."""
    repeated: bool = False
    """This is such a stored answer, not a new one: the next revision need not wait."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One write as it goes over the wire now."""

    write: Write
    write_id: str
    """Idempotency id: see schemas.write.write_id, with «.rN» appended for the N-th revision."""
    operation: Operation
    """CREATE or UPDATE, never UPSERT: the engine has looked."""
    record_number: str = ""
    """For UPDATE: the record, when known. For CREATE: set when the record exists but is an unfinished draft, so
    that only the finishing step is sent."""


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """One request over the wire: writes of one entity over one surface (REST: exactly one; XML: at most 100)."""

    surface: Surface
    entity: str
    attempts: tuple[Attempt, ...]
    atomic: bool = False


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """One outcome per attempt, in the same order, and what Intacct bills for the request."""

    outcomes: tuple[Outcome, ...]
    transactions: int


@dataclass(frozen=True, slots=True)
class Found:
    """A record that a look-up found under a write's business key."""

    record_number: str
    same: bool
    """Whether its content is what the write would make it (the fields that the declaration compares)."""
    complete: bool = True
    """False for a draft of ours whose finishing step is still to be done."""
    differences: tuple[str, ...] = ()
    """«field: there A, wanted B», for people."""


@dataclass(frozen=True, slots=True)
class LookUpAnswer:
    """What was found for each business key; a key that is missing is not there. ``failure`` set: nothing is known."""

    found: Mapping[ObjectKey, Found] = field(default_factory=dict)
    transactions: int = 0
    failure: Outcome | None = None


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """A read on behalf of a handler: equality filters, both surfaces, in the order of record numbers."""

    object: str
    fields: tuple[str, ...]
    equals: Mapping[str, str] = field(default_factory=dict)
    entity: str = ""
    limit: int = 1000
    """The most rows of one answer; whether there are more, the answer says."""
    start: int = 0
    """Rows to skip."""


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """Rows with neutral field names and text values; one transaction per page."""

    rows: Sequence[Mapping[str, str]] = ()
    transactions: int = 0
    failure: Outcome | None = None
    complete: bool = True
    """False when there are more rows than were asked for."""


class IntacctClient(Protocol):
    """All talk with one tenant's company. Never raises for anything Intacct or the network does: the answer says it.

    It renews sessions and tokens itself (single flight, a few times per request, at a bounded rate) and takes no slots
    or rate tokens: the caller holds them while it awaits. Cancelling a call leaves its writes uncertain.
    """

    def surfaces(self, write: Write) -> tuple[Surface, ...]:
        """The surfaces that can do this write for this tenant, preferred one first for a single write.

        Empty: none can; ``why_not`` says why.
        """
        ...

    def why_not(self, write: Write) -> Diagnosis:
        """For a write that no surface can do."""
        ...

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        """Send one request and read what became of each write."""
        ...

    async def look_up(self, writes: Sequence[Write], surface: Surface) -> LookUpAnswer:
        """Look for the business keys of these writes (one object, one entity, at most 100) and compare content."""
        ...

    async def query(self, query: RecordQuery) -> QueryAnswer:
        """Read rows, paging as needed up to ``query.limit``, and say whether these are all."""
        ...

    async def probe(self) -> Outcome:
        """The cheapest request that proves that Intacct answers and accepts the credentials: APPLIED if so."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...
