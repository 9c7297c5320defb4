"""The wiring: the one place that knows every part and puts them together."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence, Set
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import structlog

from handlers.loading import HandlersNotLoaded, load_registry
from handlers.registry import Registry
from handlers.settings import settings_mistakes
from service.clock import Clock, SystemClock
from service.decoding import Decoder
from service.delivery.backoff import Backoff
from service.delivery.context import EngineContext
from service.delivery.gate import GateState
from service.delivery.limits.limiter import Limiter
from service.delivery.limits.rate import TokenBucket
from service.delivery.limits.slots import Slots
from service.delivery.observer import Observer
from service.delivery.owner import Delivery
from service.delivery.patience import Patience
from service.delivery.plan import Planner
from service.delivery.tenant import Tenant
from service.delivery.usage import UsageBook
from service.errors import ConfigurationError, LogUnavailable, RelayError
from service.eventlog.port import EventLog
from service.intacct.client import open_client
from service.intake.kafka_record import way_name
from service.intake.server import ReceiverServer
from service.lifecycle import Lifecycle
from service.opening import open_log
from service.operations.admin import build_admin
from service.operations.lane_status import LaneState, LaneStatus
from service.operations.server import AdminServer
from service.partitions import company_identity
from service.roles import Role
from service.settings import Settings, TenantSettings
from service.telemetry import EngineTelemetry, MeasuredLog, Metrics, receiver_telemetry

_log = structlog.get_logger("intacct_relay")

DRAIN_SHARE = 0.75
"""Of the grace after SIGTERM, this much is for requests in flight; the rest is for the log."""


def run(settings: Settings, roles: Set[Role]) -> int:
    """Run the service until SIGTERM or SIGINT; returns the exit status.

    Raises ConfigurationError for handlers that cannot be loaded, LogInUse when another process owns the embedded log.
    """
    return asyncio.run(_run(settings, roles))


async def _run(settings: Settings, roles: Set[Role]) -> int:
    lifecycle = Lifecycle()
    lifecycle.listen()
    async with AsyncExitStack() as stack:
        await App(settings, roles, lifecycle, SystemClock()).start(stack)
        await lifecycle.ended()
    _log.info("stopped")
    return lifecycle.exit_status


@dataclass(slots=True)
class App:
    """One process. What is started first is stopped last; the admin port answers from the first moment to the last."""

    settings: Settings
    roles: Set[Role]
    lifecycle: Lifecycle
    clock: Clock

    async def start(self, stack: AsyncExitStack) -> EventLog:
        """Start every part of these roles; the stack stops them. Waits for a log that is not there yet.

        Returns the log, for whoever wants to append to it in the same process.
        """
        registry = _registry(self.settings)
        metrics = Metrics(self.settings.tenants, _source_names(self.settings), registry.types())
        log = MeasuredLog(open_log(self.settings, self.clock), metrics, self.clock)
        delivery = self._delivery(log, registry, EngineTelemetry(metrics))
        stack.push_async_callback(delivery.close)
        await self._start_admin(stack, log, metrics, delivery)
        stack.push_async_callback(log.stop)
        if await self._start_log(log):
            await self._start_roles(stack, log, delivery, metrics)
        return log

    async def _start_roles(self, stack: AsyncExitStack, log: EventLog, delivery: Delivery, metrics: Metrics) -> None:
        if Role.WORKER in self.roles:
            self._start_loop(stack, log.consume(delivery), "lanes")
        if Role.ROUTER in self.roles and self.settings.router.topics:
            from service.intake.router import SourceRouter  # only where Kafka is used: its import takes a while

            self._start_loop(stack, SourceRouter(self.settings, log, self.clock).run(), "router")
        if Role.RECEIVER in self.roles:
            await self._start_receiver(stack, log, metrics)

    def _delivery(self, log: EventLog, registry: Registry, observer: Observer) -> Delivery:
        usage = UsageBook(self.clock)
        tenants = _tenants(self.settings, self.clock, observer, usage) if Role.WORKER in self.roles else {}
        patience = Patience(self.clock, observer)
        context = EngineContext(
            log=log,
            tenants=tenants,
            planner=Planner(
                registry,
                Decoder(self.settings.sources).decode,
                documents=lambda keys: patience.ask(lambda: log.documents(keys)),
            ),
            usage=usage,
            clock=self.clock,
            observer=observer,
            crashed=self.lifecycle.crashed,
        )
        return Delivery(context, drain=self.settings.shutdown_grace * DRAIN_SHARE)

    async def _start_admin(self, stack: AsyncExitStack, log: EventLog, metrics: Metrics, delivery: Delivery) -> None:
        admin = build_admin(
            log,
            self.lifecycle,
            metrics,
            clock=self.clock,
            log_settings=self.settings.log,
            lanes=lambda: lane_statuses(self.settings.tenants, delivery),
            waits=delivery.because,
        )
        server = AdminServer(admin, self.settings.admin.host, self.settings.admin.port)
        await server.start()
        stack.push_async_callback(server.stop)
        _log.info("admin port open", url=server.url)

    async def _start_log(self, log: EventLog) -> bool:
        """Wait until the log can be opened or the process is told to stop; whether it is open. Raises LogInUse."""
        opening = asyncio.create_task(self._open(log))
        if await self.lifecycle.until_ended(opening):
            opening.result()
            return True
        await _cancelled(opening)
        return False

    async def _open(self, log: EventLog) -> None:
        backoff, tries = Backoff(0.5, 15.0), 0
        while True:
            try:
                return await log.start()
            except LogUnavailable as error:
                tries += 1
                _log.warning("the event log cannot be opened yet", error=error.message)
                await self.clock.sleep(backoff.delay(tries))

    def _start_loop(self, stack: AsyncExitStack, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._loop_ended)
        stack.push_async_callback(_cancelled, task)

    def _loop_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and not self.lifecycle.stopping():
            self.lifecycle.crashed(task.exception() or RuntimeError(f"{task.get_name()} ended"))

    async def _start_receiver(self, stack: AsyncExitStack, log: EventLog, metrics: Metrics) -> None:
        server = ReceiverServer(self.settings, log, self.clock, receiver_telemetry(metrics))
        try:
            await server.start()
        except OSError as error:
            where = f"{self.settings.receiver.host}:{self.settings.receiver.port}"
            fix = "stop whatever listens there, or set receiver.host and receiver.port"
            raise RelayError(f"the receiver's port {where} cannot be opened: {error.strerror}", next_step=fix) from None
        stack.push_async_callback(server.stop)
        _log.info("receiving webhooks", url=server.url)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})


def _registry(settings: Settings) -> Registry:
    mistakes = [
        mistake
        for name, tenant in settings.tenants.items()
        for mistake in settings_mistakes(tenant.handlers, f"tenants.{name}.handlers")
    ]
    try:
        registry = load_registry(settings.handlers)
    except HandlersNotLoaded as error:
        raise ConfigurationError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise ConfigurationError(mistakes)
    return registry


def _source_names(settings: Settings) -> Sequence[str]:
    return [*settings.sources, *(topic.topic for topic in settings.router.topics)]


def _tenants(settings: Settings, clock: Clock, observer: Observer, usage: UsageBook) -> dict[str, Tenant]:
    configured, stale = settings.tenants, stale_ways(settings)
    companies: dict[str, Slots] = {}
    for tenant in configured.values():
        # Tenants of one company share its slots, and the smallest number that any of them states holds.
        identity, slots = company_identity(tenant.company), tenant.slots.company
        known = companies.get(identity)
        companies[identity] = Slots(min(slots, known.configured) if known else slots)
    return {
        name: Tenant(
            name=name,
            settings=tenant,
            client=open_client(name, tenant, clock),
            limiter=_limiter(tenant, companies[company_identity(tenant.company)], clock),
            clock=clock,
            observer=observer,
            usage=usage,
            stale_ways=stale,
        )
        for name, tenant in configured.items()
    }


def stale_ways(settings: Settings) -> frozenset[str]:
    """The ways in (as events name them) whose older states are applied over newer ones."""
    webhooks = {name for name, source in settings.sources.items() if source.stale == "apply"}
    topics = {way_name(topic.topic) for topic in settings.router.topics if topic.stale == "apply"}
    return frozenset(webhooks | topics)


def _limiter(settings: TenantSettings, company: Slots, clock: Clock) -> Limiter:
    rate = TokenBucket(settings.rate.requests, settings.rate.seconds, clock)
    return Limiter(Slots(settings.slots.app), company, rate, clock, pause=settings.waiting.backoff_first)


def lane_statuses(configured: Mapping[str, TenantSettings], delivery: Delivery) -> list[LaneStatus]:
    """What each tenant's lane is doing now."""
    return [_lane_status(name, delivery) for name in configured]


def _lane_status(name: str, delivery: Delivery) -> LaneStatus:
    lane = delivery.lane(name)
    if lane is None:
        return LaneStatus(name, LaneState.ELSEWHERE)
    tenant, reason = lane.tenant, lane.tenant.gate.reason
    return LaneStatus(
        tenant=name,
        state=_lane_state(tenant),
        reason=reason.cause if reason else "",
        next_step=reason.next_step if reason else "",
        in_flight=tenant.limiter.app.in_use,
        slots=tenant.limiter.app.allowed,
        oldest_seconds=lane.oldest_seconds,
    )


def _lane_state(tenant: Tenant) -> LaneState:
    states = {GateState.HELD: LaneState.HELD, GateState.UNAVAILABLE: LaneState.UNAVAILABLE}
    if tenant.gate.state in states:
        return states[tenant.gate.state]
    return LaneState.PAUSED if tenant.limiter.paused_for else LaneState.RUNNING
