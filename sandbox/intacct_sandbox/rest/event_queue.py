"""services/delivery/event: the event queue of the application that the token belongs to."""

from typing import Any

from intacct_sandbox.outgoing.event_queue import EventQueue
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure, not_found
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

_METHODS = {"count": "GET", "list": "GET", "ack": "POST"}
# A total of 1 also when the queue is empty, as a live capture has it.
_META = {"totalCount": 1, "totalSuccess": 1, "totalError": 0}


def answer_events(request: RestRequest, name: str) -> Answer:
    """Answer count, list or ack; raises RestFailure."""
    if name not in _METHODS:
        raise not_found(f"There is no resource /{request.path}")
    if request.method != _METHODS[name]:
        raise RestFailure(405, "invalidRequest", f"{request.method} is not supported for /{request.path}")
    queue = request.world.outgoing.queue(request.company.id, request.token.client)
    result = {"count": _count, "list": _list, "ack": _acknowledge}[name](request, queue)
    return as_json(200, {"ia::result": result, "ia::meta": _META})


def _count(request: RestRequest, queue: EventQueue) -> Any:
    return {"count": queue.count(request.world.clock.now(), request.world.switches.event_queue_days)}


def _list(request: RestRequest, queue: EventQueue) -> Any:
    switches = request.world.switches
    taken = queue.take(
        request.world.clock.now(),
        switches.event_queue_days,
        switches.event_queue_batch,
        switches.event_queue_lease_seconds,
    )
    return {"events": taken[1], "ackId": taken[0]} if taken else []


def _acknowledge(request: RestRequest, queue: EventQueue) -> Any:
    body = request.json()
    ack = body.get("ackId") if isinstance(body, dict) else None
    if not isinstance(ack, str) or not ack:
        raise RestFailure(400, "invalidRequest", "ackId is missing")
    if not queue.acknowledge(request.world.clock.now(), request.world.switches.event_queue_days, ack):
        raise not_found(f"There are no events to acknowledge with {ack}")
    return {"ackId": ack, "status": "success"}
