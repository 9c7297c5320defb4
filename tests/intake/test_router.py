"""The router on a real broker: nothing is lost, skipped or committed before it is durable."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete
from structlog.testing import capture_logs

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, DeadLetterClass, Origin
from service.clock import SystemClock
from service.errors import ConfigurationError
from service.intake.kafka_connection import KafkaConnection
from service.intake.router import SourceRouter
from service.settings import Settings
from tests.intake.seams import MemoryLog, settings
from tests.support.kafka_broker import KafkaBroker

PATIENCE = 40.0
STRUCTURED = [("content-type", b"application/cloudevents+json")]


def structured(number: int, tenant: str = "acme") -> bytes:
    """An event as one JSON document."""
    event = {
        "specversion": "1.0",
        "id": str(number),
        "source": "/erp",
        "type": "t",
        "tenant": tenant,
        "data": {"n": number},
    }
    return json.dumps(event).encode()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for real work of the broker."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  what is waited for happens in another program
            await asyncio.sleep(0.02)


class HastyClock(SystemClock):
    """Backs off for a moment only."""

    async def sleep(self, seconds: float) -> None:
        """A twentieth of what was asked for."""
        await asyncio.sleep(seconds / 20)


class Upstream:
    """Topics of this test's own, and a router that reads them."""

    def __init__(self, broker: KafkaBroker, partitions: int = 2) -> None:
        self.servers = broker.bootstrap_servers
        self.topic = f"upstream-{secrets.token_hex(4)}"
        self.partitions = partitions
        self.group = f"router-{secrets.token_hex(4)}"

    def settings(self, **topic: object) -> Settings:
        """The router's configuration."""
        return settings(router={"group": self.group, "topics": [{"topic": self.topic} | topic]})

    async def create(self) -> None:
        """Make the topic."""
        async with self.admin() as admin:
            await admin.create_topics([NewTopic(self.topic, self.partitions, 1)])

    async def make_anew(self) -> None:
        """Delete the topic and create it again: offsets begin at 0."""
        async with self.admin() as admin:
            await admin.delete_topics([self.topic])
            async with asyncio.timeout(PATIENCE):
                while self.topic in await admin.list_topics():  # noqa: ASYNC110  it happens in another program
                    await asyncio.sleep(0.05)
        await self.create()

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[AIOKafkaAdminClient]:
        """An admin client."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.servers)
        await admin.start()
        yield admin
        await admin.close()

    async def produce(
        self, values: Sequence[bytes | None], headers: Sequence[tuple[str, bytes]] = (), partition: int | None = None
    ) -> None:
        """Records, round robin unless a partition is named."""
        producer = AIOKafkaProducer(bootstrap_servers=self.servers)
        await producer.start()
        for number, value in enumerate(values):
            where = number % self.partitions if partition is None else partition
            await producer.send_and_wait(self.topic, value, key=b"k", partition=where, headers=headers)
        await producer.stop()

    async def committed(self) -> dict[int, int]:
        """The group's offsets."""
        async with self.admin() as admin:
            offsets = await admin.list_consumer_group_offsets(self.group)
        return {place.partition: entry.offset for place, entry in offsets.items() if entry.offset >= 0}

    @asynccontextmanager
    async def routing(self, log: MemoryLog, **topic: object) -> AsyncIterator[SourceRouter]:
        """A running router."""
        router = SourceRouter(self.settings(**topic), log, HastyClock(), KafkaConnection(self.servers))
        running = asyncio.ensure_future(router.run())
        try:
            yield router
            router.stop()
            await asyncio.wait_for(running, PATIENCE)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


@pytest.fixture
async def upstream(kafka: KafkaBroker) -> Upstream:
    """A topic on the shared broker."""
    upstream = Upstream(kafka)
    await upstream.create()
    return upstream


def ids(log: MemoryLog) -> list[int]:
    """Ids of what was appended, in order."""
    return [int(event.id) for event in log.events]


@pytest.mark.kafka
async def test_records_are_appended_and_committed(upstream: Upstream) -> None:
    """From the very beginning of the topic, each partition in its order, commits behind the last record."""
    await upstream.produce([structured(n) for n in range(20)], STRUCTURED)
    log = MemoryLog()
    async with upstream.routing(log) as router:
        await until(lambda: len(log.events) == 20)
        assert router.healthy
    assert [n for n in ids(log) if n % 2 == 0] == list(range(0, 20, 2))
    assert [n for n in ids(log) if n % 2] == list(range(1, 20, 2))
    assert await upstream.committed() == {0: 10, 1: 10}


@pytest.mark.kafka
async def test_a_second_run_goes_on_where_the_first_ended(upstream: Upstream) -> None:
    """Nothing twice after an orderly stop."""
    log = MemoryLog()
    for begin in (0, 10):
        await upstream.produce([structured(n) for n in range(begin, begin + 10)], STRUCTURED)
        async with upstream.routing(log):
            await until(lambda seen=begin + 10: len(log.events) >= seen)  # type: ignore[misc]
    assert sorted(ids(log)) == list(range(20))


