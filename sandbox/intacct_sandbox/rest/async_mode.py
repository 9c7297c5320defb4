"""`Prefer: respond-async`: the request is queued and acknowledged with 202; its result is POSTed to a webhook
(developer.sage.com: async guide and HTTP headers guide, github.com/dgaretz-oss/intacct-mcp mirror)."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from intacct_sandbox.company.jobs import AsyncJob
from intacct_sandbox.company.offline import QueueFull, take_time
from intacct_sandbox.outgoing import signature
from intacct_sandbox.outgoing.delivery import Delivery
from intacct_sandbox.outgoing.message import Message
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure, not_found
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

Work = Callable[[RestRequest], Answer]
_WAYS = ("respond-async", "respond-async-serialized")
_STATUS_PATH = "/services/core/async/job-status"
_RETRIES = (2580, 2580, 2580)


def wants_async(request: RestRequest) -> bool:
    """Whether the caller prefers to be answered later."""
    wanted = request.headers.get("prefer", "").strip().lower() in _WAYS
    return wanted and not request.path.startswith("services/core/async/")


def accept(request: RestRequest, work: Work) -> Answer:
    """Queue the request; raises RestFailure when its webhook is unknown or the queue is full."""
    target = _target(request)
    job = AsyncJob(_id(), request.token.client, request.world.clock.now())
    request.company.async_jobs[job.id] = job
    enqueue(request, lambda: _run(request, job, work, target), serialized=_serialized(request))
    shown = {"jobId": job.id, "state": "queued", "queuedDateTime": f"{job.queued:%Y-%m-%dT%H:%M:%SZ}",
             "href": f"{_STATUS_PATH}?jobId={job.id}"}  # fmt: skip
    body = {"ia::result": shown, "ia::meta": {"totalCount": 1}}
    return as_json(202, body).with_headers({"retry-after": "120"})


def answer_job_status(request: RestRequest) -> Answer:
    """GET /services/core/async/job-status?jobId=...; raises RestFailure."""
    if request.method != "GET":
        raise RestFailure(405, "invalidRequest", "The job status can only be read")
    job = request.company.async_jobs.get(request.query.get("jobId", ""))
    if job is None or job.client != request.token.client:
        raise not_found(f"Asynchronous job {request.query.get('jobId', '')} status could not be found")
    shown = job.shown(request.world.clock.now(), request.world.switches.async_state_field)
    return as_json(200, {"ia::result": shown, "ia::meta": {"totalCount": 1}})


def enqueue(request: RestRequest, work: Callable[[], Any], serialized: bool = False) -> None:
    """Put work into the company's offline queue; raises RestFailure (429) when it is full."""
    switches = request.world.switches
    lane = request.token.client if serialized else ""
    try:
        request.company.offline.add(work, switches.offline_processes, switches.offline_queue, lane)
    except QueueFull:
        raise RestFailure(429, "operationFailed", "The offline queue of the company is full") from None


async def _run(request: RestRequest, job: AsyncJob, work: Work, target: tuple[str, str]) -> None:
    world = request.world
    job.state = "inTransit"
    received = world.clock.stamp()
    await take_time(world.agenda, world.clock, world.switches.offline_seconds)
    answer = work(request)
    world.state.flush()
    url, secret = target
    if not url:
        job.state = "delivered"
        return
    message = _message(request, job, answer, received, url, secret)
    job.delivery = Delivery(_about(request, job), lambda now: message, f"{request.company.id} async", _RETRIES,
                            timeout=world.switches.delivery_seconds, message=message)  # fmt: skip
    world.courier.note(job.delivery)
    world.courier.send(job.delivery)


def _target(request: RestRequest) -> tuple[str, str]:
    """Where the result goes and the secret that signs it; nowhere without a header."""
    id, url = request.headers.get("x-ia-webhook-id"), request.headers.get("x-ia-webhook-endpointurl", "")
    if id is not None:
        known = {str(each["id"]): each for each in request.company.definition.webhooks}
        if id not in known:
            raise RestFailure(400, "invalidParameter", f"There is no webhook {id}")
        return str(known[id]["url"]), str(known[id]["secret"])
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise RestFailure(400, "invalidParameter", "X-IA-Webhook-EndpointURL must be an https address")
    return url, request.company.definition.clients[request.token.client].secret


def _message(request: RestRequest, job: AsyncJob, answer: Answer, received: str, url: str, secret: str) -> Message:
    headers = {
        "Content-Type": answer.content_type,
        "X-IA-Respond-Code": str(answer.status),
        "X-IA-Original-Request-Id": request.id,
        "Idempotency-Key": request.headers.get("idempotency-key", job.id),
        "X-IA-TimeReceived": received,
        "X-IA-Sage-Signature": _signed(request, answer.body, secret),
    }
    return Message("POST", url, headers, answer.body)


def _signed(request: RestRequest, body: bytes, secret: str) -> str:
    """One short base64url string as in the mirror's sample; that it is an HMAC of the body is an assumption."""
    if request.world.switches.async_signature == "jwt":
        client = request.token.client
        now: datetime = request.world.clock.now()
        said = signature.claims(now, request.world.switches.webhook_time_unit, request.company.id, client, body)
        return signature.token(said, secret)
    return base64.urlsafe_b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode().rstrip("=")


def _about(request: RestRequest, job: AsyncJob) -> dict[str, Any]:
    return {"time": request.world.clock.stamp(), "company": request.company.id, "trigger": "", "kind": "async_result",
            "event": json.dumps([request.method, request.path]), "surface": "rest", "object": "", "key": job.id,
            "record_number": "", "request_id": request.id,
            "idempotency_id": request.headers.get("idempotency-key")}  # fmt: skip


def _serialized(request: RestRequest) -> bool:
    return request.headers["prefer"].strip().lower() == "respond-async-serialized"


def _id() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(18)).decode()
