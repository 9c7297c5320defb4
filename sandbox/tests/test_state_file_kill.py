"""--state over a process that is killed in the middle of its work."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
from clients import Rest, Xml
from documents import rest_vendor, vendor
from test_command import start

PULL = [{"name": "pull", "kind": "event_queue", "object": "VENDOR", "events": ["after_create"], "body": "x",
         "client_id": "relay.app.sage.com"}]  # fmt: skip


class Running:
    """A sandbox in a process of its own."""

    async def begin(self, *arguments: str) -> Any:
        self.process = await start(*arguments, "--switch", "hold_seconds=0")
        assert self.process.stdout is not None
        return SimpleNamespace(**json.loads(await self.process.stdout.readline()))

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


async def ledger(http: aiohttp.ClientSession, sandbox: Any) -> list[dict[str, Any]]:
    async with http.get(f"{sandbox.url}/_sandbox/ledger") as answer:
        rows: list[dict[str, Any]] = await answer.json()
        return rows


async def write(xml: Xml, answered: list[str]) -> None:
    """Create vendors until the sandbox is gone; note those that were answered."""
    for number in range(10_000):
        try:
            result = await xml.one(vendor(f"V-{number}"), ids=(f"id-{number}",))
        except (aiohttp.ClientError, OSError):
            return
        assert result.findtext("status") == "success"
        answered.append(f"V-{number}")


async def test_a_kill_loses_nothing_that_was_answered(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    """After kill -9 in the middle of writes: what was answered is there once, and its control ids are still used."""
    file, running, answered = str(tmp_path / "state"), Running(), list[str]()
    sandbox = await running.begin("--state", file)
    writing = asyncio.create_task(write(Xml(sandbox, http), answered))
    while len(answered) < 40 and not writing.done():
        await asyncio.sleep(0)
    await running.kill()
    await writing
    sandbox = await running.begin("--state", file)
    rows = await ledger(http, sandbox)
    kept = [row["key"] for row in rows]
    assert kept[: len(answered)] == answered
    assert len(kept) <= len(answered) + 1
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    again = await Xml(sandbox, http).one(vendor("V-0"), ids=("id-0",))
    assert again.findtext("status") == "failure"
    assert await ledger(http, sandbox) == rows
    await running.kill()


async def test_a_kill_keeps_the_event_queue(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    """Events that nobody acknowledged are still there after kill -9, acknowledged ones are not."""
    file, running = str(tmp_path / "state"), Running()
    sandbox = await running.begin("--state", file, "--switch", "event_queue_batch=1")
    await http.put(f"{sandbox.url}/_sandbox/triggers", json=PULL)
    rest = Rest(sandbox, http)
    for id in ("V-1", "V-2", "V-3"):
        await rest.create("accounts-payable/vendor", rest_vendor(id))
    _, taken = await rest.call("GET", "services/delivery/event/list")
    await rest.call("POST", "services/delivery/event/ack", {"ackId": taken["ia::result"]["ackId"]})
    _, out = await rest.call("GET", "services/delivery/event/list")
    await running.kill()
    sandbox = await running.begin("--state", file)
    _, again = await Rest(sandbox, http).call("GET", "services/delivery/event/list")
    events = again["ia::result"]["events"]
    assert len(events) == 2
    assert events[0] == out["ia::result"]["events"][0]
    await running.kill()
