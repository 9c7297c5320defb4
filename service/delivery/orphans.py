"""Why an event fails that refers to something which a dead letter was to create."""

from schemas.verdict import DeadLetterClass, Failure
from schemas.write import ObjectKey
from service.delivery.work import EventWork


def orphaned(key: ObjectKey, dead: EventWork) -> Failure:
    """The failure of a dependant: it names the event that failed and why."""
    assert dead.failure is not None
    return Failure(
        DeadLetterClass.MISSING_REFERENCE,
        f"The event «{dead.event.id}» that was to create {key} is in the dead letters: {dead.failure.cause}",
        f"Deal with the dead letter of «{dead.event.id}» first. Once {key} is in Intacct, replay this event.",
        stage="RESPONSE",
        waits_for=str(key),
    )
