"""Why an account was refused that seems to be there: it is one of another kind, which has the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind, Surface
from service.intacct.answers import CallFailed
from service.intacct.asked_once import AskedOnce
from service.intacct.batch import Batch, Item, grouped
from service.intacct.objects.compare import Reading
from service.intacct.objects.content import text_of
from service.intacct.objects.declaration import Declaration
from service.intacct.surface import Condition, Selection, SurfaceClient

_ABOUT_REFERENCES = frozenset({OutcomeKind.MISSING_REFERENCE, OutcomeKind.REJECTED})


class AccountMixUps:
    """One look at the other kind of accounts, at most once per write, and only when Intacct refuses an account."""

    def __init__(self, surfaces: Mapping[Surface, SurfaceClient]) -> None:
        self._surfaces = surfaces
        self._asked = AskedOnce()

    async def explained(self, batch: Batch) -> None:
        """A write with such an account can never succeed, so it is rejected at once instead of waiting."""
        suspects = [item for item in batch.items if _suspect(item) and self._asked.first(_name(item))]
        for items in grouped(suspects, lambda item: (item.surface, item.declaration.name)).values():
            await self._look(items, batch)

    async def _look(self, items: Sequence[Item], batch: Batch) -> None:
        lines = items[0].declaration.lines
        assert lines is not None
        assert lines.accounts_apart is not None
        numbers = tuple(dict.fromkeys(number for item in items for number in _accounts(item)))
        client = self._surfaces[items[0].surface]
        try:
            rows = await client.rows(_selection(client.surface, lines.accounts_apart, numbers, batch.entity))
        except CallFailed as error:
            batch.shared += error.transactions
            return
        batch.shared += rows.transactions
        reading = Reading(client.surface)
        apart = {reading.key(lines.accounts_apart, row)[0] for row in rows.rows}
        for item in items:
            found = [number for number in _accounts(item) if number in apart]
            if found:
                _reject(item, found)


def _selection(surface: Surface, declaration: Declaration, numbers: tuple[str, ...], entity: str) -> Selection:
    (field,) = declaration.key_fields
    column = field.read(surface)
    columns = (Reading(surface).record_number_name(declaration), column)
    return Selection(declaration, columns, (Condition(column, numbers),), entity, len(numbers))


def _suspect(item: Item) -> bool:
    lines, outcome = item.declaration.lines, item.outcome
    if lines is None or lines.accounts_apart is None or outcome is None or outcome.kind not in _ABOUT_REFERENCES:
        return False
    return "account" in _said(outcome).lower() and any(number in _said(outcome) for number in _accounts(item))


def _accounts(item: Item) -> list[str]:
    """The accounts of its lines, each once. Intacct's words may name the first wrong one only."""
    numbers = dict.fromkeys(text_of(line, "account") for line in item.content.lines)
    return [number for number in numbers if number]


def _said(outcome: Outcome) -> str:
    return f"{outcome.diagnosis.text} {outcome.diagnosis.cause}" if outcome.diagnosis else ""


def _name(item: Item) -> str:
    return f"{item.attempt.write.entity} {item.attempt.write.key}"


def _reject(item: Item, accounts: Sequence[str]) -> None:
    assert item.outcome is not None
    named = ", ".join(accounts)
    are = f"Account {named} is a statistical account" if len(accounts) == 1 else f"{named} are statistical accounts"
    cause = f"{are}: an entry of amounts does not take statistics."
    before = item.outcome.diagnosis
    diagnosis = Diagnosis(before.code if before else "", before.text if before else "", cause, _BY_HAND)
    item.outcome = replace(item.outcome, kind=OutcomeKind.REJECTED, diagnosis=diagnosis)


_BY_HAND = (
    "If statistics are meant, enter them by hand in a statistical journal of Intacct (General Ledger > Statistical "
    "journal entries) and discard this event: no event takes them. Else have it published as a new event with a "
    "financial account; then discard this one."
)
