"""Brings the verdict index up to the end of the receipts and dead letters of some partitions."""

from collections.abc import Mapping, Sequence

import structlog
from aiokafka import ConsumerRecord
from aiokafka.structs import TopicPartition

from schemas.verdict import Verdict
from service.eventlog.codec.dead_letter import decode_dead_letter
from service.eventlog.codec.receipt import decode_receipt
from service.eventlog.kafka.connection import Connection
from service.eventlog.kafka.index import Mark, VerdictIndex
from service.eventlog.kafka.scan import Scan, open_scan, wire
from service.eventlog.kafka.topics import Topics

logger = structlog.get_logger(__name__)


async def catch_up(connection: Connection, topics: Topics, index: VerdictIndex, partitions: Sequence[int]) -> None:
    """Returns when the index holds every verdict that these partitions had when it was called. Raises LogUnavailable.

    It goes on after what an earlier call has read. Where the topic no longer holds what was read then, it is another
    topic of the same name, and the partition is read from its beginning.
    """
    both = [TopicPartition(topic, number) for topic in (topics.dead_letters, topics.receipts) for number in partitions]
    async with open_scan(connection, both) as scan:
        for partition in await _changed(scan, both, index):
            logger.warning("verdict_index_rebuilt", partition=partition, reason="the topic is not the one it was")
            await index.forget(partition)
        async for records in scan.read(await _starts(both, index)):
            await _put(records, topics, index)


def read_verdict(record: ConsumerRecord, topics: Topics) -> Verdict | None:
    """The verdict in a record of either topic. Nothing for a deletion, or for a record that is not ours."""
    if record.value is None:
        return None
    try:
        return decode_receipt(record.value) if record.topic == topics.receipts else decode_dead_letter(wire(record))
    except ValueError:
        logger.warning("foreign_record_skipped", topic=record.topic, partition=record.partition, offset=record.offset)
        return None


async def _put(records: Sequence[ConsumerRecord], topics: Topics, index: VerdictIndex) -> None:
    if records:
        last = records[-1]
        verdicts = [(last.partition, verdict) for each in records if (verdict := read_verdict(each, topics))]
        mark = Mark(last.offset, _fingerprint(last))
        await index.put_scanned(last.topic, verdicts, last.partition, mark)


async def _starts(both: Sequence[TopicPartition], index: VerdictIndex) -> dict[TopicPartition, int]:
    marks = await _marks(both, index)
    return {each: marks[each].offset + 1 if each in marks else 0 for each in both}


async def _changed(scan: Scan, both: Sequence[TopicPartition], index: VerdictIndex) -> set[int]:
    """Partitions whose record at the mark is another one than it was, or lies behind the end."""
    marks = await _marks(both, index)
    changed = {each.partition for each, mark in marks.items() if mark.offset >= scan.end[each]}
    at_mark = {each: mark.offset for each, mark in marks.items() if scan.begin[each] <= mark.offset < scan.end[each]}
    async for records in scan.read(at_mark, {each: offset + 1 for each, offset in at_mark.items()}):
        changed |= {record.partition for record in records if not _is_at(marks, record)}
    return changed


def _is_at(marks: Mapping[TopicPartition, Mark], record: ConsumerRecord) -> bool:
    mark = marks[TopicPartition(record.topic, record.partition)]
    return mark.offset != record.offset or mark.fingerprint == _fingerprint(record)


async def _marks(both: Sequence[TopicPartition], index: VerdictIndex) -> dict[TopicPartition, Mark]:
    topics = {each.topic for each in both}
    by_topic = {topic: await index.marks(topic, {each.partition for each in both}) for topic in topics}
    return {each: by_topic[each.topic][each.partition] for each in both if each.partition in by_topic[each.topic]}


def _fingerprint(record: ConsumerRecord) -> str:
    return f"{record.timestamp}/{(record.key or b'').hex()}"
