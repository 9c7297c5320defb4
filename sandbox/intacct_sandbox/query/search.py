"""Finding records: by index where the condition allows it, else by looking at all of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import Column
from intacct_sandbox.query.condition import All, Condition
from intacct_sandbox.query.source import Handle, LineSource, RecordSource


@dataclass(frozen=True, slots=True)
class View:
    """An entity sees its own and shared records; the top level sees only shared ones unless it asks."""

    entity: str
    everything: bool

    def shows(self, record: Fields) -> bool:
        return not record["entity"] or record["entity"] == self.entity or (not self.entity and self.everything)


class Found(Sequence[Fields]):
    """Records that were found, loaded when they are looked at. An iteration leaves out what is gone since."""

    def __init__(self, load: Callable[[Handle], Fields | None], handles: list[Handle]) -> None:
        self._load = load
        self._handles = handles

    def __len__(self) -> int:
        return len(self._handles)

    @overload
    def __getitem__(self, at: int) -> Fields: ...
    @overload
    def __getitem__(self, at: slice) -> "Found": ...
    def __getitem__(self, at: int | slice) -> "Fields | Found":
        if isinstance(at, slice):
            return Found(self._load, self._handles[at])
        found = self._load(self._handles[at])
        if found is None:
            raise LookupError("the record is gone")
        return found

    def __iter__(self) -> Iterator[Fields]:
        return (record for each in self._handles if (record := self._load(each)) is not None)


def search(
    company: Company, type: ObjectType, view: View, condition: Condition | None, order: Sequence[tuple[Column, bool]]
) -> Found:
    """Visible records that meet the condition, sorted; `order` has (column, descending). Without order: as stored."""
    source = LineSource(company, type) if company.owner_of(type) else RecordSource(company, type)
    found: list[tuple[Handle, tuple[Any, ...]]] = []
    for handle in source.handles(_narrowings(condition)):
        record = source.load(handle)
        if record is None or not view.shows(record) or not type.holds(record):
            continue
        if condition is None or condition.met(record):
            found.append((handle, tuple(_sortable(by.get(record)) for by, _ in order)))
    for position, (_, descending) in reversed(list(enumerate(order))):
        found.sort(key=lambda each: each[1][position], reverse=descending)
    return Found(source.load, [handle for handle, _ in found])


def _sortable(value: Any) -> tuple[bool, Any]:
    return (False, 0) if value is None else (True, value)


def _narrowings(condition: Condition | None) -> list[tuple[str, Sequence[Any]]]:
    if isinstance(condition, All):
        return condition.narrowings()
    found = condition.narrows() if condition else None
    return [found] if found else []
