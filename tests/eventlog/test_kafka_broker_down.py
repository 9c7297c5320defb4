"""A broker that goes away and comes back: every wait is bounded, and nothing has to be restarted."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from service.decoding.content import content_of
from service.errors import LogUnavailable
from service.eventlog.port import KnownVerdict, Progress
from tests.support.eventually import eventually
from tests.support.kafka_broker import KafkaBroker
from tests.support.kafka_site import KafkaSite
from tests.support.log_owner import HoldingOwner, ReadingOwner, consuming
from tests.support.log_samples import a_receipt, an_event

pytestmark = pytest.mark.kafka


@pytest.fixture
async def site(spare_kafka: KafkaBroker, tmp_path: Path) -> AsyncIterator[KafkaSite]:
    """Topics and a group of their own, on a broker that may be stopped."""
    site = KafkaSite(spare_kafka, tmp_path, session_timeout=6, rebalance_timeout=6)
    yield site
    await site.close()


@asynccontextmanager
async def away(broker: KafkaBroker) -> AsyncIterator[None]:
    """The broker is stopped for the length of a block."""
    await asyncio.to_thread(broker.stop)
    try:
        yield
    finally:
        await asyncio.to_thread(broker.start)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What happens in the block ends soon enough."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


async def test_a_broker_that_goes_away_in_the_middle(spare_kafka: KafkaBroker, site: KafkaSite) -> None:
    """Appending, publishing, committing and asking fail in time; after it is back everything goes on by itself."""
    log, owner = await site.open(), ReadingOwner()
    await log.append([an_event(1)])
    async with consuming(log, owner):
        [(partition, record)] = await owner.take(1)
        async with away(spare_kafka):
            with within(15):
                calls = (
                    log.append([an_event(2)]),
                    log.publish([a_receipt(an_event(1))]),
                    partition.commit(Progress(record.offset + 1)),
                    log.receipts(),
                )
                results = await asyncio.gather(*calls, return_exceptions=True)
            assert [type(result) for result in results] == [LogUnavailable] * 4
            with within(2):
                assert not await log.healthy()
        await eventually(log.healthy)
        await log.append([an_event(2)])
        await log.publish([a_receipt(an_event(1))])
        read = [record.event.id for _, record in await owner.take(1)]
        while read[-1] != "acme-2":  # the group may have been formed anew, and the first event read again
            read += [record.event.id for _, record in await owner.take(1)]
        known = KnownVerdict(True, 0, content_of(an_event(1)))
        assert await log.verdicts([an_event(1).key]) == {an_event(1).key: known}


async def test_stopping_while_the_broker_is_away(spare_kafka: KafkaBroker, site: KafkaSite) -> None:
    """Neither an undeliverable event nor an unreachable group keeps the process from ending."""
    log, owner = await site.open(), HoldingOwner()
    consumer = asyncio.create_task(log.consume(owner))
    await owner.until(lambda held: len(held) == 3)
    async with away(spare_kafka):
        append = asyncio.create_task(log.append([an_event(1)]))
        await asyncio.sleep(0.1)
        with within(30):
            consumer.cancel()
            await asyncio.wait({consumer})
            await log.stop()
        assert len(owner.revoked_names) == 3
        with pytest.raises(LogUnavailable):
            await append


async def test_starting_while_the_broker_is_away(spare_kafka: KafkaBroker, site: KafkaSite) -> None:
    """LogUnavailable in time; starting again once it is back works, with a consumer that has been waiting."""
    log = await site.open_kafka()
    async with away(spare_kafka):
        owner = ReadingOwner()
        consumer = asyncio.create_task(log.consume(owner))
        with within(10), pytest.raises(LogUnavailable):
            await site.open()
    other = await site.open()
    await other.append([an_event(1)])
    assert len(await owner.take(1)) == 1
    consumer.cancel()
    await asyncio.wait({consumer})
