"""The four topics of the log: their names, how they are created, and what must be true of them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code
from aiokafka.structs import TopicPartition

from service.errors import ConfigurationError
from service.settings import KafkaLogSettings

logger = structlog.get_logger(__name__)

DAY_MS = 24 * 3600 * 1000
EVENTS_KEPT_DAYS = 90
"""Longer than any hold of a tenant should last: an event that leaves the topic unfinished is lost."""
VERDICTS_KEPT_DAYS = 400
"""Longer than events, so that no event outlives the proof that it was applied; and longer than a fiscal year."""
LARGEST_RECORD = 24 * 1024 * 1024
"""Bytes: the largest body that an intake may accept, its headers, and the dead letter made of both."""
VISIBLE_AFTER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Topics:
    """Names."""

    events: str
    receipts: str
    dead_letters: str
    usage: str
    partitions: int

    @classmethod
    def of(cls, settings: KafkaLogSettings) -> "Topics":
        """The names under the configured prefix."""
        prefix = settings.topic_prefix
        return cls(
            f"{prefix}.events", f"{prefix}.receipts", f"{prefix}.dead-letters", f"{prefix}.usage", settings.partitions
        )

    @property
    def all(self) -> tuple[str, ...]:
        """Every topic of the log."""
        return (self.events, self.receipts, self.dead_letters, self.usage)

    def partitions_of(self, *topics: str) -> list[TopicPartition]:
        """Every partition of these topics."""
        return [TopicPartition(topic, number) for topic in topics for number in range(self.partitions)]


async def ensure_topics(admin: AIOKafkaAdminClient, topics: Topics, settings: KafkaLogSettings) -> None:
    """Create what is missing if asked to. Raises ConfigurationError when a topic is missing or has other partitions.

    The number of partitions decides where a tenant's events are, so it can never change while there are any.
    """
    counts = await _partition_counts(admin, topics.all)
    missing = [topic for topic, count in counts.items() if not count]
    if missing and settings.create_topics:
        await _create(admin, missing, topics, settings)
        counts = await _counts_once_visible(admin, topics)
    _check(counts, topics)


async def _counts_once_visible(admin: AIOKafkaAdminClient, topics: Topics) -> dict[str, int]:
    """A topic that was created just now takes a moment until every broker knows it."""
    deadline = asyncio.get_running_loop().time() + VISIBLE_AFTER_SECONDS
    while True:
        counts = await _partition_counts(admin, topics.all)
        if all(counts.values()) or asyncio.get_running_loop().time() > deadline:
            return counts
        await asyncio.sleep(0.05)


async def _partition_counts(admin: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, int]:
    """Partitions per topic; 0 for one that does not exist."""
    described = await admin.describe_topics(list(names))
    found = {each["topic"]: len(each["partitions"]) for each in described if not each["error_code"]}
    return {name: found.get(name, 0) for name in names}


async def _create(
    admin: AIOKafkaAdminClient, missing: Sequence[str], topics: Topics, settings: KafkaLogSettings
) -> None:
    configurations = _configurations(topics, settings.replication)
    new = [
        NewTopic(name, settings.partitions, settings.replication, topic_configs=configurations[name])
        for name in missing
    ]
    answer = await admin.create_topics(new)
    for name, code, *_ in answer.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:  # another replica may have been faster
            raise KafkaError(f"topic {name} could not be created: {error.__name__}")
    logger.info("topics_created", topics=missing, partitions=settings.partitions, replication=settings.replication)


def _configurations(topics: Topics, replication: int) -> dict[str, dict[str, str]]:
    durable = {"min.insync.replicas": str(min(2, replication)), "unclean.leader.election.enable": "false"}
    large = durable | {"max.message.bytes": str(LARGEST_RECORD)}
    compacted = {"min.cleanable.dirty.ratio": "0.1", "segment.ms": "3600000", "max.compaction.lag.ms": str(DAY_MS)}
    verdicts = compacted | {"cleanup.policy": "compact,delete", "retention.ms": str(VERDICTS_KEPT_DAYS * DAY_MS)}
    return {
        topics.events: large | {"cleanup.policy": "delete", "retention.ms": str(EVENTS_KEPT_DAYS * DAY_MS)},
        topics.receipts: large | verdicts,
        topics.dead_letters: large | verdicts,
        topics.usage: durable | compacted | {"cleanup.policy": "compact"},
    }


def _check(counts: Mapping[str, int], topics: Topics) -> None:
    absent = [("log.create_topics", f"topic «{name}» does not exist") for name, count in counts.items() if not count]
    other = [
        ("log.partitions", f"topic «{name}» has {count} partitions, the configuration says {topics.partitions}")
        for name, count in counts.items()
        if count not in (0, topics.partitions)
    ]
    if absent or other:
        raise ConfigurationError(absent + other)
