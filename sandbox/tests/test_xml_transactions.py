"""Independent functions, all-or-nothing operations, and creates of many objects."""

from typing import Any

import pytest
from clients import Xml
from documents import bill, vendor

from intacct_sandbox import Sandbox


def statuses(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.findtext("status") or "" for each in answer.iter("result")]


async def test_functions_are_independent_by_default(xml: Xml, sandbox: Sandbox) -> None:
    """One failing function does not stop the others."""
    answer = await xml.send(vendor("V-1"), bill(vendor="V-9"), vendor("V-2"), ids=("a", "b", "c"))
    assert statuses(answer) == ["success", "failure", "success"]
    assert [each.findtext("controlid") for each in answer.iter("result")] == ["a", "b", "c"]
    assert [row["key"] for row in sandbox.ledger()] == ["V-1", "V-2"]


async def test_transaction_rolls_back_in_shape_a(xml: Xml, sandbox: Sandbox) -> None:
    """transaction=true: earlier functions are aborted, the failing one fails, later ones have no result."""
    answer = await xml.send(vendor("V-1"), bill(vendor="V-9"), vendor("V-2"), transaction=True)
    assert statuses(answer) == ["aborted", "failure"]
    numbers = [[error.text for error in each.iter("errorno")] for each in answer.iter("result")]
    assert numbers[0] == ["XL03000009"]
    assert numbers[1][-1] == "XL03000009"
    assert sandbox.ledger() == []
    assert sandbox.counters("HARBORLINE")["transactions"] == 0
    assert (await xml.one(vendor("V-1"))).findtext("status") == "success"


@pytest.mark.parametrize("switches", [{"aborted_shape": "B", "results_after_failure": True}])
async def test_switch_rollback_in_shape_b(xml: Xml, switches: dict[str, Any]) -> None:
    """Shape B: the failing function is aborted too; by switch the later ones have results."""
    answer = await xml.send(vendor("V-1"), bill(vendor="V-9"), vendor("V-2"), transaction=True)
    assert statuses(answer) == ["aborted", "aborted", "aborted"]


async def test_aborted_functions_keep_their_ids_free(xml: Xml) -> None:
    """What was rolled back may be sent again under the same ids."""
    await xml.send(vendor("V-1"), bill(vendor="V-9"), ids=("a", "b"), transaction=True)
    answer = await xml.send(vendor("V-1"), bill(vendor="V-1"), ids=("a", "b"), transaction=True)
    assert statuses(answer) == ["success", "success"]


async def test_create_of_many_can_fail_in_part(xml: Xml, sandbox: Sandbox) -> None:
    """A create of several objects fails with the created records listed; they stay by default."""
    await xml.one(vendor("V-1"))
    both = vendor("V-1", "Twin").removesuffix("</create>") + vendor("V-2").removeprefix("<create>")
    result = await xml.one(both)
    assert result.findtext("status") == "failure"
    assert [each.text for each in result.iter("VENDORID")] == ["V-2"]
    assert result.findtext("errormessage/error/errorno") == "BL34000061"
    assert [row["key"] for row in sandbox.ledger()] == ["V-1", "V-2"]


@pytest.mark.parametrize("switches", [{"multi_create_keeps_good": False}])
async def test_switch_create_of_many_keeps_nothing(xml: Xml, sandbox: Sandbox, switches: dict[str, Any]) -> None:
    """With the switch off, the listed records were not kept."""
    bad = vendor("V-1").removesuffix("</create>") + vendor("V-1").removeprefix("<create>")
    assert (await xml.one(bad)).findtext("status") == "failure"
    assert sandbox.ledger() == []


async def test_create_takes_at_most_100_objects(xml: Xml, sandbox: Sandbox) -> None:
    """The schema takes any number of objects, the function not more than 100: none of them is created."""
    inner = "".join(vendor(f"V-{n}").removeprefix("<create>").removesuffix("</create>") for n in range(101))
    answer = await xml.send(vendor("V"), f"<create>{inner}</create>")
    assert [each.text for each in answer.iterfind("operation/result/status")] == ["success", "failure"]
    assert [row["key"] for row in sandbox.ledger()] == ["V"]
