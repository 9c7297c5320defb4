"""The admin paths over HTTP."""

from datetime import datetime
from typing import Any

import aiohttp
import pytest
from clients import Xml
from documents import vendor

from intacct_sandbox import Sandbox


async def admin(http: aiohttp.ClientSession, sandbox: Sandbox, method: str, path: str, body: Any = None) -> Any:
    async with http.request(method, f"{sandbox.url}/_sandbox/{path}", json=body) as answer:
        return answer.status, await answer.json()


async def test_ledger_counters_and_health(http: aiohttp.ClientSession, sandbox: Sandbox, xml: Xml) -> None:
    """HTTP shows what the Python API shows; the ledger is filtered by company."""
    await xml.one(vendor())
    assert await admin(http, sandbox, "GET", "ledger") == (200, sandbox.ledger())
    assert await admin(http, sandbox, "GET", "ledger?company=OTHER") == (200, [])
    assert (await admin(http, sandbox, "GET", "counters"))[1]["HARBORLINE"] == sandbox.counters("HARBORLINE")
    assert await admin(http, sandbox, "GET", "health") == (200, {"status": "ok", "companies": ["HARBORLINE"]})


async def test_reset_goes_back_to_the_start(http: aiohttp.ClientSession, sandbox: Sandbox, xml: Xml) -> None:
    """reset empties the ledger and the company, frees control ids, clears faults and switches."""
    await xml.one(vendor("V-1"), ids=("x",))
    await admin(http, sandbox, "PUT", "faults", [{"kind": "maintenance"}])
    await admin(http, sandbox, "PUT", "switches", {"support_id": False})
    await admin(http, sandbox, "POST", "reset")
    assert sandbox.ledger() == []
    assert (await admin(http, sandbox, "GET", "faults"))[1] == []
    assert (await admin(http, sandbox, "GET", "switches"))[1]["support_id"] is True
    assert (await xml.one(vendor("V-1"), ids=("x",))).findtext("status") == "success"


async def test_clock_moves(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """PUT clock sets a time or moves forward."""
    await admin(http, sandbox, "PUT", "clock", {"now": "2030-05-01T12:00:00Z"})
    _, body = await admin(http, sandbox, "PUT", "clock", {"advance": 3600})
    assert datetime.fromisoformat(body["now"]).strftime("%Y-%m-%dT%H:%M") == "2030-05-01T13:00"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "faults", [{"kind": "explode"}], 400),
        ("PUT", "faults", [{"kind": "delay", "colour": 1}], 400),
        ("PUT", "faults", [{"kind": "delay", "seconds": "x"}], 400),
        ("PUT", "faults", {}, 400),
        ("PUT", "switches", {"colour": 1}, 400),
        ("PUT", "switches", {"duplicate_status": 418}, 400),
        ("PUT", "books", {"closed_through": "soon"}, 400),
        ("PUT", "books", {"closed_through": "2026-03-31", "company": "NOBODY"}, 400),
        ("PUT", "books", {}, 400),
        ("PUT", "clock", {"now": "soon"}, 400),
        ("PUT", "clock", {}, 400),
        ("GET", "nothing", None, 404),
    ],
)
async def test_wrong_admin_requests(
    http: aiohttp.ClientSession, sandbox: Sandbox, method: str, path: str, body: Any, status: int
) -> None:
    """What cannot be used is refused with a sentence."""
    got, answer = await admin(http, sandbox, method, path, body)
    assert (got, bool(answer["error"])) == (status, True)
