"""From a stored event to the writes it means, or to the reason why it can never be applied."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError

from handlers.registry import MOST_ROWS, Context, EventRefused, Registration, Registry
from schemas.event import Event, StoredEvent
from schemas.verdict import DeadLetterClass, Failure
from schemas.violations import describe
from schemas.write import Write
from service.delivery.client_port import QueryAnswer, RecordQuery
from service.delivery.tenant import Tenant
from service.errors import Undecodable

log = structlog.get_logger(__name__)

Decode = Callable[[StoredEvent], object]


PAGE = 1000
"""Rows of one query when a handler reads row by row."""
NUMBER = "record_number"


class TenantReader:
    """A handler's reads, through the tenant's limits. See ``handlers.registry.Reader``."""

    def __init__(self, tenant: Tenant, entity: str, *, most: int = MOST_ROWS, page: int = PAGE) -> None:
        self._tenant = tenant
        self._entity = entity
        self._most, self._page = most, page

    async def find(self, object: str, fields: Sequence[str], **equals: str) -> Sequence[Mapping[str, str]]:
        """All rows. Raises EventRefused when there are more than the bound, or the query is refused."""
        answer = await self._answer(RecordQuery(object, tuple(fields), equals, self._entity, self._most))
        if not answer.complete:
            step = "Narrow the handler's query, or read with `context.read.each`. Then replay this event."
            raise EventRefused(f"A query of {object} has more than {self._most} rows.", next_step=step)
        return answer.rows

    async def each(self, object: str, fields: Sequence[str], **equals: str) -> AsyncIterator[Mapping[str, str]]:
        """Row by row, page after page. Each page begins with the last row of the one before, to prove that it fits."""
        asked = RecordQuery(object, tuple(dict.fromkeys((*fields, NUMBER))), equals, self._entity, self._page + 1)
        last = ""
        while True:
            answer = await self._answer(asked)
            rows = answer.rows if not last else _continued(answer.rows, last, object)
            for row in rows:
                yield {name: row[name] for name in fields}
            if answer.complete:
                return
            last = _last_number(rows, object)
            asked = replace(asked, start=asked.start + len(answer.rows) - 1)

    async def _answer(self, query: RecordQuery) -> QueryAnswer:
        answer = await self._tenant.query(query)
        if answer.failure is None:
            return answer
        diagnosis = answer.failure.diagnosis
        if diagnosis is None:
            raise EventRefused(f"Intacct refuses a query of {query.object}.")
        raise EventRefused(f"{diagnosis.cause} ({diagnosis.code})", next_step=diagnosis.next_step)


def _continued(rows: Sequence[Mapping[str, str]], last: str, object: str) -> Sequence[Mapping[str, str]]:
    if not rows or rows[0][NUMBER] != last:
        raise _moved(object)
    return rows[1:]


def _last_number(rows: Sequence[Mapping[str, str]], object: str) -> str:
    """Where the next page goes on. Raises EventRefused when this one brought nothing new, or it would never end."""
    if not rows:
        raise _moved(object)
    return rows[-1][NUMBER]


def _moved(object: str) -> EventRefused:
    step = "Nothing was written. Replay this event."
    return EventRefused(f"Rows of {object} disappeared in Intacct while they were read.", next_step=step)


@dataclass(frozen=True, slots=True)
class Planner:
    """Decodes, validates, calls the handler, and checks that some surface can do what it wants."""

    registry: Registry
    decode: Decode

    async def plan(self, stored: StoredEvent, tenant: Tenant) -> tuple[Write, ...] | Failure:
        """The event's writes, or why there can be none. Raises nothing."""
        registration = self.registry.find(stored.type)
        if registration is None:
            return self._unknown_type(stored.type)
        data = self._validated(stored, registration)
        if isinstance(data, Failure):
            return data
        event = _event(stored, data)
        context = Context(TenantReader(tenant, stored.entity), tenant.settings.handlers)
        writes = await _handled(registration, event, context)
        return writes if isinstance(writes, Failure) else _doable(writes, tenant)

    def _validated(self, stored: StoredEvent, registration: Registration) -> BaseModel | Failure:
        try:
            return registration.model.model_validate(self.decode(stored))
        except Undecodable as error:
            return Failure(DeadLetterClass.UNDECODABLE, error.message, error.next_step or SEND_AGAIN, stage="DECODE")
        except ValidationError as error:
            cause = describe(error)
            return Failure(DeadLetterClass.SCHEMA, cause, SEND_AGAIN, text=cause)

    def _unknown_type(self, event_type: str) -> Failure:
        return Failure(
            DeadLetterClass.UNKNOWN_TYPE,
            f"No handler is registered for events of type «{event_type}».",
            f"Add an alias for it to its source, or a handler of your own. Known: {', '.join(self.registry.types())}.",
        )


SEND_AGAIN = "Correct it in the system that published it and publish it as a new event; then discard this one."


def _event(stored: StoredEvent, data: BaseModel) -> Event[Any]:
    return Event(
        id=stored.id,
        source=stored.source,
        type=stored.type,
        tenant=stored.tenant,
        data=data,
        entity=stored.entity,
        subject=stored.subject,
        time=stored.time,
        traceparent=stored.traceparent,
    )


async def _handled(registration: Registration, event: Event[Any], context: Context) -> tuple[Write, ...] | Failure:
    try:
        return tuple(await registration.handler(event, context))
    except EventRefused as refused:
        return Failure(DeadLetterClass.HANDLER, refused.cause, refused.next_step or SEND_AGAIN, stage="MAP")
    except Exception as error:  # a handler is foreign code: its bug must not stop the lane
        log.exception("handler failed", event_id=event.id, type=event.type)
        return Failure(
            DeadLetterClass.HANDLER,
            f"The handler for «{event.type}» failed with {type(error).__name__}.",
            "This is a bug in the handler: the log of this time shows it. Mend it, deploy, and replay this event.",
            stage="MAP",
        )


def _doable(writes: tuple[Write, ...], tenant: Tenant) -> tuple[Write, ...] | Failure:
    for write in writes:
        if not tenant.client.surfaces(write):
            why = tenant.client.why_not(write)
            return Failure(why.category, why.cause, why.next_step, why.code, why.text, stage="MAP")
    return writes
