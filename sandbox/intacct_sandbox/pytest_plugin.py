"""Fixtures for tests of integrations: `intacct_sandbox`, `intacct_ledger`, and `intacct_sandbox_options` to override.

def test_it_books_once(intacct_sandbox, intacct_ledger):
    my_integration(intacct_sandbox.url)
    assert len(intacct_ledger("bill")) == 1
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from intacct_sandbox.threaded import SandboxThread


class LedgerView:
    """What was really written. Called with an object, and an operation or a company, it gives the rows of these."""

    def __init__(self, sandbox: "SandboxThread") -> None:
        self._sandbox = sandbox

    def __call__(self, object: str = "", operation: str = "", company: str | None = None) -> list[dict[str, Any]]:
        rows = self._sandbox.ledger(company)
        return [row for row in rows if object in ("", row["object"]) and operation in ("", row["operation"])]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self())

    def __len__(self) -> int:
        return len(self())


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "intacct_company(*companies): companies of `intacct_sandbox`, by name or file")


@pytest.fixture
def intacct_sandbox_options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The options of `Sandbox` for `intacct_sandbox`; override it to have other companies or switches. The marker
    `intacct_company("vat")` chooses shipped companies."""
    marker = request.node.get_closest_marker("intacct_company")
    return {"companies": marker.args} if marker else {}


@pytest.fixture
def intacct_sandbox(intacct_sandbox_options: dict[str, Any]) -> "Iterator[SandboxThread]":
    """A running sandbox of the test's own, in a thread: for synchronous and asynchronous tests."""
    from intacct_sandbox.threaded import SandboxThread  # noqa: PLC0415 - costs nothing in tests that do not use it

    with SandboxThread(**intacct_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture
def intacct_ledger(intacct_sandbox: "SandboxThread") -> LedgerView:
    """The ledger of `intacct_sandbox`."""
    return LedgerView(intacct_sandbox)
