"""A call inside a session: what writes and queries have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.delivery.client_port import OutcomeKind
from service.intacct.answers import CallFailed
from service.intacct.xml.answer import XmlAnswer
from service.intacct.xml.envelope import Envelope, Function
from service.intacct.xml.gateway import Gateway
from service.intacct.xml.sessions import OpenSession, Sessions, authentication_outcome, moment


@dataclass(frozen=True, slots=True)
class Calls:
    """Sends functions in the entity's session; a rejected session is replaced once and the same ids sent again."""

    gateway: Gateway
    sessions: Sessions

    async def call(
        self, functions: Sequence[Function], entity: str, *, unique: bool, atomic: bool = False
    ) -> XmlAnswer:
        """The answer to an authenticated request.

        Raises CallFailed when there is no session to be had or the control level refused (nothing ran), NotSent,
        and NoAnswer. An authentication failure executes no function, so sending again is safe.
        """
        session = await self.sessions.current(entity)
        answer = await self._send(session, functions, unique=unique, atomic=atomic)
        if answer.authenticated:
            return answer
        if (outcome := authentication_outcome(answer)).kind is OutcomeKind.DUPLICATE:
            raise CallFailed(outcome)
        session = await self.sessions.renewed(session, entity)
        answer = await self._send(session, functions, unique=unique, atomic=atomic)
        if not answer.authenticated:
            raise self.sessions.refuse(answer, entity)
        return answer

    async def _send(
        self, session: OpenSession, functions: Sequence[Function], *, unique: bool, atomic: bool
    ) -> XmlAnswer:
        envelope = Envelope(functions, unique=unique, session=session.id, atomic=atomic)
        answer = await self.gateway.exchange(session.endpoint, envelope)
        if answer.authenticated:
            session.slide(moment(answer.session_timeout))
        return answer
