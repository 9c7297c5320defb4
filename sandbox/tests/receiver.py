"""A real HTTP server that receives what the sandbox sends, and an independent check of its signatures."""

import asyncio
import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import web


@dataclass(frozen=True)
class Received:
    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True)


class Receiver:
    """Answers with `statuses`, one per request, then 200; `hold` keeps answers back until it is set again."""

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.statuses: list[int] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self._arrivals: asyncio.Queue[Received] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.hold.set()
        await self._runner.cleanup()

    async def next(self) -> Received:
        """The next request that arrives."""
        return await asyncio.wait_for(self._arrivals.get(), 5)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        got = Received(request.method, str(request.rel_url), dict(request.headers), await request.read())
        self.requests.append(got)
        self._arrivals.put_nowait(got)
        await self.hold.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})


def verified(token: str, secret: str, body: bytes, now: float) -> dict[str, Any]:
    """The claims of a webhook's JWT, checked by hand; raises AssertionError."""
    head, claims, signature = token.split(".")
    expected = hmac.new(secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    assert hmac.compare_digest(_decode(signature), expected)
    assert json.loads(_decode(head)) == {"alg": "HS256", "typ": "JWT"}
    said: dict[str, Any] = json.loads(_decode(claims))
    scale = 1000 if said["iat"] > 1e11 else 1
    assert said["iat"] / scale <= now + 60 < said["exp"] / scale
    assert said["exp"] - said["iat"] == 3600 * scale
    assert (said["iss"], said["payload_signature_alg"]) == ("Sage Intacct", "SHA-256")
    assert said["payload_signature"] == hashlib.sha256(body).hexdigest()
    return said


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
