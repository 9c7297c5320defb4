"""Where a search looks: the records of an object, or the lines that its owner holds."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import PARENT

_AUDIT = ("entity", "created_at", "modified_at", "created_by", "modified_by")
# the key of a record, and the position of a line in it (0 for the record itself)
Handle = tuple[int, int]
Narrowings = Sequence[tuple[str, Sequence[Any]]]


class RecordSource:
    """The records of one object."""

    def __init__(self, company: Company, type: ObjectType) -> None:
        self._table = company.tables[type.name]

    def handles(self, narrowings: Narrowings) -> Iterable[Handle]:
        """What may meet the conditions: by key or index where one of them allows it."""
        return ((key, 0) for key in self._keys(narrowings))

    def load(self, handle: Handle) -> Fields | None:
        """The record, or None when it is gone since."""
        return self._table.get(handle[0])

    def _keys(self, narrowings: Narrowings) -> Iterable[int]:
        """By the condition that leaves the fewest."""
        found = [lists for field, values in narrowings if (lists := self._lists(field, values)) is not None]
        if not found:
            return self._table.keys()
        fewest: list[Sequence[int]] = min(found, key=_size)
        return chain.from_iterable(fewest)

    def _lists(self, field: str, values: Sequence[Any]) -> list[Sequence[int]] | None:
        """Keys per value, or None when the field is not indexed."""
        once = dict.fromkeys(values)
        if field == "key":
            return [(value,) for value in once if self._table.get(value)]
        return [self._table.keys_with(field, value) for value in once] if self._table.indexes(field) else None


def _size(lists: list[Sequence[int]]) -> int:
    return sum(len(each) for each in lists)


class LineSource:
    """The lines of all records of the owner; each has its owner's audit fields, and the owner itself."""

    def __init__(self, company: Company, type: ObjectType) -> None:
        owner = company.owner_of(type)
        assert owner is not None
        self._table = company.tables[owner.name]
        self._owner = owner

    def handles(self, narrowings: Narrowings) -> Iterator[Handle]:
        """All lines."""
        for record in filter(self._owner.holds, self._table):
            for position in range(len(record.get("lines") or ())):
                yield record["key"], position

    def load(self, handle: Handle) -> Fields | None:
        """The line, with its own key, or None when it is gone since."""
        record = self._table.get(handle[0])
        if record is None or handle[1] >= len(record["lines"]) or not self._owner.holds(record):
            return None
        line = record["lines"][handle[1]]
        shared = {name: record[name] for name in _AUDIT}
        return {**line, **shared, "key": int(line["key"]), PARENT: record}
