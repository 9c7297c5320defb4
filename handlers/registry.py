"""Handlers by event type: an async function that turns one event into writes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from schemas.event import Event
from schemas.write import Write

DataT = TypeVar("DataT", bound=BaseModel)


class Reader(Protocol):
    """What a handler may ask Intacct: slow, billed (one transaction a page) and limited like every request."""

    async def find(self, object: str, fields: Sequence[str], **equals: str) -> Sequence[Mapping[str, str]]:
        """Rows of a neutral object whose fields equal the given values.

        Waits for a connection slot and rate token of the tenant, and while Intacct is unavailable.
        """
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler gets besides the event."""

    read: Reader
    settings: Mapping[str, Any]
    """The tenant's ``handlers`` section of the configuration, as written there."""


class EventRefused(Exception):
    """Raised by a handler: this event can never be applied as it is. The event becomes a dead letter."""

    def __init__(self, cause: str, *, next_step: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.next_step = next_step


Handler = Callable[[Event[Any], Context], Awaitable[Sequence[Write]]]


@dataclass(frozen=True, slots=True)
class Registration:
    """A handler and the model that its events' data must fit."""

    event_type: str
    model: type[BaseModel]
    handler: Handler


class Registry:
    """Handlers by event type. One per process; the shipped handlers and yours register in the same way."""

    def __init__(self) -> None:
        self._by_type: dict[str, Registration] = {}

    def handles(
        self, event_type: str, model: type[DataT]
    ) -> Callable[
        [Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]]],
        Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]],
    ]:
        """Register the decorated async function for an event type. A second one for the same type replaces it."""

        def register(
            function: Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]],
        ) -> Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]]:
            self._by_type[event_type] = Registration(event_type, model, function)
            return function

        return register

    def find(self, event_type: str) -> Registration | None:
        """The registration for a type, or None."""
        return self._by_type.get(event_type)

    def types(self) -> tuple[str, ...]:
        """All registered types, sorted."""
        return tuple(sorted(self._by_type))


default_registry = Registry()
handles = default_registry.handles
