"""Events: the CloudEvents Kafka binary binding, our own attributes beside it, and the body untouched as the value.

The kept headers of the original come first and ``relay_originals`` counts them, so that they come back exactly,
whatever their names; a reader that takes the last value of a repeated name reads ours.
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
"""

from datetime import datetime

from schemas.event import Headers, StoredEvent
from service.eventlog.codec.record import HeaderReader, WireRecord, split_originals, text_headers

ORIGINALS = "relay_originals"
_BINARY_CONTENT = "application/octet-stream"


def envelope_headers(event: StoredEvent) -> Headers:
    """The attributes of an event as headers, without the kept originals."""
    return text_headers(
        {
            "ce_specversion": "1.0",
            "ce_id": event.id,
            "ce_source": event.source,
            "ce_type": event.type,
            "ce_tenant": event.tenant,
            "ce_entity": event.entity or None,
            "ce_subject": event.subject,
            "ce_time": event.time.isoformat() if event.time else None,
            "ce_traceparent": event.traceparent,
            "content-type": event.content_type,
            "relay_profile": event.profile or None,
            "relay_received": event.received_at.isoformat() if event.received_at else None,
            "relay_replay": str(event.replay),
            "relay_variant": event.variant or None,
        }
    )


def encode_event(event: StoredEvent) -> WireRecord:
    """An event as a record: key = tenant, value = the body (empty is zero bytes, never null)."""
    count = text_headers({ORIGINALS: str(len(event.headers))})
    return WireRecord(event.tenant.encode(), (*event.headers, *envelope_headers(event), *count), event.body)


def read_envelope(headers: Headers, body: bytes, originals: Headers) -> StoredEvent:
    """The event that these attributes describe, around a body and the kept headers of the original."""
    read = HeaderReader(headers)
    return StoredEvent(
        id=read.text("ce_id") or "",
        source=read.text("ce_source") or "",
        type=read.text("ce_type") or "",
        tenant=read.text("ce_tenant") or "",
        body=body,
        content_type=read.text("content-type") or "",
        entity=read.text("ce_entity") or "",
        subject=read.text("ce_subject"),
        time=_moment(read.text("ce_time")),
        traceparent=read.text("ce_traceparent"),
        profile=read.text("relay_profile") or "",
        received_at=_moment(read.text("relay_received")),
        replay=read.number("relay_replay"),
        variant=read.text("relay_variant") or "",
        headers=originals,
    )


def decode_event(record: WireRecord, place: str) -> StoredEvent:
    """The event in a record of the log. Never raises: one strange record must not stop a partition.

    ``place`` says where the record lies. A record that the relay did not write is described as an event from there,
    with its bytes and all its headers, so that it ends as a dead letter that shows them.
    """
    read = HeaderReader(record.headers)
    if ORIGINALS not in read or not read.text("ce_id"):
        return _foreign(record, place)
    originals, ours = split_originals(record.headers, ORIGINALS)
    return read_envelope(ours, record.value, originals)


def _foreign(record: WireRecord, place: str) -> StoredEvent:
    return StoredEvent(
        id=place,
        source="urn:intacct-relay:foreign-record",
        type="",
        tenant=record.key.decode("utf-8", errors="replace"),
        body=record.value,
        content_type=_BINARY_CONTENT,
        headers=record.headers,
    )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
