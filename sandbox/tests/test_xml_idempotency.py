"""Function control ids: what is executed and completed cannot be repeated."""

import asyncio
from typing import Any

import pytest
from clients import Xml
from documents import bill, vendor

from intacct_sandbox import Sandbox


def first_error(result) -> str:  # type: ignore[no-untyped-def]
    return result.findtext("errormessage/error/errorno") or ""


async def test_completed_id_is_refused_even_without_uniqueid(xml: Xml, sandbox: Sandbox) -> None:
    """uniqueid is true when it is left out; the refusal carries no record key."""
    await xml.one(vendor("V-1"), ids=("x",))
    again = await xml.one(vendor("V-2"), ids=("x",))
    assert (again.findtext("status"), first_error(again)) == ("failure", "BL01001973")
    assert "completed" in (again.findtext("errormessage/error/description2") or "")
    assert again.find("data") is None
    assert len(sandbox.ledger()) == 1
    assert sandbox.counters("HARBORLINE")["duplicates_suppressed"] == 1


async def test_uniqueid_false_runs_any_number_of_times(xml: Xml, sandbox: Sandbox) -> None:
    """uniqueid=false switches the check off."""
    await xml.one(vendor("V-1"), ids=("x",), uniqueid="false")
    await xml.one(vendor("V-2"), ids=("x",), uniqueid="false")
    assert len(sandbox.ledger()) == 2


async def test_control_block_id_is_not_checked(xml: Xml, sandbox: Sandbox) -> None:
    """The control id of the control block may repeat."""
    await xml.one(vendor("V-1"), ids=("x",), controlid="same")
    await xml.one(vendor("V-2"), ids=("y",), controlid="same")
    assert len(sandbox.ledger()) == 2


async def test_failed_function_does_not_burn_its_id(xml: Xml) -> None:
    """After a business failure the same id may be used again."""
    assert (await xml.one(bill(vendor="V-1"), ids=("b",))).findtext("status") == "failure"
    await xml.one(vendor("V-1"))
    assert (await xml.one(bill(vendor="V-1"), ids=("b",))).findtext("status") == "success"


async def test_id_in_flight_is_refused(xml: Xml, sandbox: Sandbox) -> None:
    """While a function is being executed, its twin is refused with the in-process text."""
    sandbox.set_faults([{"kind": "delay", "seconds": 0.05, "count": 1}])
    first, second = await asyncio.gather(xml.one(vendor(), ids=("x",)), xml.one(vendor(), ids=("x",)))
    refused = [each for each in (first, second) if each.findtext("status") == "failure"]
    assert [first_error(each) for each in refused] == ["BL01001973"]
    text = refused[0].findtext("errormessage/error/description2") or ""
    assert text.startswith("A request's function with the control ID x is in process.")
    assert len(sandbox.ledger()) == 1


async def test_same_id_twice_in_one_request(xml: Xml, sandbox: Sandbox) -> None:
    """Two functions of one request cannot share an id."""
    answer = await xml.send(vendor("V-1"), vendor("V-2"), ids=("x", "x"))
    assert [each.findtext("status") for each in answer.iter("result")] == ["success", "failure"]


@pytest.mark.parametrize("switches", [{"failed_burns_id": True}])
async def test_switch_failed_function_burns_its_id(xml: Xml, switches: dict[str, Any]) -> None:
    """With the switch, a failed function has used its id."""
    await xml.one(bill(vendor="V-1"), ids=("b",))
    again = await xml.one(bill(vendor="V-1"), ids=("b",))
    assert "b" in (again.findtext("errormessage/error/description2") or "")
    assert "V-1" not in (again.findtext("errormessage/error/description2") or "")


@pytest.mark.parametrize(
    "switches", [{"duplicate_level": "control", "completed_errorno": "XL1", "completed_text": "{id} done"}]
)
async def test_switch_duplicates_fail_the_whole_request(xml: Xml, sandbox: Sandbox, switches: dict[str, Any]) -> None:
    """With the switch, one used id refuses the request at the control level, with the configured number and text."""
    await xml.one(vendor("V-1"), ids=("x",))
    answer = await xml.send(vendor("V-2"), vendor("V-3"), ids=("new", "x"))
    assert answer.find("operation") is None
    assert answer.findtext("errormessage/error/errorno") == "XL1"
    assert (answer.findtext("errormessage/error/description2") or "").startswith("x done")
    assert len(sandbox.ledger()) == 1
