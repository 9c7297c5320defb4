"""What only the log on Kafka promises, on a real broker: rebalances, foreign records, an index that can be lost."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.structs import TopicPartition

from schemas.event import StoredEvent
from schemas.verdict import ResolutionKind
from service.decoding.content import content_of
from service.errors import ConfigurationError, LogUnavailable, PartitionLost
from service.eventlog.codec.receipt import encode_receipt
from service.eventlog.port import DeadLetterFilter, DocumentKey, EventLog, KnownVerdict, Partition, Progress
from tests.support.eventually import eventually, eventually_true
from tests.support.kafka_broker import KafkaBroker
from tests.support.kafka_site import KafkaSite
from tests.support.log_owner import HoldingOwner, ReadingOwner, consuming
from tests.support.log_samples import a_dead_letter, a_receipt, an_event, waiting_for

pytestmark = pytest.mark.kafka


@pytest.fixture
async def site(kafka: KafkaBroker, tmp_path: Path) -> AsyncIterator[KafkaSite]:
    """Topics and a group of their own."""
    site = KafkaSite(kafka, tmp_path)
    yield site
    await site.close()


@asynccontextmanager
async def admin_of(site: KafkaSite) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client for the site's broker."""
    admin = AIOKafkaAdminClient(bootstrap_servers=site.settings.bootstrap_servers)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


async def produce(site: KafkaSite, topic: str, records: Sequence[tuple[bytes | None, bytes | None]]) -> None:
    """Write raw records to partition 0 of a topic, as any other program could."""
    async with AIOKafkaProducer(bootstrap_servers=site.settings.bootstrap_servers) as producer:
        for key, value in records:
            await producer.send_and_wait(site.topic(topic), value, key, 0)


class WorkingOwner(HoldingOwner):
    """Reads, counts what it has read as done, and commits that when it has to let go."""

    def __init__(self, done: Counter[str]) -> None:
        super().__init__(self._finish)
        self._done = done
        self._next: dict[str, int] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def assigned(self, partition: Partition) -> None:
        """Start to work."""
        await super().assigned(partition)
        self._next[partition.name] = partition.start.watermark
        self._tasks[partition.name] = asyncio.create_task(self._work(partition))

    async def _work(self, partition: Partition) -> None:
        while True:
            for record in await partition.read(5):
                self._done[record.event.id] += 1
                self._next[partition.name] = record.offset + 1
            await asyncio.sleep(0.001)

    async def _finish(self, partition: Partition) -> None:
        self._tasks.pop(partition.name).cancel()
        await partition.commit(Progress(self._next[partition.name]))


