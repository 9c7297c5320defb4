"""Drafts of ours: submitted on a surface that has a way for it, and never left behind when that is refused.

What proves that a draft is ours is its record number, from an answer to us. Before it is deleted it must be known to be
a draft still: a person may have submitted it, and then it counts.
"""

from collections.abc import Mapping
from dataclasses import replace

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Action, Outcome, OutcomeKind, RecordState, Surface
from service.intacct.answers import CallFailed, applied, gone, refused_here, uncertain
from service.intacct.batch import Batch, Item
from service.intacct.objects.declaration import Declaration
from service.intacct.reached_states import read_states
from service.intacct.surface import SurfaceClient

_REFUSED = frozenset({OutcomeKind.REJECTED, OutcomeKind.MISSING_REFERENCE, OutcomeKind.DUPLICATE, OutcomeKind.GONE})
_DONE = frozenset({RecordState.SUBMITTED, RecordState.POSTED, RecordState.PAID})


class Drafts:
    """How drafts end."""

    def __init__(self, surfaces: Mapping[Surface, SurfaceClient]) -> None:
        self._surfaces = surfaces

    async def routed(self, batch: Batch) -> None:
        """Where XML has no way of submitting the object, REST does it."""
        for item in batch.open:
            if item.action is Action.SUBMIT:
                self._route(item)

    def _route(self, item: Item) -> None:
        number, declaration = item.attempt.record_number, item.declaration
        if not declaration.drafts or not number:
            item.outcome = refused_here(f"there is no draft of {item.attempt.write.key} to submit")
        elif item.surface is Surface.XML and not _submits(declaration):
            item.surface = Surface.REST
            if Surface.REST not in self._surfaces:
                item.outcome = refused_here(_no_way(declaration, number), DeadLetterClass.UNSUPPORTED)

    async def ended(self, batch: Batch) -> None:
        """A refused submit: the document has got further without us, or the draft is deleted."""
        for item in batch.items:
            if item.action is Action.SUBMIT and item.sent and item.outcome and item.outcome.kind in _REFUSED:
                await self._end(item, item.outcome, batch)

    async def _end(self, item: Item, refusal: Outcome, batch: Batch) -> None:
        if not _proves_a_draft(refusal):
            settled = await self._without_us(item, refusal, batch)
            if settled is not None:
                item.changed(settled)
                return
        number = item.attempt.record_number
        deleted = await self._surfaces[item.surface].delete(item.declaration, number, batch.entity)
        item.changed(_rejected(refusal, deleted, number))

    async def _without_us(self, item: Item, refusal: Outcome, batch: Batch) -> Outcome | None:
        """What the state says about a refused submit; None: it is a draft, so the refusal is about the draft."""
        number, label = item.attempt.record_number, item.declaration.label
        try:
            rows = await read_states(self._surfaces[item.surface], item.declaration, [number], batch.entity)
        except CallFailed as error:
            batch.shared += error.transactions
            return uncertain(f"the submit was refused, and the state could not be read: {error.message}", number)
        batch.shared += rows.transactions
        state = rows.by_number.get(number)
        if state is None:
            return gone(f"{label} record {number}", number, id_spent=True)
        if state is not RecordState.DRAFT:
            return applied(number, state) if state in _DONE else _named(refusal, f"Record {number} is {state.value}.")
        if refusal.kind is OutcomeKind.DUPLICATE:  # the submit is said to have been sent, and has not happened
            return replace(refusal, record_number=number, transactions=0)
        return None


def _submits(declaration: Declaration) -> bool:
    return declaration.xml is not None and declaration.xml.submits is not None


def _no_way(declaration: Declaration, number: str) -> str:
    return (
        f"submitting the draft, {declaration.label} record {number}, needs REST credentials; submit or delete it in "
        "Intacct by hand"
    )


def _proves_a_draft(refusal: Outcome) -> bool:
    """Of what is posted Intacct says that it is no draft. A stored answer tells how it was, not how it is."""
    closed = refusal.diagnosis is not None and refusal.diagnosis.category is DeadLetterClass.CLOSED_PERIOD
    return closed and refusal.kind is OutcomeKind.REJECTED and not refusal.repeated


def _rejected(refusal: Outcome, deleted: Outcome, number: str) -> Outcome:
    if deleted.kind is OutcomeKind.APPLIED:
        left = f"The draft (record {number}) was deleted again: nothing of it is left in Intacct."
    elif deleted.kind is OutcomeKind.UNCERTAIN:
        left = f"The draft, record {number}, may still be in Intacct: its deletion was not answered. Look for it there."
    else:
        why = deleted.diagnosis.cause if deleted.diagnosis else deleted.kind.value
        left = (
            f"Record {number} is left in Intacct as a draft, because it could not be deleted ({why}). Delete it there."
        )
    return replace(_named(refusal, left), transactions=deleted.transactions)


def _named(refusal: Outcome, more: str) -> Outcome:
    """The refusal as the end of it. Its create's id only repeats the number of what is gone, so it is spent."""
    diagnosis = refusal.diagnosis
    if diagnosis is not None:
        diagnosis = replace(diagnosis, cause=f"{diagnosis.cause} {more}")
    return Outcome(OutcomeKind.REJECTED, "", diagnosis, id_spent=True)
