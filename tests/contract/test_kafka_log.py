"""The log on Kafka does what every event log must do."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.clock import SystemClock
from service.eventlog.kafka import KafkaLog
from service.eventlog.port import EventLog
from service.settings import KafkaLogSettings
from tests.contract.event_log_contract import EventLogContract
from tests.support.kafka_broker import KafkaBroker

PARTITIONS = {"acme": 0, "bolt": 1, "coil": 2}


def partition_of(tenant: str) -> int:
    """The tenants of the contract each have a partition; newcomers share one."""
    return PARTITIONS.get(tenant, 2)


class KafkaSite:
    """Topics and a group of their own on the shared broker."""

    def __init__(self, broker: KafkaBroker, folder: Path) -> None:
        self._settings = KafkaLogSettings(
            kind="kafka",
            bootstrap_servers=broker.bootstrap_servers,
            topic_prefix=f"contract-{secrets.token_hex(4)}",
            group=f"contract-{secrets.token_hex(4)}",
            partitions=3,
            replication=1,
            state_directory=folder,
        )
        self._opened: list[KafkaLog] = []

    async def open(self) -> EventLog:
        """A log on the site's topics."""
        log = KafkaLog(self._settings, partition_of, SystemClock())
        await log.start()
        self._opened.append(log)
        return log

    def partition_name(self, tenant: str) -> str:
        """Topic and number."""
        return f"{self._settings.topic_prefix}.events/{partition_of(tenant)}"

    async def crash(self, log: EventLog) -> None:
        """What is not acknowledged is not there: nothing else of a process lives on the broker."""
        await log.stop()

    async def close(self) -> None:
        """Stop everything that was opened."""
        await asyncio.gather(*(log.stop() for log in self._opened))


@pytest.fixture
async def site(kafka: KafkaBroker, tmp_path: Path) -> AsyncIterator[KafkaSite]:
    """A place for a log on Kafka."""
    site = KafkaSite(kafka, tmp_path)
    yield site
    await site.close()


@pytest.mark.kafka
class TestKafkaLog(EventLogContract):
    """The contract, on a real broker."""
