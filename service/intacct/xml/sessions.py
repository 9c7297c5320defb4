"""Sessions: one per entity, opened once for everybody who waits, renewed from the server's own expiry.

``getAPISession`` travels alone; the endpoint that it returns belongs to the session; ``sessiontimeout`` slides with
every call (developer.intacct.com: company-console/api-sessions). A new login goes to the configured endpoint.
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from service.clock import Clock
from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind
from service.errors import ClientError
from service.intacct.addresses import allowed
from service.intacct.answers import CallFailed, outcome_of, unavailable
from service.intacct.catalogue import Circumstances, Complaint, Meaning, Position, meaning_of
from service.intacct.redaction import Redaction
from service.intacct.refusals import RefusedLogins
from service.intacct.renewals import Renewals
from service.intacct.xml.answer import XmlAnswer
from service.intacct.xml.envelope import FRESH, Envelope, Function
from service.intacct.xml.gateway import Gateway

FOREIGN_ENDPOINT = Diagnosis(
    "session-endpoint",
    "the endpoint of the session is not https on intacct.com",
    "The login was answered with an address to which no credentials may be sent.",
    "Check xml.endpoint in the configuration, and who answers there.",
)
RENEW_WHEN_LEFT = 120.0
DEFAULT_LIFETIME = 1800.0


@dataclass(slots=True, eq=False)
class OpenSession:
    """A session and when it ends: ``timeout`` as the server said it, ``ends`` on our monotonic clock."""

    id: str
    endpoint: str
    timeout: datetime | None
    ends: float
    lifetime: float

    def usable(self, now: float) -> bool:
        """Whether more than two minutes are left (or half the lifetime, when that is shorter)."""
        return self.ends - now > min(RENEW_WHEN_LEFT, self.lifetime / 2)

    def slide(self, timeout: datetime | None) -> None:
        """The server has moved the end. Both of its times are its own, so that our clock plays no part."""
        if timeout is None or self.timeout is None:
            return
        try:
            self.ends += (timeout - self.timeout).total_seconds()
        except TypeError:
            return
        self.timeout = timeout


class Sessions:
    """The tenant's sessions by entity. A login that Intacct refuses is remembered, not hammered.

    A session that is rejected after a login that was accepted is replaced, at a bounded rate (see ``renewals``).
    """

    def __init__(self, gateway: Gateway, clock: Clock, redaction: Redaction, *, allow_loopback: bool) -> None:
        self._gateway = gateway
        self._clock = clock
        self._redaction = redaction
        self._allow_loopback = allow_loopback
        self._open: dict[str, OpenSession] = {}
        self._opening: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._refused: defaultdict[str, RefusedLogins] = defaultdict(lambda: RefusedLogins(clock))
        self._renewals: defaultdict[str, Renewals] = defaultdict(lambda: Renewals(clock, "session"))

    async def current(self, entity: str) -> OpenSession:
        """A session of the entity with time left. Raises CallFailed."""
        return await self._other_than(None, entity)

    async def renewed(self, rejected: OpenSession, entity: str) -> OpenSession:
        """A session other than the rejected one; whoever comes second gets what the first one opened.

        Raises CallFailed.
        """
        return await self._other_than(rejected, entity)

    def accepted(self, session: OpenSession, entity: str, answer: XmlAnswer) -> None:
        """A call in the session went through."""
        self._renewals[entity].accepted()
        session.slide(moment(answer.session_timeout))

    def refuse(self, answer: XmlAnswer, entity: str) -> CallFailed:
        """The credentials were refused, though in a fresh session: nobody logs in for a while."""
        outcome = authentication_outcome(answer)
        self._open.pop(entity, None)
        if outcome.kind is OutcomeKind.UNAUTHORIZED:
            self._refused[entity].remember(outcome)
        return CallFailed(outcome)

    def used_up(self, entity: str) -> CallFailed:
        """Fresh sessions were rejected, time and again: unavailable for a while."""
        self._open.pop(entity, None)
        return CallFailed(self._renewals[entity].used_up())

    def forget(self, entity: str) -> None:
        """The next call logs in anew."""
        self._open.pop(entity, None)

    async def _other_than(self, rejected: OpenSession | None, entity: str) -> OpenSession:
        async with self._opening[entity]:
            session = self._open.get(entity)
            if session is None or session is rejected or not session.usable(self._clock.monotonic()):
                self._open.pop(entity, None)
                session = self._open[entity] = await self._log_in(entity)
            return session

    async def _log_in(self, entity: str) -> OpenSession:
        standing = self._refused[entity].standing() or self._renewals[entity].standing()
        if standing is not None:
            raise CallFailed(standing)
        try:
            session = self._checked(await self._ask(entity))
        except CallFailed as error:
            raise await self._judged(error, entity) from error
        self._refused[entity].forget()
        return session

    async def _ask(self, entity: str) -> XmlAnswer:
        function = Function(FRESH, etree.Element("getAPISession"))
        envelope = Envelope([function], unique=False, entity=entity)
        try:
            answer = await self._gateway.exchange(self._gateway.settings.endpoint, envelope)
        except ClientError as error:
            raise CallFailed(outcome_of(error, writing=False)) from error
        if not answer.authenticated:
            raise CallFailed(authentication_outcome(answer))
        return answer

    async def _judged(self, error: CallFailed, entity: str) -> CallFailed:
        """Remember a refusal. A wrong entity looks like wrong credentials: only a login without it tells them apart."""
        outcome = error.outcome
        if outcome.kind is not OutcomeKind.UNAUTHORIZED:
            return error
        without = await self._log_in_without_entity() if entity else outcome
        if without is None:
            outcome = Outcome(OutcomeKind.REJECTED, "", _wrong_entity(entity, outcome.diagnosis))
        elif without.kind is not OutcomeKind.UNAUTHORIZED:
            return CallFailed(without)
        self._refused[entity].remember(outcome)
        return CallFailed(outcome)

    async def _log_in_without_entity(self) -> Outcome | None:
        """How it failed; None when it succeeded. When it was not answered, nobody knows what was wrong."""
        self.forget("")  # an old session would say nothing about the credentials of today
        try:
            await self.current("")
        except CallFailed as error:
            return error.outcome
        return None

    def _checked(self, answer: XmlAnswer) -> OpenSession:
        """The session, unless its endpoint is one that credentials must not be sent to. Raises CallFailed."""
        if answer.session is None or not answer.session.id:
            failed = [complaint for result in answer.results for complaint in result.complaints]
            raise CallFailed(_no_session(failed))
        self._redaction.learn(answer.session.id)
        endpoint = answer.session.endpoint or self._gateway.settings.endpoint
        if not allowed(endpoint, allow_loopback=self._allow_loopback):
            raise CallFailed(Outcome(OutcomeKind.UNAUTHORIZED, "", FOREIGN_ENDPOINT))
        return self._opened(answer, answer.session.id, endpoint)

    def _opened(self, answer: XmlAnswer, session_id: str, endpoint: str) -> OpenSession:
        timeout, started = moment(answer.session_timeout), moment(answer.session_timestamp)
        lifetime = _seconds_between(started or self._clock.now(), timeout)
        return OpenSession(session_id, endpoint, timeout, self._clock.monotonic() + lifetime, lifetime)


def _wrong_entity(entity: str, said: Diagnosis | None) -> Diagnosis:
    return Diagnosis(
        said.code if said else "",
        said.text if said else "",
        f"Intacct lets the Web Services user in, but not into the entity «{entity}».",
        "Let the user into it (Company > Admin > Web Services users) and replay, or publish it as a new event with the"
        " right entity; then discard this one.",
    )


def authentication_outcome(answer: XmlAnswer) -> Outcome:
    """What a failure on the authentication level means: nothing ran."""
    meaning = _authentication(answer)
    return Outcome(meaning.outcome, "", meaning.diagnosis)


def only_session(answer: XmlAnswer) -> bool:
    """Whether the failure is about the session that was used, and says nothing about the credentials."""
    return _authentication(answer).granted


def _authentication(answer: XmlAnswer) -> Meaning:
    return meaning_of(answer.complaints, Circumstances(Position.XML_AUTHENTICATION))


def _no_session(complaints: list[Complaint]) -> Outcome:
    if not complaints:
        return unavailable("the login was answered without a session")
    meaning = meaning_of(complaints, Circumstances(Position.XML_AUTHENTICATION))
    return Outcome(meaning.outcome, "", meaning.diagnosis)


def moment(text: str) -> datetime | None:
    """An ISO time as the gateway writes it; None when it is missing or unreadable."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _seconds_between(started: datetime, timeout: datetime | None) -> float:
    if timeout is None:
        return DEFAULT_LIFETIME
    try:
        seconds = (timeout - started).total_seconds()
    except TypeError:
        return DEFAULT_LIFETIME
    return seconds if seconds > 0 else DEFAULT_LIFETIME
