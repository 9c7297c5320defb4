"""XML sessions: bound to company, user and entity, announced with their own endpoint, sliding with every call."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from intacct_sandbox.clock import Clock
from intacct_sandbox.identifiers import Identifiers


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    company: str
    user: str
    entity: str
    seconds: int
    expires: datetime


class Sessions:
    """All live sessions of a sandbox."""

    def __init__(self, clock: Clock, identifiers: Identifiers) -> None:
        self._clock = clock
        self._identifiers = identifiers
        self._live: dict[str, Session] = {}

    def open(self, company: str, user: str, entity: str, seconds: int) -> Session:
        """A new session that ends `seconds` after its last use."""
        expires = self._clock.now() + timedelta(seconds=seconds)
        session = Session(self._identifiers.opaque() + "..", company, user, entity, seconds, expires)
        self._live[session.id] = session
        return session

    def peek(self, id: str) -> Session | None:
        """The session if it is alive, without using it."""
        session = self._live.get(id)
        return session if session and session.expires > self._clock.now() else None

    def use(self, id: str) -> Session | None:
        """The session if it is alive; its end moves on."""
        session = self.peek(id)
        if session is None:
            self._live.pop(id, None)
            return None
        slid = replace(session, expires=self._clock.now() + timedelta(seconds=session.seconds))
        self._live[id] = slid
        return slid

    def expire(self, company: str | None) -> None:
        """End all sessions of a company, or all."""
        self._live = {id: each for id, each in self._live.items() if company not in (None, each.company)}
