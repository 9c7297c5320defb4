"""A sandbox in a thread of its own, and the internet as other people's clients see it: api.intacct.com is the sandbox.

Their code runs unchanged. What is replaced is `requests`' way from an address to a connection, nothing else.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from intacct_sandbox import Sandbox

REAL = "https://api.intacct.com"


@pytest.fixture(scope="session")
def background() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread, for sandboxes under clients that block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="sandbox", daemon=True)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture
def sandbox(background: asyncio.AbstractEventLoop, switches: dict[str, Any]) -> Iterator[Sandbox]:
    running = Sandbox(switches=switches)
    asyncio.run_coroutine_threadsafe(running.start(), background).result(10)
    yield running
    asyncio.run_coroutine_threadsafe(running.stop(), background).result(10)


@pytest.fixture
def address(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> str:
    """While it lasts, every request to api.intacct.com goes to the sandbox and nothing goes anywhere else."""
    requests = pytest.importorskip("requests", reason="pip install 'intacct-sandbox[foreign]'")

    class Redirected(requests.adapters.HTTPAdapter):  # type: ignore[misc, name-defined]
        def send(self, request: Any, **options: Any) -> Any:
            assert request.url.startswith((REAL, sandbox.url)), request.url
            request.url = request.url.replace(REAL, sandbox.url)
            return super().send(request, **options)

    adapter = Redirected()
    monkeypatch.setattr(requests.Session, "get_adapter", lambda self, url: adapter)
    return urlsplit(sandbox.url).netloc


@pytest.fixture
def created(sandbox: Sandbox) -> Callable[[str], list[str]]:
    """The business keys of an object's creates, as the ledger has them."""
    return lambda object: [
        row["key"] for row in sandbox.ledger() if (row["object"], row["operation"]) == (object, "create")
    ]
