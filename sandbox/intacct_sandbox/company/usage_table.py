"""Usage as records, so that both surfaces can query it. The records are brought up to date when somebody looks."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from intacct_sandbox.company.table import Table
from intacct_sandbox.company.usage import Usage
from intacct_sandbox.model.object_type import Fields, ObjectType

NextKey = Callable[[], int]


class _UsageTable(Table, ABC):
    def __init__(self, type: ObjectType, usage: Usage, next_key: NextKey) -> None:
        super().__init__(type)
        self._usage = usage
        self._next_key = next_key
        self._numbers: dict[Hashable, int] = {}

    def __iter__(self) -> Iterator[Fields]:
        self._refresh()
        return super().__iter__()

    def keys(self) -> Sequence[int]:
        self._refresh()
        return super().keys()

    def keys_with(self, field: str, value: Any) -> Sequence[int]:
        self._refresh()
        return super().keys_with(field, value)

    @abstractmethod
    def _rows(self) -> Iterator[tuple[Hashable, str, Fields]]:
        """What identifies a row, its time stamp, and its fields."""

    def _refresh(self) -> None:
        rows = list(self._rows())
        for gone in set(self._numbers) - {each for each, _, _ in rows}:
            self.drop(self._numbers.pop(gone))
        for identity, stamp, fields in rows:
            if identity not in self._numbers:
                self._numbers[identity] = self._next_key()
            system = {"key": self._numbers[identity], "entity": "", "created_by": "", "modified_by": ""}
            self.put({**fields, **system, "created_at": stamp, "modified_at": stamp})


class DetailTable(_UsageTable):
    """One record per hour, application, user, object, operation and outcome."""

    def _rows(self) -> Iterator[tuple[Hashable, str, Fields]]:
        for use, amount in self._usage.details():
            stamp = f"{use.hour}:00:00Z"
            yield use, stamp, {
                "time": stamp, "application": use.application, "api": use.surface, "user": use.user,
                "object": use.object, "operation": use.operation, "transactions": amount,
                "status": "successful" if use.successful else "unsuccessful",
            }  # fmt: skip


class SummaryTable(_UsageTable):
    """One record per month and application."""

    def _rows(self) -> Iterator[tuple[Hashable, str, Fields]]:
        for each, done, failed in self._usage.summary():
            yield each, f"{each.month}-01T00:00:00Z", {
                "period": each.month, "application": each.application, "api": each.surface,
                "transactions": done, "failures": failed,
            }  # fmt: skip
