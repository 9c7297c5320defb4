"""The log on Kafka does what every event log must do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.event_log_contract import EventLogContract
from tests.support.kafka_broker import KafkaBroker
from tests.support.kafka_site import KafkaSite


@pytest.fixture
async def site(kafka: KafkaBroker, tmp_path: Path) -> AsyncIterator[KafkaSite]:
    """A place for a log on Kafka."""
    site = KafkaSite(kafka, tmp_path)
    yield site
    await site.close()


@pytest.mark.kafka
class TestKafkaLog(EventLogContract):
    """The contract, on a real broker."""
