"""What a handler reads is whole, or an error: never a part that looks like all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from intacct_sandbox.sandbox import Sandbox

from handlers.registry import EventRefused
from service.clock import SystemClock
from service.delivery.client_port import Outcome, OutcomeKind, Prepared, QueryAnswer, RecordQuery, Surface
from service.delivery.handler_reads import TenantReader
from service.delivery.limits.limiter import Limiter
from service.delivery.limits.rate import TokenBucket
from service.delivery.limits.slots import Slots
from service.delivery.tenant import Tenant
from service.delivery.usage import UsageBook
from service.intacct.client import open_client, open_surfaces
from service.intacct.network import Http
from service.intacct.rest.api import Call
from service.intacct.rest.surface import RestSurface
from tests.delivery.engine import Watcher
from tests.intacct.tenant import creates, settings, vendor

ROWS = 25
COMPANY = "HARBORLINE"


@asynccontextmanager
async def company(surface: Surface) -> AsyncIterator[tuple[Sandbox, Tenant]]:
    """A company with vendors, and a tenant that reads on the surface."""
    async with Sandbox() as sandbox:
        whole = settings(sandbox.url, surface=surface.value)
        client = open_client("acme", whole, SystemClock())
        await client.submit(creates(Surface.XML, *(vendor(f"V-{number}", notes="n") for number in range(ROWS))))
        clock = SystemClock()
        limiter = Limiter(Slots(2), Slots(2), TokenBucket(10_000, 60, clock), clock, pause=5.0)
        yield sandbox, Tenant("acme", whole, client, limiter, clock, Watcher(), UsageBook(clock))
        await client.close()


async def read(reader: TenantReader, **equals: str) -> list[str]:
    """The ids of what is read row by row."""
    return [row["id"] async for row in reader.each("vendor", ("id",), **equals)]


WANTED = [f"V-{number}" for number in range(ROWS)]


@pytest.mark.parametrize("surface", Surface)
async def test_find_gives_all_rows_up_to_its_bound(surface: Surface) -> None:
    """In the order of their record numbers."""
    async with company(surface) as (_, tenant):
        rows = await TenantReader(tenant, "", most=ROWS).find("vendor", ("id",), notes="n")
        assert [row["id"] for row in rows] == WANTED


@pytest.mark.parametrize("surface", Surface)
async def test_more_rows_than_the_bound_are_refused_and_never_cut(surface: Surface) -> None:
    """The author of the handler reads what to do."""
    async with company(surface) as (_, tenant):
        with pytest.raises(EventRefused, match="more than 24 rows") as refused:
            await TenantReader(tenant, "", most=ROWS - 1).find("vendor", ("id",), notes="n")
        assert "each" in refused.value.next_step


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("page", [1, 2, 7, ROWS - 1, ROWS, ROWS + 1, 1000])
async def test_row_by_row_reads_to_the_end_whatever_the_page(surface: Surface, page: int) -> None:
    """Each row once, nothing but the fields that were asked for, one transaction a page, all of them counted."""
    async with company(surface) as (sandbox, tenant):
        before = sandbox.counters(COMPANY)["transactions"]
        reader = TenantReader(tenant, "", page=page)
        assert await read(reader, notes="n") == WANTED
        assert [row async for row in reader.each("vendor", ("id",), id="V-3")] == [{"id": "V-3"}]
        assert await read(reader, notes="other") == []
        pages = sandbox.counters(COMPANY)["transactions"] - before
        assert pages == max(-(-(ROWS - 1) // page), 1) + 2
        assert [count.transactions for count in tenant.usage.take_changed()] == [pages]


async def delete(tenant: Tenant, id: str) -> None:
    """Somebody deletes a vendor in Intacct."""
    prepared = tenant.client.prepare(vendor(id))
    assert isinstance(prepared, Prepared)
    (found,) = (await tenant.client.look_up([prepared])).found[vendor(id).key]
    whole = tenant.settings.model_copy(update={"surface": "rest"})
    pool = Http(whole.waiting)
    surface = open_surfaces("somebody", whole, SystemClock(), pool)[Surface.REST]
    assert isinstance(surface, RestSurface)
    answer = await surface.api.call(Call("DELETE", f"/objects/accounts-payable/vendor/{found.record_number}"))
    assert answer.status in (200, 204)
    await pool.close()


@pytest.mark.parametrize("surface", Surface)
async def test_rows_that_disappear_between_pages_are_noticed(surface: Surface) -> None:
    """One fewer before the page means that one would be left out: the event is refused, to be replayed."""
    async with company(surface) as (_, tenant):
        rows = TenantReader(tenant, "", page=5).each("vendor", ("id",), notes="n")
        assert (await anext(rows))["id"] == "V-0"
        await delete(tenant, "V-0")
        with pytest.raises(EventRefused, match="disappeared"):
            assert [row async for row in rows]
        assert await read(TenantReader(tenant, "", page=5), notes="n") == WANTED[1:]


async def test_a_page_that_leads_nowhere_ends() -> None:
    """More is promised and nothing comes: an error, and no endless reading."""

    class Nowhere:
        async def query(self, query: RecordQuery) -> QueryAnswer:
            return QueryAnswer((), 1, complete=False)

    with pytest.raises(EventRefused):
        await read(TenantReader(Nowhere(), ""))  # type: ignore[arg-type]


async def test_a_failure_without_words_is_a_failure() -> None:
    """It is not an empty answer."""

    class Silent:
        async def query(self, query: RecordQuery) -> QueryAnswer:
            return QueryAnswer(failure=Outcome(OutcomeKind.REJECTED))

    with pytest.raises(EventRefused, match="refuses"):
        await TenantReader(Silent(), "").find("vendor", ("id",))  # type: ignore[arg-type]
