"""A measured log is the same log, with numbers."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from service.clock import SystemClock
from service.errors import LogUnavailable
from service.eventlog.port import EventLog
from service.eventlog.sqlite import SqliteLog
from service.settings import SqliteLogSettings
from service.telemetry import MeasuredLog, Metrics
from tests.support.log_owner import HoldingOwner
from tests.support.log_samples import an_event


async def test_appends_and_partitions_are_counted(tmp_path: Path) -> None:
    """Latency of appends, failures, and partitions that come and go."""
    metrics, clock = Metrics(sources=["shop", "topic"]), SystemClock()
    log: EventLog = MeasuredLog(SqliteLog(SqliteLogSettings(path=tmp_path / "log.db"), clock), metrics, clock)
    with pytest.raises(LogUnavailable):
        await log.append([an_event()])
    await log.start()
    await log.append([an_event()])
    ways = ["shop", "kafka:topic", "file:day.jsonl", "stranger"]
    await log.append([replace(an_event(number), profile=way) for number, way in enumerate(ways, 2)])
    await log.append([replace(an_event(9), profile="shop", replay=1)])
    owner = HoldingOwner()
    consuming = asyncio.create_task(log.consume(owner))
    await owner.until(lambda held: len(held) == 1)
    assert metrics.registry.get_sample_value("intacct_relay_partitions_owned") == 1
    consuming.cancel()
    await asyncio.wait([consuming])
    await log.stop()
    assert metrics.registry.get_sample_value("intacct_relay_partitions_owned") == 0
    assert metrics.registry.get_sample_value("intacct_relay_log_append_seconds_count") == 3
    assert metrics.registry.get_sample_value("intacct_relay_log_unavailable_total") == 1
    accepted = "intacct_relay_events_accepted_total"
    counts = [
        metrics.registry.get_sample_value(accepted, {"source": name}) for name in ("send", "shop", "topic", "other")
    ]
    assert counts == [2, 1, 1, 1]


async def test_what_the_log_leaves_out_is_a_duplicate_and_not_accepted_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counted and logged with id, source and tenant; the caller learns it."""
    metrics, clock = Metrics(tenants=["acme"], sources=["shop"]), SystemClock()
    log: EventLog = MeasuredLog(SqliteLog(SqliteLogSettings(path=tmp_path / "log.db"), clock), metrics, clock)
    event = replace(an_event(), profile="shop")
    await log.start()
    assert await log.append([event, event]) == [event]
    assert await log.append([event]) == [event]
    await log.stop()
    value = metrics.registry.get_sample_value
    assert value("intacct_relay_events_accepted_total", {"source": "shop"}) == 1
    assert value("intacct_relay_events_duplicate_total", {"tenant": "acme"}) == 2
    [line, _] = capsys.readouterr().out.splitlines()
    assert all(word in line for word in ("duplicate dropped", event.id, event.source, event.tenant))
