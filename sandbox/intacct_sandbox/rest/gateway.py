"""The REST API: from the bytes of a request to its answer."""

from collections.abc import Mapping

from intacct_sandbox.faults import effects
from intacct_sandbox.rest.error_body import application_error, gateway_error, token_error
from intacct_sandbox.rest.failure import GatewayFailure, RestFailure, TokenFailure
from intacct_sandbox.rest.request import RestRequest, entity_of
from intacct_sandbox.rest.serving import before, serve
from intacct_sandbox.rest.subject import login_subject
from intacct_sandbox.rest.token import Token, looks_like_token
from intacct_sandbox.rest.token_endpoint import answer_oauth, asked_for
from intacct_sandbox.web.answer import Answer
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
                return await self._oauth(method, path.removeprefix("oauth2/"), query, headers, body)
            request = self._signed_in(method, path, query, headers, body)
            return await serve(request)
        except GatewayFailure as failure:
            return gateway_error(self._world, failure)
        except RestFailure as failure:
            return application_error(self._world, failure)
        except TokenFailure:
            return token_error(self._world)

    async def _oauth(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answer:
        company, user = asked_for(self._world, body, headers.get("content-type", ""))
        if company is not None:
            company.counters_of(user).requests += 1
        plan = [] if user and user.person else self._world.faults.plan(login_subject(company))
        instead = await before(self._world, plan, company)
        if instead is not None:
            return instead
        answer = answer_oauth(self._world, method, path, query, headers, body)
        return await effects.after(plan, answer) if plan else answer

    def _signed_in(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> RestRequest:
        token = self._token(headers.get("authorization", ""))
        company = self._world.companies[token.company]
        user = company.definition.users[token.user]
        entity = entity_of(company, user, headers, token.entity)
        if "xml" in headers.get("content-type", ""):
            raise GatewayFailure(400, "GW-0014", "Invalid Content Type")
        most = self._world.switches.rest_most_bytes
        if most and len(body) > most:
            raise RestFailure(413, "invalidRequest", f"A request has at most {most} bytes")
        id = self._world.identifiers.request()
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
