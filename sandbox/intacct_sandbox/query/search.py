"""Finding records: by index where the condition allows it, else by looking at all of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import PARENT, Column
from intacct_sandbox.query.condition import All, Condition

_AUDIT = ("entity", "created_at", "modified_at", "created_by", "modified_by")


@dataclass(frozen=True, slots=True)
class View:
    """An entity sees its own and shared records; the top level sees only shared ones unless it asks."""

    entity: str
    everything: bool

    def shows(self, record: Fields) -> bool:
        return not record["entity"] or record["entity"] == self.entity or (not self.entity and self.everything)


def search(
    company: Company, type: ObjectType, view: View, condition: Condition | None, order: Sequence[tuple[Column, bool]]
) -> list[Fields]:
    """Visible records that meet the condition, sorted; `order` has (column, descending). Without order: as stored."""
    found = [
        record
        for record in _candidates(company, type, condition)
        if view.shows(record) and (condition is None or condition.met(record))
    ]
    for by, descending in reversed(order):
        found.sort(key=lambda record: _sortable(by.get(record)), reverse=descending)
    return found


def _sortable(value: Any) -> tuple[bool, Any]:
    return (False, 0) if value is None else (True, value)


def _candidates(company: Company, type: ObjectType, condition: Condition | None) -> Iterable[Fields]:
    owner = company.owner_of(type)
    if owner is not None:
        return _lines(company, owner)
    table = company.tables[type.name]
    for field, values in _narrowings(condition):
        if field == "key":
            return [record for value in dict.fromkeys(values) if (record := table.get(value))]
        if table.indexes(field):
            return [record for value in dict.fromkeys(values) for record in table.find(field, value)]
    return table


def _narrowings(condition: Condition | None) -> list[tuple[str, Sequence[Any]]]:
    if isinstance(condition, All):
        return condition.narrowings()
    found = condition.narrows() if condition else None
    return [found] if found else []


def _lines(company: Company, owner: ObjectType) -> Iterator[Fields]:
    for record in company.tables[owner.name]:
        shared = {name: record[name] for name in _AUDIT}
        for line in record.get("lines") or ():
            yield {**line, **shared, "key": int(line["key"]), PARENT: record}
