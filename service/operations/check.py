"""``check``: which credential, permission or setting is missing, and where to fix it. Changes nothing anywhere."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from service.clock import Clock
from service.errors import RelayError
from service.operations.check_line import CheckLine
from service.operations.views import CheckView
from service.partitions import company_identity
from service.settings import Settings, TenantSettings

SERVICE = "service"


class Preflight(Protocol):
    """Asks one tenant's Intacct: credentials, sender, session endpoint, permissions, limits, clock.

    One request at a time, few of them billed, none of them writing. A login that was refused is not tried again:
    Intacct locks users out. What cannot be found out is a line that is not OK and says why.
    """

    async def __call__(self, name: str, settings: TenantSettings, clock: Clock) -> Sequence[CheckLine]: ...


CheckService = Callable[[], Awaitable[Sequence[CheckLine]]]
"""What this machine must have, the log and the handlers, and what its ways in speak for."""


async def check(
    settings: Settings, clock: Clock, preflight: Preflight, check_service: CheckService, tenant: str = ""
) -> AsyncIterator[CheckView]:
    """Lines as they are found: this service, then each tenant, or only the one that is named."""
    for line in await check_service():
        yield _view(SERVICE, line)
    for name, of_tenant in settings.tenants.items():
        if tenant in {"", name}:
            for line in [_limits(of_tenant, settings.tenants), *await _asked(preflight, name, of_tenant, clock)]:
                yield _view(name, line)


async def _asked(preflight: Preflight, name: str, settings: TenantSettings, clock: Clock) -> Sequence[CheckLine]:
    try:
        return await preflight(name, settings, clock)
    except RelayError as error:
        return [CheckLine("credentials", False, error.message, error.next_step)]


def _limits(tenant: TenantSettings, tenants: Mapping[str, TenantSettings]) -> CheckLine:
    """What the configuration says about limits; whether Intacct agrees is the preflight's to find out."""
    slots, rate = tenant.slots, tenant.rate
    found = f"{slots.app} of the company's {slots.company} connections, {rate.requests} requests in {rate.seconds:g} s"
    if slots.app > slots.company:
        fix = "slots.app must not be above slots.company: lower it, or raise the company's if your tier allows it"
        return CheckLine("limits", False, found, fix)
    company = company_identity(tenant.company)
    shared = {other.slots.company for other in tenants.values() if company_identity(other.company) == company}
    if len(shared) > 1:
        fix = f"tenants of one company must agree on slots.company; they say {sorted(shared)}"
        return CheckLine("limits", False, found, fix)
    return CheckLine("limits", True, found)


def _view(about: str, line: CheckLine) -> CheckView:
    return CheckView(about=about, subject=line.subject, ok=line.ok, found=line.found, fix=line.fix)
