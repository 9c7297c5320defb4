"""Verdicts and totals on their way into the topics, and beside them into the local index."""

from collections.abc import Callable, Sequence

from schemas.verdict import DeadLetter, Receipt, UsageCount, Verdict
from service.eventlog.codec.dead_letter import encode_dead_letter
from service.eventlog.codec.receipt import encode_receipt
from service.eventlog.codec.usage import encode_usage
from service.eventlog.kafka.index import VerdictIndex
from service.eventlog.kafka.producer import Outgoing, Producer
from service.eventlog.kafka.topics import Topics

PartitionOf = Callable[[str], int]


class Publisher:
    """Writes everything about a tenant to the tenant's partition, so that its owner can read it back alone."""

    def __init__(self, producer: Producer, topics: Topics, partition_of: PartitionOf) -> None:
        self._producer = producer
        self._topics = topics
        self._partition_of = partition_of
        self.index: VerdictIndex | None = None
        """Of the process that consumes; none elsewhere."""

    async def publish(self, verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()) -> None:
        """Returns when all is on the broker and in the index. Raises LogUnavailable.

        A receipt also writes the resolution of the dead letter that it ends. Should the process end between the two,
        the next owner of the partition writes it.
        """
        index, receipts = self.index, [verdict for verdict in verdicts if isinstance(verdict, Receipt)]
        resolved = await index.resolved_by(receipts) if index and receipts else []
        placed = [(self.place(verdict.tenant), verdict) for verdict in (*verdicts, *resolved)]
        counts = [self._count(count) for count in usage]
        await self._producer.send([*(self._outgoing(*each) for each in placed), *counts])
        if index and placed:
            await index.put(placed)

    def place(self, tenant: str) -> int:
        """The partition of a tenant; a record that names none is kept in the first one."""
        return self._partition_of(tenant) if tenant else 0

    def _outgoing(self, partition: int, verdict: Verdict) -> Outgoing:
        if isinstance(verdict, DeadLetter):
            return Outgoing(self._topics.dead_letters, partition, encode_dead_letter(verdict))
        return Outgoing(self._topics.receipts, partition, encode_receipt(verdict))

    def _count(self, count: UsageCount) -> Outgoing:
        return Outgoing(self._topics.usage, self.place(count.tenant), encode_usage(count))
