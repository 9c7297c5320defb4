"""The embedded log does what every event log must do."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.clock import SystemClock
from service.eventlog.port import EventLog
from service.eventlog.sqlite import SqliteLog
from service.settings import SqliteLogSettings
from tests.contract.event_log_contract import EventLogContract


class SqliteSite:
    """One file; after a crash, a copy of the bytes that were on disk at that moment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lives = 0
        self._opened: list[SqliteLog] = []

    @property
    def _path(self) -> Path:
        return self._folder / str(self._lives) / "relay.db"

    async def open(self) -> EventLog:
        """A log on the file as it is now."""
        log = SqliteLog(SqliteLogSettings(path=self._path), SystemClock())
        await log.start()
        self._opened.append(log)
        return log

    def partition_name(self, tenant: str) -> str:
        """A partition per tenant."""
        return f"events/{tenant}"

    async def crash(self, log: EventLog) -> None:
        """Leave the log where it is and go on with what a killed process would have left."""
        before = self._path
        self._lives += 1
        self._path.parent.mkdir()
        for name in ("relay.db", "relay.db-wal"):
            shutil.copy(before.with_name(name), self._path.with_name(name))

    async def close(self) -> None:
        """Stop everything that was opened."""
        for log in self._opened:
            await log.stop()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[SqliteSite]:
    """A place for an embedded log."""
    site = SqliteSite(tmp_path)
    yield site
    await site.close()


class TestSqliteLog(EventLogContract):
    """The contract, on one SQLite file."""
