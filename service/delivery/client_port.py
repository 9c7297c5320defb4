"""The Intacct client as the delivery engine knows it: prepared writes out, one outcome per write back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from schemas.verdict import DeadLetterClass
from schemas.write import ObjectKey, Write
from service.settings import LookFirst


class Surface(StrEnum):
    """The way a write travels."""

    REST = "rest"
    XML = "xml"


class Action(StrEnum):
    """What one attempt asks of Intacct. The engine has looked where it had to: there is no upsert here."""

    CREATE = "create"
    UPDATE = "update"
    SUBMIT = "submit"
    """End the draft ``record_number``, which an answer to us has proven to be ours."""


class RecordState(StrEnum):
    """How far a document is. Objects without a life of their own have no state."""

    NONE = ""
    DRAFT = "draft"
    SUBMITTED = "submitted"
    """It waits for a person's approval and does not count in the books yet."""
    POSTED = "posted"
    PAID = "paid"
    """Posted, and payments or credits have been applied to it, wholly or in part."""
    UNDONE = "undone"
    """Reversed, voided or declined: it does not count any more. So is a record that only reverses another."""
    UNKNOWN = "unknown"
    """Intacct calls it by a word that nobody declared, or by none: never usable, and ``Found.state_text`` names it."""


class OutcomeKind(StrEnum):
    """What is known after a request, per write. design: «Surfaces and outcomes»."""

    APPLIED = "applied"
    DRAFTED = "drafted"
    """Created, as a draft that we have to submit: ``record_number`` proves whose it is."""
    DUPLICATE = "duplicate"
    """Intacct says that this id was used or this key is taken. No proof of anything until a look-up confirms it."""
    REJECTED = "rejected"
    MISSING_REFERENCE = "missing-reference"
    """Something that the write refers to is not there, or cannot be used yet."""
    GONE = "gone"
    """The record that an update names does not exist (any more)."""
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    """The request certainly changed nothing: it was not sent, or was refused before it could matter."""
    UNAUTHORIZED = "unauthorized"
    """Credentials, sender authorisation, or permissions: the whole tenant is held."""
    UNCERTAIN = "uncertain"
    """Sent, and the answer is missing or unreadable: the write may have happened. A ``record_number`` is proof that
    the record is there and ours, and only its state is unknown."""


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
    """This is a stored answer, not a new one: it tells what was then. After a refusal the next revision need not wait;
    what was done may have been undone since."""
    state: RecordState = RecordState.NONE
    """What an applied document has reached."""
    transactions: int = 0
    """What Intacct bills for this write alone."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A write as it will be sent, made once when its event is planned.

    A pure function of the write and the tenant's settings, never of load, attempt or process: a successor prepares
    alike, sends over the same surface, and so meets Intacct's own memory of the id.
    """

    write: Write
    surface: Surface
    look_first: LookFirst
    """What comes before a first create. ``never`` where Intacct keeps the business key unique."""
    content: object = None
    """The client's own: what it has rendered and checked. Nobody else looks inside."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One prepared write as it goes over the wire now."""

    prepared: Prepared
    write_id: str
    """Idempotency id: see schemas.write.write_id, with «.rN» appended for the N-th revision."""
    action: Action
    record_number: str = ""
    """For SUBMIT the draft; for UPDATE the record, when known."""
    ours: Mapping[ObjectKey, str] = field(default_factory=dict)
    """Record numbers of referenced documents that we wrote, as receipts prove: they win over others of their number."""

    @property
    def write(self) -> Write:
        """The write itself."""
        return self.prepared.write


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """One request over the wire: writes of one entity over one surface (REST: exactly one; XML: at most 100)."""

    surface: Surface
    entity: str
    attempts: tuple[Attempt, ...]
    atomic: bool = False


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """One outcome per attempt, in the same order."""

    outcomes: tuple[Outcome, ...]
    shared: int = 0
    """Transactions of reads that served several writes: references resolved, states read."""
    request_refused: bool = False
    """Every outcome tells what the request as a whole was refused for: one of its writes may have spoiled it for all,
    so each shows by itself what it is. Never set when Intacct judged the functions one by one."""

    @property
    def transactions(self) -> int:
        """What Intacct bills for the request."""
        return self.shared + sum(outcome.transactions for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Found:
    """One record that a look-up found under a write's business key."""

    record_number: str
    state: RecordState = RecordState.NONE
    state_text: str = ""
    """Intacct's own word for the state, for people."""
    differences: tuple[str, ...] = ()
    """«field: there A, wanted B», for people. Empty: it is what the write would make it, in everything that the write
    states and the surface can read. The state is no difference."""
    made_by: str = ""
    """The user who made it, when Intacct says so."""
    entity: str = ""
    """The entity that it is in, when Intacct says so; empty at the top level."""

    @property
    def same(self) -> bool:
        """Whether its content is what the write would make it."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class LookUpAnswer:
    """All records found for each business key; a key that is missing is not there. ``failure`` set: nothing is known.

    From the top level the records of all entities are found, from an entity its own and those of the top level: the
    others are not shown there.
    """

    found: Mapping[ObjectKey, tuple[Found, ...]] = field(default_factory=dict)
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

    def prepare(self, write: Write) -> Prepared | Diagnosis:
        """Choose the surface and render: everything that can be known to be wrong, is found here, free of charge.

        A diagnosis says why no surface can do it, or what of it cannot be put into a request.
        """
        ...

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        """Send one request and read what became of each write."""
        ...

    async def look_up(self, writes: Sequence[Prepared]) -> LookUpAnswer:
        """Look for the business keys of these writes (one object, entity and surface; at most 100), compare content.

        Each key once: two writes of one key have no answer of their own.
        """
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
