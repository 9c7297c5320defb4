"""/services/bulk/job: a file of records of one object, worked on in the offline queue, each record for itself
(developer.sage.com: OpenAPI bulk; release notes 2025 R2). The rows of the result have the shape of a batch item, and
the callback carries the job's status: both assumptions."""

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from intacct_sandbox.company.jobs import BULK_STATUS, BulkJob
from intacct_sandbox.outgoing.delivery import Delivery
from intacct_sandbox.outgoing.message import Message
from intacct_sandbox.rest.async_mode import enqueue
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure, not_found, payload_failure
from intacct_sandbox.rest.failure import detail as error_detail
from intacct_sandbox.rest.multipart import Part, read_parts
from intacct_sandbox.rest.request import RestRequest, parse_json
from intacct_sandbox.web.answer import Answer

Work = Callable[[RestRequest], Answer]
_METHODS = {"create": "POST", "update": "PATCH", "delete": "DELETE"}
_KNOWN = frozenset({"objectName", "operation", "jobFile", "fileContentType", "callbackURL"})
_IN_A_ROW = 50


def answer_bulk(request: RestRequest, path: str, work: Work) -> Answer:
    """Answer a request below /services/bulk/; raises RestFailure."""
    if path == "job/create" and request.method == "POST":
        return _create(request, work)
    if path == "job/status" and request.method == "GET":
        return _status(request)
    if path in ("job/create", "job/status"):
        raise RestFailure(405, "invalidRequest", f"{request.method} is not supported for /services/bulk/{path}")
    raise not_found(f"There is no resource /services/bulk/{path}")


def _create(request: RestRequest, work: Work) -> Answer:
    asked, records = _read(request)
    stamp = request.world.clock.stamp()
    job = BulkJob(str(uuid.uuid4()), request.token.client, asked["objectName"], asked["operation"], records,
                  asked.get("callbackURL", ""), stamp.removesuffix("Z"))  # fmt: skip
    request.company.bulk_jobs[job.id] = job
    enqueue(request, lambda: _run(request, job, work))
    result = {"jobId": job.id, "statusURL": f"{BULK_STATUS}?jobId={job.id}", "createdDateTime": stamp.removesuffix("Z")}
    meta = {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
    return as_json(request.world.switches.bulk_create_status, {"ia::result": result, "ia::meta": meta})


def _status(request: RestRequest) -> Answer:
    job = request.company.bulk_jobs.get(request.query.get("jobId", ""))
    if job is None or job.client != request.token.client:
        raise not_found("There is no such job")
    if request.query.get("download") != "true":
        return as_json(200, {"ia::result": job.shown(), "ia::meta": {"totalCount": 1}})
    if job.status != "completed":
        raise RestFailure(400, "operationFailed", "The job is not completed yet")
    failed = sum("ia::error" in each for each in job.items)
    meta = {"totalCount": len(job.items), "totalSuccess": len(job.items) - failed, "totalError": failed}
    return as_json(200, {"ia::result": job.items, "ia::meta": meta})


def _read(request: RestRequest) -> tuple[dict[str, str], list[Any]]:
    parts = read_parts(request.headers.get("content-type", ""), request.body)
    body = next((each.body for each in parts if each.name == "ia::requestBody"), None)
    if body is None:
        raise _wrong("The part ia::requestBody is required", "/ia::requestBody")
    asked = parse_json(body)
    _check(request, asked)
    records = parse_json(_file(parts, asked["jobFile"]))
    if not isinstance(records, list) or not records:
        raise _wrong("The file must be a JSON array of records", "/jobFile")
    return asked, records


def _check(request: RestRequest, asked: Any) -> None:
    if not isinstance(asked, dict):
        raise _wrong("ia::requestBody must be an object", "/")
    for name in sorted(set(asked) - _KNOWN):
        raise _wrong(f"/{name} is not a valid field", f"/{name}")
    for name in ("objectName", "operation", "jobFile"):
        if not isinstance(asked.get(name), str):
            raise _wrong(f"/{name} is required", f"/{name}")
    if asked["operation"] not in _METHODS:
        raise _wrong(f"operation must be one of {', '.join(_METHODS)}", "/operation")
    if asked.get("fileContentType", "json") != "json":
        raise _wrong("fileContentType must be json", "/fileContentType")
    if not isinstance(asked.get("callbackURL", ""), str):
        raise _wrong("callbackURL must be a string", "/callbackURL")
    request.object(asked["objectName"])


def _file(parts: list[Part], name: str) -> bytes:
    """Which of the two `jobFile` must match is unclear: the file name or the field name."""
    for part in parts:
        if part.name != "ia::requestBody" and name in (part.file, part.name):
            return part.body
    raise _wrong(f"There is no file {name} in the request", "/jobFile")


def _wrong(text: str, target: str) -> RestFailure:
    return payload_failure(400, error_detail("invalidRequest", text, "", target))


async def _run(request: RestRequest, job: BulkJob, work: Work) -> None:
    job.status = "processing"
    for position, record in enumerate(job.records):
        job.items.append(_item(work(_one(request, job, position, record))))
        if position % _IN_A_ROW == 0:
            request.world.state.flush()
            await asyncio.sleep(0)
    job.records = []
    job.status = "completed"
    request.world.state.flush()
    if job.callback:
        _call_back(request, job)


def _one(request: RestRequest, job: BulkJob, position: int, record: Any) -> RestRequest:
    path, body = f"objects/{quote(job.name, safe='/:')}", record
    if job.operation != "create":
        key = record.get("key") if isinstance(record, dict) else None
        path, body = f"{path}/{quote(str(key), safe='')}", None if job.operation == "delete" else record
    sent = b"" if body is None else json.dumps(body, default=str).encode()
    headers = {name: value for name, value in request.headers.items() if name == "authorization"}
    return replace(request, method=_METHODS[job.operation], path=path, body=sent, headers=headers,
                   id=f"{request.id}.{position + 1}")  # fmt: skip


def _item(answer: Answer) -> dict[str, Any]:
    body = json.loads(answer.body) if answer.body else {}
    result = body.get("ia::result") or {}
    error = body.get("ia::error") or result.get("ia::error")
    return {"ia::error": error, "ia::status": answer.status} if error else {**result, "ia::status": answer.status}


def _call_back(request: RestRequest, job: BulkJob) -> None:
    body = json.dumps({"ia::result": job.shown(), "ia::meta": {"totalCount": 1}}).encode()
    message = Message("POST", job.callback, {"Content-Type": "application/json"}, body)
    about = {"time": request.world.clock.stamp(), "company": request.company.id, "trigger": "", "kind": "bulk_callback",
             "event": "", "surface": "rest", "object": job.name, "key": job.id, "record_number": "",
             "request_id": request.id, "idempotency_id": None}  # fmt: skip
    delivery = Delivery(about, lambda now: message, f"{request.company.id} bulk", message=message)
    request.world.courier.note(delivery)
    request.world.courier.send(delivery)
