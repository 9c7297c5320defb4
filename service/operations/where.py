"""«Where is my event»: waiting, applied, dead or discarded, for every event with an id."""

from collections.abc import Sequence

from service.eventlog.port import EventLog
from service.operations.lane_status import Waits
from service.operations.views import WhereView


async def where(log: EventLog, identity: str, waits: Waits) -> Sequence[WhereView]:
    """Everything the log knows about a CloudEvents id or an event key; empty when it never saw one."""
    return [
        WhereView.of(found, waits(found.waiting.key) if found.waiting else "") for found in await log.where(identity)
    ]