@pytest.mark.kafka
async def test_nothing_is_committed_while_the_log_is_unavailable(upstream: Upstream) -> None:
    """The same records are tried again until the log takes them; then each is there once and in order."""
    await upstream.produce([structured(n) for n in range(6)], STRUCTURED, partition=0)
    log = MemoryLog()
    log.refusals = 3
    async with upstream.routing(log):
        await until(lambda: log.refusals < 3)
        assert await upstream.committed() == {}
        await until(lambda: len(log.events) == 6)
    assert ids(log) == list(range(6))
    assert await upstream.committed() == {0: 6}


@pytest.mark.kafka
async def test_unreadable_records_become_dead_letters_and_the_rest_goes_on(upstream: Upstream) -> None:
    """Bytes, headers and place are the record's; its neighbours are events."""
    await upstream.produce([structured(1), b"\x00{", None, structured(2)], STRUCTURED, partition=1)
    log = MemoryLog()
    async with upstream.routing(log):
        await until(lambda: len(log.events) == 2 and len(log.published) == 2)
    first, second = log.published
    assert isinstance(first, DeadLetter)
    assert isinstance(second, DeadLetter)
    assert (first.body, first.headers, first.origin) == (b"\x00{", tuple(STRUCTURED), Origin(upstream.topic, 1, 1))
    assert (second.body, second.origin.offset) == (b"", 2)
    assert await upstream.committed() == {1: 4}


@pytest.mark.kafka
async def test_a_dead_letter_that_cannot_be_published_is_tried_again(upstream: Upstream) -> None:
    """No record is skipped because the log was away when it failed."""
    await upstream.produce([b"junk"], STRUCTURED, partition=0)
    log = MemoryLog()
    log.refusals = 2
    async with upstream.routing(log):
        await until(lambda: len(log.published) == 1)
    assert await upstream.committed() == {0: 1}


@pytest.mark.kafka
async def test_two_routers_share_and_hand_over(upstream: Upstream) -> None:
    """A member that joins and one that leaves lose nothing and append nothing twice."""
    log, second_log = MemoryLog(), MemoryLog()
    await upstream.produce([structured(n) for n in range(10)], STRUCTURED)
    async with upstream.routing(log):
        await until(lambda: len(log.events) == 10)
        with capture_logs() as lines:
            async with upstream.routing(second_log):
                await until(lambda: [line.get("partitions") for line in lines if "assigned" in line["event"]] == [1, 1])
                await upstream.produce([structured(n) for n in range(10, 20)], STRUCTURED)
                await until(lambda: len(log.events) + len(second_log.events) == 20)
                assert len(second_log.events) == 5
        await upstream.produce([structured(n) for n in range(20, 30)], STRUCTURED)
        await until(lambda: len(log.events) + len(second_log.events) >= 30)
    assert sorted(ids(log) + ids(second_log)) == list(range(30))
    assert await upstream.committed() == {0: 15, 1: 15}


@pytest.mark.kafka
async def test_a_hand_over_waits_for_what_is_being_appended(upstream: Upstream) -> None:
    """The batch in hand is stored and committed before its partition goes to another member."""
    slow, other = MemoryLog(), MemoryLog()
    await upstream.produce([structured(n) for n in range(4)], STRUCTURED)
    slow.answering.clear()
    async with upstream.routing(slow) as first:
        await until(lambda: first.busy)
        with capture_logs() as lines:
            async with upstream.routing(other):
                await asyncio.sleep(1)
                slow.answering.set()
                await until(lambda: [line.get("partitions") for line in lines if "assigned" in line["event"]] == [1, 1])
                await until(lambda: len(slow.events) + len(other.events) >= 4)
    assert sorted(ids(slow) + ids(other)) == list(range(4))


@pytest.mark.kafka
async def test_records_that_the_broker_deleted_unread_are_an_error_in_the_log(upstream: Upstream) -> None:
    """A gap is seen and said, never silently passed over; what is left is read."""
    await upstream.produce([structured(n) for n in range(5)], STRUCTURED, partition=0)
    log = MemoryLog()
    async with upstream.routing(log):
        await until(lambda: len(log.events) == 5)
    await upstream.produce([structured(n) for n in range(5, 10)], STRUCTURED, partition=0)
    async with upstream.admin() as admin:
        await admin.delete_records({TopicPartition(upstream.topic, 0): RecordsToDelete(8)})
    with capture_logs() as lines:
        async with upstream.routing(log):
            await until(lambda: len(log.events) == 7)
    assert ids(log)[5:] == [8, 9]
    missing = [line for line in lines if line["event"] == "records_missing"]
    assert [(line["wanted"], line["first"], line["log_level"]) for line in missing] == [(5, 8, "error")]


