"""``check`` says line by line what is right and what is missing."""

from collections.abc import Sequence

from service.clock import Clock
from service.errors import NotSent
from service.operations.check import Preflight, check
from service.operations.check_line import CheckLine
from service.operations.views import CheckView
from service.settings import RestSettings, Settings, Slots, TenantSettings
from tests.support.clock import FakeClock


def tenant(company: str, app: int = 2, shared: int = 2) -> TenantSettings:
    """A tenant with slots."""
    rest = RestSettings.model_validate({"client_id": "a", "client_secret": "b", "username": f"ws@{company}"})
    return TenantSettings(company=company, rest=rest, slots=Slots(app=app, company=shared))


async def fine(name: str, settings: TenantSettings, clock: Clock) -> Sequence[CheckLine]:
    """Everything is right."""
    return [CheckLine("credentials", True, f"{name} may log in")]


async def unreachable(name: str, settings: TenantSettings, clock: Clock) -> Sequence[CheckLine]:
    """Intacct cannot be reached."""
    raise NotSent("no connection to api.intacct.com", next_step="open the firewall")


async def log_fine() -> Sequence[CheckLine]:
    """The log takes events."""
    return [CheckLine("log", True, "sqlite")]


async def lines(settings: Settings, preflight: Preflight, only: str = "") -> list[CheckView]:
    """All lines."""
    return [line async for line in check(settings, FakeClock(), preflight, log_fine, only)]


async def test_every_tenant_is_asked_after_the_log() -> None:
    """In the order of the configuration."""
    found = await lines(Settings(tenants={"acme": tenant("A"), "beta": tenant("B")}), fine)
    wanted = [("service", "log"), ("acme", "limits"), ("acme", "credentials"), ("beta", "limits")]
    assert [(line.about, line.subject) for line in found][:4] == wanted
    assert all(line.ok for line in found)


async def test_one_tenant_can_be_asked_alone() -> None:
    """Each login costs a request of the company's."""
    found = await lines(Settings(tenants={"acme": tenant("A"), "beta": tenant("B")}), fine, "beta")
    assert {line.about for line in found} == {"service", "beta"}


async def test_what_cannot_be_found_out_is_a_line() -> None:
    """One unreachable tenant does not end the check."""
    found = await lines(Settings(tenants={"acme": tenant("A")}), unreachable)
    assert (found[-1].ok, found[-1].found, found[-1].fix) == (
        False,
        "no connection to api.intacct.com",
        "open the firewall",
    )


async def test_more_slots_than_the_company_has_are_named() -> None:
    """They would never be used, and somebody believes that they are."""
    found = await lines(Settings(tenants={"acme": tenant("A", app=4, shared=2)}), fine)
    assert [line.subject for line in found if not line.ok] == ["limits"]


async def test_tenants_of_one_company_must_agree_on_its_slots() -> None:
    """The company has one number."""
    found = await lines(Settings(tenants={"a": tenant("A", shared=2), "b": tenant("a", shared=4)}), fine)
    assert [(line.about, line.subject) for line in found if not line.ok] == [("a", "limits"), ("b", "limits")]
