"""One owned partition: what it hands out, what it holds, and when a commit may still go out."""

import asyncio

import pytest
from aiokafka import ConsumerRecord

from schemas.event import StoredEvent
from service.errors import PartitionLost
from service.eventlog.codec.event import encode_event
from service.eventlog.kafka.partition import MOST_BYTES, MOST_RECORDS, KafkaPartition
from service.eventlog.port import Progress
from tests.support.log_samples import an_event


def _record(offset: int, event: StoredEvent | None = None, value: bytes | None = None) -> "ConsumerRecord":
    wire = encode_event(event or an_event(offset))
    body = wire.value if value is None else value
    return ConsumerRecord("events", 0, offset, 0, 0, wire.key, body, None, 0, 0, wire.headers)


async def _nothing(progress: Progress) -> None:
    """A commit that succeeds."""


def _partition(*finished: int, watermark: int = 0) -> KafkaPartition:
    return KafkaPartition("events/0", Progress(watermark, frozenset(finished)), _nothing, lambda _: None)


async def test_nothing_is_handed_out_before_the_verdicts_are_known() -> None:
    """Records may arrive before: they wait."""
    partition = _partition()
    partition.feed([_record(0)])
    reading = asyncio.create_task(partition.read(10))
    await asyncio.sleep(0)
    assert not reading.done()
    partition.open()
    assert [record.offset for record in await reading] == [0]


async def test_finished_and_repeated_records_are_left_out() -> None:
    """A seek may deliver a record again, and the finished map says what needs no work."""
    partition = _partition(6, watermark=5)
    partition.open()
    partition.feed([_record(4), _record(5), _record(6), _record(7)])
    partition.feed([_record(7), _record(8)])
    assert [record.offset for record in await partition.read(10)] == [5, 7, 8]


async def test_a_record_that_is_not_ours_does_not_stop_the_partition() -> None:
    """Neither a null value nor strange headers."""
    partition = _partition()
    partition.open()
    strange = ConsumerRecord("events", 0, 0, 0, 0, None, None, None, 0, 0, (("x", None), ("relay_replay", b"\xff")))
    partition.feed([strange, _record(1)])
    first, second = await partition.read(10)
    assert (first.event.id, first.event.body, second.event) == ("events/0/0", b"", an_event(1))


async def test_a_partition_is_full_at_a_number_of_records_and_roomy_at_half() -> None:
    """Between the two nothing changes, so that fetching is not switched on and off all the time."""
    partition = _partition()
    partition.open()
    partition.feed([_record(n) for n in range(MOST_RECORDS)])
    states = [(partition.full, partition.roomy)]
    for _ in range(2):
        await partition.read(MOST_RECORDS // 4)
        states.append((partition.full, partition.roomy))
    assert states == [(True, False), (False, False), (False, True)]


async def test_a_partition_is_full_at_a_number_of_bytes() -> None:
    """Large events fill it sooner."""
    partition = _partition()
    partition.open()
    partition.feed([_record(0, value=bytes(MOST_BYTES))])
    assert partition.full
    await partition.read(1)
    assert partition.roomy


async def test_losing_the_partition_ends_a_commit_that_is_still_being_tried() -> None:
    """With the new generation of the group it would overwrite the commit of the next owner."""
    started, cancelled = asyncio.Event(), asyncio.Event()

    async def stuck(progress: Progress) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    partition = KafkaPartition("events/0", Progress(0), stuck, lambda _: None)
    committing = asyncio.create_task(partition.commit(Progress(1)))
    await started.wait()
    partition.lose()
    with pytest.raises(PartitionLost):
        await committing
    await asyncio.wait_for(cancelled.wait(), 1)


async def test_commits_go_out_one_after_the_other() -> None:
    """The last one that was asked for is the last one that is stored."""
    running: list[int] = []

    async def slow(progress: Progress) -> None:
        running.append(progress.watermark)
        await asyncio.sleep(0)
        assert running[-1] == progress.watermark

    partition = KafkaPartition("events/0", Progress(0), slow, lambda _: None)
    await asyncio.gather(*(partition.commit(Progress(n)) for n in range(5)))
    assert running == [0, 1, 2, 3, 4]
