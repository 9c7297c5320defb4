"""The desk of a running service answers as the desk on the log does."""

from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from service.errors import LogUnavailable
from service.eventlog.port import DeadLetterFilter
from service.operations.desk import Desk, LocalDesk
from service.operations.log_name import log_name
from service.operations.remote import RemoteDesk, reach
from service.operations.server import AdminServer
from service.settings import AdminSettings, SqliteLogSettings
from tests.operations.running import running
from tests.support.clock import FakeClock
from tests.support.log_samples import a_dead_letter, a_receipt, an_event


async def test_both_desks_say_the_same(tmp_path: Path) -> None:
    """Every question, over HTTP and directly, on the same log."""
    async with running(tmp_path / "log.db") as service, aiohttp.ClientSession(service.server.url + "/") as session:
        name = log_name(SqliteLogSettings(path=tmp_path / "log.db"))
        local: Desk = LocalDesk(service.log, FakeClock(), name, lambda: service.lanes)
        remote: Desk = RemoteDesk(session)
        await remote.send([an_event(1), an_event(2), an_event(3, body=b"\x00\xff")])
        await service.log.publish([a_receipt(an_event(1)), a_dead_letter(an_event(2))])
        for which in (DeadLetterFilter(), DeadLetterFilter(tenant="nobody"), DeadLetterFilter(open_only=False)):
            assert await remote.dead_letters(which) == await local.dead_letters(which)
        assert await remote.about() == await local.about()
        assert await remote.where("acme-1") == await local.where("acme-1")
        assert await remote.dead_letter("acme-2") == await local.dead_letter("acme-2")
        assert await remote.receipts("", 10) == await local.receipts("", 10)
        assert await remote.usage("", "") == await local.usage("", "")
        assert await remote.status() == await local.status()
        [found] = await service.log.where("acme-3")
        assert found.waiting == an_event(3, body=b"\x00\xff")
        assert [done.ok for done in await remote.replay(["acme-2"], "ann")] == [True]
        assert [done.ok for done in await remote.discard(["acme-2"], "ann", "")] == [False]


async def test_a_service_on_another_log_is_not_ours(tmp_path: Path) -> None:
    """Else a command would act on another company's events because of a port number."""
    async with running(tmp_path / "log.db") as service:
        admin = AdminSettings(port=int(service.server.url.rsplit(":", 1)[1]))
        async with reach(admin, SqliteLogSettings(path=tmp_path / "log.db")) as desk:
            assert desk is not None
        async with reach(admin, SqliteLogSettings(path=tmp_path / "other.db")) as desk:
            assert desk is None


async def test_nobody_or_a_stranger_on_the_port_is_no_service() -> None:
    """The command goes to the log itself then."""
    server = AdminServer(web.Application(), "127.0.0.1", 0)
    await server.start()
    admin = AdminSettings(port=int(server.url.rsplit(":", 1)[1]))
    async with reach(admin, SqliteLogSettings()) as desk:
        assert desk is None
    await server.stop()
    async with reach(admin, SqliteLogSettings()) as desk:
        assert desk is None


async def test_a_service_that_goes_away_is_log_unavailable(tmp_path: Path) -> None:
    """The person is told that what was asked may have been done."""
    async with running(tmp_path / "log.db") as service, aiohttp.ClientSession(service.server.url + "/") as session:
        await service.server.stop()
        with pytest.raises(LogUnavailable, match="did not answer"):
            await RemoteDesk(session).status()


async def test_a_log_that_is_down_is_log_unavailable_from_afar_too(tmp_path: Path) -> None:
    """The same exit status whether the service runs or not."""
    async with running(tmp_path / "log.db") as service, aiohttp.ClientSession(service.server.url + "/") as session:
        await service.log.stop()
        with pytest.raises(LogUnavailable):
            await RemoteDesk(session).send([an_event()])
