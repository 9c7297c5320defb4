"""What follows from each outcome, for one write. The table of design «Outcomes and what follows», as code."""

from dataclasses import dataclass

from schemas.verdict import DeadLetterClass, Failure
from schemas.write import ObjectKey, Operation
from service.delivery.backoff import Backoff
from service.delivery.client_port import Diagnosis, Found, Outcome, OutcomeKind, Surface
from service.delivery.work import WriteWork

MOST_RESENDS = 20
"""A write that Intacct loses the answer of every time, and that look-ups never find, is given to a person."""
MOST_CLAIMS = 4
"""How often Intacct may call a write a duplicate of something that look-ups do not find."""


@dataclass(frozen=True, slots=True)
class Next:
    """What to do with a write now: it is done (neither set), goes again after ``delay``, or has failed."""

    delay: float | None = None
    failure: Failure | None = None


DONE = Next()
AT_ONCE = Next(delay=0.0)


def failed(diagnosis: Diagnosis | None, category: DeadLetterClass, waits_for: str = "") -> Next:
    """The event becomes a dead letter."""
    seen = diagnosis or Diagnosis("", "", "Intacct refused this write.", "Look at the event and replay it.")
    return Next(failure=Failure(category, seen.cause, seen.next_step, seen.code, seen.text, "RESPONSE", waits_for))


@dataclass(frozen=True, slots=True)
class Consequences:
    """The rules, with the tenant's patience."""

    retry: Backoff
    settle: Backoff
    missing_reference: float
    """Seconds to wait for a reference to appear."""

    def after_write(self, work: WriteWork, outcome: Outcome, surface: Surface, now: float) -> Next:
        """A request that carried this write has ended."""
        if outcome.id_spent:
            work.revision += 1
        match outcome.kind:
            case OutcomeKind.APPLIED:
                work.applied(surface, outcome.record_number)
                return DONE
            case OutcomeKind.UNCERTAIN:
                return self._uncertain(work, surface)
            case OutcomeKind.DUPLICATE:
                return self._duplicate(work, outcome, surface)
            case OutcomeKind.MISSING_REFERENCE | OutcomeKind.GONE:
                return self._missing(work, outcome, now)
            case OutcomeKind.REJECTED:
                category = outcome.diagnosis.category if outcome.diagnosis else DeadLetterClass.REJECTED
                return failed(outcome.diagnosis, category)
            case OutcomeKind.THROTTLED | OutcomeKind.UNAVAILABLE | OutcomeKind.UNAUTHORIZED:
                work.attempts -= 1
                return AT_ONCE

    def after_look_up(self, work: WriteWork, found: Found | None, surface: Surface, now: float) -> Next:
        """A look-up on the write's business key was answered."""
        work.look = False
        if found is None:
            return self._absent(work, now)
        work.record_number = found.record_number
        if not found.complete:
            work.operation = Operation.CREATE  # with the record number: only the finishing step is sent
            return AT_ONCE
        if found.same:
            work.applied(surface, found.record_number, already=True)
            return DONE
        return self._different(work, found)

    def _uncertain(self, work: WriteWork, surface: Surface) -> Next:
        work.surface, work.tentative, work.look = surface, True, True
        return Next(delay=self.settle.delay(work.attempts))

    def _duplicate(self, work: WriteWork, outcome: Outcome, surface: Surface) -> Next:
        work.surface, work.tentative, work.look = surface, True, True
        work.claims, work.claimed, work.confirmed_absent = work.claims + 1, True, False
        if work.claims > MOST_CLAIMS:
            return failed(outcome.diagnosis, DeadLetterClass.DUPLICATE)
        return AT_ONCE if work.claims == 1 else Next(delay=self.settle.delay(work.claims))

    def _missing(self, work: WriteWork, outcome: Outcome, now: float) -> Next:
        if work.operation is Operation.UPDATE and work.write.operation is Operation.UPSERT:
            work.operation, work.record_number, work.look = None, "", True  # somebody deleted what we knew
            return AT_ONCE
        if outcome.repeated:
            return AT_ONCE  # what an earlier owner was told; how it is now, the next revision of the id will tell
        return self._wait_for_reference(work, outcome.diagnosis, now)

    def _wait_for_reference(self, work: WriteWork, diagnosis: Diagnosis | None, now: float) -> Next:
        work.missing_since = now if work.missing_since is None else work.missing_since
        work.waits += 1
        if now - work.missing_since >= self.missing_reference:
            waits_for = ", ".join(map(str, work.write.references)) or str(work.write.key)
            return failed(diagnosis, DeadLetterClass.MISSING_REFERENCE, waits_for)
        return Next(delay=self.retry.delay(work.waits))

    def _absent(self, work: WriteWork, now: float) -> Next:
        if work.write.operation is Operation.UPDATE:
            work.look = True
            return self._wait_for_reference(work, _nothing_to_update(work.write.key), now)
        work.operation, work.record_number = Operation.CREATE, ""
        if work.claimed:
            return self._claimed_but_absent(work)
        work.resends += 1 if work.attempts else 0
        if work.resends > MOST_RESENDS:
            return failed(_never_answered(work.write.key), DeadLetterClass.REJECTED)
        return AT_ONCE

    def _claimed_but_absent(self, work: WriteWork) -> Next:
        """«Was done already», but nowhere to be seen: it may only just be appearing, so look twice, then go on."""
        if not work.confirmed_absent:
            work.confirmed_absent, work.look = True, True
            return Next(delay=self.settle.delay(2))
        work.claimed = False
        work.revision += 1
        return AT_ONCE

    def _different(self, work: WriteWork, found: Found) -> Next:
        if work.write.operation is Operation.CREATE:
            return failed(_taken(work.write.key, found), DeadLetterClass.DUPLICATE)
        work.resends += 1 if work.operation is Operation.UPDATE and work.attempts else 0
        if work.resends > MOST_RESENDS:
            return failed(_never_answered(work.write.key), DeadLetterClass.REJECTED)
        work.revision += 1 if work.claimed and work.operation is Operation.UPDATE else 0
        work.claimed, work.operation = False, Operation.UPDATE
        return AT_ONCE


def _taken(key: ObjectKey, found: Found) -> Diagnosis:
    differences = "; ".join(found.differences)
    return Diagnosis(
        code="",
        text=differences,
        cause=f"Intacct already holds {key} (record {found.record_number}), and it differs: {differences}.",
        next_step="If the record in Intacct is right, discard this event. If both are real, give one another number.",
        category=DeadLetterClass.DUPLICATE,
    )


def _never_answered(key: ObjectKey) -> Diagnosis:
    return Diagnosis(
        code="",
        text="",
        cause=f"Intacct never answers for {key}, and looking it up shows that this change is not there.",
        next_step="Look for it in Intacct. If it is not there, replay this event: a replay looks before it writes.",
    )


def _nothing_to_update(key: ObjectKey) -> Diagnosis:
    return Diagnosis(
        code="",
        text="",
        cause=f"There is no {key} to update.",
        next_step="Create it in Intacct or send the event that creates it, then replay this event.",
        category=DeadLetterClass.MISSING_REFERENCE,
    )