class TestRebalance:
    """Several workers share the partitions."""

    async def test_joining_and_leaving_loses_nothing_and_repeats_nothing(self, site: KafkaSite) -> None:
        """Each record is worked on once, whoever owns its partition."""
        first, second = await site.open(), await site.open()
        done: Counter[str] = Counter()
        events = [an_event(n, tenant) for n in range(600) for tenant in ("acme", "bolt", "coil")]
        await first.append(events[:900])
        one, two = WorkingOwner(done), WorkingOwner(done)
        async with consuming(first, one):
            await one.until(lambda held: len(held) == 3)
            async with consuming(second, two):
                await two.until(lambda held: len(held) >= 1)
                await first.append(events[900:])
                await eventually_true(lambda: len(done) > 1200)
            await one.until(lambda held: len(held) == 3)
            await eventually_true(lambda: len(done) == len(events))
        assert set(done.values()) == {1}

    async def test_two_owners_never_hold_the_same_partition(self, site: KafkaSite) -> None:
        """A partition is revoked here before it is assigned there."""
        first, second = await site.open(), await site.open()
        one, two = HoldingOwner(), HoldingOwner()
        async with consuming(first, one):
            await one.until(lambda held: len(held) == 3)
            async with consuming(second, two):
                await two.until(lambda held: len(held) in (1, 2))
                await one.until(lambda held: len(held) + len(two.held) == 3)
                assert {each.name for each in one.held}.isdisjoint(each.name for each in two.held)

    async def test_an_owner_that_does_not_let_go_loses_its_partitions_in_time(
        self, kafka: KafkaBroker, tmp_path: Path
    ) -> None:
        """Before the broker gives them away; the others do not wait longer than that."""
        site = KafkaSite(kafka, tmp_path, rebalance_timeout=2, session_timeout=6)
        first, second = await site.open(), await site.open()

        async def hang(partition: Partition) -> None:
            await asyncio.Event().wait()

        stubborn, other = HoldingOwner(hang), HoldingOwner()
        async with consuming(first, stubborn):
            held = list(await stubborn.until(lambda now: len(now) == 3))
            async with consuming(second, other):
                await other.until(lambda now: len(now) >= 1)
                with pytest.raises(PartitionLost):
                    await held[0].commit(Progress(0))
        await site.close()

    async def test_an_owner_that_fails_ends_the_consumer_loudly(self, site: KafkaSite) -> None:
        """The library would swallow it and go on with half of the partitions."""

        class Failing(HoldingOwner):
            async def assigned(self, partition: Partition) -> None:
                raise RuntimeError("a bug of ours")

        log = await site.open()
        with pytest.raises(RuntimeError, match="a bug of ours"):
            await asyncio.wait_for(log.consume(Failing()), 20)


class TestForeignRecords:
    """The topics are open to others; what they write stops nothing."""

    async def test_bytes_that_are_no_event_are_handed_out_and_the_next_one_too(self, site: KafkaSite) -> None:
        """The lane makes a dead letter of them; the partition goes on."""
        log, owner = await site.open(), ReadingOwner()
        await produce(site, "events", [(b"\xff", b"\x00 not json"), (b"", None)])
        await log.append([an_event(1)])
        async with consuming(log, owner):
            poison, nothing, event = [record.event for _, record in await owner.take(3)]
        assert (poison.type, poison.body, nothing.body) == ("", b"\x00 not json", b"")
        assert event == an_event(1)

    async def test_bytes_that_are_no_verdict_are_skipped(self, site: KafkaSite) -> None:
        """In questions and while the index is filled."""
        log, owner = await site.open(), ReadingOwner()
        await produce(site, "receipts", [(b"x", b"?"), (b"y", None)])
        await produce(site, "dead-letters", [(b"x", b"?"), (b"y", None)])
        await log.publish([a_receipt(an_event(1))])
        await log.append([an_event(1)])
        async with consuming(log, owner):
            await owner.take(1)
            assert await log.verdicts([an_event(1).key]) == {
                an_event(1).key: KnownVerdict(True, 0, content_of(an_event(1)))
            }
        assert len(await log.receipts()) == 1
        assert await log.dead_letters(DeadLetterFilter()) == []

    async def test_a_large_event_passes(self, site: KafkaSite) -> None:
        """Far larger than one fetch, and than a broker's default limit."""
        log, owner = await site.open(), ReadingOwner()
        large = an_event(1, body=bytes(5_000_000))
        await log.append([large, an_event(2)])
        await log.publish([a_dead_letter(large)])
        async with consuming(log, owner):
            assert [record.event for _, record in await owner.take(2)] == [large, an_event(2)]
        assert (await log.dead_letters(DeadLetterFilter()))[0].body == large.body


