"""The REST API: from the bytes of a request to its answer."""

from collections.abc import Mapping

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.slots import NoSlot
from intacct_sandbox.faults import effects
from intacct_sandbox.faults.rules import Rule
from intacct_sandbox.rest.error_body import application_error, gateway_error, token_error
from intacct_sandbox.rest.failure import GatewayFailure, RestFailure, TokenFailure
from intacct_sandbox.rest.idempotency import Key, KeyConflict, digest
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rest.routes import route
from intacct_sandbox.rest.subject import login_subject, subject
from intacct_sandbox.rest.token import Token, looks_like_token
from intacct_sandbox.rest.token_endpoint import answer_oauth, company_named
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.web.turn import turn
from intacct_sandbox.world import World


class RestGateway:
    """Answers everything below /ia/api/v1."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """The answer to one HTTP request (`path` below the base, header names lower case); never raises."""
        try:
            if path.startswith("oauth2/"):
                return await self._oauth(method, path.removeprefix("oauth2/"), headers, body)
            request = self._signed_in(method, path, query, headers, body)
            return await self._in_company(request)
        except GatewayFailure as failure:
            return gateway_error(self._world, failure)
        except RestFailure as failure:
            return application_error(self._world, failure)
        except TokenFailure:
            return token_error(self._world)

    async def _oauth(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        kind = headers.get("content-type", "")
        company = company_named(self._world, body, kind)
        if company is not None:
            company.counters.requests += 1
        plan = self._world.faults.plan(login_subject(company))
        instead = await self._before(plan, company)
        if instead is not None:
            return instead
        answer = answer_oauth(self._world, method, path, kind, body)
        return await effects.after(plan, answer) if plan else answer

    def _signed_in(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> RestRequest:
        token = self._token(headers.get("authorization", ""))
        company = self._world.companies[token.company]
        entity = headers.get("x-ia-api-param-entity", "") or token.entity
        if entity and not company.is_entity(entity):
            raise RestFailure(400, "invalidParameter", f"Invalid Entity '{entity}' specified.")
        if "xml" in headers.get("content-type", ""):
            raise GatewayFailure(400, "GW-0014", "Invalid Content Type")
        user, id = company.definition.users[token.user], self._world.identifiers.request()
        return RestRequest(self._world, company, user, token, entity, id, method, path, query, headers, body)

    def _token(self, authorization: str) -> Token:
        if not authorization.startswith("Bearer "):
            raise GatewayFailure(401, "GW-0034", "Invalid Authorization Header")
        text = authorization.removeprefix("Bearer ").strip()
        if not looks_like_token(text):
            raise GatewayFailure(401, "GW-0031", "Invalid Token")
        token = self._world.tokens.access(text)
        if token is None:
            raise TokenFailure
        return token

    async def _in_company(self, request: RestRequest) -> Answer:
        switches = self._world.switches
        hold = 0.0 if switches.rest_refuses_at_once else switches.hold_seconds
        try:
            async with turn(request.company, f"rest:{request.token.client}", hold):
                answer = await self._with_key(request)
                return answer.with_headers(self._limits(request.company, 1))
        except NoSlot:
            refusal = self._throttled(request.company)
            if switches.throttled_key_is_used and (key := _key(request)):
                self._occupy(request, key, refusal)
            return refusal

    async def _with_key(self, request: RestRequest) -> Answer:
        key = _key(request)
        if key is None:
            return await self._with_faults(request, None)
        try:
            replay = self._world.keys.begin(key, digest(request.method, request.path, request.body))
        except KeyConflict as conflict:
            request.company.counters.duplicates_suppressed += 1
            raise RestFailure(409, "invalidRequest", str(conflict)) from conflict
        if replay is not None:
            request.company.counters.duplicates_suppressed += 1
            return replay
        try:
            return await self._with_faults(request, key)
        finally:
            self._world.keys.release(key)

    async def _with_faults(self, request: RestRequest, key: Key | None) -> Answer:
        plan = self._world.faults.plan(subject(request))
        instead = await self._before(plan, request.company)
        if instead is not None:
            return instead
        answer = self._work(request)
        if key is not None:
            answer = answer.with_headers({"Idempotency-Key": key[3]})
            self._world.keys.finish(key, answer)
        self._world.state.flush()
        return await effects.after(plan, answer) if plan else answer

    def _work(self, request: RestRequest) -> Answer:
        if self._world.tokens.access(request.headers["authorization"].removeprefix("Bearer ").strip()) is None:
            raise TokenFailure
        try:
            self._refuse_unpaired(request)
            return route(request)
        except RestFailure as failure:
            return application_error(self._world, failure)

    def _refuse_unpaired(self, request: RestRequest) -> None:
        """A token can be had without it, but the client id must be paired with the user."""
        if request.user.id not in request.company.definition.clients[request.token.client].users:
            raise RestFailure(403, "unauthorizedUser", "Invalid Web Services Authorization", "XL03000006")

    async def _before(self, plan: list[Rule], company: Company | None) -> Answer | None:
        if not plan:
            return None
        return await effects.before(
            plan,
            lambda style: self._throttled(company),
            lambda: self._world.expire_sessions(company.id if company else None),
        )

    def _throttled(self, company: Company | None) -> Answer:
        if company is not None:
            company.counters.throttled += 1
        headers = self._limits(company, 0) if company else {}
        headers["X-IA-Throttle-Limit-Retry-After"] = "60"
        if self._world.switches.send_retry_after:
            headers["Retry-After"] = "60"
        return gateway_error(self._world, GatewayFailure(429, "GW-0010", "API rate limit exceeded", headers))

    def _limits(self, company: Company, own: int) -> dict[str, str]:
        limit = company.definition.application_slots
        left = limit - company.counters.in_flight + own - 1
        return {"X-IA-Throttle-Limit": str(limit), "X-IA-Throttle-Limit-Remaining": str(left)}

    def _occupy(self, request: RestRequest, key: Key, refusal: Answer) -> None:
        try:
            if self._world.keys.begin(key, digest(request.method, request.path, request.body)) is None:
                self._world.keys.finish(key, refusal)
        except KeyConflict:
            return


def _key(request: RestRequest) -> Key | None:
    """The idempotency key where it counts: POST and PATCH, not on services; raises RestFailure for a wrong one."""
    name = request.headers.get("idempotency-key")
    if name is None or request.method not in ("POST", "PATCH") or request.path.startswith("services/"):
        return None
    if not 1 <= len(name) <= 256:
        raise RestFailure(400, "invalidParameter", "The Idempotency-Key must have 1 to 256 characters")
    return request.company.id, request.user.id, request.token.client, name
