"""What every part of the engine needs from the rest of the process, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.clock import Clock
from service.delivery.lane import Crashed
from service.delivery.observer import Observer
from service.delivery.plan import Planner
from service.delivery.tenant import Tenant
from service.delivery.usage import UsageBook
from service.eventlog.port import EventLog


@dataclass(frozen=True, slots=True)
class EngineContext:
    """Made once by the app; shared by all partitions of the process."""

    log: EventLog
    tenants: Mapping[str, Tenant]
    planner: Planner
    usage: UsageBook
    clock: Clock
    observer: Observer
    crashed: Crashed
    """Called when a loop ends by a bug: the process should stop, for nothing of that partition moves any more."""
