"""Periods that are closed and opened while the sandbox runs."""

from pathlib import Path

import aiohttp
from clients import Rest, Xml
from documents import journal, rest_journal, vendor
from test_admin import admin

from intacct_sandbox import Sandbox

_OPENED_AGAIN = {"HARBORLINE": {"closed_through": ""}}


async def test_a_period_closes_and_opens_while_it_runs(
    http: aiohttp.ClientSession, sandbox: Sandbox, xml: Xml, rest: Rest
) -> None:
    """An entry in a period that was closed meanwhile is refused on both surfaces; reopened, the same is booked."""
    _, told = await admin(http, sandbox, "PUT", "books", {"closed_through": "2026-03-31"})
    assert told == {"HARBORLINE": {"closed_through": "2026-03-31"}}
    refused = await xml.one(journal(date="03/31/2026"))
    assert "within a period that's been closed" in refused.findtext("errormessage/error/description2", "")
    assert (await rest.call("POST", "objects/general-ledger/journal-entry", rest_journal()))[0] == 422
    assert (await xml.one(journal(date="04/01/2026"))).findtext("status") == "success"
    assert await admin(http, sandbox, "PUT", "books", {"closed_through": ""}) == (200, _OPENED_AGAIN)
    assert (await xml.one(journal(date="03/31/2026"))).findtext("status") == "success"
    assert (await rest.call("POST", "objects/general-ledger/journal-entry", rest_journal()))[0] == 201


async def test_closed_books_are_told(sandbox: Sandbox, xml: Xml) -> None:
    """get_closedbooksdate tells the day that was set last, through the Python interface too."""
    sandbox.close_books("2026-02-28", "HARBORLINE")
    told = (await xml.one("<get_closedbooksdate/>")).find("data/closedbooksdate")
    assert told is not None and [each.text for each in told] == ["2026", "02", "28"]
    sandbox.open_books()
    told = (await xml.one("<get_closedbooksdate/>")).find("data/closedbooksdate")
    assert told is not None and [each.text for each in told] == [None, None, None]


async def test_only_the_company_that_is_named_is_closed(http: aiohttp.ClientSession) -> None:
    """With several companies the name is needed, and the others keep their periods."""
    async with Sandbox(companies=("harborline", {"id": "OTHER"})) as both:
        both.close_books("2026-03-31", "OTHER")
        _, told = await admin(http, both, "GET", "books")
        assert [told[id]["closed_through"] for id in ("HARBORLINE", "OTHER")] == ["2025-12-31", "2026-03-31"]
        status, answer = await admin(http, both, "PUT", "books", {"closed_through": ""})
        assert (status, "no company ''" in answer["error"]) == (400, True)


async def test_closed_books_outlive_a_restart(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    """With a state file the period is as closed after a restart as before; a reset brings that of the company back."""
    state = tmp_path / "state"
    async with Sandbox(state=state) as before:
        before.close_books("2026-03-31")
        await Xml(before, http).one(vendor())
    async with Sandbox(state=state) as after:
        assert after.world.companies["HARBORLINE"].closed_through == "2026-03-31"
        after.reset()
        assert after.world.companies["HARBORLINE"].closed_through == "2025-12-31"
