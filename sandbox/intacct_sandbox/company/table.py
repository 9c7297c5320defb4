"""The records of one object in one company, found by key or by an indexed field without a scan."""

from collections.abc import Iterator
from typing import Any

from intacct_sandbox.model.object_type import Fields, ObjectType


class Table:
    """Records are dicts that are never changed in place: an update puts a new dict under the same key."""

    def __init__(self, type: ObjectType) -> None:
        self.type = type
        self._records: dict[int, Fields] = {}
        names = {type.id_field, *type.indexed, *(each.name for each in type.references)}
        # field -> value -> keys of the records that have it, in insertion order
        self._indexes: dict[str, dict[Any, list[int]]] = {name: {} for name in names}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Fields]:
        return iter(self._records.values())

    def get(self, key: int) -> Fields | None:
        return self._records.get(key)

    def indexes(self, field: str) -> bool:
        """Whether `find` on this field is cheap."""
        return field in self._indexes

    def find(self, field: str, value: Any) -> list[Fields]:
        """Records whose indexed `field` equals `value`."""
        return [self._records[key] for key in self._indexes[field].get(value, ())]

    def by_id(self, value: str) -> Fields | None:
        """The record with this business id."""
        keys = self._indexes[self.type.id_field].get(value)
        return self._records[keys[0]] if keys else None

    def put(self, record: Fields) -> None:
        """Insert, or replace the record with the same key."""
        old = self._records.get(record["key"])
        self._records[record["key"]] = record
        for name, index in self._indexes.items():
            self._reindex(index, record["key"], old.get(name) if old else None, record.get(name))

    def drop(self, key: int) -> None:
        record = self._records.pop(key)
        for name, index in self._indexes.items():
            self._reindex(index, key, record.get(name), None)

    @staticmethod
    def _reindex(index: dict[Any, list[int]], key: int, old: Any, new: Any) -> None:
        if old == new:
            return
        if old is not None:
            index[old].remove(key)
            if not index[old]:
                del index[old]
        if new is not None:
            index.setdefault(new, []).append(key)
