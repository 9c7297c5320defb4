"""Counting the transactions that Intacct bills, per tenant and month (UTC)."""

from collections.abc import Iterable

from schemas.verdict import UsageCount
from service.clock import Clock


class UsageBook:
    """Running totals, loaded once from the log and written back with the verdicts.

    Every answered request counts at once; what a crash loses is at most what was used since the last publication.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._totals: dict[tuple[str, str], int] = {}
        self._changed: set[tuple[str, str]] = set()

    def load(self, counts: Iterable[UsageCount]) -> None:
        """Take over stored totals; a total that is already higher here is kept."""
        for count in counts:
            at = (count.tenant, count.month)
            self._totals[at] = max(self._totals.get(at, 0), count.transactions)

    def add(self, tenant: str, transactions: int) -> None:
        """They were used now."""
        at = (tenant, self._clock.now().strftime("%Y-%m"))
        self._totals[at] = self._totals.get(at, 0) + transactions
        self._changed.add(at)

    def take_changed(self) -> list[UsageCount]:
        """Totals that changed since the last call."""
        changed = [UsageCount(*at, self._totals[at]) for at in sorted(self._changed)]
        self._changed.clear()
        return changed

    def give_back(self, counts: Iterable[UsageCount]) -> None:
        """They could not be published after all."""
        self._changed |= {(count.tenant, count.month) for count in counts}
