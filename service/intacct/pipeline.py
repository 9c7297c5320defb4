"""The way of a request: one list of steps, each of which settles what it can of every write in it.

    routed      a draft is submitted on a surface that has a way for it
    spared      what would only be refused again, because its period was closed a moment ago
    numbered    updates get the record numbers that they lack
    resolved    payments get the record keys of the documents that they pay
    priced      lines that must state a currency get the company's base currency
    sent        over the wire: one document of XML functions, or REST calls one by one
    ended       of a draft whose submit was refused nothing is left behind
    explained   why an account was refused that seems to be there
    stated      which state new documents have reached

The client chooses nothing here: surface and content were settled when the write was prepared.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from service.clock import Clock
from service.delivery.client_port import Surface, WriteAnswer, WriteRequest
from service.intacct.account_mix_ups import AccountMixUps
from service.intacct.base_currency import BaseCurrency
from service.intacct.batch import Batch, Item, batch_of, grouped
from service.intacct.closed_periods import ClosedPeriods
from service.intacct.drafts import Drafts
from service.intacct.paid_references import PaidReferences
from service.intacct.reached_states import ReachedStates
from service.intacct.record_numbers import RecordNumbers
from service.intacct.surface import SurfaceClient
from service.settings import TenantSettings

Step: TypeAlias = Callable[[Batch], Awaitable[None]]
Surfaces: TypeAlias = Mapping[Surface, SurfaceClient]


class Pipeline:
    """The steps, for one tenant."""

    def __init__(self, surfaces: Surfaces, settings: TenantSettings, clock: Clock) -> None:
        self._surfaces = surfaces
        drafts, periods = Drafts(surfaces), ClosedPeriods(clock)
        self._steps: Sequence[Step] = (
            drafts.routed,
            periods.spared,
            RecordNumbers(surfaces).numbered,
            PaidReferences(surfaces).resolved,
            BaseCurrency(surfaces, clock).filled_in,
            self._sent,
            periods.remembered,
            drafts.ended,
            AccountMixUps(surfaces).explained,
            ReachedStates(surfaces, settings.company_settings).stated,
        )

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        """One outcome per attempt, whatever happens."""
        batch = batch_of(request)
        for step in self._steps:
            await step(batch)
            batch.share_fate()
        return batch.answer()

    async def _sent(self, batch: Batch) -> None:
        for surface, items in grouped(batch.open, lambda item: item.surface).items():
            await self._over(surface, items, batch)

    async def _over(self, surface: Surface, items: Sequence[Item], batch: Batch) -> None:
        sent = await self._surfaces[surface].send([each.sendable for each in items], batch.entity, atomic=batch.atomic)
        for item, outcome in zip(items, sent.outcomes, strict=True):
            item.outcome, item.sent = outcome, True
        batch.request_refused = batch.request_refused or sent.request_refused
