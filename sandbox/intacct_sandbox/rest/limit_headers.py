"""The X-IA-* headers that tell limits and what is left of them (developer.sage.com: HTTP headers guide, and its printed
samples). Minute, hour and CPU limits have no published numbers: each is told only when its switch sets one."""

from datetime import datetime

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.rates import HOUR, MINUTE
from intacct_sandbox.company.slots import NoSlot
from intacct_sandbox.switches import Switches

_SECONDS = "60"


class LimitHeaders:
    """The headers of one answer to an application of a company."""

    def __init__(self, company: Company, app: str, switches: Switches, now: datetime) -> None:
        self._company = company
        self._app = app
        self._switches = switches
        self._now = now

    def told(self, own: int, cost: int = 0) -> dict[str, str]:
        """What every answer tells; `own` is 1 while the request still counts as in flight."""
        return self._slots(own) | self._tenant(own) | self._minute() | self._hour() | self._cpu(cost)

    def hour_is_used_up(self) -> bool:
        limit = self._switches.hour_limit
        return limit > 0 and self._company.rates.used(self._app, HOUR, self._now) > limit

    def refused(self, slot: NoSlot | None) -> dict[str, str]:
        """What a refusal tells in addition: when to come back, under the limit that was hit."""
        after = "RetryAfter" if self._switches.throttle_header_style == "table" else "Retry-After"
        if slot is None and self.hour_is_used_up():
            seconds = str(self._company.rates.seconds_left(self._app, HOUR, self._now))
            return {f"X-IA-Hour-Rate-Limit-{after}": seconds}
        told = {f"X-IA-Throttle-Limit-{after}": _SECONDS}
        return told | {f"X-IA-TENANT-Throttle-{after}": _SECONDS} if slot and slot.of_company else told

    def _slots(self, own: int) -> dict[str, str]:
        limit = self._company.definition.application_slots
        left = limit - self._company.counters.in_flight + own - 1
        return {"X-IA-Throttle-Limit": str(limit), "X-IA-Throttle-Limit-Remaining": str(left)}

    def _tenant(self, own: int) -> dict[str, str]:
        limit = self._company.definition.company_slots
        left = limit - self._company.counters.in_flight + own - 1
        return {"X-IA-TENANT-Throttle-Limit": f"LIMIT001-{limit}", "X-IA-TENANT-Throttle-Remaining": str(left)}

    def _minute(self) -> dict[str, str]:
        limit = self._switches.minute_limit
        return self._rate("Minute", limit, self._company.rates.used(self._app, MINUTE, self._now)) if limit else {}

    def _hour(self) -> dict[str, str]:
        limit = self._switches.hour_limit
        return self._rate("Hour", limit, self._company.rates.used(self._app, HOUR, self._now)) if limit else {}

    @staticmethod
    def _rate(name: str, limit: int, used: int) -> dict[str, str]:
        head = f"X-IA-{name}-Rate-Limit"
        return {head: str(limit), f"{head}-Remaining": str(max(0, limit - used))}

    def _cpu(self, cost: int) -> dict[str, str]:
        """A budget per minute; a transaction costs one (assumption)."""
        limit = self._switches.cpu_limit
        if not limit:
            return {}
        used = self._company.rates.used(self._app, MINUTE, self._now)
        reset = self._company.rates.seconds_left(self._app, MINUTE, self._now)
        return {"X-IA-CPU-Request-Cost": str(max(1, cost)), "X-IA-CPU-Limit": str(limit),
                "X-IA-CPU-Remaining": str(max(0, limit - used)), "X-IA-CPU-Reset": str(reset)}  # fmt: skip
