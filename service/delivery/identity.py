"""Used identities: what becomes of an event whose id was used before, by an event with other content.

It is set apart: as an event with a key of its own, made of the identity and its content. So the first one's fate is
untouched, the same content again is the same conflict, and a replay is an event like any other.
"""

from dataclasses import replace

from schemas.content import Content
from schemas.event import StoredEvent
from schemas.verdict import DeadLetterClass, Failure
from service.decoding.content import content_digest, content_of
from service.eventlog.port import KnownVerdict


def taken_by(event: StoredEvent, known: KnownVerdict | None, waiting: StoredEvent | None) -> Content | None:
    """What had this event's identity first, if that says something else.

    A replay has the identity by right: it is what a person sends back. Of a verdict without content nobody can tell.
    """
    if event.replay or (known is None and waiting is None):
        return None
    first = known.content if known else waiting and content_of(waiting)
    return first if first and first.digest != content_digest(event) else None


def set_apart(event: StoredEvent) -> StoredEvent:
    """The event under a key of its own."""
    return replace(event, variant=content_digest(event))


def conflict(event: StoredEvent, first: Content) -> Failure:
    """Why it cannot be applied just so."""
    return Failure(
        DeadLetterClass.CONFLICT,
        f"The id «{event.id}» of the source «{event.source}» was used before, by an event with other content.",
        "Compare both contents. If the first is right, discard this one. If this one is real as well, replay it: it is"
        " applied as an event of its own, and nothing happens to the first. If it corrects the first one's dead letter,"
        " discard that and replay this. Have its sender give every event an id of its own.",
        first=first,
    )
