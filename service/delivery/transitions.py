"""What follows from each outcome, for one write. The table of design «Surfaces and outcomes», as code.

Every way that leads to another request has a delay, a bound and a count (``work.Counts``).
"""

from dataclasses import dataclass, replace

from schemas.verdict import DeadLetterClass, Failure
from schemas.write import ObjectKey, Operation
from service.delivery.backoff import Backoff
from service.delivery.candidates import Judgement, Sort, judge
from service.delivery.client_port import Action, Diagnosis, Found, Outcome, OutcomeKind, Surface
from service.delivery.missing import missing_objects, said
from service.delivery.work import WriteWork

MOST_RESENDS = 20
"""A write that Intacct loses the answer of every time, and that look-ups never find, is given to a person."""
MOST_CLAIMS = 4
"""How often Intacct may call a write a duplicate of something that look-ups do not find."""
MOST_ABSENCES = 2
"""Look-ups that do not show what must be there, before it counts as deleted."""
MOST_REPEATS = 50
"""Stored answers that are passed without waiting; an owner before us can hardly have left more."""
MOST_GONE = 3
"""Updates of a record that is looked up, found, and yet not there."""
MOST_TURNED_AWAY = 30
"""Intacct answers everybody else, and never this write."""
MOST_UNAUTHORIZED = 2
"""The user may log in and read, and may not do this."""
MOST_FAILED_LOOKS = 60
"""Look-ups of one write that fail, although the probes in between succeed."""


COMES_BACK = frozenset({OutcomeKind.THROTTLED, OutcomeKind.UNAVAILABLE, OutcomeKind.UNCERTAIN})
"""Failures of a read that say nothing about what was read."""


@dataclass(frozen=True, slots=True)
class Next:
    """What to do with a write now: it is done (neither set), goes again after ``delay``, or has failed."""

    delay: float | None = None
    failure: Failure | None = None
    aside: bool = False
    """It waits for something that a later event may bring, and lets that pass."""


DONE = Next()
AT_ONCE = Next(delay=0.0)


def failed(diagnosis: Diagnosis | None, category: DeadLetterClass, waits_for: str = "") -> Next:
    """The event becomes a dead letter."""
    seen = diagnosis or Diagnosis(
        "",
        "",
        "Intacct refused this write.",
        "Look for it in Intacct. Discard this event if it is there; else replay it.",
    )
    return Next(failure=Failure(category, seen.cause, seen.next_step, seen.code, seen.text, "RESPONSE", waits_for))