class TestIndex:
    """Verdicts are known before the first record is handed out, whatever became of the local file."""

    async def test_a_lost_index_is_built_again_from_the_topics(self, site: KafkaSite, tmp_path: Path) -> None:
        """A new machine knows what the old one did."""
        log = await site.open()
        await log.append([an_event(1)])
        await log.publish([a_receipt(an_event(1))])
        assert await _known(log, an_event(1))
        _remove_files(tmp_path)
        assert await _known(await site.open_kafka(), an_event(1))

    async def test_verdicts_of_another_owner_are_caught_up_with(self, site: KafkaSite, tmp_path: Path) -> None:
        """What was published while the partition was elsewhere is read from where this process had stopped."""
        log = await site.open()
        await log.append([an_event(n) for n in range(3)])
        await log.publish([a_receipt(an_event(0))])
        assert await _known(log, an_event(0))
        await log.publish([a_receipt(an_event(1))])  # nobody consumes: as if another process had done it
        assert await _known(log, an_event(1))
        assert not await _known(log, an_event(2))

    async def test_the_next_owner_knows_documents_and_what_is_awaited(self, site: KafkaSite, tmp_path: Path) -> None:
        """From the topics, on a machine that has no file; while nobody consumes, nothing is known."""
        log, bill = await site.open(), DocumentKey("acme", "bill", "V-1 / B-1")
        await log.append([an_event(1)])
        await log.publish([a_receipt(an_event(1)), waiting_for("vendor V-2", number=2)])
        for _ in range(2):
            log, owner = await site.open(), ReadingOwner()
            assert (await log.documents([bill]), await log.awaited("acme")) == ({}, frozenset())
            async with consuming(log, owner):
                await owner.take(1)
                [known] = (await log.documents([bill]))[bill]
                assert (known.record_number, known.event_key) == ("4711", an_event(1).key)
                assert await log.awaited("acme") == {"vendor V-2"}
            _remove_files(tmp_path)

    async def test_verdicts_of_topics_that_were_replaced_are_forgotten(self, site: KafkaSite) -> None:
        """Believing them would lose an event."""
        log = await site.open_kafka()
        await log.append([an_event(1)])
        await log.publish([a_receipt(an_event(1))])
        assert await _known(log, an_event(1))
        async with admin_of(site) as admin:
            await admin.delete_topics([site.topic("receipts"), site.topic("dead-letters")])
        await _until_gone(site)
        again = await site.open_kafka()
        await again.publish([a_receipt(an_event(2))])
        assert await _known(again, an_event(2))
        assert not await _known(again, an_event(1))

    async def test_a_resolution_that_a_crash_prevented_is_written_by_the_next_owner(self, site: KafkaSite) -> None:
        """Receipt there, dead letter still open: the process ended in between."""
        log = await site.open()
        event = an_event(1)
        await log.append([event])
        await log.publish([a_dead_letter(event)])
        record = encode_receipt(a_receipt(event))
        await produce(site, "receipts", [(record.key, record.value)])
        assert await _known(log, event)
        [letter] = await log.dead_letters(DeadLetterFilter(open_only=False))
        assert letter.resolution is not None
        assert letter.resolution.kind is ResolutionKind.APPLIED

    async def test_an_index_that_breaks_while_in_use_is_replaced(self, site: KafkaSite, tmp_path: Path) -> None:
        """The consumer starts over and knows everything again."""
        log, owner = await site.open_kafka(), ReadingOwner()
        events = [an_event(n) for n in range(4000)]
        await log.append(events[:1])
        await log.publish([a_dead_letter(event) for event in events])
        assert await _known(log, events[0])
        async with consuming(log, owner):
            await owner.take(1)
            _damage(tmp_path / "verdicts-0.db")
            with pytest.raises(LogUnavailable):
                await log.verdicts([event.key for event in events])
            await owner.take(1)
            assert len(await log.verdicts([event.key for event in events])) == len(events)


