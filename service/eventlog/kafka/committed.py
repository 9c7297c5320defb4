"""Where the lanes go on: the committed offset of each partition and the progress in its metadata."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    NotCoordinatorForGroupError,
)
from aiokafka.structs import OffsetAndMetadata, TopicPartition

from service.errors import LogUnavailable
from service.eventlog.codec.progress import decode_progress
from service.eventlog.kafka.connection import BROKER_ERRORS, REQUEST_TIMEOUT_MS, Connection
from service.eventlog.kafka.scan import open_scan
from service.eventlog.kafka.topics import Topics
from service.eventlog.port import Progress

logger = structlog.get_logger(__name__)

COORDINATOR_PAUSE = 0.25
"""Seconds until a coordinator that is not ready is asked again."""


async def fetch_committed(
    connection: Connection, group: str, partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, OffsetAndMetadata | None]:
    """What the group has committed; None where it has not. Raises LogUnavailable.

    The partitions are named one by one because the library looks at errors per partition only: asked for all, it
    takes «the coordinator is still loading» for «nothing is committed».
    """
    try:
        async with asyncio.timeout(REQUEST_TIMEOUT_MS / 1000), connection.admin() as admin:
            answer = await _ask_coordinator(admin, group, partitions)
    except BROKER_ERRORS as error:
        raise connection.unavailable("Reading committed offsets", error) from error
    if missing := set(partitions) - set(answer):
        raise LogUnavailable(f"the broker did not say what is committed for {sorted(missing)}")
    return {each: answer[each] if answer[each].offset >= 0 else None for each in partitions}


async def _ask_coordinator(
    admin: AIOKafkaAdminClient, group: str, partitions: Sequence[TopicPartition]
) -> Mapping[TopicPartition, OffsetAndMetadata]:
    """A group has no coordinator for a moment when a cluster is new or a broker has just gone."""
    while True:
        try:
            answer: Mapping[TopicPartition, OffsetAndMetadata] = await admin.list_consumer_group_offsets(
                group, partitions=list(partitions)
            )
            return answer
        except (GroupCoordinatorNotAvailableError, GroupLoadInProgressError, NotCoordinatorForGroupError):
            await asyncio.sleep(COORDINATOR_PAUSE)


async def starting_points(
    connection: Connection, topics: Topics, group: str, partitions: Sequence[int]
) -> dict[int, Progress]:
    """The progress from which each partition of the events goes on. Raises LogUnavailable."""
    events = [TopicPartition(topics.events, number) for number in partitions]
    committed = await fetch_committed(connection, group, events)
    verdict_topics = (topics.receipts, topics.dead_letters)
    verdicts = [TopicPartition(topic, number) for topic in verdict_topics for number in partitions]
    async with open_scan(connection, [*events, *verdicts]) as scan:
        worked = {each.partition for each in verdicts if scan.end[each] > 0}
        return {
            each.partition: starting_point(each, committed[each], scan.begin, scan.end, each.partition in worked)
            for each in events
        }


def starting_point(
    partition: TopicPartition,
    committed: OffsetAndMetadata | None,
    begin: Mapping[TopicPartition, int],
    end: Mapping[TopicPartition, int],
    worked: bool,
) -> Progress:
    """The committed progress, corrected by what the topic really holds.

    ``worked`` says that verdicts exist: then a commit that is missing has expired with its group, and everything in
    the topic may have been sent before.
    """
    first, behind_last = begin[partition], end[partition]
    if committed is None:
        return Progress(first, reserved=behind_last if worked else first)
    if committed.offset > behind_last:
        logger.error("events_topic_was_replaced", partition=partition.partition, committed=committed.offset)
        return Progress(first, reserved=behind_last)
    progress = decode_progress(committed.metadata, committed.offset)
    if committed.offset < first:
        logger.error("events_lost_to_retention", partition=partition.partition, lost=first - committed.offset)
    watermark = max(committed.offset, first)
    finished = frozenset(offset for offset in progress.finished if watermark <= offset < behind_last)
    return Progress(watermark, finished, progress.reserved)


def committed_end(committed: OffsetAndMetadata | None) -> Progress:
    """The progress in a commit as it stands; from the very beginning without one."""
    return Progress(0) if committed is None else decode_progress(committed.metadata, committed.offset)
