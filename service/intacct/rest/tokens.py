"""Access tokens: OAuth client credentials, minted once for everybody who waits, renewed early.

Source: developer.sage.com oauth2 guide: form-encoded, and ``username`` is mandatory.
"""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode

from service.clock import Clock
from service.delivery.client_port import OutcomeKind
from service.errors import NoAnswer, NotSent
from service.intacct.answers import CallFailed, unavailable
from service.intacct.network import Http, HttpAnswer
from service.intacct.objects.kinds import as_text
from service.intacct.redaction import Redaction
from service.intacct.refusals import RefusedLogins
from service.intacct.renewals import Renewals
from service.intacct.rest.answer import RestAnswer, read_answer
from service.intacct.rest.outcomes import token_outcome
from service.settings import RestSettings

SLACK = 60.0
DEFAULT_LIFETIME = 3600.0


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token and when to stop using it, in seconds of the monotonic clock."""

    value: str
    usable_until: float


class Tokens:
    """The tenant's token. A mint that Intacct refuses is remembered, not hammered (see ``refusals``).

    A token that is rejected after it was granted is replaced, at a bounded rate (see ``renewals``).
    """

    def __init__(self, settings: RestSettings, http: Http, clock: Clock, redaction: Redaction) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._redaction = redaction
        self._token: Token | None = None
        self._minting = asyncio.Lock()
        self._refused = RefusedLogins(clock)
        self._renewals = Renewals(clock, "token")

    async def current(self) -> Token:
        """A token that is still good for at least a minute. Raises CallFailed."""
        return await self._other_than(None)

    async def renewed(self, rejected: Token) -> Token:
        """A token other than the rejected one; whoever comes second gets what the first one minted.

        Raises CallFailed.
        """
        return await self._other_than(rejected)

    def accepted(self) -> None:
        """A call with the token went through."""
        self._renewals.accepted()

    def used_up(self) -> CallFailed:
        """Fresh tokens were rejected, time and again: unavailable for a while."""
        self._token = None
        return CallFailed(self._renewals.used_up())

    def refuse(self, answer: RestAnswer) -> CallFailed:
        """The credentials were refused, though with a fresh token: nothing is minted for a while."""
        outcome = token_outcome(answer, self._clock.now())
        self._token = None
        self._refused.remember(outcome)
        return CallFailed(outcome)

    async def _other_than(self, rejected: Token | None) -> Token:
        async with self._minting:
            if self._token is None or self._token == rejected or self._clock.monotonic() >= self._token.usable_until:
                self._token = None
                self._token = await self._mint()
            return self._token

    async def _mint(self) -> Token:
        standing = self._refused.standing() or self._renewals.standing()
        if standing is not None:
            raise CallFailed(standing)
        answer = read_answer(await self._post(), self._redaction)
        value = as_text((answer.document or {}).get("access_token")) if answer.succeeded else ""
        if not value:
            raise self._failed(answer)
        self._refused.forget()
        self._redaction.learn(value)
        return Token(value, self._clock.monotonic() + _lifetime(answer))

    def _failed(self, answer: RestAnswer) -> CallFailed:
        outcome = token_outcome(answer, self._clock.now())
        if outcome.kind is OutcomeKind.UNAUTHORIZED:
            self._refused.remember(outcome)
        return CallFailed(outcome)

    async def _post(self) -> HttpAnswer:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
            "username": self._settings.username,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        url = f"{self._settings.base_url.rstrip('/')}/oauth2/token"
        try:
            return await self._http.send("POST", url, headers=headers, body=urlencode(form).encode())
        except (NotSent, NoAnswer) as error:
            raise CallFailed(unavailable(f"token: {error.message}")) from error


def _lifetime(answer: RestAnswer) -> float:
    """What the server says, minus the slack; half of it when it is very short."""
    try:
        seconds = float(as_text((answer.document or {}).get("expires_in")))
    except ValueError:
        seconds = DEFAULT_LIFETIME
    seconds = seconds if 0 < seconds < 1e9 else DEFAULT_LIFETIME
    return max(seconds - SLACK, seconds / 2)
