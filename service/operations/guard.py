"""Who may use the API, and how it says no. It can replay and discard, and it has no passwords, so it answers only
callers on the same machine (``kubectl exec`` and ``kubectl port-forward`` are such), and no web page's scripts."""

import ipaddress

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from service.errors import LogUnavailable, RelayError

_API = "/api/"
_FORWARDED = ("Forwarded", "X-Forwarded-For")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses API calls from elsewhere; probes and metrics pass."""
    if request.path.startswith(_API):
        refusal = _refusal(request)
        if refusal:
            return _problem(403, "Refused", refusal)
    return await handler(request)


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors as RFC 9457 problem bodies."""
    try:
        return await handler(request)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        text = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in details)
        return _problem(400, "Bad request", text)
    except LogUnavailable as error:
        return _problem(503, "Log unavailable", error.message, error.next_step)
    except RelayError as error:
        return _problem(409, type(error).__name__, error.message, error.next_step)


def _refusal(request: web.Request) -> str:
    if any(name in request.headers for name in _FORWARDED) or not _same_machine(request):
        return "the API answers only callers on the same machine: run the command there"
    if not _is_address(request.url.host or ""):
        return "the Host header must be an IP address or localhost"
    if request.method == "POST" and request.content_type != "application/json":
        return "the content type must be application/json"
    return ""


def _same_machine(request: web.Request) -> bool:
    """Loopback, or a caller whose address is the very one that it called."""
    if request.transport is None:
        return False
    peer, here = (request.transport.get_extra_info(name) for name in ("peername", "sockname"))
    if not peer or not here:
        return False
    return bool(peer[0] == here[0]) or _is_loopback(str(peer[0]))


def _is_loopback(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def _is_address(host: str) -> bool:
    """A web page that rebinds its own name to this machine sends that name."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _problem(status: int, title: str, detail: str, next_step: str = "") -> web.Response:
    body = {"title": title, "status": status, "detail": detail, "next_step": next_step}
    return web.json_response(body, status=status, content_type="application/problem+json")
