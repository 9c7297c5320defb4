"""The content of an event: what it means, however it was written down.

Two deliveries say the same when type, entity, subject and data are equal. Data is compared as it is understood: the
order of keys, white space, the binary or the structured mode make no difference, a number is its exact decimal value
(1, 1.0 and 1.00 are one number, "1.00" is a text). Data that cannot be read is compared byte by byte. Headers, the
trace, the way in, the moment of arrival and ``time`` are of the delivery: a sender that stamps an event anew when it
sends it again still sends the same event.
"""

import json
from decimal import Decimal
from hashlib import blake2b

from schemas.content import Content, packed
from schemas.event import StoredEvent
from service.decoding.decoder import STRUCTURED, by_content_type, media_type, structured
from service.decoding.json_text import parse_json_exactly
from service.errors import Undecodable


def content_of(event: StoredEvent) -> Content:
    """What is kept of an event beside its verdict."""
    return Content(
        digest=content_digest(event),
        type=event.type,
        entity=event.entity,
        subject=event.subject or "",
        content_type=event.content_type,
        size=len(event.body),
        packed=packed(event.body),
    )


def content_digest(event: StoredEvent) -> str:
    """32 hex digits that are equal for events that say the same."""
    attributes = json.dumps([event.type, event.entity, event.subject or ""])
    return blake2b(attributes.encode() + b"\n" + _data(event), digest_size=16).hexdigest()


def _data(event: StoredEvent) -> bytes:
    try:
        return b"value " + _canonical(_read(event)).encode()
    except Undecodable:
        return b"bytes " + event.body


def _read(event: StoredEvent) -> object:
    if media_type(event.content_type) == STRUCTURED:
        return structured(event.body, parse_json_exactly)
    return by_content_type(event.body, event.content_type, parse_json_exactly)


def _canonical(value: object) -> str:
    """JSON with sorted keys and one spelling for each number, which nothing else is spelled like."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_number)


def _number(value: Decimal) -> tuple[str, int]:
    """Digits without zeros at their end, and the exponent: exact, whatever the size."""
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    kept = text.rstrip("0")
    return (f"{'-' * sign}{kept}", int(exponent) + len(text) - len(kept)) if kept else ("0", 0)
