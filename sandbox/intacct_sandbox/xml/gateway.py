"""The XML gateway: from the bytes of a request to its answer."""

import re
from collections.abc import Callable

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import Policy
from intacct_sandbox.company.slots import NoSlot
from intacct_sandbox.faults import effects
from intacct_sandbox.faults.overrun import is_overrun, timed_out
from intacct_sandbox.faults.rules import Rule, Subject
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.web.turn import turn
from intacct_sandbox.world import World
from intacct_sandbox.xml import catalogue
from intacct_sandbox.xml.authentication import check_control, company_of, user_of
from intacct_sandbox.xml.envelope import Envelope, read_envelope
from intacct_sandbox.xml.executing import control_ids_of, execute
from intacct_sandbox.xml.failure import AuthenticationFailure, ControlFailure, XmlError
from intacct_sandbox.xml.later import accept, policy_of
from intacct_sandbox.xml.response import ECHOED, Response

_TOO_MANY = "There are too many operations running for this company (200024)."


class XmlGateway:
    """Answers POSTs to the gateway path and to the announced endpoint."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def answer(self, method: str, path: str, content_type: str, body: bytes) -> Answer:
        """The answer to one HTTP request; never raises for anything a client can send."""
        if method != "POST":
            return Answer(405, b"Method Not Allowed", "text/plain", {"Allow": "POST"})
        if self._world.switches.strict_content_type and content_type != "application/xml":
            return Answer(400, b"Invalid Request", "text/plain")
        try:
            envelope = read_envelope(body, self._world.switches.published_schema_only)
        except ControlFailure as failure:
            return Response(self._world, None).control_failure(failure, _echo(body))
        return await self._enveloped(envelope, path, len(body))

    async def _enveloped(self, envelope: Envelope, path: str, size: int) -> Answer:
        response = Response(self._world, envelope.control)
        try:
            check_control(self._world, envelope.control)
            company = company_of(self._world, envelope)
            policy = policy_of(company, envelope, size)
            return await self._in_company(envelope, company, path, policy)
        except ControlFailure as failure:
            return response.control_failure(failure)
        except AuthenticationFailure as failure:
            return response.authentication_failure(failure)

    async def _in_company(self, envelope: Envelope, company: Company, path: str, policy: Policy | None) -> Answer:
        switches = self._world.switches
        user = user_of(self._world, envelope, company)
        try:
            async with turn(company, user, f"xml:{envelope.control.sender}", switches.hold_seconds):
                if policy is not None:
                    return await self._with_faults(
                        envelope, company, lambda: self._accept(envelope, company, path, policy)
                    )
                return await self._with_ids(envelope, company, path)
        except NoSlot:
            return self._throttled(company, envelope, "")

    def _accept(self, envelope: Envelope, company: Company, path: str, policy: Policy) -> Answer:
        return accept(self._world, envelope, company, path, policy) or self._throttled(company, envelope, "")

    async def _with_ids(self, envelope: Envelope, company: Company, path: str) -> Answer:
        world, ids = self._world, control_ids_of(envelope)
        taken = world.control_ids.start(company.id, ids)
        try:
            return await self._with_faults(envelope, company, lambda: execute(world, envelope, company, path, taken))
        finally:
            world.control_ids.stop(company.id, set(ids) - taken)

    async def _with_faults(self, envelope: Envelope, company: Company, work: Callable[[], Answer]) -> Answer:
        world = self._world
        plan = self._plan(envelope, company)
        instead = await effects.before(
            plan,
            lambda style: self._throttled(company, envelope, style),
            lambda: world.expire_sessions(company.id),
        )
        if instead is not None:
            return instead
        rows = len(world.ledger)
        answer = work()
        if is_overrun(world, rows):
            return await timed_out(world)
        return await effects.after(plan, answer) if plan else answer

    def _plan(self, envelope: Envelope, company: Company) -> list[Rule]:
        user = user_of(self._world, envelope, company)
        if user and user.person:
            return []
        return self._world.faults.plan(Subject("xml", company.id, catalogue.acts(company, envelope.functions)))

    def _throttled(self, company: Company, envelope: Envelope, style: str) -> Answer:
        company.counters.throttled += 1
        response = Response(self._world, envelope.control)
        if (style or self._world.switches.xml_throttle_style) == "200024":
            return response.control_failure(ControlFailure(XmlError("", _TOO_MANY)))
        failure = ControlFailure(XmlError("GW-0010", "API rate limit exceeded"), thin=True, status=429)
        answer = response.control_failure(failure)
        return answer.with_headers({"Retry-After": "2"}) if self._world.switches.send_retry_after else answer


def _echo(body: bytes) -> dict[str, str]:
    """What can be read of the control block of a request that could not be parsed."""
    found = ((name, re.search(rf"<{name}>([^<]{{0,256}})</{name}>".encode(), body)) for name in ECHOED)
    return {name: each[1].decode("utf-8", "replace") for name, each in found if each}
