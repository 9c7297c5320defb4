"""What a REST answer means for a write or a read.

Facts used here (developer.sage.com, error-handling and idempotency guides): failed answers are stored under the
idempotency key for 48 hours; 409 is a used idempotency key or a taken unique value; 429 is refused before anything
runs; any other 5xx may come from the middle of the work.
"""

import re
from datetime import datetime

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Outcome, OutcomeKind
from service.intacct.answers import unavailable, uncertain
from service.intacct.catalogue import Circumstances, Complaint, Meaning, Position, codes_of, meaning_of
from service.intacct.delays import retry_after
from service.intacct.rest.answer import RestAnswer

_REFUSALS = frozenset({200, 207, 400, 401, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 422, 428, 431})
"""Statuses with which a readable error means that the write was refused; under any other, nobody knows."""
_TWIN = re.compile(r"in (progress|process|flight)|being processed|locked", re.IGNORECASE)
_DEFINITE = frozenset({OutcomeKind.REJECTED, OutcomeKind.MISSING_REFERENCE, OutcomeKind.GONE})


def write_outcome(answer: RestAnswer, label: str, now: datetime, *, updates: bool = False) -> Outcome:
    """What a failing answer to POST or PATCH means. Only a definite refusal makes the id spent.

    ``updates``: the request names a record that it changes, which may be gone.
    """
    meaning = _meaning(answer, label, updates=updates)
    delay = retry_after(answer.headers, now)
    if _throttled(answer):
        return Outcome(OutcomeKind.THROTTLED, "", meaning.diagnosis, delay, id_spent=answer.cached)
    if answer.status >= 500:
        return _server_error(answer, meaning, delay)
    if not answer.complaints or answer.status not in _REFUSALS:
        return uncertain(f"HTTP {answer.status} without a readable answer", retry_after=delay)
    if answer.status == 409:
        return Outcome(_conflict(meaning), "", meaning.diagnosis, delay)
    spent = meaning.outcome in _DEFINITE or (answer.cached and meaning.outcome in _NOTHING_HAPPENED)
    return Outcome(meaning.outcome, "", meaning.diagnosis, delay, id_spent=spent, repeated=answer.cached)


_NOTHING_HAPPENED = frozenset({OutcomeKind.UNAUTHORIZED, OutcomeKind.UNAVAILABLE, OutcomeKind.THROTTLED})


def read_outcome(answer: RestAnswer, label: str, now: datetime) -> Outcome:
    """What a failing answer to a read means: nothing was changed, whatever it says."""
    meaning = _meaning(answer, label)
    delay = retry_after(answer.headers, now)
    if _throttled(answer):
        return Outcome(OutcomeKind.THROTTLED, "", meaning.diagnosis, delay)
    if answer.status not in _REFUSALS or not answer.complaints:
        return unavailable(f"HTTP {answer.status}", delay)
    if meaning.outcome in (OutcomeKind.UNCERTAIN, OutcomeKind.DUPLICATE):
        return unavailable(meaning.diagnosis.text, delay)
    return Outcome(meaning.outcome, "", meaning.diagnosis, delay)


def token_outcome(answer: RestAnswer, now: datetime) -> Outcome:
    """What a failing answer to a token request means."""
    delay = retry_after(answer.headers, now)
    said = answer.complaints or (Complaint((), answer.text),)
    meaning = meaning_of(said, Circumstances(Position.REST_TOKEN, answer.status))
    if _throttled(answer):
        return Outcome(OutcomeKind.THROTTLED, "", meaning.diagnosis, delay)
    if not _refuses_login(answer):
        return unavailable(f"HTTP {answer.status} to the request for a token", delay)
    return Outcome(OutcomeKind.UNAUTHORIZED, "", meaning.diagnosis, delay)


def only_token(answer: RestAnswer) -> bool:
    """Whether a rejection is about the token that was used, and says nothing about the credentials."""
    meaning = _meaning(answer, "")
    return meaning.granted or meaning.outcome is not OutcomeKind.UNAUTHORIZED


def only_permission(answer: RestAnswer) -> bool:
    """Whether a 401 says that the user may not do this one thing: no token helps, and everything else goes on."""
    return _meaning(answer, "").diagnosis.category is DeadLetterClass.PERMISSION


def _refuses_login(answer: RestAnswer) -> bool:
    """401 whatever it says; another 4xx when Intacct says something, and not a proxy's page."""
    if answer.status == 401:
        return True
    said = answer.document is not None or answer.text != ""
    return 400 <= answer.status < 500 and answer.status in _REFUSALS and said


def _meaning(answer: RestAnswer, label: str, *, updates: bool = False) -> Meaning:
    return meaning_of(answer.complaints, Circumstances(Position.REST, answer.status, label, updates))


def _throttled(answer: RestAnswer) -> bool:
    return answer.status == 429 or "GW-0010" in codes_of(answer.complaints)


def _server_error(answer: RestAnswer, meaning: Meaning, delay: float | None) -> Outcome:
    """A replayed 5xx says that the id was used; only a look-up can tell with what effect."""
    if answer.cached:
        return Outcome(OutcomeKind.DUPLICATE, "", meaning.diagnosis, delay)
    return uncertain(f"HTTP {answer.status} {meaning.diagnosis.text}".strip(), retry_after=delay)


def _conflict(meaning: Meaning) -> OutcomeKind:
    """A twin that is still running has no result yet; everything else is a used id or a taken key."""
    return OutcomeKind.UNCERTAIN if _TWIN.search(meaning.diagnosis.text) else OutcomeKind.DUPLICATE
