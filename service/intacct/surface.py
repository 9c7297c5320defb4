"""What each surface can do for the client; everything else about reading, choosing and finishing is common to both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.delivery.client_port import Attempt, Outcome, Surface
from service.intacct.objects.compare import Row
from service.intacct.objects.content import Content
from service.intacct.objects.declaration import Declaration

MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Condition:
    """A column that must equal one of the values, given in the surface's own form."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A query in wire names. All conditions must hold; comparison is case-sensitive."""

    declaration: Declaration
    columns: tuple[str, ...]
    conditions: tuple[Condition, ...]
    entity: str
    limit: int
    start: int = 0
    """Rows to skip."""
    private: bool = False
    """From the top level also what belongs to an entity, which is not seen otherwise."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query found; one transaction per page."""

    rows: Sequence[Row]
    transactions: int
    complete: bool = True
    """False when there are more rows than were asked for, or than could be fetched."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """One attempt with everything filled in: what the pipeline knows by the time it is sent."""

    attempt: Attempt
    content: Content


@dataclass(frozen=True, slots=True)
class Sent:
    """One outcome per attempt, in the same order, each with its own transactions."""

    outcomes: tuple[Outcome, ...]
    request_refused: bool = False
    """See ``WriteAnswer.request_refused``."""


class SurfaceClient(Protocol):
    """One surface of one tenant."""

    surface: Surface

    async def send(self, writes: Sequence[Sendable], entity: str, *, atomic: bool) -> Sent:
        """Send writes and read what became of each. Never raises for Intacct, the network or the data."""
        ...

    async def delete(self, declaration: Declaration, record_number: str, entity: str) -> Outcome:
        """Delete one record: APPLIED when it is gone. Never raises."""
        ...

    async def rows(self, selection: Selection) -> Rows:
        """Run a query, page by page, ordered by record number. Raises CallFailed."""
        ...

    async def currency_to_state(self, entity: str) -> str:
        """The base currency, where lines without a currency are refused; else empty. Raises CallFailed."""
        ...

    async def probe(self) -> Outcome:
        """APPLIED when the surface answers and accepts the credentials."""
        ...
