"""What each surface can do for the client; everything else about reading and choosing is common to both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.delivery.client_port import Outcome, Surface, WriteAnswer, WriteRequest
from service.intacct.objects.compare import Row
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


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query found; one transaction per page."""

    rows: Sequence[Row]
    transactions: int
    complete: bool = True
    """False when there are more rows than were asked for, or than could be fetched."""


class SurfaceClient(Protocol):
    """One surface of one tenant."""

    surface: Surface

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        """Send one request and read what became of each write. Never raises for Intacct or the network."""
        ...

    async def rows(self, selection: Selection) -> Rows:
        """Run a query, page by page, ordered by record number. Raises CallFailed."""
        ...

    async def probe(self) -> Outcome:
        """APPLIED when the surface answers and accepts the credentials."""
        ...
