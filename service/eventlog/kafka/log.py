"""The event log on Kafka behind the port."""

import asyncio
from collections.abc import Mapping, Sequence

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Receipt, UsageCount, Verdict
from service.clock import Clock
from service.errors import LogUnavailable
from service.eventlog.codec.event import encode_event
from service.eventlog.kafka.connection import BROKER_ERRORS, Connection
from service.eventlog.kafka.ownership import Ownership
from service.eventlog.kafka.producer import Outgoing, Producer
from service.eventlog.kafka.publishing import PartitionOf, Publisher
from service.eventlog.kafka.questions import Questions
from service.eventlog.kafka.quiet import quiet_client_library
from service.eventlog.kafka.topics import Topics, ensure_topics
from service.eventlog.port import (
    DeadLetterFilter,
    DocumentKey,
    KnownDocument,
    KnownVerdict,
    PartitionOwner,
    Whereabouts,
)
from service.settings import KafkaLogSettings

HEALTH_TIMEOUT = 1.0
"""Seconds that a health check may take."""
START_TIMEOUT = 30.0
"""Seconds for everything that happens at the start."""


class KafkaLog:
    """An :class:`~service.eventlog.port.EventLog` on four topics.

    ``partition_of`` says which partition a tenant's events are in: below the configured number of partitions, and
    the same in every process. A tenant may be moved to another one only while none of its events waits.
    """

    def __init__(self, settings: KafkaLogSettings, partition_of: PartitionOf, clock: Clock) -> None:
        quiet_client_library()
        self._settings = settings
        self._partition_of = partition_of
        self._connection = Connection(settings)
        self._topics = Topics.of(settings)
        self._producer = Producer(self._connection)
        self._publisher = Publisher(self._producer, self._topics, partition_of)
        self._ownership = Ownership(self._connection, settings, self._topics, self._publisher, clock)
        self._questions = Questions(self._connection, self._topics, settings.group)
        self._identity = ""

    async def start(self) -> None:
        """Make sure of the topics and connect.

        Raises LogUnavailable within START_TIMEOUT when there is no broker, and ConfigurationError when the topics
        are not what the configuration says. After either, start again with a new object or this one.
        """
        try:
            async with asyncio.timeout(START_TIMEOUT), self._connection.admin() as admin:
                await ensure_topics(admin, self._topics, self._settings)
                cluster = (await admin.describe_cluster())["cluster_id"]
        except BROKER_ERRORS as error:
            raise self._connection.unavailable("Starting the event log", error) from error
        self._identity = f"{cluster}/{self._settings.topic_prefix}/{self._settings.partitions}"
        await self._producer.connect()

    async def stop(self) -> None:
        """Close the producer, bounded in time; cancel ``consume`` first. Idempotent."""
        await self._producer.stop()

    async def append(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Store events on all in-sync replicas. Known ones are stored again: only their partition's owner can tell."""
        if events:
            await self._producer.send([self._outgoing(event) for event in events])
        return []

    async def publish(self, verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()) -> None:
        """Store verdicts and totals on all in-sync replicas. Raises LogUnavailable."""
        if verdicts or usage:
            await self._publisher.publish(verdicts, usage)

    async def consume(self, owner: PartitionOwner) -> None:
        """Be a member of the group until cancelled. A broker that is away is waited for."""
        if not self._identity:
            raise LogUnavailable("the event log is not open")
        await self._ownership.run(owner, self._identity)

    async def verdicts(self, event_keys: Sequence[str]) -> dict[str, KnownVerdict]:
        """From the local index of the partitions that this process owns; nothing while it owns none."""
        index = self._publisher.index
        return await index.known(event_keys) if index else {}

    async def documents(self, keys: Sequence[DocumentKey]) -> Mapping[DocumentKey, Sequence[KnownDocument]]:
        """From the local index, as ``verdicts``."""
        index = self._publisher.index
        return await index.documents(keys) if index else {}

    async def awaited(self, tenant: str) -> frozenset[str]:
        """From the local index, as ``verdicts``."""
        index = self._publisher.index
        return await index.awaited(tenant) if index else frozenset()

    async def where(self, event_id: str) -> Sequence[Whereabouts]:
        """Reads all verdicts and all waiting events: seconds on a large log."""
        return await self._questions.where(event_id)

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetter]:
        """Reads all dead letters."""
        return await self._questions.dead_letters(which)

    async def receipts(self, tenant: str = "", limit: int = 1000) -> Sequence[Receipt]:
        """Reads all receipts."""
        return await self._questions.receipts(tenant, limit)

    async def usage(self, tenant: str = "") -> Sequence[UsageCount]:
        """Reads all running totals."""
        return await self._questions.usage(tenant)

    async def backlog(self) -> dict[str, int]:
        """Per tenant, estimated where many events wait."""
        return await self._questions.backlog()

    async def healthy(self) -> bool:
        """Whether the broker answers now, and the poll loop, if there is one, turns."""
        try:
            async with asyncio.timeout(HEALTH_TIMEOUT):
                return await self._producer.reachable() and not self._ownership.stuck
        except TimeoutError:
            return False

    def _outgoing(self, event: StoredEvent) -> Outgoing:
        return Outgoing(self._topics.events, self._partition_of(event.tenant), encode_event(event))