@dataclass(frozen=True, slots=True)
class Transitions:
    """The rules, with the tenant's patience."""

    retry: Backoff
    settle: Backoff
    missing_reference: float
    """Seconds to wait for a reference to appear."""

    def after_write(self, work: WriteWork, outcome: Outcome, now: float) -> Next:
        """A request that carried this write has ended."""
        if outcome.id_spent:
            work.revision += 1
        work.because = outcome.diagnosis.cause if outcome.diagnosis else ""
        if outcome.record_number and (outcome.kind in _PROVING or _made_and_gone(work, outcome)):
            work.own_numbers.add(outcome.record_number)
        match outcome.kind:
            case OutcomeKind.APPLIED:
                work.applied(outcome.record_number, outcome.state)
                return DONE
            case OutcomeKind.DRAFTED:
                return self._drafted(work, outcome)
            case OutcomeKind.UNCERTAIN:
                return self._uncertain(work, outcome)
            case OutcomeKind.DUPLICATE:
                return self._duplicate(work, outcome)
            case OutcomeKind.MISSING_REFERENCE:
                return self._missing(work, outcome, now)
            case OutcomeKind.GONE:
                return self._gone(work, outcome, now)
            case OutcomeKind.REJECTED:
                return failed(outcome.diagnosis, _category(outcome))
            case _:
                return self._turned_away(work, outcome)

    def after_look_up(self, work: WriteWork, found: tuple[Found, ...], ours: frozenset[str], now: float) -> Next:
        """A look-up on the write's business key was answered. ``ours``: records that receipts prove to be ours."""
        work.look, work.looked = False, True
        if not found:
            return self._absent(work, ours, now)
        if work.write.operation is not Operation.CREATE:
            return self._master(work, found)
        return self._document(work, judge(work, found, ours))

    # --- after a request

    def _drafted(self, work: WriteWork, outcome: Outcome) -> Next:
        work.counts.resends += work.action is Action.SUBMIT  # submitted, and told that it is a draft all the same
        if work.counts.resends > MOST_RESENDS:
            return failed(_never_answered(work), DeadLetterClass.REJECTED)
        work.record_number, work.action, work.tentative, work.sent = outcome.record_number, Action.SUBMIT, True, True
        work.revision = 0
        return AT_ONCE if not work.counts.resends else Next(delay=self.settle.delay(work.counts.resends))

    def _uncertain(self, work: WriteWork, outcome: Outcome) -> Next:
        work.tentative, work.sent, work.look = True, True, True
        work.counts.resends += 1
        if work.counts.resends > MOST_RESENDS:
            return failed(_never_answered(work), DeadLetterClass.REJECTED)
        return Next(delay=max(self.settle.delay(work.counts.resends), outcome.retry_after or 0.0))

    def _duplicate(self, work: WriteWork, outcome: Outcome) -> Next:
        work.tentative, work.look = True, True
        work.claimed, work.absences = True, 0
        work.counts.claims += 1
        if work.counts.claims > MOST_CLAIMS:
            return failed(_left(work, _advised(outcome.diagnosis, _NEVER_FOUND)), DeadLetterClass.DUPLICATE)
        return AT_ONCE if work.counts.claims == 1 else Next(delay=self.settle.delay(work.counts.claims))

    def _missing(self, work: WriteWork, outcome: Outcome, now: float) -> Next:
        work.counts.repeats += outcome.repeated
        if outcome.repeated and work.counts.repeats <= MOST_REPEATS:
            return AT_ONCE  # what an earlier owner was told; how it is now, the next revision of the id will tell
        return self._wait(work, missing_objects(work.write, said(outcome)), outcome.diagnosis, now)

    def _gone(self, work: WriteWork, outcome: Outcome, now: float) -> Next:
        """Somebody deleted what we knew: look again, and create it anew where the event may."""
        work.counts.gone += 1
        work.action, work.record_number, work.look = None, "", True
        if work.counts.gone > MOST_GONE:
            return failed(outcome.diagnosis, _category(outcome))
        return AT_ONCE if work.counts.gone == 1 else Next(delay=self.settle.delay(work.counts.gone))

    def _turned_away(self, work: WriteWork, outcome: Outcome) -> Next:
        """Throttled, unavailable or unauthorized: the tenant's pause or gate decides when, and nothing was done."""
        work.attempts -= 1
        counts = work.counts
        counts.throttled += outcome.kind is OutcomeKind.THROTTLED
        counts.turned_away += outcome.kind is OutcomeKind.UNAVAILABLE
        counts.unauthorized += outcome.kind is OutcomeKind.UNAUTHORIZED
        if counts.unauthorized > MOST_UNAUTHORIZED:
            advised = _advised(outcome.diagnosis, "{before} Then replay this event.")
            return failed(_left(work, advised), DeadLetterClass.PERMISSION)
        if counts.turned_away > MOST_TURNED_AWAY:
            return failed(_left(work, _advised(outcome.diagnosis, _GIVEN_UP)), DeadLetterClass.REJECTED)
        tries = counts.throttled + counts.turned_away + counts.unauthorized
        return AT_ONCE if tries == 1 else Next(delay=max(self.retry.delay(tries - 1), outcome.retry_after or 0.0))

    def _wait(self, work: WriteWork, missing: tuple[ObjectKey, ...], diagnosis: Diagnosis | None, now: float) -> Next:
        work.missing_since = now if work.missing_since is None else work.missing_since
        work.missing = missing
        work.counts.waits += 1
        if now - work.missing_since >= self.missing_reference:
            return failed(diagnosis, DeadLetterClass.MISSING_REFERENCE, "\n".join(map(str, missing)))
        return Next(delay=self.retry.delay(work.counts.waits), aside=True)

    # --- after a look-up

    def after_failed_look_up(self, work: WriteWork, failure: Outcome, *, alone: bool) -> Next:
        """The look-up itself was not answered, or was refused: nothing is known, so nothing is sent."""
        work.counts.failed_looks += 1
        if failure.kind in COMES_BACK and work.counts.failed_looks <= MOST_FAILED_LOOKS:
            return Next(delay=max(self.retry.delay(work.counts.failed_looks), failure.retry_after or 0.0))
        if not alone:
            return AT_ONCE
        if failure.kind is OutcomeKind.UNAUTHORIZED:
            return self._turned_away(work, failure)
        given_up = _advised(failure.diagnosis, _GIVEN_UP) if failure.kind in COMES_BACK else failure.diagnosis
        return failed(_left(work, given_up), _category(failure))

    def _absent(self, work: WriteWork, ours: frozenset[str], now: float) -> Next:
        if work.write.operation is Operation.UPDATE:
            work.look = True
            nothing = _nothing_to_update(work.write.key)
            work.because = nothing.cause
            return self._wait(work, (work.write.key,), nothing, now)
        if work.claimed or ours or work.own_numbers:
            return self._absent_in_spite(work)
        return self._create(work)

    def _absent_in_spite(self, work: WriteWork) -> Next:
        """It was there, or is said to be: it may only just be appearing, so look again, and only then go on."""
        if work.absences < MOST_ABSENCES:
            work.absences, work.look = work.absences + 1, True
            return Next(delay=self.settle.delay(work.absences + 1))
        work.revision += 1 if work.claimed and not work.own_numbers else 0  # the id of what we made protects it
        work.claimed, work.absences = False, 0
        return self._create(work)

    @staticmethod
    def _create(work: WriteWork) -> Next:
        work.action, work.record_number = Action.CREATE, ""
        return AT_ONCE

    def _master(self, work: WriteWork, found: tuple[Found, ...]) -> Next:
        """An update, or an upsert of something that is there."""
        record = found[0]
        work.record_number = record.record_number
        if record.same:
            work.applied(record.record_number, record.state, already=True)
            return DONE
        work.revision += 1 if work.claimed and work.action is Action.UPDATE else 0
        work.claimed, work.action = False, Action.UPDATE
        return AT_ONCE

    def _document(self, work: WriteWork, judged: Judgement) -> Next:
        """A create of something of which there is at least one record."""
        record = judged.record
        match judged.sort:
            case Sort.DONE:
                work.applied(record.record_number, record.state, already=True)
                return DONE
            case Sort.OUR_DRAFT:
                work.record_number, work.action = record.record_number, Action.SUBMIT
                return AT_ONCE
            case Sort.PROVABLE_DRAFT:
                return self._prove(work, judged)
            case Sort.TAKEN:
                return failed(judged.diagnosis, DeadLetterClass.DUPLICATE)

    def _prove(self, work: WriteWork, judged: Judgement) -> Next:
        """Our create, sent again under its id, is answered with the record that it made: that tells whose it is."""
        work.counts.resends += 1
        if work.counts.resends > MOST_RESENDS or work.prepared.surface is not Surface.REST:
            return failed(judged.diagnosis, DeadLetterClass.DUPLICATE)
        work.action, work.record_number, work.claimed = Action.CREATE, "", False
        return AT_ONCE if work.counts.resends < 3 else Next(delay=self.settle.delay(work.counts.resends))


