"""What the admin API answers and ``--json`` prints: stable machine shapes. Fields are added, never renamed."""

from base64 import b64encode
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from schemas.content import Content
from schemas.verdict import DeadLetter, Receipt, RecordReceipt, UsageCount
from service.eventlog.port import Whereabouts
from service.telemetry.redaction import shown_header


class View(BaseModel):
    """A shape that leaves the process."""

    model_config = ConfigDict(frozen=True)


class About(View):
    """Who answers: the command line speaks to a running service only when it works on the same log."""

    product: str = "intacct-relay"
    log: str


class RecordView(View):
    """One record in Intacct that an event has written."""

    write_id: str
    object: str
    operation: str
    key: str
    record_number: str
    surface: str
    already_applied: bool
    state: str = ""
    superseded_by: str = ""

    @property
    def found(self) -> str:
        """What there is to say about it, for people: it was there before, which state it has, what came instead."""
        if self.superseded_by:
            return f"superseded by {self.superseded_by}"
        return ", ".join(filter(None, ("already there" if self.already_applied else "", self.state)))

    @classmethod
    def of(cls, record: RecordReceipt) -> "RecordView":
        """The view of a record receipt."""
        return cls(**{name: getattr(record, name) for name in cls.model_fields})


class ReceiptView(View):
    """Proof that an event was applied."""

    event_key: str
    event_id: str
    source: str
    type: str
    tenant: str
    entity: str
    records: tuple[RecordView, ...]
    transactions: int
    received_at: datetime | None
    applied_at: datetime
    replay: int
    event_time: datetime | None = None

    @classmethod
    def of(cls, receipt: Receipt) -> "ReceiptView":
        """The view of a receipt."""
        plain = {name: getattr(receipt, name) for name in cls.model_fields if name != "records"}
        return cls(records=tuple(map(RecordView.of, receipt.records)), **plain)


class OriginView(View):
    """The record that a dead letter was made from."""

    topic: str
    partition: int
    offset: int


class ResolutionView(View):
    """How a dead letter was resolved."""

    kind: str
    at: datetime
    by: str
    note: str


class DeadLetterView(View):
    """Why an event could not be applied and what to do, without its bytes."""

    id: str
    event_id: str
    source: str
    type: str
    tenant: str
    category: str
    cause: str
    next_step: str
    code: str
    text: str
    stage: str
    waits_for: str
    awaited: tuple[str, ...] = ()
    """The objects in ``waits_for``, one by one: each is what the filter «waits for» finds it by."""
    attempts: int
    replays: int
    replayable: bool
    received_at: datetime | None
    failed_at: datetime
    transactions: int
    content_type: str
    body_bytes: int
    origin: OriginView
    applied: tuple[RecordView, ...]
    resolution: ResolutionView | None

    @classmethod
    def of(cls, letter: DeadLetter) -> "DeadLetterView":
        """The view of a dead letter."""
        return DeadLetterView.model_validate(_dead_letter_fields(letter))


class HeaderView(View):
    """A header of the original record; a value that may authenticate somebody is not shown."""

    name: str
    value: str


class ContentView(View):
    """What an event said, as far as it is kept beside its verdict."""

    type: str
    entity: str
    subject: str
    content_type: str
    body_bytes: int
    body: str | None
    """As text, when the bytes are UTF-8."""
    body_base64: str
    whole: bool
    """Whether these are all the bytes; of a large body only the beginning is kept."""

    @classmethod
    def of(cls, content: Content) -> "ContentView":
        """The view of a kept content."""
        return cls(
            type=content.type,
            entity=content.entity,
            subject=content.subject,
            content_type=content.content_type,
            body_bytes=content.size,
            body=_as_text(content.body),
            body_base64=b64encode(content.body).decode(),
            whole=content.whole,
        )


