"""Periods that Intacct has just called closed: over REST a document for one of them is not even drafted.

REST creates a draft without looking at the period, bills it, and refuses the submit; then the draft is deleted, which
is billed too. Of a month's end with forty such documents only the first one shall cost that. What is remembered is
forgotten after a minute and does not hold for replays: «reopen the period and replay» works at once.
"""

import re
from dataclasses import dataclass, replace

from schemas.verdict import DeadLetterClass
from service.clock import Clock
from service.delivery.client_port import Action, Diagnosis, Outcome, OutcomeKind, Surface
from service.intacct.batch import Batch, Item

REMEMBERED = 60.0
"""Seconds."""
MOST = 1000
_REPLAY = re.compile(r"\.p\d+")
Period = tuple[str, str]
"""Entity and month. Books are closed by entity, and by whole months."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What Intacct said, and until when it is believed."""

    diagnosis: Diagnosis
    until: float


class ClosedPeriods:
    """A memory of one process: whoever has none sends the document and learns it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._closed: dict[Period, Closed] = {}

    async def spared(self, batch: Batch) -> None:
        """Refuse drafts for a period that was closed a moment ago."""
        for item in batch.open:
            known = self._closed.get(_period(item, batch.entity)) if _drafts(item) else None
            if known is not None and self._clock.monotonic() < known.until:
                item.outcome = Outcome(OutcomeKind.REJECTED, "", _again(known.diagnosis))

    async def remembered(self, batch: Batch) -> None:
        """Learn from what was refused, and from what was taken."""
        for item in batch.items:
            if item.outcome is not None and item.sent and item.action is not Action.UPDATE:
                self._learn(item, item.outcome, _period(item, batch.entity))

    def _learn(self, item: Item, outcome: Outcome, period: Period) -> None:
        diagnosis = outcome.diagnosis
        if outcome.kind is OutcomeKind.APPLIED:
            self._closed.pop(period, None)
        elif diagnosis and diagnosis.category is DeadLetterClass.CLOSED_PERIOD and not outcome.repeated and period[1]:
            self._remember(period, diagnosis)

    def _remember(self, period: Period, diagnosis: Diagnosis) -> None:
        """Once: what is only refused from memory does not prolong it."""
        now = self._clock.monotonic()
        self._closed = {each: closed for each, closed in self._closed.items() if closed.until > now}
        if len(self._closed) < MOST:
            self._closed.setdefault(period, Closed(diagnosis, now + REMEMBERED))


def _drafts(item: Item) -> bool:
    fresh = item.surface is Surface.REST and item.action is Action.CREATE and item.declaration.drafts
    return fresh and not _REPLAY.search(item.attempt.write_id)


def _period(item: Item, entity: str) -> Period:
    """The month is empty when the write states no day."""
    names = item.declaration.state.posted_on if item.declaration.state else ()
    day = next((text for name in names if (text := item.content.text(name))), "")
    return entity, day[:7]


def _again(diagnosis: Diagnosis) -> Diagnosis:
    return replace(diagnosis, cause=f"{diagnosis.cause} Intacct said so a moment ago, so nothing was sent.")
