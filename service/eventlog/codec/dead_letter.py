"""Dead letters: the original bytes as the value, the original headers first, and two blocks of ours behind them.

``__connect.errors.*`` are the names that Kafka Connect writes and its tools show; ``dlq.*`` is the rest of what we
know. ``dlq.originals`` counts the original headers, so that they come back exactly even when they carry our names
(a dead letter of a dead letter); the last value of a repeated name is ours.
https://docs.confluent.io/platform/current/connect/concepts.html#dead-letter-queues
"""

import base64
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from schemas.content import Content
from schemas.event import Headers, StoredEvent
from schemas.verdict import (
    DeadLetter,
    DeadLetterClass,
    Failure,
    Origin,
    RecordReceipt,
    Resolution,
    ResolutionKind,
)
from service.decoding.content import content_of
from service.eventlog.codec.content import decode_content, encode_content
from service.eventlog.codec.event import envelope_headers, read_envelope
from service.eventlog.codec.former_keys import id_of_dead_letter
from service.eventlog.codec.record import (
    HeaderReader,
    WireRecord,
    pack_headers,
    split_originals,
    text_headers,
    unpack_headers,
)

VERSION = "1"
_APPLIED = TypeAdapter(tuple[RecordReceipt, ...])


def encode_dead_letter(letter: DeadLetter) -> WireRecord:
    """A dead letter as a record under its id. A resolved one loses body, headers and everything else that is big."""
    kept = stripped(letter) if letter.resolution else letter
    headers = (*kept.headers, *_connect_block(kept), *_own_block(kept), *_envelope_block(kept))
    return WireRecord(kept.id.encode(), headers, kept.body)


def stripped(letter: DeadLetter) -> DeadLetter:
    """The dead letter without the bytes of its event: what a resolution keeps. What the event said stays, small."""
    event = replace(letter.event, body=b"", headers=()) if letter.event else None
    return replace(letter, body=b"", headers=(), event=event, content=known_content(letter))


def known_content(letter: DeadLetter) -> Content | None:
    """What its event said. Nothing is known of one that was unreadable, or resolved before that was kept."""
    if letter.content is None and letter.event is not None and (letter.event.body or letter.resolution is None):
        return content_of(letter.event)
    return letter.content


def decode_dead_letter(record: WireRecord) -> DeadLetter:
    """The inverse of :func:`encode_dead_letter`, under its present id.

    Raises ValueError when the record is not a dead letter of ours.
    """
    if HeaderReader(record.headers).text("dlq.v") != VERSION:
        raise ValueError("not a dead letter of this service")
    originals, ours = split_originals(record.headers, "dlq.originals")
    read = HeaderReader(ours)
    letter = DeadLetter(
        id=record.key.decode(),
        event_id=read.text("dlq.event-id") or "",
        source=read.text("dlq.source") or "",
        type=read.text("dlq.type") or "",
        tenant=read.text("dlq.tenant") or "",
        failure=_read_failure(read),
        body=record.value,
        headers=originals,
        content_type=read.text("dlq.content-type") or "",
        attempts=read.number("dlq.attempts"),
        failed_at=datetime.fromisoformat(read.text("dlq.at") or ""),
        origin=Origin(
            read.text("__connect.errors.topic") or "",
            read.number("__connect.errors.partition"),
            read.number("__connect.errors.offset"),
        ),
        event=_read_event(read, ours, record.value, originals),
        applied=_APPLIED.validate_json(read.text("dlq.applied") or "[]"),
        transactions=read.number("dlq.transactions"),
        resolution=_read_resolution(read),
        content=decode_content(read.text("dlq.content")),
    )
    return replace(letter, id=id_of_dead_letter(letter))


def _connect_block(letter: DeadLetter) -> Headers:
    stage = letter.failure.stage
    return text_headers(
        {
            "__connect.errors.topic": letter.origin.topic,
            "__connect.errors.partition": str(letter.origin.partition),
            "__connect.errors.offset": str(letter.origin.offset),
            "__connect.errors.connector.name": "intacct-relay",
            "__connect.errors.task.id": str(letter.origin.partition),
            "__connect.errors.stage": stage,
            "__connect.errors.class.name": f"intacct-relay.{stage.lower()}",
            "__connect.errors.exception.class.name": letter.failure.category.value,
            "__connect.errors.exception.message": letter.failure.cause,
        }
    )


def _own_block(letter: DeadLetter) -> Headers:
    failure, resolution = letter.failure, letter.resolution
    return text_headers(
        {
            "dlq.v": VERSION,
            "dlq.originals": str(len(letter.headers)),
            "dlq.id": letter.id,
            "dlq.at": letter.failed_at.isoformat(),
            "dlq.event-id": letter.event_id,
            "dlq.source": letter.source,
            "dlq.type": letter.type,
            "dlq.tenant": letter.tenant,
            "dlq.content-type": letter.content_type,
            "dlq.category": failure.category.value,
            "dlq.next-step": failure.next_step,
            "dlq.erp-code": failure.code,
            "dlq.erp-text": failure.text,
            "dlq.waits-for": failure.waits_for,
            "dlq.first": encode_content(failure.first),
            "dlq.content": encode_content(letter.content),
            "dlq.attempts": str(letter.attempts),
            "dlq.replays": str(letter.replays),
            "dlq.transactions": str(letter.transactions),
            "dlq.applied": _APPLIED.dump_json(letter.applied).decode() if letter.applied else None,
            "dlq.resolution": resolution.kind.value if resolution else None,
            "dlq.resolution-at": resolution.at.isoformat() if resolution else None,
            "dlq.resolution-by": resolution.by if resolution else None,
            "dlq.resolution-note": resolution.note if resolution else None,
        }
    )


def _envelope_block(letter: DeadLetter) -> Headers:
    """The event's attributes. Its body and headers are the letter's own, and are written again only if they differ."""
    if letter.event is None:
        return text_headers({"dlq.event": "0"})
    event = letter.event
    body = base64.b64encode(event.body).decode() if event.body != letter.body else None
    headers = pack_headers(event.headers) if event.headers != letter.headers else None
    extra = text_headers({"dlq.event": "1", "dlq.event-body": body, "dlq.event-headers": headers})
    return (*extra, *envelope_headers(event))


def _read_failure(read: HeaderReader) -> Failure:
    return Failure(
        category=DeadLetterClass(read.text("dlq.category") or ""),
        cause=read.text("__connect.errors.exception.message") or "",
        next_step=read.text("dlq.next-step") or "",
        code=read.text("dlq.erp-code") or "",
        text=read.text("dlq.erp-text") or "",
        stage=read.text("__connect.errors.stage") or "",
        waits_for=read.text("dlq.waits-for") or "",
        first=decode_content(read.text("dlq.first")),
    )


def _read_event(read: HeaderReader, ours: Headers, body: bytes, originals: Headers) -> StoredEvent | None:
    if read.text("dlq.event") != "1":
        return None
    other_body, other_headers = read.text("dlq.event-body"), read.text("dlq.event-headers")
    return read_envelope(
        ours,
        body if other_body is None else base64.b64decode(other_body),
        originals if other_headers is None else unpack_headers(other_headers),
    )


def _read_resolution(read: HeaderReader) -> Resolution | None:
    kind = read.text("dlq.resolution")
    if kind is None:
        return None
    return Resolution(
        ResolutionKind(kind),
        datetime.fromisoformat(read.text("dlq.resolution-at") or ""),
        read.text("dlq.resolution-by") or "",
        read.text("dlq.resolution-note") or "",
    )
