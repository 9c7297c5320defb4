"""The admin server: probes and metrics for everybody who can reach it, the command line's API for this machine."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from aiohttp import web
from pydantic import BaseModel, TypeAdapter

from service.clock import Clock
from service.errors import LogUnavailable
from service.eventlog.port import DeadLetterFilter, EventLog
from service.operations.desk import Desk, LocalDesk
from service.operations.guard import guard, problems
from service.operations.lane_status import Lanes, LaneState, Waits
from service.operations.log_name import log_name
from service.operations.messages import DiscardRequest, EventsRequest, ReplayRequest
from service.settings import LogSettings
from service.telemetry.metrics import LaneGauges, Metrics

LARGEST_REQUEST = 64 * 1024 * 1024
"""Bytes. A batch of ``send`` is far smaller; one event may be as large as the receiver takes."""
HEALTH_TIMEOUT = 2.0


class HealthSource(Protocol):
    """What the process knows about itself. Intacct is no part of it: its absence is no reason to restart anything."""

    def alive(self) -> bool:
        """False when a part has ended that only a restart brings back."""
        ...

    def stopping(self) -> bool:
        """True from the first SIGTERM on."""
        ...


def build_admin(
    log: EventLog,
    health: HealthSource,
    metrics: Metrics,
    *,
    clock: Clock,
    log_settings: LogSettings,
    lanes: Lanes,
    waits: Waits = lambda event_key: "",
) -> web.Application:
    """The application; ``serve`` of :mod:`service.operations.server` runs it. ``log`` is started by its owner."""
    desk = LocalDesk(log, clock, log_name(log_settings), lanes, waits)
    probes, api = _Probes(log, health, metrics, lanes), _Api(desk)
    app = web.Application(middlewares=[problems, guard], client_max_size=LARGEST_REQUEST)
    app.add_routes([*probes.routes(), *api.routes()])
    return app


class _Probes:
    """What Kubernetes and Prometheus ask."""

    def __init__(self, log: EventLog, health: HealthSource, metrics: Metrics, lanes: Lanes) -> None:
        self._log = log
        self._health = health
        self._metrics = metrics
        self._lanes = lanes

    def routes(self) -> Sequence[web.RouteDef]:
        return web.get("/livez", self._livez), web.get("/readyz", self._readyz), web.get("/metrics", self._exposition)

    async def _livez(self, request: web.Request) -> web.Response:
        """That this is answered at all proves that the event loop turns."""
        alive = self._health.alive()
        return web.json_response({"alive": alive}, status=200 if alive else 503)

    async def _readyz(self, request: web.Request) -> web.Response:
        because = await self._not_ready()
        return web.json_response({"ready": not because, "because": because}, status=503 if because else 200)

    async def _not_ready(self) -> list[str]:
        if self._health.stopping():
            return ["the service is stopping"]
        if not self._health.alive():
            return ["a part of the service has ended"]
        return [] if await self._log_healthy() else ["the event log does not take events"]

    async def _log_healthy(self) -> bool:
        with suppress(TimeoutError, LogUnavailable):
            async with asyncio.timeout(HEALTH_TIMEOUT):
                return await self._log.healthy()
        return False

    async def _exposition(self, request: web.Request) -> web.Response:
        self._metrics.lanes(
            LaneGauges(
                tenant=lane.tenant,
                in_flight=lane.in_flight,
                slots=lane.slots,
                held=lane.state is LaneState.HELD,
                unavailable=lane.state is LaneState.UNAVAILABLE,
                oldest_seconds=lane.oldest_seconds,
            )
            for lane in self._lanes()
            if lane.state is not LaneState.ELSEWHERE  # its owner has the numbers
        )
        with suppress(TimeoutError, LogUnavailable):  # a log that is down must not take the metrics with it
            async with asyncio.timeout(HEALTH_TIMEOUT):
                self._metrics.backlog(await self._log.backlog())
        headers = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=self._metrics.exposition(), headers=headers)


class _Api:
    """What the command line asks a running service."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[web.RouteDef]:
        return (
            web.get("/api/about", self._about),
            web.get("/api/where/{id:.+}", self._where),
            web.get("/api/dead-letters", self._dead_letters),
            web.get("/api/dead-letters/{id:.+}", self._dead_letter),
            web.post("/api/dead-letters/replay", self._replay),
            web.post("/api/dead-letters/discard", self._discard),
            web.get("/api/receipts", self._receipts),
            web.get("/api/usage", self._usage),
            web.get("/api/status", self._status),
            web.post("/api/events", self._events),
        )

    async def _about(self, request: web.Request) -> web.Response:
        return _answer(await self._desk.about())

    async def _where(self, request: web.Request) -> web.Response:
        return _answers(await self._desk.where(request.match_info["id"]))

    async def _dead_letters(self, request: web.Request) -> web.Response:
        return _answers(await self._desk.dead_letters(_FILTER.validate_python(dict(request.query))))

    async def _dead_letter(self, request: web.Request) -> web.Response:
        return _answers(await self._desk.dead_letter(request.match_info["id"]))

    async def _replay(self, request: web.Request) -> web.Response:
        wish = ReplayRequest.model_validate_json(await request.read())
        return _answers(await self._desk.replay(wish.ids, wish.by))

    async def _discard(self, request: web.Request) -> web.Response:
        wish = DiscardRequest.model_validate_json(await request.read())
        return _answers(await self._desk.discard(wish.ids, wish.by, wish.note))

    async def _receipts(self, request: web.Request) -> web.Response:
        limit = _LIMIT.validate_python(request.query.get("limit", "1000"))
        return _answers(await self._desk.receipts(request.query.get("tenant", ""), limit))

    async def _usage(self, request: web.Request) -> web.Response:
        return _answers(await self._desk.usage(request.query.get("tenant", ""), request.query.get("month", "")))

    async def _status(self, request: web.Request) -> web.Response:
        return _answer(await self._desk.status())

    async def _events(self, request: web.Request) -> web.Response:
        events = EventsRequest.model_validate_json(await request.read()).events
        known = await self._desk.send(events)
        return web.json_response({"events": len(events), "known": known})


_FILTER = TypeAdapter(DeadLetterFilter)
_LIMIT = TypeAdapter(int)


def _answer(view: BaseModel) -> web.Response:
    return web.json_response(text=view.model_dump_json())


def _answers(views: Sequence[BaseModel]) -> web.Response:
    return web.json_response([view.model_dump(mode="json") for view in views])
