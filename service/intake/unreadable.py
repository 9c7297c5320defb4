"""Records that could not be read as an event: dead letters with their bytes as they came."""

from datetime import datetime

from schemas.event import event_key
from schemas.verdict import DeadLetter, DeadLetterClass, Failure, Origin
from service.errors import EventError, ForeignSource, UnknownTenant
from service.intake.kafka_record import KafkaRecord, kept_headers, record_id, way_name
from service.intake.speaks_for import apart
from service.settings import TopicSource

_NEXT = {
    DeadLetterClass.UNDECODABLE: "Have its sender publish a right one, then discard this.",
    DeadLetterClass.UNKNOWN_TENANT: "Have its sender name the right tenant and publish it again, then discard this.",
    DeadLetterClass.FOREIGN_SOURCE: (
        "If its sender may say so, add the source to «speaks_for» and have it published again, then discard this."
    ),
}
_CATEGORIES: tuple[tuple[type[EventError], DeadLetterClass], ...] = (
    (UnknownTenant, DeadLetterClass.UNKNOWN_TENANT),
    (ForeignSource, DeadLetterClass.FOREIGN_SOURCE),
)


def unreadable(record: KafkaRecord, error: EventError, source: TopicSource, now: datetime) -> DeadLetter:
    """The dead letter of a record. Reading the record again gives the same id, and no event can have it."""
    category = next((of for kind, of in _CATEGORIES if isinstance(error, kind)), DeadLetterClass.UNDECODABLE)
    return DeadLetter(
        id=event_key(source.tenant or "", apart(way_name(record.topic), "unreadable"), record_id(record)),
        event_id=record_id(record),
        source=source.source or record.topic,
        type="",
        tenant=source.tenant or "",
        failure=Failure(category, error.message, error.next_step or _NEXT[category], stage="DECODE"),
        body=record.value or b"",
        headers=kept_headers(record),
        content_type=_content_type(record),
        attempts=0,
        failed_at=now,
        origin=Origin(record.topic, record.partition, record.offset),
    )


def _content_type(record: KafkaRecord) -> str:
    values = [value for name, value in record.headers if name.lower() == "content-type" and value]
    return values[-1].decode(errors="replace") if values else ""
