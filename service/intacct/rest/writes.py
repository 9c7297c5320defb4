"""Creating, finishing and updating one record over REST.

A bill or AP payment may start as a draft without any effect on the books (OpenAPI: ``state`` defaults to ``draft``),
so creating it is up to three calls: create, read its state, submit. Each has its own idempotency key. Once the create
is known to be done, anything that goes wrong later leaves the write uncertain: the record is there, unfinished.
"""

from dataclasses import dataclass, field, replace

from schemas.write import Operation
from service.clock import Clock
from service.delivery.client_port import Attempt, Outcome, OutcomeKind, WriteAnswer
from service.errors import ClientError
from service.intacct.answers import CallFailed, applied, outcome_of, refused_here, uncertain
from service.intacct.objects.content import Content, content_of
from service.intacct.objects.declaration import DRAFT
from service.intacct.objects.kinds import JsonValue, Unrenderable, as_text
from service.intacct.objects.render_rest import rest_body
from service.intacct.rest.answer import RestAnswer
from service.intacct.rest.api import Api, Call
from service.intacct.rest.outcomes import write_outcome
from service.intacct.rest.queries import Queries
from service.intacct.rest.resolving import Resolver
from service.intacct.surface import Condition, Selection


@dataclass(slots=True)
class Meter:
    """Transactions used so far: one per record written, one per query page, none for a refusal or a replayed answer."""

    used: int = 0

    def written(self, outcome: Outcome) -> Outcome:
        """Count a write that happened, or may have: Intacct may have billed it."""
        self.used += 1 if outcome.kind in (OutcomeKind.APPLIED, OutcomeKind.UNCERTAIN) else 0
        return outcome


@dataclass(slots=True)
class Writes:
    """Writes of one tenant."""

    api: Api
    queries: Queries
    clock: Clock
    resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.queries)

    async def write(self, attempt: Attempt, entity: str) -> WriteAnswer:
        """Do one attempt and count what it cost. Never raises for Intacct, the network or the data."""
        meter = Meter()
        try:
            outcome = await self._write(attempt, entity, meter)
        except Unrenderable as error:
            outcome = refused_here(str(error))
        except CallFailed as error:
            meter.used += error.transactions
            outcome = error.outcome
        return WriteAnswer((outcome,), meter.used)

    async def _write(self, attempt: Attempt, entity: str, meter: Meter) -> Outcome:
        content = content_of(attempt.write, attempt.operation)
        if attempt.operation is Operation.UPDATE:
            return await self._update(attempt, content, entity, meter)
        if attempt.record_number:
            return _left_as_draft(await self._submit(attempt, content, entity, meter), attempt.record_number)
        return await self._create(attempt, content, entity, meter)

    async def _create(self, attempt: Attempt, content: Content, entity: str, meter: Meter) -> Outcome:
        content, pages = await self.resolver.resolved(content, entity)
        meter.used += pages
        path = f"/objects/{content.declaration.rest}"
        body = rest_body(content, Operation.CREATE)
        outcome = await self._send(Call("POST", path, entity, body, attempt.write_id), content, meter)
        if outcome.kind is not OutcomeKind.APPLIED or not _may_be_draft(content):
            return outcome
        return await self._finish(attempt, content, entity, meter, outcome.record_number)

    async def _update(self, attempt: Attempt, content: Content, entity: str, meter: Meter) -> Outcome:
        record = attempt.record_number
        path = f"/objects/{content.declaration.rest}/{record}"
        body = rest_body(content, Operation.UPDATE)
        return await self._send(Call("PATCH", path, entity, body, attempt.write_id), content, meter, record)

    async def _finish(self, attempt: Attempt, content: Content, entity: str, meter: Meter, record: str) -> Outcome:
        """Submit the created record if it is a draft; whatever fails now leaves the write uncertain."""
        try:
            state, pages = await self._state(content, record, entity)
        except CallFailed as error:
            meter.used += error.transactions
            return uncertain(
                f"record {record} was created, but its state could not be read: {error.message}",
                record,
                error.outcome.retry_after,
            )
        meter.used += pages
        if state != DRAFT:
            return applied(record)
        finished = await self._submit(attempt, content, entity, meter, record)
        if finished.kind is OutcomeKind.APPLIED:
            return finished
        reason = finished.diagnosis.cause if finished.diagnosis else finished.kind.value
        return uncertain(f"record {record} was created, but is still a draft: {reason}", record, finished.retry_after)

    async def _submit(self, attempt: Attempt, content: Content, entity: str, meter: Meter, record: str = "") -> Outcome:
        record = record or attempt.record_number
        state = content.declaration.state
        if state is None or not state.submitted_by:
            return refused_here(f"a {content.declaration.name} is never left as a draft")
        path = f"/workflows/{content.declaration.rest}/{state.submitted_by}"
        call = Call("POST", path, entity, {"key": record}, f"{attempt.write_id}:{state.submitted_by}")
        return await self._send(call, content, meter, record)

    async def _state(self, content: Content, record: str, entity: str) -> tuple[str, int]:
        """The state of a record. Raises CallFailed, also when the record cannot be seen."""
        declaration = content.declaration
        assert declaration.state is not None
        column = declaration.state.rest
        rows = await self.queries.rows(
            Selection(declaration, ("key", column), (Condition("key", (record,)),), entity, limit=1)
        )
        if not rows.rows:
            raise CallFailed(uncertain("the record just created is not to be seen"), rows.transactions)
        return as_text(rows.rows[0].get(column)), rows.transactions

    async def _send(self, call: Call, content: Content, meter: Meter, record: str = "") -> Outcome:
        """Send one write and read its answer; ``record`` is the number that an answer without one stands for."""
        try:
            answer = await self.api.call(call)
        except ClientError as error:
            return meter.written(outcome_of(error, writing=True))
        outcome = self._outcome(answer, content, record)
        return outcome if answer.cached else meter.written(outcome)

    def _outcome(self, answer: RestAnswer, content: Content, record: str) -> Outcome:
        if not answer.succeeded or answer.status == 202:
            return write_outcome(answer, content.declaration.label, self.clock.now(), updates=record != "")
        number = _record_number(answer) or record
        if number != (record or number):
            return uncertain(f"HTTP {answer.status} for record {number} in answer to a change of {record}", record)
        return applied(number) if number else uncertain(f"HTTP {answer.status} without a record key")


def _left_as_draft(outcome: Outcome, record: str) -> Outcome:
    """A refused submit leaves the draft behind: whoever reads the dead letter must know."""
    if outcome.kind is not OutcomeKind.REJECTED or outcome.diagnosis is None:
        return outcome
    cause = f"{outcome.diagnosis.cause} Record {record} is left in Intacct as a draft."
    return replace(outcome, diagnosis=replace(outcome.diagnosis, cause=cause))


def _may_be_draft(content: Content) -> bool:
    return content.declaration.state is not None and content.declaration.state.submitted_by != ""


def _record_number(answer: RestAnswer) -> str:
    key: JsonValue = answer.record.get("key")
    return as_text(key)
