"""Where a search looks: the records of an object, or the lines that its owner holds."""

from collections.abc import Iterable, Iterator, Sequence
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
        for field, values in narrowings:
            if field == "key":
                return [value for value in dict.fromkeys(values) if self._table.get(value)]
            if self._table.indexes(field):
                return [key for value in dict.fromkeys(values) for key in self._table.keys_with(field, value)]
        return self._table.keys()


class LineSource:
    """The lines of all records of the owner; each has its owner's audit fields, and the owner itself."""

    def __init__(self, company: Company, type: ObjectType) -> None:
        owner = company.owner_of(type)
        assert owner is not None
        self._table = company.tables[owner.name]

    def handles(self, narrowings: Narrowings) -> Iterator[Handle]:
        """All lines."""
        for record in self._table:
            for position in range(len(record.get("lines") or ())):
                yield record["key"], position

    def load(self, handle: Handle) -> Fields | None:
        """The line, with its own key, or None when it is gone since."""
        record = self._table.get(handle[0])
        if record is None or handle[1] >= len(record["lines"]):
            return None
        line = record["lines"][handle[1]]
        shared = {name: record[name] for name in _AUDIT}
        return {**line, **shared, "key": int(line["key"]), PARENT: record}
