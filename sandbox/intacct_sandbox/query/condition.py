"""Conditions on a record: tests of one column, joined by and, or and not."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from intacct_sandbox.model.object_type import Fields
from intacct_sandbox.query.column import Column


class Condition(ABC):
    """Something that a record does or does not meet."""

    @abstractmethod
    def met(self, record: Fields) -> bool: ...

    def narrows(self) -> tuple[str, Sequence[Any]] | None:
        """A stored field and the only values of it with which a record can meet this; None when unknown."""
        return None


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Met when every part is met."""

    parts: Sequence[Condition]

    def met(self, record: Fields) -> bool:
        return all(part.met(record) for part in self.parts)

    def narrows(self) -> tuple[str, Sequence[Any]] | None:
        return next((found for part in self.parts if (found := part.narrows())), None)

    def narrowings(self) -> list[tuple[str, Sequence[Any]]]:
        return [found for part in self.parts if (found := part.narrows())]


@dataclass(frozen=True, slots=True)
class Either(Condition):
    """Met when at least one part is met."""

    parts: Sequence[Condition]

    def met(self, record: Fields) -> bool:
        return any(part.met(record) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Neither(Condition):
    """Met when the part is not met."""

    part: Condition

    def met(self, record: Fields) -> bool:
        return not self.part.met(record)


@dataclass(frozen=True, slots=True)
class Test(Condition):
    """One operator on one column. As in SQL an unset value meets nothing but a test for being unset."""

    column: Column
    operator: str
    values: tuple[Any, ...]
    fold: bool = False

    def met(self, record: Fields) -> bool:
        value = self.column.get(record)
        if self.operator in ("null", "not null"):
            return (value is None) == (self.operator == "null")
        if value is None:
            return False
        values = tuple(_folded(each) for each in self.values) if self.fold else self.values
        return OPERATORS[self.operator](_folded(value) if self.fold else value, values)

    def narrows(self) -> tuple[str, Sequence[Any]] | None:
        if self.operator in ("=", "in") and self.column.stored and not self.fold:
            return self.column.stored, self.values
        return None


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _like(value: Any, values: Sequence[Any]) -> bool:
    parts = {"%": ".*", "_": "."}
    pattern = "".join(parts.get(each) or re.escape(each) for each in str(values[0]))
    return re.fullmatch(pattern, str(value), re.DOTALL) is not None


OPERATORS: dict[str, Callable[[Any, Sequence[Any]], bool]] = {
    "=": lambda value, values: bool(value == values[0]),
    "!=": lambda value, values: bool(value != values[0]),
    "<": lambda value, values: bool(value < values[0]),
    "<=": lambda value, values: bool(value <= values[0]),
    ">": lambda value, values: bool(value > values[0]),
    ">=": lambda value, values: bool(value >= values[0]),
    "in": lambda value, values: value in values,
    "not in": lambda value, values: value not in values,
    "between": lambda value, values: bool(values[0] <= value <= values[1]),
    "not between": lambda value, values: not values[0] <= value <= values[1],
    "like": _like,
    "not like": lambda value, values: not _like(value, values),
    "contains": lambda value, values: str(values[0]) in str(value),
    "not contains": lambda value, values: str(values[0]) not in str(value),
    "starts": lambda value, values: str(value).startswith(str(values[0])),
    "not starts": lambda value, values: not str(value).startswith(str(values[0])),
    "ends": lambda value, values: str(value).endswith(str(values[0])),
    "not ends": lambda value, values: not str(value).endswith(str(values[0])),
}
