"""Which partition a tenant's events are in. Stable for life: the owner of a partition holds the company's limits."""

from collections.abc import Callable, Mapping
from hashlib import blake2b

from service.settings import KafkaLogSettings, Settings, TenantSettings


def partition_of(settings: Settings) -> Callable[[str], int]:
    """Partition by tenant name: as pinned in the configuration, else a hash of the company.

    Tenants that share a company share a partition, because Intacct's connection limit is the company's: when one of
    them is pinned, all are. A tenant that is not configured has a partition too, so that its events can become dead
    letters. The embedded log has the one partition 0.
    """
    count = settings.log.partitions if isinstance(settings.log, KafkaLogSettings) else 1
    pinned = pinned_companies(settings.tenants) if count > 1 else {}
    companies = {name: company_identity(tenant.company) for name, tenant in settings.tenants.items()}

    def partition(tenant: str) -> int:
        company = companies.get(tenant, company_identity(tenant))
        return pinned.get(company, stable_hash(company) % count)

    return partition


def company_identity(company: str) -> str:
    """Company ids that differ in case alone are taken for one company: two owners would be worse than one."""
    return company.strip().casefold()


def pinned_companies(tenants: Mapping[str, TenantSettings]) -> dict[str, int]:
    """Company to partition, for companies of which a tenant is pinned. The configuration refuses contradictions."""
    return {
        company_identity(tenant.company): tenant.partition
        for tenant in tenants.values()
        if tenant.partition is not None
    }


def stable_hash(text: str) -> int:
    """The same on every machine and in every release, unlike ``hash()``."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
