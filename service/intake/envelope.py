"""The CloudEvents envelope: read from any binding, checked once, made into a stored event."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.v1.event import CloudEvent

from schemas.event import Headers, StoredEvent
from service.errors import IntakeError, Malformed, TenantRefused
from service.intake.speaks_for import SpeaksFor
from service.settings import SourceSettings

REQUIRED = ("specversion", "id", "source", "type")
OURS = ("tenant", "entity", "traceparent")
LONGEST = {"id": 255, "type": 255, "source": 1024, "subject": 1024, "tenant": 63, "entity": 100}

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

Mistakes = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes that mean something here."""

    id: str
    source: str
    type: str
    subject: str | None
    time: datetime | None
    tenant: str
    entity: str
    traceparent: str | None


def read_envelope(attributes: Mapping[str, object]) -> Envelope:
    """Check attributes (names without any prefix). Raises Malformed with every mistake and its attribute.

    The library invents an id, a time and a version where they are missing; an invented id would give a second
    arrival of the same event a second effect, so what is missing is refused before the library sees it.
    """
    mistakes: Mistakes = [(name, "is missing") for name in REQUIRED if attributes.get(name) in (None, "")]
    present = {name: value for name, value in attributes.items() if value is not None}
    time = _time(present, mistakes)
    for name in (*REQUIRED, "subject", *OURS):
        _check_text(name, present.get(name), mistakes)
    if not mistakes:
        _check_with_library(present, time, mistakes)
    if mistakes:
        raise Malformed("the CloudEvents envelope is not valid", mistakes=mistakes)
    return _envelope(present, time)


def _time(attributes: Mapping[str, object], mistakes: Mistakes) -> datetime | None:
    value = attributes.get("time")
    if value is None:
        return None
    try:
        if isinstance(value, str) and _TIME.fullmatch(value):
            return datetime.fromisoformat(value.upper())
    except ValueError:
        pass
    mistakes.append(("time", "must be an RFC 3339 timestamp such as 2026-05-28T20:30:00Z"))
    return None


def _check_text(name: str, value: object, mistakes: Mistakes) -> None:
    if value is None or (value == "" and name in REQUIRED):
        return
    if not isinstance(value, str):
        mistakes.append((name, "must be text"))
    elif len(value) > LONGEST.get(name, 255):
        mistakes.append((name, f"is longer than {LONGEST.get(name, 255)} characters"))
    elif not value.isprintable():
        mistakes.append((name, "holds a control character"))


def _check_with_library(present: Mapping[str, object], time: datetime | None, mistakes: Mistakes) -> None:
    checked = {**present, "time": time} if time else {k: v for k, v in present.items() if k != "time"}
    try:
        CloudEvent(checked)
    except CloudEventValidationError as error:
        mistakes += [(name[:80], str(reasons[0])[:200]) for name, reasons in error.errors.items()]


def _envelope(attributes: Mapping[str, object], time: datetime | None) -> Envelope:
    return Envelope(
        id=str(attributes["id"]),
        source=str(attributes["source"]),
        type=str(attributes["type"]),
        subject=_optional(attributes, "subject"),
        time=time,
        tenant=str(attributes.get("tenant", "")),
        entity=str(attributes.get("entity", "")),
        traceparent=valid_traceparent(_optional(attributes, "traceparent")),
    )


def _optional(attributes: Mapping[str, object], name: str) -> str | None:
    value = attributes.get(name)
    return None if value is None else str(value)


def valid_traceparent(text: str | None) -> str | None:
    """The text when it is a W3C trace context, else None: a broken trace is no reason to refuse an event."""
    return text if text and _TRACEPARENT.fullmatch(text) else None


def tenant_of(envelope: Envelope, fixed: str | None, known: Collection[str]) -> str:
    """The configured tenant that the event is for. Raises Malformed (none named) or TenantRefused."""
    named = envelope.tenant
    if fixed is not None and named not in ("", fixed):
        raise _refused(named, f"this source speaks for «{fixed}» alone")
    tenant = fixed or named
    if not tenant:
        text = "is missing: the source has no fixed tenant, so the event must name one"
        raise Malformed("the event names no tenant", mistakes=[("tenant", text)])
    if tenant not in known:
        raise _refused(tenant, "no such tenant is configured")
    return tenant


def _refused(tenant: str, reason: str) -> IntakeError:
    return TenantRefused("the tenant is refused", mistakes=[("tenant", f"«{tenant[:63]}»: {reason}")])


@dataclass(frozen=True, slots=True)
class Way:
    """The way in that an event takes: what it adds to what the event says itself."""

    profile: str
    source: SourceSettings
    speaks_for: SpeaksFor
    now: Callable[[], datetime]

    def stored(
        self, envelope: Envelope, tenant: str, body: bytes, content_type: str, headers: Headers = ()
    ) -> StoredEvent:
        """The event as the log keeps it, under its canonical type. Raises SourceRefused."""
        return StoredEvent(
            id=envelope.id,
            source=self.speaks_for.source(envelope.source, tenant),
            type=self.source.aliases.get(envelope.type, envelope.type),
            tenant=tenant,
            body=body,
            content_type=content_type,
            entity=envelope.entity,
            subject=envelope.subject,
            time=envelope.time,
            traceparent=envelope.traceparent,
            profile=self.profile,
            received_at=self.now(),
            headers=headers,
        )
