"""A running service as far as operations see it: an open log, its lanes, its admin server."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from service.eventlog.sqlite import SqliteLog
from service.operations.admin import build_admin
from service.operations.lane_status import LaneState, LaneStatus
from service.operations.server import AdminServer
from service.settings import SqliteLogSettings
from service.telemetry import Metrics
from tests.support.clock import FakeClock


@dataclass
class Health:
    """What the process says of itself; tests change it."""

    is_alive: bool = True
    is_stopping: bool = False

    def alive(self) -> bool:
        """As set."""
        return self.is_alive

    def stopping(self) -> bool:
        """As set."""
        return self.is_stopping


@dataclass
class Service:
    """One service on an embedded log."""

    log: SqliteLog
    server: AdminServer
    health: Health
    metrics: Metrics
    lanes: list[LaneStatus] = field(default_factory=list)


@asynccontextmanager
async def running(path: Path, port: int = 0) -> AsyncIterator[Service]:
    """Log and admin server, started; one lane is held."""
    settings, clock, health = SqliteLogSettings(path=path), FakeClock(), Health()
    log, metrics = SqliteLog(settings, clock), Metrics(tenants=["acme"])
    lanes = [LaneStatus("acme", LaneState.HELD, "bad password", "set it in Intacct", 0, 2, 12.5)]
    app = build_admin(log, health, metrics, clock=clock, log_settings=settings, lanes=lambda: lanes)
    service = Service(log, AdminServer(app, "127.0.0.1", port), health, metrics, lanes)
    await log.start()
    await service.server.start()
    try:
        yield service
    finally:
        await service.server.stop()
        await log.stop()


async def get(service: Service, path: str, headers: Sequence[tuple[str, str]] = ()) -> tuple[int, str]:
    """Status and body of a GET."""
    async with aiohttp.ClientSession() as session:
        url = service.server.url + path
        async with session.get(url, headers=dict(headers)) as answer:
            return answer.status, await answer.text()
