"""A place for Kafka logs in tests: topics and a group of their own on a broker."""

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

from service.clock import SystemClock
from service.eventlog.kafka import KafkaLog
from service.eventlog.port import EventLog
from service.settings import KafkaLogSettings
from tests.support.kafka_broker import KafkaBroker

PARTITIONS = {"acme": 0, "bolt": 1, "coil": 2}


def partition_of(tenant: str) -> int:
    """The three tenants of the tests each have a partition; newcomers share one."""
    return PARTITIONS.get(tenant, 2)


class KafkaSite:
    """Opens logs, as many as wanted, and stops them in the end."""

    def __init__(self, broker: KafkaBroker, folder: Path, **more: object) -> None:
        own = {
            "kind": "kafka",
            "bootstrap_servers": broker.bootstrap_servers,
            "topic_prefix": f"test-{secrets.token_hex(4)}",
            "group": f"test-{secrets.token_hex(4)}",
            "partitions": 3,
            "replication": 1,
            "session_timeout": 3,
            "state_directory": folder,
        }
        self.settings = KafkaLogSettings.model_validate(own | more)
        self._opened: list[KafkaLog] = []

    async def open(self) -> EventLog:
        """A log on the site's topics."""
        return await self.open_kafka()

    async def open_kafka(self, partition_of: Callable[[str], int] = partition_of) -> KafkaLog:
        """The same, as what it is."""
        log = KafkaLog(self.settings, partition_of, SystemClock())
        self._opened.append(log)
        await log.start()
        return log

    def topic(self, name: str) -> str:
        """The full name of one of the four topics."""
        return f"{self.settings.topic_prefix}.{name}"

    def partition_name(self, tenant: str) -> str:
        """Topic and number."""
        return f"{self.topic('events')}/{partition_of(tenant)}"

    async def crash(self, log: EventLog) -> None:
        """What is not acknowledged is not there: nothing else of a process lives on the broker."""
        await log.stop()

    async def close(self) -> None:
        """Stop everything that was opened."""
        await asyncio.gather(*(log.stop() for log in self._opened))
