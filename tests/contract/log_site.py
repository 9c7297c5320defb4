"""Where a log under test lives."""

from typing import Protocol

from service.eventlog.port import EventLog


class LogSite(Protocol):
    """A place where a log lives: it can be opened, and opened again after its process has gone."""

    async def open(self) -> EventLog:
        """A started log on the site's storage. The one before it has been stopped or has crashed."""
        ...

    def partition_name(self, tenant: str) -> str:
        """The name of the partition that holds the tenant's events."""
        ...

    async def crash(self, log: EventLog) -> None:
        """End the log as a killed process would: nothing more is stored."""
        ...
