"""The partition of a tenant is stable, and one company has one partition."""

from hypothesis import given
from hypothesis import strategies as st

from service.partitions import partition_of, stable_hash
from service.settings import KafkaLogSettings, RestSettings, Settings, TenantSettings


def settings(companies: dict[str, tuple[str, int | None]], partitions: int = 12) -> Settings:
    """Tenants by name, each with its company and its pin."""
    tenants = {name: tenant(company, pin) for name, (company, pin) in companies.items()}
    return Settings(tenants=tenants, log=KafkaLogSettings(kind="kafka", bootstrap_servers="k", partitions=partitions))


def tenant(company: str, pin: int | None) -> TenantSettings:
    """A tenant with credentials."""
    rest = RestSettings.model_validate({"client_id": "a", "client_secret": "b", "username": f"ws@{company}"})
    return TenantSettings(company=company, rest=rest, partition=pin)


def test_a_pin_wins_and_holds_for_the_whole_company() -> None:
    """Tenants that share a company share its connections, so they share an owner."""
    partition = partition_of(settings({"a": ("ONE", 7), "b": ("one", None), "c": ("TWO", None)}))
    assert partition("a") == partition("b") == 7


def test_tenants_of_one_company_share_a_hash() -> None:
    """The company is hashed, not the tenant's name."""
    partition = partition_of(settings({"a": ("ONE", None), "b": ("ONE", None)}))
    assert partition("a") == partition("b")


def test_the_hash_is_the_same_in_every_release() -> None:
    """A change would move tenants to other owners while their events wait."""
    assert stable_hash("harborline") == 8312609188971245012


def test_an_unknown_tenant_has_a_partition_too() -> None:
    """Its events become dead letters somewhere."""
    assert 0 <= partition_of(settings({"a": ("ONE", None)}))("nobody") < 12


def test_the_embedded_log_has_one_answer() -> None:
    """There is one owner, so a pin means nothing."""
    assert partition_of(Settings(tenants={"a": tenant("ONE", 7)}))("a") == 0


@given(st.text(), st.integers(1, 64))
def test_every_partition_exists(name: str, partitions: int) -> None:
    """Whatever a tenant is called."""
    assert 0 <= partition_of(settings({"a": ("ONE", None)}, partitions))(name) < partitions
