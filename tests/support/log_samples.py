"""Events and verdicts for tests of the event log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, DeadLetterClass, Failure, Origin, Receipt, RecordReceipt
from service.decoding.content import content_of

MORNING = datetime(2025, 3, 4, 8, 30, tzinfo=UTC)


def an_event(number: int = 1, tenant: str = "acme", replay: int = 0, body: bytes | None = None) -> StoredEvent:
    """The ``number``-th event of a tenant."""
    return StoredEvent(
        id=f"{tenant}-{number}",
        source="/erp/bills",
        type="bill.approved",
        tenant=tenant,
        body=f'{{"number": {number}}}'.encode() if body is None else body,
        replay=replay,
    )


def a_receipt(event: StoredEvent, minutes: int = 0) -> Receipt:
    """A receipt for the event, written so many minutes after morning."""
    return Receipt(
        event_key=event.key,
        event_id=event.id,
        source=event.source,
        type=event.type,
        tenant=event.tenant,
        entity=event.entity,
        records=(RecordReceipt(f"{event.key}-0", "bill", "create", "V-1 / B-1", "4711", "rest"),),
        transactions=1,
        received_at=None,
        applied_at=MORNING + timedelta(minutes=minutes),
        replay=event.replay,
        content=content_of(event),
    )


def a_dead_letter(
    event: StoredEvent, minutes: int = 0, category: DeadLetterClass = DeadLetterClass.REJECTED
) -> DeadLetter:
    """A dead letter for the event, written so many minutes after morning."""
    return DeadLetter(
        id=event.key,
        event_id=event.id,
        source=event.source,
        type=event.type,
        tenant=event.tenant,
        failure=Failure(category, "The account 6120 does not exist.", "Create the account, then replay.", code="BL01"),
        body=event.body,
        headers=event.headers,
        content_type=event.content_type,
        attempts=1,
        failed_at=MORNING + timedelta(minutes=minutes),
        origin=Origin("events", 0, 17),
        event=event,
        content=content_of(event),
    )


def replayed(event: StoredEvent) -> StoredEvent:
    """The event as a person sends it back from the dead letters."""
    return replace(event, replay=event.replay + 1)


def waiting_for(*names: str, number: int = 1, tenant: str = "acme") -> DeadLetter:
    """An open dead letter of an event that refers to what is missing."""
    letter = a_dead_letter(an_event(number, tenant), category=DeadLetterClass.MISSING_REFERENCE)
    return replace(letter, failure=replace(letter.failure, waits_for="\n".join(names)))
