"""CloudEvents 1.0 over HTTP: binary, structured and batch, signed as Standard Webhooks defines it.

The signature covers the body. In binary mode the envelope travels in headers that it does not cover, TLS alone
protects them: a sender that can choose should send structured events, and a source with a fixed tenant is pinned to
it whatever a header says.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

from structlog import get_logger

from schemas.event import StoredEvent
from service.decoding import Decoder
from service.decoding.decoder import STRUCTURED, media_type
from service.errors import IntakeError, Malformed, Undecodable
from service.intake.arrival import Arrival, HeaderView
from service.intake.envelope import Way, read_envelope, tenant_of, valid_traceparent
from service.intake.speaks_for import SpeaksFor
from service.intake.standard_webhooks import ADVISED_KEY_BYTES, Verifier, signing_key
from service.intake.structured import attributes_of, read_structured, split_batch
from service.settings import CloudEventsSource

BATCH = "application/cloudevents-batch"
ANY_STRUCTURED = "application/cloudevents"
MAX_BATCH = 1000

_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s;"]+)', re.IGNORECASE)


_log = get_logger("intacct_relay.intake")


@dataclass(frozen=True, slots=True)
class _Message:
    """One event of a delivery, not yet checked."""

    attributes: dict[str, object]
    body: bytes
    content_type: str


class CloudEventsProfile:
    """One configured CloudEvents source. ``tenants`` are the configured ones."""

    takes_path_secret = False

    def __init__(self, name: str, source: CloudEventsSource, tenants: Collection[str], speaks_for: SpeaksFor) -> None:
        self._name = name
        self._source = source
        self._tenants = tenants
        self._speaks_for = speaks_for
        keys = [signing_key(secret) for secret in source.secrets]
        if min(map(len, keys)) < ADVISED_KEY_BYTES:
            _log.warning("signing_key_is_short", source=name, advised_bytes=ADVISED_KEY_BYTES)
        self._verifier = Verifier(keys, source.tolerance)
        self._decoder = Decoder({})

    def read(self, arrival: Arrival) -> Sequence[StoredEvent]:
        """All events of the delivery, or none.

        Raises NotAuthentic, TenantRefused, SourceRefused, or Malformed with every mistake.
        """
        self._verifier.verify(arrival.headers, arrival.body, arrival.at)
        if media_type(arrival.content_type).startswith(BATCH):
            return self._batch(arrival)
        return [self._event(_single(arrival), arrival)]

    def _batch(self, arrival: Arrival) -> Sequence[StoredEvent]:
        _check_json(arrival.content_type, BATCH)
        bodies = split_batch(arrival.body)
        if len(bodies) > MAX_BATCH:
            raise Malformed(f"a batch holds at most {MAX_BATCH} events")
        events, errors = [], []
        for index, body in enumerate(bodies):
            try:
                events.append(self._event(_structured(body), arrival))
            except IntakeError as error:
                errors.append(_at(index, error))
        if errors:
            raise type(errors[0])(errors[0].message, mistakes=[m for error in errors for m in error.mistakes])
        return events

    def _event(self, message: _Message, arrival: Arrival) -> StoredEvent:
        envelope = read_envelope(message.attributes)
        if envelope.traceparent is None:
            envelope = replace(envelope, traceparent=valid_traceparent(arrival.headers.single("traceparent")))
        tenant = tenant_of(envelope, self._source.tenant, self._tenants)
        way = Way(self._name, self._source, self._speaks_for, lambda: arrival.at)
        event = way.stored(envelope, tenant, message.body, message.content_type, arrival.headers.kept())
        self._check_data(event)
        return event

    def _check_data(self, event: StoredEvent) -> None:
        """The sender is ours and sees the answer, so it hears now that its data cannot be read."""
        try:
            self._decoder.decode(event)
        except Undecodable as error:
            raise Malformed("the data cannot be read", mistakes=[(error.path or "data", error.message)]) from None


def _at(index: int, error: IntakeError) -> IntakeError:
    """The same error, its mistakes placed in the batch."""
    mistakes = error.mistakes or [("", error.message)]
    return type(error)(error.message, mistakes=[(f"[{index}].{path}".rstrip("."), text) for path, text in mistakes])


def _single(arrival: Arrival) -> _Message:
    if media_type(arrival.content_type).startswith(ANY_STRUCTURED):
        _check_json(arrival.content_type, ANY_STRUCTURED)
        return _structured(arrival.body)
    return _Message(_binary_attributes(arrival.headers), arrival.body, arrival.content_type or "application/json")


def _check_json(content_type: str, mode: str) -> None:
    if media_type(content_type) != f"{mode}+json":
        raise Malformed(
            "the event format is not supported",
            mistakes=[("content-type", f"must be {mode}+json or no CloudEvents type")],
        )
    charset = _CHARSET.search(content_type)
    if charset and charset[1].lower() not in ("utf-8", "us-ascii"):
        raise Malformed("the charset is not supported", mistakes=[("content-type", "charset must be utf-8")])


def _structured(body: bytes) -> _Message:
    return _Message(attributes_of(read_structured(body)), body, STRUCTURED)


def _binary_attributes(headers: HeaderView) -> dict[str, object]:
    attributes: dict[str, object] = {}
    mistakes: list[tuple[str, str]] = []
    for name, value in headers.with_prefix("ce-"):
        if name in attributes:
            mistakes.append((f"ce-{name}"[:80], "occurs more than once"))
        elif name == "datacontenttype":
            mistakes.append(("ce-datacontenttype", "must not be sent: Content-Type says it"))
        else:
            attributes[name] = _header_value(name, value, mistakes)
    if mistakes:
        raise Malformed("the CloudEvents headers are not valid", mistakes=mistakes)
    return attributes


def _header_value(name: str, value: str, mistakes: list[tuple[str, str]]) -> str:
    """Quotes removed, then percent-decoded exactly once (CloudEvents HTTP binding 3.1.3.2)."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    try:
        return unquote_to_bytes(value.encode("utf-8", "surrogateescape")).decode()
    except UnicodeDecodeError:
        mistakes.append((f"ce-{name}"[:80], "is not valid UTF-8 after percent-decoding"))
        return ""
