"""Handlers by event type: an async function that turns one event into writes."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from schemas.event import Event
from schemas.write import Write

MOST_ROWS = 10_000
"""The most rows that ``Reader.find`` gives."""

DataT = TypeVar("DataT", bound=BaseModel)


class Reader(Protocol):
    """What a handler may ask Intacct: slow, billed (one transaction a page) and limited like every request.

    Both wait for a connection slot and rate token of the tenant, and while Intacct is unavailable. Both raise
    EventRefused when Intacct refuses the query itself, and never leave rows out in silence.
    """

    async def find(self, object: str, fields: Sequence[str], **equals: str) -> Sequence[Mapping[str, str]]:
        """All rows of a neutral object whose fields equal the given values, in the order of their record numbers.

        Raises EventRefused when they are more than ``MOST_ROWS``: read those with ``each``.
        """
        ...

    def each(self, object: str, fields: Sequence[str], **equals: str) -> AsyncIterator[Mapping[str, str]]:
        """As ``find``, without a bound: row by row, with one page in memory.

        Raises EventRefused when rows disappear in Intacct meanwhile, so that the next page cannot be told.
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
    module: str = ""
    """The module that registered it, as the interpreter names it."""


class Registry:
    """Handlers by event type. One per process; the shipped handlers and yours register in the same way."""

    def __init__(self) -> None:
        self._by_type: dict[str, Registration] = {}
        self._all: list[Registration] = []

    def add(self, registration: Registration) -> None:
        """Register. A second registration for the same type replaces the first."""
        self._by_type[registration.event_type] = registration
        self._all.append(registration)

    def handles(
        self, event_type: str, model: type[DataT]
    ) -> Callable[
        [Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]]],
        Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]],
    ]:
        """Register the decorated async function for an event type. A second one for the same type replaces it."""
        # Not the function's own module: a decorator in between may come from anywhere.
        module = str(sys._getframe(1).f_globals.get("__name__", ""))

        def register(
            function: Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]],
        ) -> Callable[[Event[DataT], Context], Awaitable[Sequence[Write]]]:
            self.add(Registration(event_type, model, function, module))
            return function

        return register

    def find(self, event_type: str) -> Registration | None:
        """The registration for a type, or None."""
        return self._by_type.get(event_type)

    def of_package(self, package: str) -> tuple[Registration, ...]:
        """What the package and the modules below it have registered, replaced ones too, oldest first."""
        return tuple(each for each in self._all if f"{each.module}.".startswith(f"{package}."))

    def types(self) -> tuple[str, ...]:
        """All registered types, sorted."""
        return tuple(sorted(self._by_type))


default_registry = Registry()
handles = default_registry.handles
