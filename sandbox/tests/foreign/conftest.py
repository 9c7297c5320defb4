"""The internet as other people's clients see it: api.intacct.com is a sandbox.

Their code runs unchanged. What is replaced is `requests`' way from an address to a connection, nothing else.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from intacct_sandbox.company.definition import shipped
from intacct_sandbox.threaded import SandboxThread

REAL = "https://api.intacct.com"
# The shipped company, with something in the lists that cannot be written.
COMPANY = {"records": {**shipped("harborline")["records"], "contract": [{"id": "K-1", "name": "Hosting"}],
                       "cost-type": [{"id": "LABOR", "name": "Labor"}]}}  # fmt: skip


@pytest.fixture
def sandbox(switches: dict[str, Any]) -> Iterator[SandboxThread]:
    """These clients block, so it has a thread of its own. The Python SDK sends its session to the general address, as
    it does with live companies."""
    with SandboxThread(companies=[COMPANY], switches={**switches, "session_endpoint_strict": False}) as running:
        yield running


@pytest.fixture
def address(sandbox: SandboxThread, monkeypatch: pytest.MonkeyPatch) -> str:
    """While it lasts, every request to api.intacct.com goes to the sandbox and nothing goes anywhere else."""
    requests = pytest.importorskip("requests", reason="pip install 'intacct-sandbox[foreign]'")

    class Redirected(requests.adapters.HTTPAdapter):  # type: ignore[misc, name-defined]
        def send(self, request: Any, **options: Any) -> Any:
            assert request.url.startswith((REAL, sandbox.url)), request.url
            request.url = request.url.replace(REAL, sandbox.url)
            return super().send(request, **options)

    adapter = Redirected()
    monkeypatch.setattr(requests.Session, "get_adapter", lambda self, url: adapter)
    return sandbox.url


@pytest.fixture
def created(sandbox: SandboxThread) -> Callable[[str], list[str]]:
    """The business keys of an object's creates, as the ledger has them."""
    return lambda object: [
        row["key"] for row in sandbox.ledger() if (row["object"], row["operation"]) == (object, "create")
    ]