class DeadLetterDetail(DeadLetterView):
    """A dead letter with its bytes, unchanged."""

    body: str | None
    """As text, when the bytes are UTF-8."""
    body_base64: str
    headers: tuple[HeaderView, ...]
    first: ContentView | None = None
    """For a conflict: what the event said that had this identity first."""
    kept: ContentView | None = None
    """What its own event said; stays when the bytes are dropped."""

    @classmethod
    def of(cls, letter: DeadLetter) -> "DeadLetterDetail":
        """The view of a dead letter with its bytes."""
        headers = [{"name": name, "value": shown_header(name, value)} for name, value in letter.headers]
        encoded = b64encode(letter.body).decode()
        more = {
            "body": _as_text(letter.body),
            "body_base64": encoded,
            "headers": headers,
            "first": letter.failure.first and ContentView.of(letter.failure.first),
            "kept": letter.content and ContentView.of(letter.content),
        }
        return DeadLetterDetail.model_validate(_dead_letter_fields(letter) | more)


class WhereView(View):
    """Where an event is: ``state`` is waiting, applied, dead-letter or discarded."""

    state: str
    event_id: str
    event_key: str
    source: str
    type: str
    tenant: str
    received_at: datetime | None
    replay: int
    receipt: ReceiptView | None = None
    dead_letter: DeadLetterView | None = None
    because: str = ""
    """Why a waiting event waits, when the process that works on it can say."""

    @classmethod
    def of(cls, found: Whereabouts, because: str = "") -> "WhereView":
        """The view of one entry of the log's answer."""
        about = found.waiting or found.receipt or found.dead_letter
        if about is None:
            raise ValueError("the log answered with an entry that says nothing")
        return cls(
            state=found.state.value,
            event_id=about.event_id if isinstance(about, Receipt | DeadLetter) else about.id,
            event_key=_key(about) if isinstance(about, Receipt | DeadLetter) else about.key,
            source=about.source,
            type=about.type,
            tenant=about.tenant,
            received_at=_received_at(about) if isinstance(about, DeadLetter) else about.received_at,
            replay=about.replays if isinstance(about, DeadLetter) else about.replay,
            receipt=ReceiptView.of(found.receipt) if found.receipt else None,
            dead_letter=DeadLetterView.of(found.dead_letter) if found.dead_letter else None,
            because=because,
        )


class UsageView(View):
    """Transactions that Intacct bills to a tenant in a month (UTC, YYYY-MM), as counted here."""

    tenant: str
    month: str
    transactions: int

    @classmethod
    def of(cls, count: UsageCount) -> "UsageView":
        """The view of a running total."""
        return cls(tenant=count.tenant, month=count.month, transactions=count.transactions)


class LaneView(View):
    """A tenant's lane at this moment."""

    tenant: str
    state: str
    reason: str
    next_step: str
    backlog: int | None
    """None while the log does not answer."""
    oldest_seconds: float | None
    in_flight: int
    slots: int


class StatusView(View):
    """The service at this moment."""

    running: bool
    log: str
    log_healthy: bool | None
    """None when nobody owns the log who could tell."""
    lanes: tuple[LaneView, ...]


class DoneView(View):
    """What became of one wish to replay or discard."""

    id: str
    event_id: str
    tenant: str
    ok: bool
    text: str


class CheckView(View):
    """One line of ``check``. ``about`` is a tenant's name, or ``service``. OK with a fix is a warning."""

    about: str
    subject: str
    ok: bool
    found: str
    fix: str


def _dead_letter_fields(letter: DeadLetter) -> dict[str, object]:
    failure, resolution, origin = letter.failure, letter.resolution, letter.origin
    same = ("id", "event_id", "source", "type", "tenant", "attempts", "replays", "failed_at", "transactions")
    why = ("cause", "next_step", "code", "text", "stage", "awaited")
    return {
        **{name: getattr(letter, name) for name in same},
        **{name: getattr(failure, name) for name in why},
        "waits_for": failure.waits_for.replace("\n", ", "),
        "category": failure.category.value,
        "replayable": letter.event is not None and resolution is None,
        "received_at": _received_at(letter),
        "content_type": letter.content_type,
        "body_bytes": len(letter.body),
        "origin": {"topic": origin.topic, "partition": origin.partition, "offset": origin.offset},
        "applied": tuple(map(RecordView.of, letter.applied)),
        "resolution": resolution
        and {"kind": resolution.kind.value, "at": resolution.at, "by": resolution.by, "note": resolution.note},
    }


def _key(verdict: Receipt | DeadLetter) -> str:
    return verdict.event_key if isinstance(verdict, Receipt) else verdict.id


def _received_at(letter: DeadLetter) -> datetime | None:
    return letter.event.received_at if letter.event else None


def _as_text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None
