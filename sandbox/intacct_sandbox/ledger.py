"""The ledger: one row per record written and committed, in order. The judge of every end-to-end test."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from intacct_sandbox.model.object_type import SYSTEM, Fields

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """One record written. `fields` may share the record's own dict: records are never changed in place."""

    time: str
    company: str
    entity: str
    surface: str
    operation: str
    object: str
    key: str
    record_number: int
    request_id: str
    idempotency_id: str | None
    fields: Fields

    def as_row(self, sequence: int) -> Row:
        """The row as the admin path shows it."""
        return {
            "sequence": sequence,
            "time": self.time,
            "company": self.company,
            "entity": self.entity,
            "surface": self.surface,
            "operation": self.operation,
            "object": self.object,
            "key": self.key,
            "record_number": str(self.record_number),
            "request_id": self.request_id,
            "idempotency_id": self.idempotency_id,
            "fields": plain(self.fields),
        }


def plain(value: Any) -> Any:
    """`value` as JSON can carry it: amounts as strings, unset and system fields left out."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if each is not None and name not in SYSTEM}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


class Ledger:
    """Append-only; sequence numbers start at 1 and have no gaps."""

    def __init__(self) -> None:
        self._effects: list[Effect] = []

    def __len__(self) -> int:
        return len(self._effects)

    def append(self, effect: Effect) -> None:
        self._effects.append(effect)

    def rows(self, company: str | None = None, after: int = 0) -> Iterator[Row]:
        """Rows of `company` (of all without one) with a sequence above `after`."""
        for position in range(after, len(self._effects)):
            effect = self._effects[position]
            if company is None or effect.company == company:
                yield effect.as_row(position + 1)
