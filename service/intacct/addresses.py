"""Where requests may go: https on intacct.com, or a sandbox on this machine when the configuration says so."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from service.errors import ConfigurationError


def allowed(url: str, *, allow_loopback: bool) -> bool:
    """Whether credentials may be sent there. The same check that the official SDKs make on returned endpoints."""
    try:
        parts = urlsplit(url)
        host, port_is_readable = (parts.hostname or "").rstrip("."), parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not host or not port_is_readable or parts.username is not None or parts.fragment:
        return False
    if allow_loopback and parts.scheme in ("http", "https") and _is_loopback(host):
        return True
    return parts.scheme == "https" and (host == "intacct.com" or host.endswith(".intacct.com"))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def require(path: str, url: str, *, allow_loopback: bool) -> None:
    """Raises ConfigurationError, naming the option, when the configured address is not allowed."""
    if not allowed(url, allow_loopback=allow_loopback):
        reason = "must be https on intacct.com (a sandbox on this machine needs «allow_loopback: true»)"
        raise ConfigurationError([(path, reason)])
