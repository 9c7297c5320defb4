"""From the gateway's results to one outcome per write.

Results are matched by ``controlid``. A write whose result is missing, doubled, of an unknown status, or failed while
listing a record, is uncertain. Duplicate control ids are recognised by a configurable pattern, because Sage has not
published the answer.

An atomic group that was rolled back shares one fate. Intacct marks the writes that did not cause it ``aborted`` with
XL03000009 alone, and may leave out the results after the failing one: nothing of the group happened, and all of it has
to be done again together. So every write of the group gets the outcome of the one that failed, with its diagnosis:
the engine rejects, waits or retries the group as a whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Action, Attempt, Diagnosis, Outcome, OutcomeKind
from service.intacct.answers import applied, uncertain
from service.intacct.catalogue import Circumstances, Complaint, Position, codes_of, meaning_of
from service.intacct.objects import OBJECTS
from service.intacct.xml.answer import Result

ROLLED_BACK = "XL03000009"
_RUNNING = r"(?:in (?:process|progress)|being (?:processed|executed)|still (?:running|executing|processing))"
_ID = r"control[ _-]?id"
_IN_PROCESS = re.compile(rf"{_ID}\b.*\b{_RUNNING}|{_RUNNING}\b.*\b{_ID}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads results of one tenant."""

    duplicate: re.Pattern[str]

    def outcomes(self, attempts: Sequence[Attempt], results: Sequence[Result], *, atomic: bool) -> tuple[Outcome, ...]:
        """One outcome per attempt, in their order."""
        found = tuple(self._outcome(attempt, _mine(attempt, results)) for attempt in attempts)
        if not atomic or all(outcome.kind is OutcomeKind.APPLIED for outcome in found):
            return found
        return self._shared(attempts, found, results)

    def of_control(self, complaints: Sequence[Complaint], outcome: Outcome) -> Outcome:
        """The control level refused everything: a duplicate id may be reported there as well."""
        return self._duplicate(complaints) or outcome

    def _outcome(self, attempt: Attempt, result: Result | None) -> Outcome:
        if result is None:
            return uncertain("the answer has no result for this write")
        if result.succeeded:
            return applied(result.record_number or attempt.record_number)
        if not result.refused:
            return uncertain(f"the answer has the status {result.status!r:.40} for this write")
        if result.data_count > 0:
            return uncertain("the answer reports a failure and lists a record")
        updates = attempt.action is not Action.CREATE
        label = OBJECTS[attempt.write.object].label
        circumstances = Circumstances(Position.XML_FUNCTION, label=label, updates=updates)
        duplicate = self._duplicate(result.complaints)
        if duplicate is not None:
            return duplicate
        meaning = meaning_of(result.complaints, circumstances)
        return Outcome(meaning.outcome, "", meaning.diagnosis)

    def _duplicate(self, complaints: Sequence[Complaint]) -> Outcome | None:
        for complaint in complaints:
            said = " ".join((*complaint.codes, complaint.text))
            if _IN_PROCESS.search(complaint.text):
                return uncertain(complaint.text)
            if self.duplicate.search(said):
                return Outcome(OutcomeKind.DUPLICATE, "", _used_id(complaint))
        return None

    def _shared(
        self, attempts: Sequence[Attempt], found: tuple[Outcome, ...], results: Sequence[Result]
    ) -> tuple[Outcome, ...]:
        """The fate of an atomic group that did not succeed as a whole."""
        rolled_back = any(ROLLED_BACK in codes_of(result.complaints) for result in results)
        if not rolled_back:
            return tuple(
                uncertain("the group's answer is incomplete") if each.kind is OutcomeKind.APPLIED else each
                for each in found
            )
        fate = self._cause(attempts, results)
        return tuple(fate for _ in attempts)

    def _cause(self, attempts: Sequence[Attempt], results: Sequence[Result]) -> Outcome:
        """The outcome of the write that failed; when none names a cause, the rollback itself."""
        for attempt in attempts:
            result = _mine(attempt, results)
            if result and not result.succeeded and codes_of(result.complaints) != {ROLLED_BACK}:
                return self._outcome(attempt, result)
        meaning = meaning_of((Complaint((ROLLED_BACK,), ""),), Circumstances(Position.XML_FUNCTION))
        return Outcome(meaning.outcome, "", meaning.diagnosis)


def delayed(outcome: Outcome, delay: float | None) -> Outcome:
    """The outcome with the delay that its answer asked for; what is decided waits for nothing."""
    waits = outcome.kind in (OutcomeKind.THROTTLED, OutcomeKind.UNAVAILABLE, OutcomeKind.UNCERTAIN)
    return replace(outcome, retry_after=delay) if waits and delay is not None else outcome


def _used_id(complaint: Complaint) -> Diagnosis:
    return Diagnosis(
        complaint.code,
        complaint.text,
        "Intacct has already carried out a request with this id.",
        "Nothing to do: the record is looked up by its business key.",
        DeadLetterClass.DUPLICATE,
    )


def _mine(attempt: Attempt, results: Sequence[Result]) -> Result | None:
    mine = [result for result in results if result.control_id == attempt.write_id]
    return mine[0] if len(mine) == 1 else None
