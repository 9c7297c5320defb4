"""A request with `policyid` is acknowledged, queued, and answered later: its response is POSTed to the Response URL of
the transport policy, in a new connection (developer.intacct.com/web-services/sync-vs-async/, /requests/).

The sign-in is checked when the request is taken and again when it runs (assumption), because a session can have ended
by then. The request is one offline job, visible as JOBQUEUERECORD.
"""

import base64
from datetime import datetime
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import Policy
from intacct_sandbox.company.offline import QueueFull, take_time
from intacct_sandbox.faults.rules import Subject
from intacct_sandbox.outgoing.delivery import Delivery
from intacct_sandbox.outgoing.message import Message
from intacct_sandbox.outgoing.outgoing import play
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.world import World
from intacct_sandbox.xml import catalogue
from intacct_sandbox.xml.authentication import sign_in
from intacct_sandbox.xml.envelope import Envelope
from intacct_sandbox.xml.executing import control_ids_of, execute
from intacct_sandbox.xml.failure import ControlFailure, XmlError, schema_failure
from intacct_sandbox.xml.job_record import JobRecord
from intacct_sandbox.xml.response import Response

_LARGEST = 500_000


def policy_of(company: Company, envelope: Envelope, size: int) -> Policy | None:
    """The policy that the request names, if any; raises ControlFailure for an unknown one or a large request."""
    name = envelope.control.policy
    if not name:
        return None
    policy = company.definition.policies.get(name)
    if policy is None:
        raise ControlFailure(XmlError("XL03000006", f"{name} is not a valid transport policy."))
    if size > _LARGEST:
        raise schema_failure(f"An asynchronous request has at most {_LARGEST} characters, this one has {size}.")
    return policy


def accept(world: World, envelope: Envelope, company: Company, path: str, policy: Policy) -> Answer | None:
    """Queue the request and acknowledge it; None when the queue is full. Raises ControlFailure and
    AuthenticationFailure."""
    identity = sign_in(world, envelope, company, path)
    job = JobRecord.queue(world, company, identity.user.id, envelope.functions[0].name)
    later = _Later(world, envelope, company, path, policy, job)
    try:
        company.offline.add(later.run, world.switches.offline_processes, world.switches.offline_queue)
    except QueueFull:
        job.forget()
        return None
    return Response(world, envelope.control).acknowledgement()


class _Later:
    def __init__(
        self, world: World, envelope: Envelope, company: Company, path: str, policy: Policy, job: JobRecord
    ) -> None:
        self._world = world
        self._envelope = envelope
        self._company = company
        self._path = path
        self._policy = policy
        self._job = job

    async def run(self) -> None:
        """Do the work and send what it answers."""
        self._job.started()
        await take_time(self._world.agenda, self._world.clock, self._world.switches.offline_seconds)
        self._deliver(self._execute())

    def _execute(self) -> Answer:
        ids, control_ids = control_ids_of(self._envelope), self._world.control_ids
        taken = control_ids.start(self._company.id, ids)
        try:
            return execute(self._world, self._envelope, self._company, self._path, taken)
        finally:
            control_ids.stop(self._company.id, set(ids) - taken)

    def _deliver(self, answer: Answer) -> None:
        """Once, without a second attempt (assumption), by what the fault rules make of it."""
        message = Message("POST", self._policy.url, self._headers(answer), answer.body)
        delivery = Delivery(self._about(), lambda now: message, f"{self._company.id} {self._policy.id}",
                            timeout=self._world.switches.delivery_seconds, message=message,
                            on_exhausted=lambda: self._job.ended("failed"),
                            on_delivered=lambda: self._job.ended("delivered"))  # fmt: skip
        acts = catalogue.acts(self._company, self._envelope.functions)
        plan = self._world.faults.delivery_plan(Subject("xml", self._company.id, acts), self._policy.id)
        delivery.faults = [each.kind for each in plan]
        self._world.courier.note(delivery)
        play(plan, delivery, self._world.courier)

    def _headers(self, answer: Answer) -> dict[str, str]:
        headers = {"Content-Type": answer.content_type}
        if self._policy.user:
            credentials = f"{self._policy.user}:{self._policy.password}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(credentials).decode()}"
        return headers

    def _about(self) -> dict[str, Any]:
        now: datetime = self._world.clock.now()
        return {"time": f"{now:%Y-%m-%dT%H:%M:%SZ}", "company": self._company.id, "trigger": self._policy.id,
                "kind": "async_response", "event": self._envelope.functions[0].name, "surface": "xml", "object": "",
                "key": self._job.id, "record_number": "", "request_id": self._envelope.control.id,
                "idempotency_id": None}  # fmt: skip
