"""Closing a period from a test of an integration, through the pytest plugin's sandbox."""

import json
from urllib.request import urlopen

from intacct_sandbox.threaded import SandboxThread


def test_a_test_closes_the_books(intacct_sandbox: SandboxThread) -> None:
    """The fixture's sandbox closes and opens the books of its company from the test's own thread."""
    intacct_sandbox.close_books("2026-03-31")
    assert _closed(intacct_sandbox) == "2026-03-31"
    intacct_sandbox.open_books("HARBORLINE")
    assert _closed(intacct_sandbox) == ""


def _closed(sandbox: SandboxThread) -> str:
    with urlopen(f"{sandbox.url}/_sandbox/books") as answer:
        return str(json.load(answer)["HARBORLINE"]["closed_through"])
