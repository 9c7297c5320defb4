"""From a write to everything that is sent because of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from intacct_sandbox.clock import Clock
from intacct_sandbox.company.company import Company
from intacct_sandbox.company.written import Written
from intacct_sandbox.faults.rules import FaultRules, Rule, Subject
from intacct_sandbox.outgoing.condition import Condition
from intacct_sandbox.outgoing.context import queue_context
from intacct_sandbox.outgoing.courier import Courier
from intacct_sandbox.outgoing.delivery import Delivery
from intacct_sandbox.outgoing.event_queue import EventQueue, new_id
from intacct_sandbox.outgoing.merge import MergeRefused, merge
from intacct_sandbox.outgoing.message import Message, Webhook, body_of, content_type, http_post, smart_event
from intacct_sandbox.outgoing.trigger import Trigger, WrongTrigger, read_triggers
from intacct_sandbox.state_file import StateFile
from intacct_sandbox.switches import Switches

_RETRIES = (10, 30, 90)


class Outgoing:
    """Listens to writes of all companies. What it sends never holds up the request that caused it."""

    def __init__(
        self,
        companies: Mapping[str, Company],
        clock: Clock,
        courier: Courier,
        faults: FaultRules,
        state: StateFile,
        switches: Callable[[], Switches],
    ) -> None:
        self._companies = companies
        self._clock = clock
        self._courier = courier
        self._faults = faults
        self._state = state
        self._switches = switches
        self._triggers: list[tuple[Trigger, Condition]] = []
        self._queues: dict[tuple[str, str], EventQueue] = {}
        for each in companies.values():
            self._add(read_triggers(each.definition.triggers, each.id))

    @property
    def listens(self) -> bool:
        return bool(self._triggers)

    def put(self, raw: Any) -> None:
        """Replace all triggers; raises WrongTrigger and keeps the old ones if one is wrong."""
        triggers = read_triggers(raw)
        for each in triggers:
            self._check(each)
        self._triggers = []
        self._add(triggers)

    def as_list(self) -> list[dict[str, Any]]:
        return [trigger.as_dict() for trigger, _ in self._triggers]

    def queue(self, company: str, client: str) -> EventQueue:
        """The event queue of an application. It is kept in the state file; deliveries are not."""
        if (company, client) not in self._queues:
            keep = partial(self._state.event, company, client)
            self._queues[company, client] = EventQueue(keep)
        return self._queues[company, client]

    def before_commit(self, written: Written) -> None:
        self._tell(written, "before")

    def after_commit(self, written: Sequence[Written]) -> None:
        for each in written:
            self._tell(each, "after")

    def _tell(self, written: Written, when: str) -> None:
        point = f"{when}_{written.event}"
        for trigger, condition in self._triggers:
            if self._concerns(trigger, written, point):
                self._fire(trigger, condition, written, point)

    def _concerns(self, trigger: Trigger, written: Written, point: str) -> bool:
        here = trigger.company in ("", written.caller.company.id)
        return here and trigger.active and point in trigger.points() and trigger.is_on(written.type)

    def _fire(self, trigger: Trigger, condition: Condition, written: Written, point: str) -> None:
        about = _about(trigger, written, point)
        try:
            if not condition.holds(lambda text: merge(text, written, unresolved="empty")):
                return
            if trigger.kind == "event_queue":
                self._enqueue(trigger, written, point, body_of(trigger, written, self._switches()))
            else:
                self._hand_over(self._delivery(trigger, written, point, about), trigger, written)
        except MergeRefused as refused:
            self._refuse(trigger, about, str(refused))

    def _delivery(self, trigger: Trigger, written: Written, point: str, about: dict[str, Any]) -> Delivery:
        switches = self._switches()
        timeout = float(trigger.timeout or switches.delivery_seconds)
        if trigger.kind == "webhook":
            return self._webhook(trigger, written, point, about, timeout)
        message = (smart_event if trigger.kind == "smart_event" else http_post)(trigger, written, switches)
        return Delivery(about, lambda now: message, _lane(trigger, written), timeout=timeout, message=message)

    def _webhook(
        self, trigger: Trigger, written: Written, point: str, about: dict[str, Any], timeout: float
    ) -> Delivery:
        body = body_of(trigger, written, self._switches())
        client = written.caller.company.definition.clients.get(trigger.client_id)
        if client is None:
            raise MergeRefused(f"{written.caller.company.id} has no application {trigger.client_id}")
        webhook = Webhook(trigger, written, point, body, new_id(), client.secret)
        keep = (lambda: self._keep_exhausted(webhook)) if self._switches().exhausted_to_event_queue else None
        return Delivery(
            about | {"idempotency_key": webhook.idempotency_key},
            lambda now: webhook.message(self._switches(), now),
            _lane(trigger, written),
            _RETRIES,
            timeout,
            keep,
        )

    def _keep_exhausted(self, webhook: Webhook) -> None:
        self._enqueue(webhook.trigger, webhook.written, webhook.point, webhook.body)
        self._state.flush()

    def _enqueue(self, trigger: Trigger, written: Written, point: str, body: bytes) -> None:
        context = queue_context(written, point, self._switches().event_queue_context)
        queue = self.queue(written.caller.company.id, trigger.client_id)
        queue.put(self._clock.now(), content_type(trigger, body), context, body)

    def _hand_over(self, delivery: Delivery, trigger: Trigger, written: Written) -> None:
        act = (written.object, written.operation)
        plan = self._faults.delivery_plan(
            Subject(written.caller.surface, written.caller.company.id, (act,)), trigger.name
        )
        self._courier.note(delivery)
        delivery.faults = [each.kind for each in plan]
        play(plan, delivery, self._courier)

    def _refuse(self, trigger: Trigger, about: dict[str, Any], why: str) -> None:
        self._courier.note(Delivery(about | {"reason": why}, _nothing, "", state="refused"))

    def _add(self, triggers: Iterable[Trigger]) -> None:
        for each in triggers:
            self._check(each)
            self._triggers.append((each, Condition(each.condition)))

    def _check(self, trigger: Trigger) -> None:
        if trigger.company and trigger.company not in self._companies:
            raise WrongTrigger(f"trigger {trigger.name}: there is no company {trigger.company}")
        companies = [self._companies[trigger.company]] if trigger.company else list(self._companies.values())
        if not any(trigger.is_on(type) for each in companies for type in each.types.values()):
            raise WrongTrigger(f"trigger {trigger.name}: there is no object {trigger.object}")
        known = {id for each in companies for id in each.definition.clients}
        if trigger.client_id and trigger.client_id not in known:
            raise WrongTrigger(f"trigger {trigger.name}: there is no application {trigger.client_id}")


def _about(trigger: Trigger, written: Written, point: str) -> dict[str, Any]:
    caller = written.caller
    return {
        "time": written.stamp,
        "company": caller.company.id,
        "trigger": trigger.name,
        "kind": trigger.kind,
        "event": point,
        "surface": caller.surface,
        "object": written.object,
        "key": written.type.business_key(written.record),
        "record_number": str(written.record["key"]),
        "request_id": caller.request_id,
        "idempotency_id": caller.idempotency_id,
    }


def play(plan: Sequence[Rule], delivery: Delivery, courier: Courier) -> None:
    """What the faults make of a delivery; without any it is sent at once."""
    kinds = {each.kind: each for each in plan}
    if "delivery_lost" in kinds:
        delivery.state = "lost"
        return
    if "delivery_twice" in kinds:
        delivery.copies = 2
    if "delivery_late" in kinds:
        courier.send_in(delivery, kinds["delivery_late"].seconds)
    elif "delivery_out_of_order" in kinds:
        courier.send_after_next(delivery)
    else:
        courier.send(delivery)


def _lane(trigger: Trigger, written: Written) -> str:
    return f"{written.caller.company.id} {trigger.name}"


def _nothing(now: Any) -> Message:
    raise AssertionError("a refused delivery is never sent")
