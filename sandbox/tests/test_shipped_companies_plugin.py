"""Choosing a company by its name in a test of an integration."""

import pytest

from intacct_sandbox.threaded import SandboxThread


@pytest.mark.intacct_company("vat", "entities")
def test_a_mark_chooses_companies(intacct_sandbox: SandboxThread) -> None:
    """The fixture's sandbox has the companies that the mark names, and no other."""
    assert intacct_sandbox.counters("KINGSMERE") == intacct_sandbox.counters("TWINHARBOR")
    with pytest.raises(KeyError):
        intacct_sandbox.counters("HARBORLINE")
