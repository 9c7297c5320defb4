"""One record of an upstream topic, as an event.

CloudEvents in binary and structured mode (Kafka protocol binding 1.0.2), else bare JSON as the topic's configuration
describes it. Only the envelope is read here: data that cannot be read is judged in the lane, where it can be
replayed. So is an unknown tenant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from schemas.event import Headers, StoredEvent
from service.decoding import parse_json
from service.decoding.decoder import STRUCTURED, media_type
from service.errors import ForeignSource, Malformed, SourceRefused, Undecodable, UnknownTenant
from service.intake.envelope import Envelope, Way, read_envelope
from service.intake.identity import at_path
from service.intake.speaks_for import SpeaksFor
from service.intake.structured import attributes_of, read_structured
from service.settings import FieldFrom, TopicSource

PREFIX = "ce_"
LONGEST_TOPIC = 180
"""So much of a topic's name stands in an id, which has at most 255 characters."""


class KafkaRecord(Protocol):
    """What a client library hands out."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def timestamp(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...


def way_name(topic: str) -> str:
    """The profile name of events from a topic. Not a possible name of a webhook source."""
    return f"kafka:{topic}"


def record_id(record: KafkaRecord) -> str:
    """The id of a record that carries none: its place, for people, and a hash of all that it is.

    A record that is read again has the same id. Another one has another, also at the same place: offsets begin anew
    when a topic is made anew, and on every other cluster.
    """
    place = f"{record.topic[:LONGEST_TOPIC]}/{record.partition}/{record.offset}"
    headers = tuple((name, value) for name, value in record.headers)
    around = (
        record.topic,
        record.partition,
        record.offset,
        record.timestamp,
        record.key,
        headers,
        record.value is None,
    )
    digest = blake2b(repr(around).encode() + b"\0" + (record.value or b""), digest_size=16)
    return f"{place}/{digest.hexdigest()}"


def kept_headers(record: KafkaRecord) -> Headers:
    """The record's headers, untouched; a null value becomes an empty one."""
    return tuple((name, value or b"") for name, value in record.headers)


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads records of one topic."""

    source: TopicSource
    speaks_for: SpeaksFor

    def read(self, record: KafkaRecord, now: datetime) -> StoredEvent:
        """Raises Undecodable, UnknownTenant or ForeignSource, with every mistake that was found."""
        try:
            envelope, content_type = self._envelope(record)
        except Malformed as error:
            mistakes = "; ".join(f"{path} {text}" for path, text in error.mistakes)
            raise Undecodable(f"{error.message}: {mistakes}" if mistakes else error.message) from None
        if record.value is None:
            raise Undecodable("the record has no value (a tombstone), so there is nothing to apply")
        way = Way(way_name(record.topic), self.source, self.speaks_for, lambda: now)
        try:
            return way.stored(envelope, self._tenant(envelope), record.value, content_type, kept_headers(record))
        except SourceRefused as error:
            raise ForeignSource(f"the source «{envelope.source}» {error.mistakes[0][1]}", path="source") from None

    def _envelope(self, record: KafkaRecord) -> tuple[Envelope, str]:
        content_type = _header(record, "content-type") or "application/json"
        if media_type(content_type).startswith("application/cloudevents"):
            return self._structured(record, content_type), STRUCTURED
        if any(name.lower().startswith(PREFIX) for name, _ in record.headers):
            return self._read(record, _binary_attributes(record)), content_type
        if self.source.type is not None:
            return self._read(record, self._bare_attributes(record, self.source.type)), content_type
        if (members := _self_described(record)) is not None:
            return self._read(record, attributes_of(members)), STRUCTURED
        raise Undecodable(
            "the record is no CloudEvent, and the topic's configuration does not say what its records are",
            next_step=f"Send CloudEvents, or configure «type» for the topic {self.source.topic} of the router"
            " and have it published again; then discard this.",
        )

    def _structured(self, record: KafkaRecord, content_type: str) -> Envelope:
        if media_type(content_type) != STRUCTURED:
            raise Undecodable(f"CloudEvents come one in a record and as JSON, not as {media_type(content_type)[:100]}")
        return self._read(record, attributes_of(read_structured(record.value or b"")))

    def _read(self, record: KafkaRecord, attributes: dict[str, object]) -> Envelope:
        if not attributes.get("tenant") and self.source.tenant_from is not None:
            attributes["tenant"] = _field(record, self.source.tenant_from)
        return read_envelope(attributes)

    def _bare_attributes(self, record: KafkaRecord, event_type: FieldFrom) -> dict[str, object]:
        return {
            "specversion": "1.0",
            "id": record_id(record) if self.source.id is None else _field(record, self.source.id),
            "source": self.source.source or record.topic,
            "type": _field(record, event_type),
        }

    def _tenant(self, envelope: Envelope) -> str:
        fixed, named = self.source.tenant, envelope.tenant
        if not (fixed or named):
            raise UnknownTenant("the event names no tenant, and its topic has no fixed one", path="tenant")
        if fixed and named not in ("", fixed):
            raise UnknownTenant(
                f"the event names the tenant «{named}», its topic speaks for «{fixed}» alone", path="tenant"
            )
        return fixed or named


def _field(record: KafkaRecord, where: FieldFrom) -> str:
    """The text at the configured place. Raises Undecodable."""
    if where.constant is not None:
        return where.constant
    if where.header is not None:
        value, name = _header(record, where.header), f"header «{where.header}»"
    else:
        value, name = at_path(parse_json(record.value or b""), where.path or ""), f"field «{where.path}»"
    if not value:
        raise Undecodable(f"the {name} is missing, empty, or neither text nor an integer", path=where.path or "")
    return value


def _self_described(record: KafkaRecord) -> Mapping[str, object] | None:
    """A structured CloudEvent whose producer sets no headers, as Kafka's own console producer does by default."""
    try:
        members = read_structured(record.value or b"")
    except Malformed:
        return None
    return members if "specversion" in members else None


def _binary_attributes(record: KafkaRecord) -> dict[str, object]:
    names = dict.fromkeys(name.lower() for name, _ in record.headers if name.lower().startswith(PREFIX))
    return {name.removeprefix(PREFIX): _header(record, name) for name in names}


def _header(record: KafkaRecord, name: str) -> str | None:
    """The last value of a header as text, as is the custom on Kafka. Raises Undecodable."""
    values = [value for known, value in record.headers if known.lower() == name.lower()]
    try:
        return values[-1].decode() if values and values[-1] is not None else None
    except UnicodeDecodeError:
        raise Undecodable(f"the header «{name[:80]}» is not valid UTF-8") from None
