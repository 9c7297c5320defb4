"""From a stored event to the writes it means, or to the reason why it can never be applied."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError

from handlers.registry import Context, EventRefused, Registration, Registry
from schemas.event import Event, StoredEvent
from schemas.verdict import DeadLetterClass, Failure
from schemas.violations import describe
from schemas.write import ObjectKey, Write
from service.delivery.client_port import Diagnosis, Prepared
from service.delivery.handler_reads import TenantReader
from service.delivery.tenant import Tenant
from service.errors import Undecodable
from service.eventlog.port import DocumentKey, KnownDocument

log = structlog.get_logger(__name__)

Decode = Callable[[StoredEvent], object]


Documents = Callable[[Sequence[DocumentKey]], Awaitable[Mapping[DocumentKey, Sequence[KnownDocument]]]]


@dataclass(frozen=True, slots=True)
class Planned:
    """An event's writes as they will be sent, and what receipts prove about their objects."""

    prepared: tuple[Prepared, ...]
    documents: Mapping[DocumentKey, Sequence[KnownDocument]]


@dataclass(frozen=True, slots=True)
class Planner:
    """Decodes, validates, calls the handler, and prepares what it wants: mistakes are found before anything is billed.

    ``documents`` is asked for the objects of the writes and of their references; it waits as long as it takes.
    """

    registry: Registry
    decode: Decode
    documents: Documents

    async def plan(self, stored: StoredEvent, tenant: Tenant) -> Planned | Failure:
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
        if isinstance(writes, Failure):
            return writes
        prepared = _prepared(writes, tenant)
        return prepared if isinstance(prepared, Failure) else await self._planned(prepared, tenant)

    async def _planned(self, prepared: tuple[Prepared, ...], tenant: Tenant) -> Planned:
        writes = (each.write for each in prepared)
        keys: dict[ObjectKey, None] = {key: None for write in writes for key in (write.key, *write.references)}
        return Planned(prepared, await self.documents([tenant.known.key(key) for key in keys]))

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
            "Have it published as a new event of a type that is known, or add an alias for it to its source and have it"
            " published again; then discard this one. Or deploy a handler of your own for it and replay this event."
            f" Known: {', '.join(self.registry.types())}.",
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


def _prepared(writes: tuple[Write, ...], tenant: Tenant) -> tuple[Prepared, ...] | Failure:
    """All writes of the event, so that a mistake in the second one is found before the first one is sent."""
    prepared = []
    for write in writes:
        made = tenant.client.prepare(write)
        if isinstance(made, Diagnosis):
            return Failure(made.category, made.cause, made.next_step, made.code, made.text, stage="MAP")
        prepared.append(made)
    return tuple(prepared)
