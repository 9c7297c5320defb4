"""From a value to the keys of the records that have it."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Any


class Index:
    """Most values of a business key belong to one record, so a lone key is kept without a list around it."""

    def __init__(self) -> None:
        self._keys: dict[Any, int | list[int]] = {}

    def keys(self, value: Any) -> Sequence[int]:
        """The keys of the records with this value, ascending."""
        found = self._keys.get(value)
        if found is None:
            return ()
        return (found,) if isinstance(found, int) else found

    def move(self, key: int, old: Any, new: Any) -> None:
        """The record `key` had `old` and now has `new`; None is not kept."""
        if old == new:
            return
        if old is not None:
            self._remove(key, old)
        if new is not None:
            self._add(key, new)

    def _add(self, key: int, value: Any) -> None:
        found = self._keys.get(value)
        if found is None:
            self._keys[value] = key
        elif isinstance(found, int):
            self._keys[value] = sorted((found, key))
        elif key > found[-1]:
            found.append(key)
        else:
            insort(found, key)

    def _remove(self, key: int, value: Any) -> None:
        found = self._keys[value]
        if isinstance(found, int):
            del self._keys[value]
            return
        del found[bisect_left(found, key)]
        if len(found) == 1:
            self._keys[value] = found[0]
