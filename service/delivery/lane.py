"""A lane: the ordered stream of one tenant's events, from admission to verdict."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from schemas.verdict import Failure
from schemas.write import ObjectKey, Operation
from service.clock import Clock
from service.delivery.backoff import Backoff
from service.delivery.batch import Batch
from service.delivery.client_port import Action, LookUpAnswer, Outcome, OutcomeKind, Prepared, WriteAnswer
from service.delivery.dispatch import Dispatcher
from service.delivery.elsewhere import in_another_entity
from service.delivery.missing import missing_objects, said
from service.delivery.ordering import Ordering, Place
from service.delivery.orphans import orphaned
from service.delivery.plan import Planner
from service.delivery.plan_queue import Plan, PlanQueue
from service.delivery.queue import ReadyQueue
from service.delivery.tenant import Tenant
from service.delivery.transitions import COMES_BACK, Next, Transitions
from service.delivery.work import EventWork, Step, WriteWork
from service.settings import LookFirst

MOST_DIED = 10_000
"""Objects that are remembered as never created."""
Ended = Callable[[EventWork], None]
Crashed = Callable[[BaseException], None]


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
        self._ready = ReadyQueue(self._rejoin)
        self._blocked: dict[Place, Step] = {}
        self._missing: dict[ObjectKey, set[Step]] = {}
        self._died: OrderedDict[ObjectKey, EventWork] = OrderedDict()  # objects that dead events were to create
        self._freed: deque[Place] = deque()
        self._freeing = False
        self._planning = PlanQueue(planner, tenant, self._place)
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
            self.tenant.known.learn(plan.documents)
            for group in work.writes_from(plan.prepared):
                self._place_step(work, group)
        if work.failure or not work.steps:
            self._ended(work)
        else:
            self._free_all([work.steps[0].place])

    def _place_step(self, work: EventWork, group: tuple[WriteWork, ...]) -> None:
        """Writes of one event go one after the other: if one is refused, the later ones are never sent."""
        own = [item.write.key for item in group]
        touches = [key for item in group for key in item.write.touches]
        refers_to = [key for item in group for key in item.write.references]
        before = [work.steps[-1].place] if work.steps else []
        creates = all(item.write.operation is Operation.CREATE for item in group)
        step = Step(work, group, self._order.add(own, touches, refers_to, before, creates=creates))
        work.steps.append(step)
        self._blocked[step.place] = step

    def _free(self, step: Step) -> None:
        """Its turn has come: nothing earlier stands before it."""
        del self._blocked[step.place]
        if self._still_wanted(step):
            self._ready.add(step)
            self._dispatcher.wake()

    def _rejoin(self, step: Step) -> bool:
        """Whether a step whose time has come may go: one that stood aside goes behind those who passed it."""
        if not step.aside:
            return True
        step.aside = False
        self._order.rejoin(step.place)
        if not step.place.free:
            self._blocked[step.place] = step
            return False
        return self._still_wanted(step)

    def _still_wanted(self, step: Step) -> bool:
        """Decide what each write needs; False when nothing is left to send."""
        if step.orphaned:
            self._fail(step, step.orphaned)
            return False
        for work in step.sending:
            self._decide(work, step.event)
        if not step.sending:
            self._applied(step)
        return bool(step.sending)

    def _decide(self, work: WriteWork, event: EventWork) -> None:
        """Create or update, and whether somebody has to look first: decided when its turn has come, not earlier."""
        write, known = work.write, self.tenant.known
        if write.operation is Operation.CREATE:
            self._decide_create(work)
            return
        newer = None if self.tenant.applies_stale(event.event) else known.newer(write.key, write.entity, event.event)
        if newer:
            work.superseded(newer.record_number, newer.event_id)
        elif not work.tentative and (number := known.number(write.key, write.entity)):
            work.action, work.record_number = Action.UPDATE, number
        elif work.action is None:
            work.look = True

    def _decide_create(self, work: WriteWork) -> None:
        """Nobody looks twice before the first attempt; what may have been sent is looked up whatever is configured."""
        if work.action is not None or work.looked:
            return
        if work.tentative or self._looks_first(work):
            work.look = True
        else:
            work.action = Action.CREATE

    def _looks_first(self, work: WriteWork) -> bool:
        if work.prepared.look_first is LookFirst.OWN:
            return bool(self.tenant.known.number(work.write.key, work.write.entity))
        return work.prepared.look_first is LookFirst.ALWAYS

    # --- answers

    def ours(self, prepared: Prepared) -> dict[ObjectKey, str]:
        """Record numbers of the documents that a write refers to, where receipts prove that we wrote them."""
        known, entity = self.tenant.known, prepared.write.entity
        return {key: number for key in prepared.write.references if (number := known.number(key, entity))}

    def wrote(self, batch: Batch, answer: WriteAnswer) -> None:
        """The request that carried these writes has ended."""
        batch.steps[0].event.transactions += answer.shared
        outcomes = dict(zip(batch.works, answer.outcomes, strict=True))
        for step in batch.steps:
            step.event.transactions += sum(outcomes[work].transactions for work in step.writes if work in outcomes)
        if answer.request_refused and len(batch.steps) > 1:
            self._one_by_one(batch.steps)
            return
        now = self._clock.monotonic()
        for step in batch.steps:
            mine = [work for work in step.writes if work in outcomes]
            self._continue(step, [self._after_write(work, outcomes[work], now) for work in mine])

    def _after_write(self, work: WriteWork, outcome: Outcome, now: float) -> Next:
        elsewhere = in_another_entity(work.write, outcome, self.tenant.known) or self._of_a_dead_one(work, outcome)
        if outcome.kind is OutcomeKind.GONE:
            self.tenant.known.forget(work.write.key, work.write.entity)
        return elsewhere or self._rules.after_write(work, outcome, now)

    def _of_a_dead_one(self, work: WriteWork, outcome: Outcome) -> Next | None:
        """What it misses was to be created by an event that has died before, and nobody else is about to."""
        if outcome.kind is not OutcomeKind.MISSING_REFERENCE:
            return None
        for key in missing_objects(work.write, said(outcome)):
            if key in self._died and self._order.writer(key) is None:
                return Next(failure=orphaned(key, self._died[key]))
        return None

    def looked_up(self, batch: Batch, answer: LookUpAnswer) -> None:
        """The look-up of these writes has ended."""
        batch.steps[0].event.transactions += answer.transactions
        if answer.failure:
            self._look_up_failed(batch, answer.failure)
            return
        now = self._clock.monotonic()
        for step in batch.steps:
            mine = [work for work in batch.works if work in step.writes]
            self._continue(step, [self._after_look_up(work, answer, now) for work in mine])

    def _after_look_up(self, work: WriteWork, answer: LookUpAnswer, now: float) -> Next:
        write = work.write
        found = answer.found.get(write.key, ())
        ours = self.tenant.known.numbers(write.key, write.entity)
        return self._rules.after_look_up(work, found, ours, now)

    def _look_up_failed(self, batch: Batch, failure: Outcome) -> None:
        alone = len(batch.steps) == 1
        for step in batch.steps:
            step.alone = step.alone or (not alone and failure.kind not in COMES_BACK)
            mine = [work for work in batch.works if work in step.writes]
            self._continue(step, [self._rules.after_failed_look_up(work, failure, alone=alone) for work in mine])

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
            if any(item.aside for item in nexts):
                self._step_aside(step)
            self._again(step, max(item.delay or 0.0 for item in nexts))

    def _step_aside(self, step: Step) -> None:
        """What it waits for may come with a later event: everybody passes but those who write the same object."""
        step.aside = True
        missing = {key for work in step.sending for key in work.missing}
        for key in missing:
            self._missing.setdefault(key, set()).add(step)
        keep = [work.write.key for work in step.writes if work.write.key not in missing]
        self._free_all(self._order.step_aside(step.place, keep))
        for later in step.event.steps[step.event.next_step + 1 :]:
            later.aside = True  # it comes after this one in any case
            self._free_all(self._order.step_aside(later.place, set(later.place.holds) - missing))

    def _again(self, step: Step, delay: float) -> None:
        step.not_before = self._clock.monotonic() + delay
        self._ready.add(step)
        self._dispatcher.wake()

    def _applied(self, step: Step) -> None:
        for work in step.writes:
            self._died.pop(work.write.key, None)
            if work.receipt and not work.receipt.superseded_by:
                self._remember(work, step.event)
            for waiting in self._missing.pop(work.write.key, ()):
                self._ready.hasten(waiting, self._clock.monotonic())
                self._dispatcher.wake()
        self._end([step])
        step.event.next_step += 1
        if step.event.next_step == len(step.event.steps):
            self._ended(step.event)

    def _remember(self, work: WriteWork, event: EventWork) -> None:
        assert work.receipt is not None
        write, receipt = work.write, work.receipt
        self.tenant.known.applied(write.key, write.entity, receipt.record_number, receipt.state, event.event)

    def _fail(self, step: Step, failure: Failure) -> None:
        """The event is dead: the steps after this one are never sent, and what it would have created never comes."""
        event = step.event
        rest = event.steps[event.next_step :]
        event.failure = failure
        lost = self._never_created(rest)
        orphans = [(each, key) for key in lost for each in self._waiting_for(rest, key)]
        self._bury(lost, event)
        self._end(rest)
        self._ended(event)
        for orphan, key in orphans:
            self._orphan(orphan, orphaned(key, event))

    def _bury(self, keys: list[ObjectKey], event: EventWork) -> None:
        for key in keys:
            self._died[key] = event
            if len(self._died) > MOST_DIED:
                self._died.popitem(last=False)

    def _never_created(self, steps: list[Step]) -> list[ObjectKey]:
        """Objects that are certainly not in Intacct, and that no other pending event would bring."""
        works = [work for step in steps for work in step.writes if not work.done]
        absent = [work.write.key for work in works if work.action in _CREATING and (work.looked or work.attempts)]
        places = {None, *(step.place for step in steps)}
        known = self.tenant.known
        return [key for key in absent if self._order.writer(key) in places and not known.entities(key)]

    def _waiting_for(self, steps: list[Step], key: ObjectKey) -> list[Step]:
        behind = [self._blocked.get(place) for step in steps for place in self._order.dependants(step.place, key)]
        waiting = dict.fromkeys([*self._missing.get(key, ()), *(step for step in behind if step)])
        return [step for step in waiting if step not in steps]

    def _orphan(self, step: Step, failure: Failure) -> None:
        """Fail it now, or when its turn comes: what is in flight, or behind an earlier step of its event, goes on."""
        if step.event.failure:
            return
        step.orphaned = failure
        if step.current and (self._unblock(step) or self._ready.discard(step)):
            self._fail(step, failure)

    def _unblock(self, step: Step) -> bool:
        return self._blocked.pop(step.place, None) is not None

    def _end(self, steps: list[Step]) -> None:
        for step in steps:
            self._blocked.pop(step.place, None)
            self._forget_missing(step)
        for step in steps:
            self._free_all(self._order.end(step.place))

    def _forget_missing(self, step: Step) -> None:
        for key in {key for work in step.writes for key in work.missing}:
            waiting = self._missing.get(key, set())
            waiting.discard(step)
            if not waiting:
                self._missing.pop(key, None)

    def _free_all(self, places: Iterable[Place]) -> None:
        """One after the other and never one inside the other: a long chain of them must not be a deep one."""
        self._freed.extend(places)
        if self._freeing:
            return
        self._freeing = True
        while self._freed:
            place = self._freed.popleft()
            if place in self._blocked and place.free:
                self._free(self._blocked[place])
        self._freeing = False


_CREATING = frozenset({Action.CREATE, Action.SUBMIT})


def _rules(tenant: Tenant) -> Transitions:
    waiting = tenant.settings.waiting
    return Transitions(
        # Waiting costs a look-up a time, and whoever brings what is missing through us wakes the write anyway.
        retry=Backoff(waiting.backoff_first, 5 * waiting.backoff_longest),
        settle=Backoff(waiting.settle_after, max(waiting.settle_after, waiting.backoff_longest)),
        missing_reference=waiting.missing_reference,
    )
