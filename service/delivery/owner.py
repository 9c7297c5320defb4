"""The delivery engine as the event log sees it: takes partitions and gives them back."""

import structlog

from service.delivery.partition_run import PartitionRun
from service.delivery.surroundings import Surroundings
from service.errors import LogUnavailable
from service.eventlog.port import Partition

log = structlog.get_logger(__name__)


class Delivery:
    """Owns the runs of all partitions that the log has assigned to this process. Implements ``PartitionOwner``."""

    def __init__(self, surroundings: Surroundings, drain: float) -> None:
        self._surroundings = surroundings
        self._drain = drain
        self._runs: dict[str, PartitionRun] = {}

    async def assigned(self, partition: Partition) -> None:
        """Start work on a partition."""
        try:
            self._surroundings.usage.load(await self._surroundings.log.usage())
        except LogUnavailable as error:
            log.warning("usage totals not loaded; counting from what is known", error=str(error))
        run = PartitionRun(partition, self._surroundings)
        self._runs[partition.name] = run
        run.start()

    async def revoked(self, partition: Partition) -> None:
        """Drain within the configured time, commit, forget."""
        run = self._runs.pop(partition.name, None)
        if run:
            await run.stop(self._drain)

    @property
    def backlog(self) -> dict[str, int]:
        """Events in memory without a verdict, per tenant."""
        counts: dict[str, int] = {}
        for run in self._runs.values():
            for tenant, count in run.backlog.items():
                counts[tenant] = counts.get(tenant, 0) + count
        return counts

    @property
    def partitions(self) -> tuple[str, ...]:
        """Names of the owned partitions."""
        return tuple(sorted(self._runs))

    async def close(self) -> None:
        """Release what the tenants hold. After the log has revoked everything."""
        for tenant in self._surroundings.tenants.values():
            await tenant.close()
