"""Outcomes in words: what the client says when it knows something without Intacct having said it."""

from collections.abc import Sequence

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind, RecordState
from service.errors import ClientError, NoAnswer

_LOOKS_ITSELF_UP = "Nothing to do: it is looked up in Intacct by its business key before anything is sent again."
_PUBLISH = "Correct the data and publish them as a new event; then discard this one."
_WAITS = "Nothing to do: it is tried again as soon as Intacct answers."


class CallFailed(ClientError):
    """A step before the write itself failed, or a read: the outcome says how. The write was not sent."""

    def __init__(self, outcome: Outcome, transactions: int = 0) -> None:
        super().__init__(outcome.diagnosis.cause if outcome.diagnosis else outcome.kind.value)
        self.outcome = outcome
        self.transactions = transactions


def applied(record_number: str, state: RecordState = RecordState.NONE) -> Outcome:
    """Intacct confirmed it."""
    return Outcome(OutcomeKind.APPLIED, record_number, state=state)


def uncertain(why: str, record_number: str = "", retry_after: float | None = None) -> Outcome:
    """Sent, and nobody knows what became of it."""
    diagnosis = Diagnosis("", why, "Intacct's answer was lost or cannot be read.", _LOOKS_ITSELF_UP)
    return Outcome(OutcomeKind.UNCERTAIN, record_number, diagnosis, retry_after)


def unavailable(why: str, retry_after: float | None = None) -> Outcome:
    """Certainly nothing happened."""
    diagnosis = Diagnosis("", why, "Intacct cannot be reached or does not answer.", _WAITS)
    return Outcome(OutcomeKind.UNAVAILABLE, "", diagnosis, retry_after)


def cannot_be_sent(why: str, category: DeadLetterClass = DeadLetterClass.SCHEMA) -> Diagnosis:
    """What is known to be wrong with a write before anything is sent."""
    return Diagnosis("", why, f"This cannot be sent to Intacct: {why}.", _PUBLISH, category)


def refused_here(why: str, category: DeadLetterClass = DeadLetterClass.SCHEMA) -> Outcome:
    """A write that cannot be put into a request: nothing was sent."""
    return Outcome(OutcomeKind.REJECTED, "", cannot_be_sent(why, category))


def unreadable_lines(what: str) -> Outcome:
    """A record is there, but its lines are not shown, so that nobody can tell whose it is."""
    diagnosis = Diagnosis(
        "",
        f"the lines of {what} are not shown",
        f"Intacct holds {what} but does not show its lines, so it is not known whether it is this one.",
        "Let the Web Services user read its lines, or compare it by hand. If it is another one, replay this event.",
    )
    return Outcome(OutcomeKind.REJECTED, "", diagnosis)


def not_there(what: str) -> Outcome:
    """A record that a write needs does not exist; found out by a query, so nothing was sent."""
    diagnosis = Diagnosis(
        "",
        f"{what} does not exist",
        f"{what} is not in Intacct yet.",
        f"Create {what} in Intacct, or send the event that creates it. Then replay this event.",
        DeadLetterClass.MISSING_REFERENCE,
    )
    return Outcome(OutcomeKind.MISSING_REFERENCE, "", diagnosis)


def two_records(what: str, records: Sequence[str]) -> Diagnosis:
    """A number that belongs to several records, of which only a person can tell which one is meant."""
    return Diagnosis(
        "",
        f"{what} is there {len(records)} times",
        f"{what} is in Intacct {len(records)} times: {'; '.join(records)}. It is not known which one is meant.",
        "Reverse or renumber in Intacct what is not meant. Then replay this event.",
        DeadLetterClass.DUPLICATE,
    )


def gone(what: str, record_number: str = "", *, id_spent: bool = False) -> Outcome:
    """The record that an update or a submit names is not there (any more)."""
    diagnosis = Diagnosis(
        "",
        f"{what} does not exist",
        f"{what} is not in Intacct any more, so it could not be changed.",
        f"Create {what} in Intacct, or send the event that creates it. Then replay this event.",
        DeadLetterClass.MISSING_REFERENCE,
    )
    return Outcome(OutcomeKind.GONE, record_number, diagnosis, id_spent=id_spent)


def outcome_of(error: ClientError, *, writing: bool) -> Outcome:
    """What an error of the network or of a preparing step means for a write (or for a read)."""
    if isinstance(error, CallFailed):
        unclear = not writing and error.outcome.kind in (OutcomeKind.UNCERTAIN, OutcomeKind.DUPLICATE)
        return unavailable(error.message, error.outcome.retry_after) if unclear else error.outcome
    delay = error.retry_after if isinstance(error, NoAnswer) else None
    if writing and isinstance(error, NoAnswer):
        return uncertain(error.message, retry_after=delay)
    return unavailable(error.message, delay)
