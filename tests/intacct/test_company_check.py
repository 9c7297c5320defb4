"""``check`` holds the configuration against what the company says of itself."""

from typing import Any

import pytest
from intacct_sandbox.sandbox import Sandbox

from service.clock import SystemClock
from service.intacct.company_check import SUBJECT
from service.intacct.preflight import preflight
from tests.intacct.tenant import settings


async def lines(company: str, **believed: Any) -> list[tuple[bool, str, str]]:
    """What is said of the company's settings."""
    async with Sandbox(companies=[company]) as sandbox:
        found = await preflight("acme", settings(sandbox.url, company_settings=believed), SystemClock())
    return [(line.ok, line.found, line.fix) for line in found if line.subject == SUBJECT]


async def test_what_is_believed_and_true_is_a_line_each() -> None:
    """Numbers that nobody keeps unique, and no approvals."""
    found = await lines("harborline", unique_invoice_numbers=True)
    assert [(ok, fix) for ok, _, fix in found] == [(True, "")] * 3
    assert found[0][1] == "bill numbers are not kept unique by Intacct"


async def test_numbers_that_are_believed_unique_and_are_not_fail_the_check() -> None:
    """A second bill would be made without a look."""
    found = await lines("harborline", unique_bill_numbers=True)
    assert [fix for ok, _, fix in found if not ok] == [
        "Set company_settings.unique_bill_numbers to false: a second one would not be looked for."
    ]


async def test_a_look_up_that_could_be_saved_is_a_warning() -> None:
    """It works, and costs more than it must."""
    found = await lines("unique_bill_numbers")
    assert any(ok and "unique_bill_numbers to true" in fix for ok, _, fix in found)


@pytest.mark.parametrize(("believed", "right"), [(False, False), (True, True), (None, True)])
async def test_approvals_that_are_on_must_not_be_believed_off(believed: bool | None, right: bool) -> None:
    """A receipt would say «posted» of a bill that waits for a person."""
    found = await lines("approvals", approvals=believed)
    assert next(ok for ok, said, _ in found if said == "approvals of bills and payments are on") is right
