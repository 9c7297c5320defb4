"""Parking: events of a tenant that stands still are left in the log, so that its neighbours get past.

Only their offsets are kept here, in order. They stay unfinished, so progress does not pass them, and are read again
once the tenant goes on.
"""

from collections import deque

PARK_AT = 1_000
"""A tenant that stands still has so many events in memory at most; what follows is parked."""
TENANT_WINDOW = 5_000
"""A tenant that goes on has so many events in memory at most; the partition is not read on until there is room."""
MOST_PARKED = 500_000
"""Offsets, of all tenants of a partition. Beyond it the partition is not read on."""


class Parking:
    """Parked offsets of one partition, per tenant, each in log order."""

    def __init__(self) -> None:
        self._parked: dict[str, deque[int]] = {}
        self._count = 0

    @property
    def full(self) -> bool:
        """Whether no more offsets should be parked."""
        return self._count >= MOST_PARKED

    def park(self, tenant: str, offset: int) -> None:
        """Leave this event in the log. Offsets of a tenant are parked in ascending order."""
        self._parked.setdefault(tenant, deque()).append(offset)
        self._count += 1

    def first(self, tenant: str) -> int | None:
        """The tenant's earliest parked offset. Nothing of the tenant may be admitted before it."""
        parked = self._parked.get(tenant)
        return parked[0] if parked else None

    def leave(self, tenant: str) -> None:
        """The earliest one has been read again and is admitted."""
        parked = self._parked[tenant]
        parked.popleft()
        self._count -= 1
        if not parked:
            del self._parked[tenant]