class TestTopics:
    """The number of partitions decides where a tenant is."""

    async def test_topics_with_another_number_of_partitions_are_refused(
        self, kafka: KafkaBroker, site: KafkaSite, tmp_path: Path
    ) -> None:
        """All of them are named."""
        await site.open()
        other = KafkaSite(kafka, tmp_path, topic_prefix=site.settings.topic_prefix, partitions=4)
        with pytest.raises(ConfigurationError, match="has 3 partitions, the configuration says 4") as raised:
            await other.open()
        assert len(raised.value.mistakes) == 4

    async def test_topics_that_are_missing_are_named_when_they_may_not_be_created(
        self, kafka: KafkaBroker, tmp_path: Path
    ) -> None:
        """The administrator creates them."""
        site = KafkaSite(kafka, tmp_path, create_topics=False)
        with pytest.raises(ConfigurationError, match=r"events» does not exist"):
            await site.open()

    async def test_topics_are_created_as_the_design_says(self, site: KafkaSite) -> None:
        """Verdicts and totals are compacted, events are kept long."""
        await site.open()
        policies = {name: await _policy(site, name) for name in ("events", "receipts", "dead-letters", "usage")}
        assert policies == {
            "events": "delete",
            "receipts": "compact,delete",
            "dead-letters": "compact,delete",
            "usage": "compact",
        }

    async def test_events_that_retention_removed_are_passed_over(self, site: KafkaSite) -> None:
        """The lane goes on with what is left instead of waiting for ever."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(n) for n in range(5)])

        async def commit_nothing_done(partition: Partition) -> None:
            await partition.commit(Progress(0, reserved=5))

        async with consuming(log, HoldingOwner(commit_nothing_done)), admin_of(site) as admin:
            partition = TopicPartition(site.topic("events"), 0)
            await admin.delete_records({partition: RecordsToDelete(before_offset=3)})
        async with consuming(log, owner):
            assert [record.offset for _, record in await owner.take(2)] == [3, 4]


class TestProducer:
    """An error costs the records that it was about, not the producer."""

    async def test_a_record_that_the_broker_refuses_does_not_poison_the_next_ones(self, site: KafkaSite) -> None:
        """The administrator's topic has a small limit: the answer is clear, and the partition goes on."""
        async with admin_of(site) as admin:
            small = {"max.message.bytes": "10000"}
            await admin.create_topics([NewTopic(site.topic("events"), 3, 1, topic_configs=small)])
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(1)])
        with pytest.raises(LogUnavailable, match="too large"):
            await log.append([replace(an_event(2), body=_noise(100_000))])
        await log.append([an_event(3)])
        async with consuming(log, owner):
            assert [record.event.id for _, record in await owner.take(2)] == ["acme-1", "acme-3"]

    async def test_concurrent_appends_share_round_trips(self, site: KafkaSite) -> None:
        """Thousands a second on one machine."""
        log = await site.open()
        started = time.perf_counter()
        await asyncio.gather(*(log.append([an_event(n)]) for n in range(5000)))
        assert time.perf_counter() - started < 10


class TestBacklog:
    """Counting a long backlog must not mean reading it."""

    async def test_a_long_backlog_is_estimated_from_its_first_records(self, site: KafkaSite) -> None:
        """By the share of each tenant in them."""
        log = await site.open_kafka(lambda tenant: 0)
        await log.append([an_event(n, tenant) for n in range(3000) for tenant in ("acme", "acme-2")])
        backlog = await log.backlog()
        assert backlog == {"acme": 3000, "acme-2": 3000}


async def _known(log: EventLog, event: StoredEvent) -> bool:
    """Whether the verdict of an event is known at the moment when a record of its partition is handed out."""
    owner = ReadingOwner()
    async with consuming(log, owner):
        await owner.take(1)
        return event.key in await log.verdicts([event.key])


async def _until_gone(site: KafkaSite) -> None:
    async with admin_of(site) as admin:

        async def gone() -> bool:
            return not {site.topic("receipts"), site.topic("dead-letters")} & set(await admin.list_topics())

        await eventually(gone)


async def _policy(site: KafkaSite, name: str) -> str:
    async with admin_of(site) as admin:
        resource = ConfigResource(ConfigResourceType.TOPIC, site.topic(name), {"cleanup.policy": ""})
        [answer] = await admin.describe_configs([resource])
        [(_, _, _, _, entries)] = answer.resources
        return str(entries[0][1])


def _noise(size: int) -> bytes:
    """Bytes that no compression makes smaller."""
    return random.Random(1).randbytes(size)


def _remove_files(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _damage(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 8192))
