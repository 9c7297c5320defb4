"""Writing down how an event ended."""

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Failure, Origin, Receipt, RecordReceipt
from service.clock import Clock
from service.decoding.content import content_of
from service.delivery.work import EventWork


def verdict_of(work: EventWork, partition: str, clock: Clock) -> Receipt | DeadLetter:
    """The receipt or the dead letter of an event whose writes have ended."""
    if work.failure is None:
        return _receipt(work, clock)
    origin = Origin(partition, 0, work.offsets[0])
    return dead_letter(
        work.event, work.failure, origin, clock, attempts=work.attempts, applied=work.receipts, used=work.transactions
    )


def _receipt(work: EventWork, clock: Clock) -> Receipt:
    event = work.event
    return Receipt(
        event_key=event.key,
        event_id=event.id,
        source=event.source,
        type=event.type,
        tenant=event.tenant,
        entity=event.entity,
        records=work.receipts,
        transactions=work.transactions,
        received_at=event.received_at,
        applied_at=clock.now(),
        replay=event.replay,
        event_time=event.time,
        content=content_of(event),
    )


def dead_letter(
    event: StoredEvent,
    failure: Failure,
    origin: Origin,
    clock: Clock,
    *,
    attempts: int = 0,
    applied: tuple[RecordReceipt, ...] = (),
    used: int = 0,
) -> DeadLetter:
    """The dead letter of a readable event: its bytes and headers exactly as the log holds them."""
    return DeadLetter(
        id=event.key,
        event_id=event.id,
        source=event.source,
        type=event.type,
        tenant=event.tenant,
        failure=failure,
        body=event.body,
        headers=event.headers,
        content_type=event.content_type,
        attempts=attempts,
        failed_at=clock.now(),
        origin=origin,
        event=event,
        applied=applied,
        transactions=used,
        content=content_of(event),
    )
