"""One log line for each arrival of an identity that was used before, with the event id on it."""

import structlog

from schemas.event import StoredEvent

_log = structlog.get_logger("intacct_relay.identity")


def duplicate_logged(event: StoredEvent, *, compared: bool = True) -> None:
    """The same event again. Not ``compared``: its first verdict was written before contents were kept."""
    _log.info("duplicate dropped", **_common(event), compared=compared)


def conflict_logged(event: StoredEvent) -> None:
    """Other content under a used identity. ``event_key`` is the id of the dead letter that holds it."""
    _log.warning("identity used with other content", **_common(event), type=event.type, event_key=event.key)


def _common(event: StoredEvent) -> dict[str, object]:
    return {"event_id": event.id, "source": event.source, "tenant": event.tenant}
