"""What a company's integrations used: transactions per hour, application, user, object and operation.

The rules of counting are those of Intacct's help page on API usage: each record created, changed or deleted is one
transaction, whatever its lines; a query is one, whatever it returns. Real-time figures are kept for 60 days.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

_KEPT = timedelta(days=60)
_HOUR = "%Y-%m-%dT%H"


@dataclass(frozen=True, slots=True)
class Use:
    """What one row of usage is about; `hour` is `2026-05-01T12`."""

    hour: str
    application: str
    surface: str
    user: str
    object: str
    operation: str
    successful: bool


@dataclass(frozen=True, slots=True)
class MonthOfApplication:
    """What one row of the summary is about."""

    month: str
    application: str
    surface: str


class Usage:
    """Counts since the start. Reading drops what is older than 60 days before the newest."""

    def __init__(self) -> None:
        self._uses: Counter[Use] = Counter()

    def count(self, use: Use, transactions: int = 1) -> None:
        self._uses[use] += transactions

    def details(self) -> Iterator[tuple[Use, int]]:
        """All rows that are kept, oldest first."""
        self._drop_old()
        return iter(sorted(self._uses.items(), key=lambda each: each[0].hour))

    def summary(self) -> Iterator[tuple[MonthOfApplication, int, int]]:
        """Per month and application: transactions, and how many calls had none because they failed."""
        done: Counter[MonthOfApplication] = Counter()
        failed: Counter[MonthOfApplication] = Counter()
        for use, amount in self.details():
            counter = done if use.successful else failed
            counter[MonthOfApplication(use.hour[:7], use.application, use.surface)] += amount
        return ((each, done[each], failed[each]) for each in sorted({*done, *failed}, key=lambda each: each.month))

    def months(self) -> dict[str, int]:
        """Transactions per month, failures left out: they are not charged."""
        months: Counter[str] = Counter()
        for each, done, _ in self.summary():
            months[each.month] += done
        return dict(months)

    def _drop_old(self) -> None:
        newest = max((use.hour for use in self._uses), default="")
        if not newest:
            return
        oldest = (datetime.strptime(newest, _HOUR) - _KEPT).strftime(_HOUR)
        for use in [use for use in self._uses if use.hour < oldest]:
            del self._uses[use]
