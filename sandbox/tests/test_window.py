"""The page at `/`."""

import asyncio
import re
import shutil
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml
from documents import rest_vendor, vendor
from receiver import Receiver

from intacct_sandbox import Sandbox
from intacct_sandbox.web.answer import HTML, Answer
from intacct_sandbox.web.window import Window

EVIL = "<script>document.title='owned'</script>\"'&"


class Shape(HTMLParser):
    """Checks that tags are balanced and collects what could load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.active: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [] if tag == "meta" else [tag]
        if tag in ("script", "img", "iframe", "link", "form", "object") or any(
            name.startswith("on") for name, _ in attrs
        ):
            self.active.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


async def get(http: aiohttp.ClientSession, sandbox: Sandbox, path: str = "/") -> str:
    async with http.get(sandbox.url + path) as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        return await answer.text()


async def test_it_shows_what_there_is(
    sandbox: Sandbox, http: aiohttp.ClientSession, xml: Xml, receiver: Receiver
) -> None:
    """Companies with counters, records by object, ledger, faults, deliveries, changed switches."""
    sandbox.set_triggers([{"name": "told", "kind": "webhook", "object": "vendor", "events": ["after_create"],
                           "url": receiver.url, "client_id": "relay.app.sage.com"}])  # fmt: skip
    await xml.one(vendor("V-1", "Larkspur Tooling"))
    await sandbox.settled()
    sandbox.set_faults([{"kind": "delay", "seconds": 0.25, "object": "bill", "count": 1}])
    page = await get(http, sandbox, "/?company=HARBORLINE&object=vendor")
    shown = re.sub(r"(\s*<[^>]+>\s*)+", " ", page)
    parts = ["Harborline Supply Co", "delay object=bill, count=1, seconds=0.25 0 0 on", "vendor 1", "Larkspur Tooling",
             "hold_seconds 0.0", "1 rows", "told after_create vendor V-1 delivered"]  # fmt: skip
    for part in parts:
        assert part in unescape(shown), part


async def test_everything_is_escaped(sandbox: Sandbox, http: aiohttp.ClientSession, rest: Rest) -> None:
    """What clients sent is text on the page; the only script is the page's own, and the policy allows no other."""
    await rest.create("accounts-payable/vendor", rest_vendor("<V&1>", EVIL), Idempotency_Key=EVIL)
    sandbox.set_faults([{"kind": "delay", "object": EVIL}])
    for path in ("/?object=vendor", f"/?company={EVIL}&object={EVIL}", "/_sandbox/window?object=vendor"):
        page, shape = await get(http, sandbox, path), Shape()
        shape.feed(page)
        assert shape.open == []
        assert shape.active == ([] if path.startswith("/_") else [("script", {})])
        assert EVIL not in page
        assert "&lt;script&gt;" in page
    async with http.get(f"{sandbox.url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in re.sub(r'http-equiv="refresh"', "", (await answer.text()).lower())


async def test_requests_in_flight(http: aiohttp.ClientSession, receiver: Receiver) -> None:
    """A request that is held is on the page and in the list until it is answered."""
    async with Sandbox(switches={"hold_seconds": 30}) as sandbox:
        for _ in range(2):
            await sandbox.world.companies["HARBORLINE"].slots.take("rest:relay.app.sage.com", 0)
        rest = Rest(sandbox, http)
        await rest.sign_in()
        held = asyncio.create_task(rest.call("GET", "objects/accounts-payable/vendor"))
        while not (waiting := await (await http.get(f"{sandbox.url}/_sandbox/requests")).json()):
            await asyncio.sleep(0)
        assert (waiting[0]["method"], waiting[0]["path"]) == ("GET", "/ia/api/v1/objects/accounts-payable/vendor")
        assert "/ia/api/v1/objects/accounts-payable/vendor" in await get(http, sandbox)
        sandbox.world.companies["HARBORLINE"].slots.give_back("rest:relay.app.sage.com")
        assert (await held)[0] == 200
        assert await (await http.get(f"{sandbox.url}/_sandbox/requests")).json() == []


async def test_records_over_http(sandbox: Sandbox, http: aiohttp.ClientSession, xml: Xml) -> None:
    """Counts by object, and the newest records of one."""
    await xml.send(vendor("V-1"), vendor("V-2"))

    async def records(query: str) -> Any:
        async with http.get(f"{sandbox.url}/_sandbox/records?{query}") as answer:
            return await answer.json()

    assert (await records(""))["vendor"] == 2
    assert [each["id"] for each in await records("company=HARBORLINE&object=vendor&last=1")] == ["V-2"]


@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium on PATH")
async def test_a_real_browser_renders_and_polls(
    sandbox: Sandbox, rest: Rest, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chromium shows names as text, runs nothing that came from a client, and its own script fetches what is new."""
    inside = Window.inside
    polled = Answer(200, b"<p>fetched again</p>", HTML)
    monkeypatch.setattr(
        Window,
        "inside",
        lambda self, query: replace(polled, body=inside(self, query).body + polled.body),
    )
    await rest.create("accounts-payable/vendor", rest_vendor("V-1", EVIL))
    browser = await asyncio.create_subprocess_exec(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--virtual-time-budget=2500", f"--user-data-dir={tmp_path}", "--dump-dom", f"{sandbox.url}/?object=vendor",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    out, _ = await asyncio.wait_for(browser.communicate(), 60)
    dom = out.decode()
    assert "<title>Intacct sandbox</title>" in dom
    assert "&lt;script&gt;document.title" in dom
    assert "<h2>Ledger</h2>" in dom
    assert "<p>fetched again</p></main>" in dom
