"""Records that could not be read as an event: dead letters with their bytes as they came."""

from datetime import datetime

from schemas.event import event_key
from schemas.verdict import DeadLetter, DeadLetterClass, Failure, Origin
from service.errors import EventError, UnknownTenant
from service.intake.kafka_record import KafkaRecord, kept_headers, place, way_name
from service.settings import TopicSource

_NEXT = {
    DeadLetterClass.UNDECODABLE: "Have its sender publish a right one, then discard this.",
    DeadLetterClass.UNKNOWN_TENANT: "Have its sender name the right tenant and publish it again, then discard this.",
}


def unreadable(record: KafkaRecord, error: EventError, source: TopicSource, now: datetime) -> DeadLetter:
    """The dead letter of a record. Its id is of the record's place: reading it again gives the same dead letter."""
    unknown = isinstance(error, UnknownTenant)
    category = DeadLetterClass.UNKNOWN_TENANT if unknown else DeadLetterClass.UNDECODABLE
    return DeadLetter(
        id=event_key(source.tenant or "", way_name(record.topic), f"{record.partition}/{record.offset}"),
        event_id=place(record),
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
