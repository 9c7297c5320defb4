"""Transactions per tenant and month, and what they add up to."""

from collections import Counter
from collections.abc import Iterable, Sequence

from service.eventlog.port import EventLog
from service.operations.views import UsageView


async def usage(log: EventLog, tenant: str = "", month: str = "") -> Sequence[UsageView]:
    """Running totals, newest month first; both filters match everything when empty."""
    counts = await log.usage(tenant)
    return [UsageView.of(count) for count in counts if month in {"", count.month}]


def month_totals(rows: Iterable[UsageView]) -> dict[str, int]:
    """All tenants together, by month, newest first."""
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row.month] += row.transactions
    return dict(sorted(totals.items(), reverse=True))
