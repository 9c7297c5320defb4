"""Which state new documents have reached: with approvals on, what was created only waits for somebody.

One query for all documents of an object in a request, and none where the tenant says that nobody approves anything or
where the object posts at once in every company.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Action, Diagnosis, Outcome, OutcomeKind, RecordState, Surface
from service.intacct.answers import CallFailed, gone, uncertain
from service.intacct.batch import Batch, Item, grouped
from service.intacct.objects.compare import Reading
from service.intacct.objects.declaration import Declaration
from service.intacct.surface import Condition, Selection, SurfaceClient
from service.settings import CompanySettings


@dataclass(frozen=True, slots=True)
class States:
    """Record number -> state. What is not shown is not in it."""

    by_number: Mapping[str, RecordState]
    transactions: int


async def read_states(client: SurfaceClient, declaration: Declaration, numbers: Sequence[str], entity: str) -> States:
    """One query. Raises CallFailed."""
    assert declaration.state is not None
    reading = Reading(client.surface)
    number, column = reading.record_number_name(declaration), declaration.state.read(client.surface)
    once = tuple(dict.fromkeys(numbers))
    rows = await client.rows(Selection(declaration, (number, column), (Condition(number, once),), entity, len(once)))
    meaning = declaration.state.meaning
    found = {reading.record_number(declaration, row): meaning(reading.text(column, row)) for row in rows.rows}
    return States(found, rows.transactions)


class ReachedStates:
    """The last step: it only adds to what is known."""

    def __init__(self, surfaces: Mapping[Surface, SurfaceClient], company: CompanySettings) -> None:
        self._surfaces = surfaces
        self._company = company

    async def stated(self, batch: Batch) -> None:
        """Fill in the states of what was created or submitted."""
        unknown = [item for item in batch.items if _lacks_state(item)]
        for items in grouped(unknown, lambda item: (item.surface, item.declaration.name)).values():
            asked = [item for item in items if _from_memory(item) or not self._posts_at_once(item.declaration)]
            for item in items:
                if item not in asked:
                    _reached(item, RecordState.POSTED)
            if asked:
                await self._read(asked, batch)

    def _posts_at_once(self, declaration: Declaration) -> bool:
        assert declaration.state is not None
        return self._company.approvals is False or not declaration.state.approvals

    async def _read(self, items: Sequence[Item], batch: Batch) -> None:
        numbers = [item.outcome.record_number for item in items if item.outcome]
        try:
            states = await read_states(self._surfaces[items[0].surface], items[0].declaration, numbers, batch.entity)
        except CallFailed as error:
            batch.shared += error.transactions
            for item in items:
                _unread(item, error.outcome)
            return
        batch.shared += states.transactions
        for item in items:
            assert item.outcome is not None
            _reached(item, states.by_number.get(item.outcome.record_number))


def _lacks_state(item: Item) -> bool:
    """Updates do not change the state, and what has no record number cannot be asked for."""
    outcome = item.outcome
    if outcome is None or outcome.kind is not OutcomeKind.APPLIED or not outcome.record_number:
        return False
    known = outcome.state and not outcome.repeated
    return item.declaration.state is not None and not known and item.action is not Action.UPDATE


def _from_memory(item: Item) -> bool:
    """A stored answer tells how it was: somebody may have deleted or reversed the record since."""
    return item.outcome is not None and item.outcome.repeated


def _reached(item: Item, state: RecordState | None) -> None:
    assert item.outcome is not None
    if state is None and _from_memory(item):
        number = item.outcome.record_number
        item.changed(gone(f"{item.declaration.label} record {number}", number, id_spent=True))
    elif state is None:
        _unread(item, None)
    elif state is RecordState.UNDONE:
        item.changed(_undone(item.declaration.label, item.outcome.record_number))
    elif state is RecordState.DRAFT and item.declaration.drafts:
        item.outcome = replace(item.outcome, kind=OutcomeKind.DRAFTED, state=state)
    else:
        item.outcome = replace(item.outcome, state=state)


def _undone(label: str, number: str) -> Outcome:
    """What we made counts no more: somebody decided that, and nothing is made beside it unasked."""
    diagnosis = Diagnosis(
        "",
        "",
        f"The {label} was made, as record {number}, and has been reversed, voided or declined in Intacct since.",
        "If that is right, discard this event. If the document is to be in the books after all, publish it as a new "
        "event with another number and discard this one.",
        DeadLetterClass.DUPLICATE,
    )
    return Outcome(OutcomeKind.REJECTED, "", diagnosis, id_spent=True)


def _unread(item: Item, failure: Outcome | None) -> None:
    """The record is there and ours; a look-up tells its state later."""
    assert item.outcome is not None
    number = item.outcome.record_number
    why = failure.diagnosis.text if failure and failure.diagnosis else "it is not to be seen"
    delay = failure.retry_after if failure else None
    unread = uncertain(f"record {number} was created, but its state could not be read: {why}", number, delay)
    item.outcome = replace(unread, transactions=item.outcome.transactions)
