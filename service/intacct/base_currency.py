"""The base currency on lines that must state one: journal entries over XML, in companies with several currencies.

GLENTRY.CURRENCY is required where multi-currency is on (developer.intacct.com: general-ledger/journal-entries), and a
write that states no currency means the company's base currency. What that is, the company itself says.
"""

from collections.abc import Mapping
from dataclasses import replace

from service.clock import Clock
from service.delivery.client_port import Surface
from service.intacct.answers import CallFailed
from service.intacct.batch import Batch, Item
from service.intacct.objects.content import Content, Given
from service.intacct.objects.declaration import Field
from service.intacct.surface import SurfaceClient

KNOWN_FOR = 3600.0
"""Seconds until the company is asked again."""


class BaseCurrency:
    """Of one tenant's company; asked when a write first needs it."""

    def __init__(self, surfaces: Mapping[Surface, SurfaceClient], clock: Clock) -> None:
        self._surfaces = surfaces
        self._clock = clock
        self._known = ""
        self._until = 0.0

    async def filled_in(self, batch: Batch) -> None:
        """Fill it in. Where the company does not say it, the write goes as it is, and Intacct says what is missing."""
        lacking = [item for item in batch.open if _currency_of_lines(item.content) and _lacks_one(item.content)]
        for item in lacking:
            currency = await self._currency(item, batch)
            if currency:
                item.content = in_currency(item.content, currency)

    async def _currency(self, item: Item, batch: Batch) -> str:
        if self._clock.monotonic() >= self._until:
            try:
                self._known = await self._surfaces[item.surface].currency_to_state(batch.entity)
            except CallFailed:
                return ""
            self._until = self._clock.monotonic() + KNOWN_FOR
        return self._known


def _currency_of_lines(content: Content) -> Field | None:
    """The line field whose absence a company with several currencies does not accept."""
    lines = content.declaration.lines
    return next((each for each in lines.fields if each.rate_type), None) if lines else None


def _lacks_one(content: Content) -> bool:
    return any(not any(field.rate_type for field, _ in line) for line in content.lines)


def in_currency(content: Content, currency: str) -> Content:
    """The content with this currency on every line that states none."""
    field = _currency_of_lines(content)
    assert field is not None
    return replace(content, lines=tuple(_line_in(line, field, currency) for line in content.lines))


def _line_in(line: Given, field: Field, currency: str) -> Given:
    return line if any(each.rate_type for each, _ in line) else (*line, (field, currency))
