"""The HTTP server of one sandbox: one handler for every path, without a framework's routing in the way of speed."""

import asyncio
import sys
import traceback
from ssl import SSLContext
from typing import Any

from aiohttp import web

from intacct_sandbox.rest.gateway import RestGateway
from intacct_sandbox.web.admin import Admin
from intacct_sandbox.web.answer import Answer, page
from intacct_sandbox.web.http_log import http_log
from intacct_sandbox.web.open_requests import OpenRequests
from intacct_sandbox.web.window import Window
from intacct_sandbox.world import World
from intacct_sandbox.xml.gateway import XmlGateway

_XML_PATHS = ("/ia/xml/",)
_REST = "/ia/api/v1/"
_ADMIN = "/_sandbox/"
_WINDOW = "/_sandbox/window"
_MOST_BYTES = 64 * 1024 * 1024


class Server:
    """Turns requests into answers of the right part, and sends, cuts or drops them."""

    def __init__(self, world: World) -> None:
        self._xml = XmlGateway(world)
        self._rest = RestGateway(world)
        self._open = OpenRequests(world.clock)
        self._admin = Admin(world, self._open)
        self._window = Window(world, self._open)
        self._runner: web.ServerRunner | None = None

    async def start(self, host: str, port: int, tls: SSLContext | None = None) -> int:
        """Listen; returns the port."""
        server = web.Server(self._handle, request_factory=_request, logger=http_log(), access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, ssl_context=tls)
        await site.start()
        assert site._server is not None
        bound: int = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        return bound

    async def stop(self) -> None:
        """Close all connections."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            answer = await self._answer(request)
        except web.HTTPException as refusal:
            return web.Response(status=refusal.status, text=refusal.reason)
        except ConnectionError:  # the client went away while it was sending
            return web.Response(status=400)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            answer = page(500, "500 Internal Server Error")
        return await _send(request, answer)

    async def _answer(self, request: web.BaseRequest) -> Answer:
        path = request.rel_url.raw_path
        if request.method == "GET" and path in ("/", _WINDOW):
            return (self._window.page if path == "/" else self._window.inside)(request.rel_url.query)
        if path.startswith(_ADMIN):
            body = await request.read()
            return self._admin.answer(request.method, path.removeprefix(_ADMIN), request.rel_url.query, body)
        with self._open.entered(request.method, path):
            return await self._surface(request, path)

    async def _surface(self, request: web.BaseRequest, path: str) -> Answer:
        body = await request.read()
        if path.startswith(_XML_PATHS):
            return await self._xml.answer(request.method, path, request.content_type, body)
        if path.startswith(_REST):
            headers = {name.lower(): value for name, value in request.headers.items()}
            query = request.rel_url.query
            return await self._rest.answer(request.method, path.removeprefix(_REST), query, headers, body)
        return page(404, "404 Not Found")


async def _send(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    if answer.drop:
        return _dropped(request)
    headers = {**answer.headers, "Content-Type": answer.content_type}
    if not answer.cut:
        return web.Response(status=answer.status, body=answer.body, headers=headers)
    response = web.StreamResponse(status=answer.status, headers=headers)
    response.content_length = len(answer.body)
    await response.prepare(request)
    await response.write(answer.body[: len(answer.body) // 2])
    await asyncio.sleep(0)
    return _dropped(request, close=True)


def _dropped(request: web.BaseRequest, close: bool = False) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close() if close else request.transport.abort()
    return web.Response(status=500)


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_MOST_BYTES)
