"""Where credentials may be sent: https to Intacct, or a sandbox on this machine by explicit setting."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from service.configuration.mistake import Mistake
from service.settings import TenantSettings

_FIX = "must be https on *.intacct.com; for a sandbox on this machine set allow_loopback: true on the tenant"


def endpoint_mistakes(path: str, tenant: TenantSettings) -> Iterator[Mistake]:
    """Mistakes in both surfaces' addresses, by the path of the tenant."""
    if tenant.rest and not _is_safe(tenant.rest.base_url, tenant.allow_loopback):
        yield f"{path}.rest.base_url", _FIX
    if tenant.xml and not _is_safe(tenant.xml.endpoint, tenant.allow_loopback):
        yield f"{path}.xml.endpoint", _FIX


def _is_safe(url: str, allow_loopback: bool) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if allow_loopback and is_loopback(host):
        return parts.scheme in {"http", "https"}
    return parts.scheme == "https" and host.endswith(".intacct.com")


def is_loopback(host: str) -> bool:
    """Whether a host name or address certainly is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
