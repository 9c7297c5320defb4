"""A real browser, spoken to over its DevTools protocol."""

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
          "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0")  # fmt: skip

_LOADED = "document.readyState === 'complete' && location.href !== 'about:blank'"


def program() -> str:
    """The browser of this machine; skips the test where there is none, unless BROWSER_REQUIRED is set."""
    found = next(filter(None, map(shutil.which, _NAMES)), "")
    if not found and os.environ.get("BROWSER_REQUIRED") != "1":
        pytest.skip("needs a browser: install Chromium")
    assert found, "BROWSER_REQUIRED is set and there is no Chromium"
    return found


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)

    async def evaluate(self, script: str) -> Any:
        """The value of a script, after its promise if it is one."""
        id = next(self._ids)
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        await self._socket.send_json({"id": id, "method": "Runtime.evaluate", "params": asked})
        while (answer := await self._socket.receive_json()).get("id") != id:
            pass
        assert "exceptionDetails" not in answer["result"], answer["result"]["exceptionDetails"]
        return answer["result"]["result"].get("value")


@asynccontextmanager
async def open_page(folder: Path, url: str) -> AsyncIterator[Page]:
    """A tab that shows `url`."""
    command = (program(), *_QUIET, f"--user-data-dir={folder}", url)
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    try:
        while b"DevTools listening" not in (line := await process.stderr.readline()):
            assert line, "the browser did not start"
        port = line.split(b":")[2].split(b"/")[0].decode()
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/json/list") as tabs:
            tab = next(each for each in await tabs.json(content_type=None) if each["type"] == "page")
            async with http.ws_connect(tab["webSocketDebuggerUrl"]) as socket:
                page = Page(socket)
                while not await page.evaluate(_LOADED):
                    pass
                yield page
    finally:
        process.terminate()
        await process.wait()
