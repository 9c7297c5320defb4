"""The desk on a Kafka log: a command is one more client and needs no running service."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from service.clock import SystemClock
from service.commands.context import open_desk
from service.eventlog.port import DeadLetterFilter, EventLog
from service.opening import open_log
from service.settings import AdminSettings, KafkaLogSettings, RestSettings, Settings, TenantSettings
from tests.support.kafka_broker import KafkaBroker
from tests.support.log_samples import a_dead_letter, a_receipt, an_event

pytestmark = pytest.mark.kafka


@pytest.fixture
def settings(kafka: KafkaBroker, tmp_path: Path) -> Settings:
    """Topics of this test's own; no service answers."""
    rest = RestSettings.model_validate({"client_id": "a", "client_secret": "b", "username": "ws@ACME"})
    log = KafkaLogSettings(
        kind="kafka",
        bootstrap_servers=kafka.bootstrap_servers,
        topic_prefix=f"desk-{uuid4().hex[:8]}",
        partitions=3,
        replication=1,
        state_directory=tmp_path,
    )
    return Settings(tenants={"acme": TenantSettings(company="ACME", rest=rest)}, log=log, admin=AdminSettings(port=0))


@pytest.fixture
async def log(settings: Settings) -> AsyncIterator[EventLog]:
    """What the service has written; nobody consumes."""
    log = open_log(settings, SystemClock())
    await log.start()
    await log.append([an_event(1), an_event(2), an_event(3)])
    await log.publish([a_receipt(an_event(1)), a_dead_letter(an_event(2))])
    yield log
    await log.stop()


async def test_every_question_is_answered_without_a_service(settings: Settings, log: EventLog) -> None:
    """From the topics alone."""
    async with open_desk(settings, writes=False) as desk:
        states = [(await desk.where(f"acme-{number}"))[0].state for number in (1, 2, 3)]
        assert states == ["applied", "dead-letter", "waiting"]
        assert [each.event_id for each in await desk.dead_letters(DeadLetterFilter(tenant="acme"))] == ["acme-2"]
        assert [each.body for each in await desk.dead_letter("acme-2")] == ['{"number": 2}']
        assert [each.event_id for each in await desk.receipts("", 10)] == ["acme-1"]
        assert [lane.tenant for lane in (await desk.status()).lanes] == ["acme"]


async def test_a_replay_is_refused_while_one_waits(settings: Settings, log: EventLog) -> None:
    """Also when another command, on another machine, asked for it."""
    async with open_desk(settings, writes=True) as desk:
        [first] = await desk.replay(["acme-2"], "ann")
    async with open_desk(settings, writes=True) as desk:
        [second] = await desk.replay(["acme-2"], "ben")
        [discarded] = await desk.discard(["acme-2"], "ben", "")
    assert (first.ok, second.ok, discarded.ok) == (True, False, False)
