"""The records of one object in one company, found by key or by an indexed field without a scan."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from intacct_sandbox.company.index import Index
from intacct_sandbox.company.packing import Packer
from intacct_sandbox.model.object_type import Fields, ObjectType

KEPT_OPEN = 4096


class Table:
    """Records are dicts that are never changed in place: an update puts a new dict under the same key.

    The records written last are kept as dicts, older ones packed, so that a million of them fit into memory. A packed
    record that is read is another dict each time.
    """

    def __init__(self, type: ObjectType) -> None:
        self.type = type
        # in the order of their first put, which is that of their keys
        self._records: dict[int, Fields | bytes] = {}
        self._open: OrderedDict[int, None] = OrderedDict()
        self._packer = Packer()
        names = {type.id_field, *type.indexed, *(each.name for each in type.references)}
        names |= {"external_id"} & type.by_name.keys()
        self._indexes = {name: Index() for name in names}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Fields]:
        return (self._unpacked(each) for each in self._records.values())

    def keys(self) -> Sequence[int]:
        """The keys of all records."""
        return list(self._records)

    def get(self, key: int) -> Fields | None:
        found = self._records.get(key)
        return None if found is None else self._unpacked(found)

    def numbered(self, text: str) -> Fields | None:
        """The record whose number is written as `text`; None for what is no record number at all. A few records that
        every company has are numbered below zero."""
        digits = text.removeprefix("-")
        return self.get(int(text)) if len(text) < 19 and digits.isascii() and digits.isdecimal() else None

    def indexes(self, field: str) -> bool:
        """Whether `find` on this field is cheap."""
        return field in self._indexes

    def keys_with(self, field: str, value: Any) -> Sequence[int]:
        """Keys of the records whose indexed `field` equals `value`."""
        return self._indexes[field].keys(value)

    def find(self, field: str, value: Any) -> list[Fields]:
        """Records whose indexed `field` equals `value`."""
        return [self._unpacked(self._records[key]) for key in self.keys_with(field, value)]

    def by_id(self, value: str) -> Fields | None:
        """The record with this business id, or with this number where it has no other name."""
        if self.type.id_field == "key":
            return self.numbered(value)
        keys = self._indexes[self.type.id_field].keys(value)
        return self._unpacked(self._records[keys[0]]) if keys else None

    def put(self, record: Fields) -> None:
        """Insert, or replace the record with the same key."""
        key: int = record["key"]
        old = self.get(key)
        self._records[key] = record
        self._open[key] = None
        self._open.move_to_end(key)
        for name, index in self._indexes.items():
            was, now = old.get(name) if old else None, record.get(name)
            if was is not now:
                index.move(key, was, now)
        if len(self._open) > KEPT_OPEN:
            self._pack_oldest()

    def drop(self, key: int) -> None:
        record = self._unpacked(self._records.pop(key))
        self._open.pop(key, None)
        for name, index in self._indexes.items():
            index.move(key, record.get(name), None)

    def _unpacked(self, stored: Fields | bytes) -> Fields:
        return self._packer.unpack(stored) if isinstance(stored, bytes) else stored

    def _pack_oldest(self) -> None:
        key, _ = self._open.popitem(last=False)
        record = self._records[key]
        if not isinstance(record, bytes):
            self._records[key] = self._packer.pack(record)
