"""A lane: the ordered stream of one tenant's events, from admission to verdict."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from schemas.verdict import Failure
from schemas.write import ObjectKey, Operation
from service.clock import Clock
from service.delivery.backoff import Backoff
from service.delivery.batch import Batch
from service.delivery.client_port import LookUpAnswer, Outcome, OutcomeKind, WriteAnswer
from service.delivery.consequences import Consequences, Next
from service.delivery.dispatch import Dispatcher
from service.delivery.ordering import Ordering, Place
from service.delivery.plan import Planner
from service.delivery.planning import Plan, PlanningLine
from service.delivery.queue import ReadyQueue
from service.delivery.tenant import Tenant
from service.delivery.work import EventWork, Step, WriteWork

Ended = Callable[[EventWork], None]
Crashed = Callable[[BaseException], None]

WAITING = (OutcomeKind.THROTTLED, OutcomeKind.UNAVAILABLE, OutcomeKind.UNAUTHORIZED, OutcomeKind.UNCERTAIN)


class Lane:
    """Turns admitted events into writes, keeps their order, and sends them through the tenant's limits.

    ``ended`` is called once for every admitted event, as soon as its result is known; making that durable is the
    caller's. ``crashed`` is called when a loop of the lane ends by a bug: nothing of this lane moves any more.
    """

    def __init__(self, tenant: Tenant, planner: Planner, clock: Clock, *, ended: Ended, crashed: Crashed) -> None:
        self.tenant = tenant
        self._clock = clock
        self._ended = ended
        self._crashed = crashed
        self._rules = _rules(tenant)
        self._order = Ordering()
        self._ready = ReadyQueue()
        self._blocked: dict[Place, Step] = {}
        self._missing: dict[ObjectKey, set[Step]] = {}
        self._planning = PlanningLine(planner, tenant, self._place)
        self._dispatcher = Dispatcher(tenant, self._ready, self, clock)
        self._sequence = 0
        self._loops: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to work. Needs a running event loop."""
        self.tenant.start()
        for loop in (self._planning.begin(), self._planning.collect(), self._dispatcher.run()):
            self._loops.append(self._watched(loop))

    def _watched(self, loop: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(loop, name=f"lane {self.tenant.name}")

        def report(done: asyncio.Task[None]) -> None:
            if not done.cancelled() and (error := done.exception()):
                self._crashed(error)

        task.add_done_callback(report)
        return task

    def admit(self, work: EventWork) -> None:
        """Take the next event. Events must be admitted in log order."""
        self._sequence += 1
        work.sequence = self._sequence
        self._planning.add(work)

    async def stop(self, deadline: float) -> None:
        """Send nothing new, let what is in flight end for ``deadline`` seconds, then abandon the rest."""
        for loop in self._loops:
            loop.cancel()
        self._planning.abandon()
        await self._dispatcher.drain(deadline)
        await asyncio.gather(*self._loops, return_exceptions=True)

    # --- taking places

    def _place(self, work: EventWork, plan: Plan) -> None:
        if isinstance(plan, Failure):
            work.failure = plan
        else:
            for group in work.writes_from(plan):
                self._place_step(work, group)
        if work.failure or not work.steps:
            self._ended(work)

    def _place_step(self, work: EventWork, group: tuple[WriteWork, ...]) -> None:
        """Writes of one event go one after the other: if one is refused, the later ones are never sent."""
        touches = [key for item in group for key in (item.write.key, *item.write.touches)]
        refers_to = [key for item in group for key in item.write.references]
        before = [work.steps[-1].place] if work.steps else []
        step = Step(work, group, self._order.add(touches, refers_to, before))
        work.steps.append(step)
        self._blocked[step.place] = step
        if step.place.free:
            self._free(step)

    def _free(self, step: Step) -> None:
        del self._blocked[step.place]
        for work in step.writes:
            self._decide(work)
        self._ready.add(step)
        self._dispatcher.wake()

    def _decide(self, work: WriteWork) -> None:
        """Create or update, and whether somebody has to look first: decided when its turn has come, not earlier."""
        known = self.tenant.known.get(work.write.key)
        if not work.tentative and work.write.operation is Operation.CREATE:
            work.operation = Operation.CREATE
        elif not work.tentative and known:
            work.operation, work.record_number = Operation.UPDATE, known
        else:
            work.look = True

    # --- answers

    def wrote(self, batch: Batch, answer: WriteAnswer) -> None:
        """The request that carried these writes has ended."""
        share, rest = divmod(answer.transactions, len(batch.works))
        if _refused_as_a_whole(batch, answer.outcomes):
            self._one_by_one(batch.steps)
            return
        outcomes = dict(zip(batch.works, answer.outcomes, strict=True))
        now = self._clock.monotonic()
        for step in batch.steps:
            mine = [work for work in batch.works if work in step.writes]
            step.event.transactions += share * len(mine) + rest
            rest = 0
            self._continue(step, [self._rules.after_write(work, outcomes[work], batch.surface, now) for work in mine])

    def looked_up(self, batch: Batch, answer: LookUpAnswer) -> None:
        """The look-up of these writes has ended."""
        batch.steps[0].event.transactions += answer.transactions
        if answer.failure:
            self._look_up_failed(batch, answer.failure)
            return
        now = self._clock.monotonic()
        for step in batch.steps:
            mine = [work for work in batch.works if work in step.writes]
            found = [answer.found.get(work.write.key) for work in mine]
            looked = zip(mine, found, strict=True)
            self._continue(step, [self._rules.after_look_up(work, at, batch.surface, now) for work, at in looked])

    def _look_up_failed(self, batch: Batch, failure: Outcome) -> None:
        if failure.kind in WAITING:
            delay = self._rules.settle.delay(1) if failure.kind is OutcomeKind.UNCERTAIN else 0.0
            for step in batch.steps:
                self._again(step, delay)
        elif len(batch.steps) > 1:
            self._one_by_one(batch.steps)
        else:
            now = self._clock.monotonic()
            self._continue(batch.steps[0], [self._rules.after_write(batch.works[0], failure, batch.surface, now)])

    def _one_by_one(self, steps: Iterable[Step]) -> None:
        """One of them spoils the request for all: let each show by itself what it is."""
        for step in steps:
            step.alone = True
            self._again(step, 0.0)

    # --- what follows

    def _continue(self, step: Step, nexts: list[Next]) -> None:
        failure = next((item.failure for item in nexts if item.failure), None)
        if failure:
            self._fail(step, failure)
        elif not step.sending:
            self._applied(step)
        else:
            self._again(step, max(item.delay or 0.0 for item in nexts))

    def _again(self, step: Step, delay: float) -> None:
        step.not_before = self._clock.monotonic() + delay
        for work in step.writes:
            if work.missing_since is not None:
                for key in work.write.references:
                    self._missing.setdefault(key, set()).add(step)
        self._ready.add(step)
        self._dispatcher.wake()

    def _applied(self, step: Step) -> None:
        for work in step.writes:
            if work.receipt:
                self.tenant.known.remember(work.write.key, work.receipt.record_number)
            for waiting in self._missing.pop(work.write.key, ()):
                self._ready.hasten(waiting, self._clock.monotonic())
                self._dispatcher.wake()
        self._end([step])
        step.event.next_step += 1
        if step.event.next_step == len(step.event.steps):
            self._ended(step.event)

    def _fail(self, step: Step, failure: Failure) -> None:
        """The event is dead: the steps after this one are never sent, and nobody waits for them any more."""
        step.event.failure = failure
        self._end(step.event.steps[step.event.next_step :])
        self._ended(step.event)

    def _end(self, steps: list[Step]) -> None:
        for step in steps:
            self._blocked.pop(step.place, None)
            for work in step.writes:
                for key in work.write.references:
                    self._missing.get(key, set()).discard(step)
        for step in steps:
            for place in self._order.end(step.place):
                if place in self._blocked:
                    self._free(self._blocked[place])


def _refused_as_a_whole(batch: Batch, outcomes: tuple[Outcome, ...]) -> bool:
    """One and the same definite refusal for several events: it was the request that was refused."""
    return len(batch.steps) > 1 and len(set(outcomes)) == 1 and outcomes[0].kind is OutcomeKind.REJECTED


def _rules(tenant: Tenant) -> Consequences:
    waiting = tenant.settings.waiting
    return Consequences(
        # Waiting costs a look-up a time, and whoever brings what is missing through us wakes the write anyway.
        retry=Backoff(waiting.backoff_first, 5 * waiting.backoff_longest),
        settle=Backoff(waiting.settle_after, max(waiting.settle_after, waiting.backoff_longest)),
        missing_reference=waiting.missing_reference,
    )
