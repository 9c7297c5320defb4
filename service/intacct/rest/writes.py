"""One write over REST: creating, changing, submitting and deleting a record.

Each has an idempotency key of its own. A bill or AP payment may start as a draft without any effect on the books
(OpenAPI: ``state`` defaults to ``draft``), and whether it does differs from company to company, so a create that does
not say otherwise is one.
"""

from dataclasses import dataclass, replace

from schemas.write import Operation
from service.clock import Clock
from service.delivery.client_port import Action, Outcome, OutcomeKind, RecordState
from service.errors import ClientError
from service.intacct.answers import applied, outcome_of, refused_here, uncertain
from service.intacct.objects.content import Content
from service.intacct.objects.declaration import Declaration
from service.intacct.objects.kinds import Unrenderable, as_text
from service.intacct.objects.render_rest import rest_body
from service.intacct.rest.answer import RestAnswer
from service.intacct.rest.api import Api, Call
from service.intacct.rest.outcomes import write_outcome
from service.intacct.surface import Sendable

_BILLED = frozenset({OutcomeKind.APPLIED, OutcomeKind.DRAFTED, OutcomeKind.UNCERTAIN})
"""One transaction per record written. An unknown outcome counts, for Intacct may have billed it."""


@dataclass(frozen=True, slots=True)
class Writes:
    """Writes of one tenant."""

    api: Api
    clock: Clock

    async def write(self, write: Sendable, entity: str) -> Outcome:
        """Do one attempt and count what it cost. Never raises for Intacct, the network or the data."""
        try:
            answer = await self.api.call(_call(write, entity))
        except Unrenderable as error:
            return refused_here(str(error))
        except ClientError as error:
            return _metered(outcome_of(error, writing=True))
        outcome = self._outcome(answer, write)
        return replace(outcome, repeated=True) if answer.cached else _metered(outcome)

    async def delete(self, declaration: Declaration, record_number: str, entity: str) -> Outcome:
        """Delete a record. Without an idempotency key: a second one finds nothing to delete."""
        path = f"/objects/{declaration.rest}/{record_number}"
        try:
            answer = await self.api.call(Call("DELETE", path, entity))
        except ClientError as error:
            return _metered(outcome_of(error, writing=True))
        if answer.succeeded or answer.status == 204:
            return _metered(applied(record_number))
        return _metered(write_outcome(answer, declaration.label, self.clock.now()))

    def _outcome(self, answer: RestAnswer, write: Sendable) -> Outcome:
        known, declaration = write.attempt.record_number, write.content.declaration
        if not answer.succeeded or answer.status == 202:
            return write_outcome(answer, declaration.label, self.clock.now(), updates=known != "")
        number = as_text(answer.record.get("key")) or known
        if number != (known or number):
            return uncertain(f"HTTP {answer.status} for record {number} in answer to a change of {known}", known)
        if not number:
            return uncertain(f"HTTP {answer.status} without a record key")
        return _done(write, number, _state(declaration, as_text(answer.record.get("state"))))


def _call(write: Sendable, entity: str) -> Call:
    """The request of an attempt. Raises Unrenderable."""
    attempt, content = write.attempt, write.content
    path, id = f"/objects/{content.declaration.rest}", attempt.write_id
    match attempt.action:
        case Action.CREATE:
            return Call("POST", path, entity, rest_body(content, Operation.CREATE), id)
        case Action.UPDATE:
            return Call("PATCH", f"{path}/{attempt.record_number}", entity, rest_body(content, Operation.UPDATE), id)
        case Action.SUBMIT:
            path = f"/workflows/{content.declaration.rest}/{_workflow(content)}"
            return Call("POST", path, entity, {"key": attempt.record_number}, f"{id}:submit")


def _workflow(content: Content) -> str:
    assert content.declaration.state is not None, "only drafts are submitted"
    return content.declaration.state.submitted_by


def _state(declaration: Declaration, word: str) -> RecordState:
    """The state that an answer tells; NONE when it tells none."""
    if declaration.state is None or not word:
        return RecordState.NONE
    state = declaration.state.meaning(word)
    return RecordState.NONE if state is RecordState.UNKNOWN else state


def _done(write: Sendable, number: str, state: RecordState) -> Outcome:
    """A create that may have left a draft is not done, unless the answer tells more."""
    drafted = write.attempt.action is Action.CREATE and write.content.declaration.drafts
    if drafted and state in (RecordState.NONE, RecordState.DRAFT):
        return Outcome(OutcomeKind.DRAFTED, number, state=RecordState.DRAFT)
    return applied(number, state)


def _metered(outcome: Outcome) -> Outcome:
    return replace(outcome, transactions=1 if outcome.kind in _BILLED else 0)
