"""Aggregates of a query: plain fields of `select` group the results (developer.intacct.com/web-services/queries/)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from intacct_sandbox.model.kinds import Money, Number, plain
from intacct_sandbox.model.object_type import Fields
from intacct_sandbox.query.column import Column
from intacct_sandbox.xml.failure import FunctionFailure
from intacct_sandbox.xml.functions import illegal

# An operator, or none for a field that groups, and what it is applied to.
Selected = tuple[str, Column]
Row = list[tuple[str, str]]


def refuse_senseless(selection: Sequence[Selected]) -> FunctionFailure | None:
    """Sums and averages are for numbers."""
    for operator, column in selection:
        if operator in ("sum", "avg") and not isinstance(column.kind, Money | Number):
            return illegal(f"{operator} is not possible for {column.path}")
    return None


def grouped(selection: Sequence[Selected], found: Iterable[Fields]) -> list[Row]:
    """One row of (name, text) per group, in the order in which the groups first appear."""
    plain = [column for operator, column in selection if not operator]
    groups: dict[tuple[Any, ...], list[Fields]] = {} if plain else {(): []}
    for record in found:
        groups.setdefault(tuple(column.get(record) for column in plain), []).append(record)
    return [[_cell(operator, column, records) for operator, column in selection] for records in groups.values()]


def _cell(operator: str, column: Column, records: Sequence[Fields]) -> tuple[str, str]:
    if not operator:
        value = column.get(records[0])
        return column.path, column.kind.to_xml(value) if value is not None else ""
    values = [value for record in records if (value := column.get(record)) is not None]
    return f"{operator.upper()}.{column.path}", _aggregate(operator, column, values)


def _aggregate(operator: str, column: Column, values: Sequence[Any]) -> str:
    if operator == "count":
        return str(len(values))
    if not values:
        return ""
    if operator == "sum":
        return plain(sum(values, Decimal(0)))
    if operator == "avg":
        return plain((sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.01")))
    return column.kind.to_xml(min(values) if operator == "min" else max(values))