@pytest.mark.kafka
async def test_a_record_larger_than_a_fetch_is_not_passed_over(upstream: Upstream) -> None:
    """Large, and the ones around it."""
    large = json.loads(structured(1)) | {"data": {"memo": "x" * 900_000}}
    await upstream.produce([structured(0), json.dumps(large).encode(), structured(2)], STRUCTURED, partition=0)
    log = MemoryLog()
    async with upstream.routing(log):
        await until(lambda: len(log.events) == 3)
    assert ids(log) == [0, 1, 2]


@pytest.mark.kafka
async def test_the_brokers_own_console_producer_is_understood(kafka: KafkaBroker, upstream: Upstream) -> None:
    """Bare JSON lines, as anybody can type them."""
    how = {"type": {"path": "kind"}, "tenant": "acme", "aliases": {"bill": "bill.approved"}}
    lines = ['{"kind": "bill", "number": "B-1"}', "not json", '{"kind": "bill", "number": "B-2"}']
    await asyncio.to_thread(kafka.console_produce, upstream.topic, lines)
    log = MemoryLog()
    async with upstream.routing(log, **how):
        await until(lambda: len(log.events) == 2 and len(log.published) == 1)
    assert [event.body.decode() for event in log.events] == [lines[0], lines[2]]
    assert {event.type for event in log.events} == {"bill.approved"}


@pytest.mark.kafka
async def test_a_broker_that_is_down_at_the_start_and_in_the_middle(spare_kafka: KafkaBroker) -> None:
    """The router waits, recovers by itself, loses nothing, and stops in time while the broker is away."""
    upstream = Upstream(spare_kafka)
    await upstream.create()
    await upstream.produce([structured(n) for n in range(4)], STRUCTURED)
    await asyncio.to_thread(spare_kafka.stop)
    log = MemoryLog()
    with capture_logs() as lines:
        async with upstream.routing(log):
            await until(lambda: any(line["event"] == "broker_unavailable" for line in lines))
            await asyncio.to_thread(spare_kafka.start)
            await until(lambda: len(log.events) == 4)
            await asyncio.to_thread(spare_kafka.stop)
            await asyncio.to_thread(spare_kafka.start)
            await upstream.produce([structured(n) for n in range(4, 8)], STRUCTURED)
            await until(lambda: len(set(ids(log))) == 8)
            await asyncio.to_thread(spare_kafka.stop)
    assert len(keys_of(log.events)) == 8


@pytest.mark.kafka
async def test_a_source_that_the_topic_does_not_speak_for_is_a_dead_letter(upstream: Upstream) -> None:
    """Its neighbours are events; all of them are committed."""
    foreign = json.dumps(json.loads(structured(2)) | {"source": "/other"}).encode()
    await upstream.produce([structured(1), foreign, structured(3)], STRUCTURED, partition=0)
    log = MemoryLog()
    async with upstream.routing(log, speaks_for=["/erp"]):
        await until(lambda: len(log.events) == 2 and len(log.published) == 1)
    (letter,) = log.published
    assert isinstance(letter, DeadLetter)
    assert letter.failure.category is DeadLetterClass.FOREIGN_SOURCE
    assert "«/other»" in letter.failure.cause
    assert (letter.body, letter.origin) == (foreign, Origin(upstream.topic, 0, 1))
    assert await upstream.committed() == {0: 3}


@pytest.mark.kafka
async def test_a_topic_that_is_made_anew_repeats_no_id(upstream: Upstream) -> None:
    """The same bytes at the same offsets are new events and new dead letters; read again, they are the same."""
    how = {"tenant": "acme", "type": {"path": "kind"}}
    logs = [MemoryLog() for _ in range(3)]
    for log, anew in zip(logs, (False, False, True), strict=True):
        if anew:
            await upstream.make_anew()
        if log is not logs[1]:
            await upstream.produce([b'{"kind": "a"}', b"no event"], partition=0)
        upstream.group = f"router-{secrets.token_hex(4)}"
        async with upstream.routing(log, **how):
            await until(lambda seen=log: len(seen.events) == len(seen.published) == 1)  # type: ignore[misc]
    first, again, other = ({log.events[0].key, letter_id(log)} for log in logs)
    assert first == again
    assert not first & other


def letter_id(log: MemoryLog) -> str:
    """Of the only dead letter."""
    (letter,) = log.published
    assert isinstance(letter, DeadLetter)
    return letter.id


def keys_of(events: Sequence[StoredEvent]) -> set[str]:
    """Distinct events: what has an effect."""
    return {event.key for event in events}


def test_a_constant_id_is_a_configuration_error() -> None:
    """Every record would be the same event, and all but the first would be dropped."""
    configured = settings(router={"topics": [{"topic": "a"}, {"topic": "b", "id": {"constant": "7"}}]})
    with pytest.raises(ConfigurationError) as refused:
        SourceRouter(configured, MemoryLog(), SystemClock(), KafkaConnection("localhost:9092"))
    assert [path for path, _ in refused.value.mistakes] == ["router.topics[1].id"]
