"""Record numbers for updates that need one and do not have it yet: found by business key, or there is nothing to do."""

from collections.abc import Mapping, Sequence

from service.delivery.client_port import Action, Found, Outcome, OutcomeKind, RecordState, Surface
from service.intacct.answers import gone, two_records
from service.intacct.batch import Batch, Item, grouped
from service.intacct.reading import look_up
from service.intacct.surface import SurfaceClient


class RecordNumbers:
    """One look-up for all updates of an object."""

    def __init__(self, surfaces: Mapping[Surface, SurfaceClient]) -> None:
        self._surfaces = surfaces

    async def numbered(self, batch: Batch) -> None:
        """Fill in what is lacking. An update of a record that is not there is GONE."""
        lacking = [item for item in batch.open if _needs_number(item)]
        for items in grouped(lacking, lambda item: (item.surface, item.attempt.write.object)).values():
            await self._find(items, batch)

    async def _find(self, items: Sequence[Item], batch: Batch) -> None:
        by_key = {item.attempt.write.key: item.attempt.prepared for item in items}
        answer = await look_up(self._surfaces[items[0].surface], list(by_key.values()), lines=False)
        batch.shared += answer.transactions
        for item in items:
            found = _countable(answer.found.get(item.attempt.write.key, ()))
            if answer.failure is None and len(found) == 1:
                item.numbered(found[0].record_number)
            else:
                item.outcome = answer.failure or _none_or_two(item, found)


def _countable(found: Sequence[Found]) -> Sequence[Found]:
    return [each for each in found if each.state is not RecordState.UNDONE]


def _none_or_two(item: Item, found: Sequence[Found]) -> Outcome:
    key = item.attempt.write.key
    if not found:
        return gone(str(key))
    return Outcome(OutcomeKind.REJECTED, "", two_records(str(key), [each.record_number for each in found]))


def _needs_number(item: Item) -> bool:
    if item.action is not Action.UPDATE or item.attempt.record_number:
        return False
    form = item.declaration.xml
    return item.surface is Surface.REST or (form is not None and not form.update_by_key)
