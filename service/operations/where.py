"""«Where is my event»: waiting, applied, dead or discarded, for every event with an id."""

from collections.abc import Sequence

from service.eventlog.port import EventLog
from service.operations.views import WhereView


async def where(log: EventLog, identity: str) -> Sequence[WhereView]:
    """Everything the log knows about a CloudEvents id or an event key; empty when it never saw one."""
    return [WhereView.of(found) for found in await log.where(identity)]
