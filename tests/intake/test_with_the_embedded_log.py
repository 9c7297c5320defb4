"""The ways in with the real embedded log behind them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.clock import SystemClock
from service.eventlog.sqlite import SqliteLog
from service.intake.file_source import read_events
from service.intake.standard_webhooks import sign
from service.settings import SqliteLogSettings
from tests.intake.seams import SHARED, SIGNING_SECRET, open_door, settings
from tests.support.clock import START, FakeClock

EVENT = {"specversion": "1.0", "id": "erp-7", "source": "/erp", "type": "t", "tenant": "acme", "data": {"n": 1}}
STRUCTURED = {"Content-Type": "application/cloudevents+json"}


def bytes_of(folder: Path) -> bytes:
    """Everything that is on disk."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog]:
    """An open log."""
    log = SqliteLog(SqliteLogSettings(path=tmp_path / "relay.db"), SystemClock())
    await log.start()
    yield log
    await log.stop()


async def test_the_same_event_by_three_ways_is_one(log: SqliteLog, tmp_path: Path) -> None:
    """Twice by webhook, in two modes, and once from a file: one waits for its verdict."""
    body = json.dumps(EVENT).encode()
    binary = {f"ce-{name}": str(value) for name, value in EVENT.items() if name != "data"}
    async with open_door(log, FakeClock()) as door:
        first = await door.post("orders", body, sign(SIGNING_SECRET, "m1", START, body) | STRUCTURED)
        data = json.dumps(EVENT["data"]).encode()
        signed = sign(SIGNING_SECRET, "m2", START, data) | {"Content-Type": "application/json"}
        assert first == (200, {"accepted": 1, "events": ["erp-7"]})
        again = await door.post("orders", data, signed | binary)
        assert again == (200, {"accepted": 1, "events": ["erp-7"], "known": ["erp-7"]})
    (tmp_path / "day.json").write_bytes(body)
    await log.append(list(read_events(tmp_path / "day.json", settings())))
    assert await log.backlog() == {"acme": 1}
    (found,) = await log.where("erp-7")
    assert found.waiting is not None
    assert found.waiting.body == body


async def test_what_was_answered_with_success_is_in_the_file(log: SqliteLog, tmp_path: Path) -> None:
    """Read by another connection at the moment of the answer; without the secret."""
    beside = SqliteLog(SqliteLogSettings(path=tmp_path / "relay.db"), SystemClock(), read_only=True)
    await beside.start()
    async with open_door(log) as door:
        _, answer = await door.post("smart", b"obj=VENDOR&evt=add&recordno=1&key=" + SHARED.encode())
        assert await beside.backlog() == {"acme": 1}
    (found,) = await beside.where(str(answer["events"][0]))  # type: ignore[index]
    assert found.waiting is not None
    assert found.waiting.body == b"obj=VENDOR&evt=add&recordno=1"
    await beside.stop()
    assert SHARED.encode() not in bytes_of(tmp_path)


async def test_a_log_that_cannot_store_is_answered_with_503(log: SqliteLog) -> None:
    """Here because it is closed."""
    async with open_door(log) as door:
        await log.stop()
        status, _ = await door.post("smart", b"obj=VENDOR&evt=add&key=" + SHARED.encode())
    assert status == 503
