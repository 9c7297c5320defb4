"""A call inside a session: what writes and queries have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.delivery.client_port import OutcomeKind
from service.intacct.answers import CallFailed
from service.intacct.renewals import MOST_RENEWALS
from service.intacct.xml.answer import XmlAnswer
from service.intacct.xml.envelope import Envelope, Function
from service.intacct.xml.gateway import Gateway
from service.intacct.xml.outcomes import delayed
from service.intacct.xml.sessions import Sessions, authentication_outcome, only_session

_NOT_ABOUT_LOGINS = (OutcomeKind.DUPLICATE, OutcomeKind.THROTTLED, OutcomeKind.UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Calls:
    """Sends functions in the entity's session; a rejected session is replaced and the same ids sent again."""

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
        for renewed in range(MOST_RENEWALS + 1):
            envelope = Envelope(functions, unique=unique, session=session.id, atomic=atomic)
            answer = await self.gateway.exchange(session.endpoint, envelope)
            if answer.authenticated:
                self.sessions.accepted(session, entity, answer)
                return answer
            self._give_up_unless_renewable(answer, entity, renewed)
            if renewed < MOST_RENEWALS:
                session = await self.sessions.renewed(session, entity)
        raise self.sessions.used_up(entity)

    def _give_up_unless_renewable(self, answer: XmlAnswer, entity: str, renewed: int) -> None:
        """Raises CallFailed when another session would not help."""
        outcome = authentication_outcome(answer)
        if outcome.kind in _NOT_ABOUT_LOGINS:
            raise CallFailed(delayed(outcome, answer.retry_after))
        if renewed and not only_session(answer):
            raise self.sessions.refuse(answer, entity)
