"""One authorised REST call: headers, token renewal, reading the answer."""

from dataclasses import dataclass
from urllib.parse import quote

import structlog

from service.clock import Clock
from service.intacct.network import Http
from service.intacct.objects.kinds import JsonValue
from service.intacct.redaction import Redaction
from service.intacct.renewals import MOST_RENEWALS
from service.intacct.rest.answer import RestAnswer, read_answer
from service.intacct.rest.json_text import dumps
from service.intacct.rest.outcomes import only_permission, only_token
from service.intacct.rest.tokens import Token, Tokens
from service.settings import RestSettings

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """A request: path below the base URL, entity (empty: top level), body and idempotency key of a write."""

    method: str
    path: str
    entity: str = ""
    body: JsonValue = None
    idempotency_key: str = ""


class Api:
    """Calls the tenant's company. A rejected token is replaced and the same request sent again."""

    def __init__(self, tenant: str, settings: RestSettings, http: Http, clock: Clock, redaction: Redaction) -> None:
        self._tenant = tenant
        self._base = settings.base_url.rstrip("/")
        self._http = http
        self._clock = clock
        self._redaction = redaction
        self._tokens = Tokens(settings, http, clock, redaction)

    async def call(self, call: Call) -> RestAnswer:
        """The answer, whatever it says.

        Raises CallFailed when there is no token to be had (nothing of this call was sent), NotSent, NoAnswer, and
        Unrenderable when the body cannot be written.
        """
        body = None if call.body is None else dumps(call.body)
        token = await self._tokens.current()
        for renewed in range(MOST_RENEWALS + 1):
            answer = await self._send(call, body, token)
            if not answer.token_problem or (renewed and only_permission(answer)):
                self._tokens.accepted()
                return answer
            if renewed and not only_token(answer):
                raise self._tokens.refuse(answer)
            if renewed < MOST_RENEWALS:
                token = await self._tokens.renewed(token)
        raise self._tokens.used_up()

    async def _send(self, call: Call, body: bytes | None, token: Token) -> RestAnswer:
        started = self._clock.monotonic()
        answer = await self._http.send(
            call.method, self._base + quote(call.path, safe="/:?=&,"), headers=_headers(call, token), body=body
        )
        elapsed = self._clock.monotonic() - started
        _log.debug("intacct.rest", tenant=self._tenant, call=call.method, status=answer.status, seconds=elapsed)
        return read_answer(answer, self._redaction)


def _headers(call: Call, token: Token) -> dict[str, str]:
    """The entity header must be spelled exactly so: Intacct ignores others silently and answers for the top level."""
    headers = {
        "Authorization": f"Bearer {token.value}",
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    if call.entity:
        headers["X-IA-API-Param-Entity"] = call.entity
    if call.idempotency_key:
        headers["Idempotency-Key"] = call.idempotency_key
    return headers
