"""The delivery engine as the event log sees it: takes partitions and gives them back."""

import structlog

from service.delivery.context import EngineContext
from service.delivery.partition_run import PartitionRun, TenantAtWork
from service.errors import LogUnavailable
from service.eventlog.port import Partition

log = structlog.get_logger(__name__)


class Delivery:
    """Owns the runs of all partitions that the log has assigned to this process. Implements ``PartitionOwner``."""

    def __init__(self, context: EngineContext, drain: float) -> None:
        self._context = context
        self._drain = drain
        self._runs: dict[str, PartitionRun] = {}

    async def assigned(self, partition: Partition) -> None:
        """Start work on a partition."""
        try:
            self._context.usage.load(await self._context.log.usage())
        except LogUnavailable as error:
            log.warning("usage totals not loaded; counting from what is known", error=str(error))
        run = PartitionRun(partition, self._context)
        self._runs[partition.name] = run
        run.start()

    async def revoked(self, partition: Partition) -> None:
        """Drain within the configured time, commit, forget."""
        run = self._runs.pop(partition.name, None)
        if run:
            await run.stop(self._drain)

    def lane(self, tenant: str) -> TenantAtWork | None:
        """The tenant's lane, if this process works on it."""
        at_work = (run.at_work(tenant) for run in self._runs.values())
        return next((one for one in at_work if one), None)

    def because(self, event_key: str) -> str:
        """Why an event waits, if this process works on it and Intacct has said something."""
        return next((told for run in self._runs.values() if (told := run.because(event_key))), "")

    async def close(self) -> None:
        """Release what the tenants hold. After the log has revoked everything."""
        for tenant in self._context.tenants.values():
            await tenant.close()