_PROVING = frozenset({OutcomeKind.APPLIED, OutcomeKind.DRAFTED, OutcomeKind.UNCERTAIN})


def _made_and_gone(work: WriteWork, outcome: Outcome) -> bool:
    """Intacct remembers that it made this record for us, and does not show it: it may only be late."""
    return outcome.kind is OutcomeKind.GONE and work.action is not Action.UPDATE


def _category(outcome: Outcome) -> DeadLetterClass:
    return outcome.diagnosis.category if outcome.diagnosis else DeadLetterClass.REJECTED


def _never_answered(work: WriteWork) -> Diagnosis:
    diagnosis = Diagnosis(
        code="",
        text="",
        cause=f"Intacct never answers for {work.write.key}, and looking it up does not show it as done.",
        next_step="Look for it in Intacct. If it stands there and is right, discard this event. Else delete a draft of "
        "it that is left, and replay this event: a replay looks before it writes.",
    )
    told = _left(work, diagnosis)
    assert told is not None
    return told


def _left(work: WriteWork, diagnosis: Diagnosis | None) -> Diagnosis | None:
    """The diagnosis of a write that is given up, with the draft of ours that may be left of it."""
    if diagnosis is None or work.action is not Action.SUBMIT:
        return diagnosis
    return replace(diagnosis, cause=f"{diagnosis.cause} Record {work.record_number} of it may be left as our draft.")


def _advised(diagnosis: Diagnosis | None, advice: str) -> Diagnosis | None:
    """The diagnosis at the end of all tries: that it is tried again is true no more. «{before}»: what it advised."""
    return diagnosis and replace(diagnosis, next_step=advice.format(before=diagnosis.next_step))


_GIVEN_UP = "Replay this event when Intacct answers again: a replay looks before it writes."
_NEVER_FOUND = (
    "Look in Intacct for what has this number or name. If the record there is right, discard this event. If both are "
    "real, publish this one as a new event with another number or name and discard this one. If nothing needs it, "
    "delete it and replay this event."
)


def _nothing_to_update(key: ObjectKey) -> Diagnosis:
    return Diagnosis(
        code="",
        text="",
        cause=f"There is no {key} to update.",
        next_step="Create it in Intacct or send the event that creates it, then replay this event.",
        category=DeadLetterClass.MISSING_REFERENCE,
    )
