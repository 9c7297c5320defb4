"""`sum:`, `avg:`, `min:`, `max:` and `count:` in the fields of a query; the other fields make the groups
(developer.sage.com: query service guide). A row has each aggregate under the name it was asked for (assumption)."""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from intacct_sandbox.model.kinds import Money, Number
from intacct_sandbox.model.object_type import Fields
from intacct_sandbox.query.column import Column

_PLACES = Decimal("0.0000000001")
Row = dict[str, Any]


class Aggregate:
    """One aggregate over one column."""

    def __init__(self, name: str, column: Column) -> None:
        self.path = f"{name}:{column.path}"
        self._name = name
        self._column = column

    def over(self, records: Sequence[Fields]) -> Any:
        """The value as REST writes it; null when no record has one."""
        values = [value for record in records if (value := self._column.get(record)) is not None]
        if self._name == "count":
            return len(values)
        if not values:
            return None
        return self._written(_FUNCTIONS[self._name](values))

    def _written(self, value: Any) -> Any:
        if self._name == "avg":
            return f"{value.quantize(_PLACES, ROUND_HALF_UP).normalize():f}"
        return self._column.kind.to_rest(value)


def split(path: Any) -> tuple[str, str] | None:
    """Function and field of an aggregate such as `sum:totalTxnAmount`, or None."""
    name, colon, rest = path.partition(":") if isinstance(path, str) else ("", "", "")
    return (name, rest) if colon and (name in _FUNCTIONS or name == "count") else None


def fits(name: str, column: Column) -> bool:
    """Sums and averages are only of numbers."""
    return name not in ("sum", "avg") or isinstance(column.kind, Money | Number)


def sortable(value: Any) -> tuple[int, Any]:
    """What a written value is sorted by: unset first, then numbers, whatever their wire form, then text."""
    if value is None:
        return 0, 0
    try:
        return 1, Decimal(value)
    except (ArithmeticError, ValueError, TypeError):
        return 2, str(value)


def grouped(records: Iterable[Fields], by: Sequence[Column], aggregates: Sequence[Aggregate]) -> list[Row]:
    """One row per group, in the order in which the groups were met; without grouping fields one row."""
    groups: dict[tuple[Any, ...], list[Fields]] = {} if by else {(): []}
    for record in records:
        groups.setdefault(tuple(each.get(record) for each in by), []).append(record)
    return [_row(values, by, aggregates, members) for values, members in groups.items()]


def _row(values: tuple[Any, ...], by: Sequence[Column], aggregates: Sequence[Aggregate], members: list[Fields]) -> Row:
    pairs = zip(by, values, strict=True)
    row = {each.path: None if value is None else each.kind.to_rest(value) for each, value in pairs}
    return row | {each.path: each.over(members) for each in aggregates}


_FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "sum": lambda values: sum(values, Decimal(0)),
    "avg": lambda values: sum(values, Decimal(0)) / len(values),
    "min": min,
    "max": max,
}
