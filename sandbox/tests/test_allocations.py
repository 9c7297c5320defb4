"""Transaction allocations and custom splits (developer.intacct.com: general-ledger/transaction-allocations,
journal-entries; github.com/Intacct/intacct-sdk-js AllocationCreate, CustomAllocationSplit)."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, journal, rest_bill, rest_vendor, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox


def entry(value: str, location: str, kind: str = "") -> str:
    typed = f"<VALUETYPE>{kind}</VALUETYPE>" if kind else ""
    return f"<ALLOCATIONENTRY>{typed}<VALUE>{value}</VALUE><LOCATIONID>{location}</LOCATIONID></ALLOCATIONENTRY>"


def allocation(*entries: str, type: str = "Percentage", id: str = "SPLIT-1") -> str:
    return (
        f"<create><ALLOCATION><ALLOCATIONID>{id}</ALLOCATIONID><TYPE>{type}</TYPE><STATUS>active</STATUS>"
        f"<ALLOCATIONENTRIES>{''.join(entries)}</ALLOCATIONENTRIES></ALLOCATION></create>"
    )


def split(amount: str, location: str) -> str:
    return f"<SPLIT><AMOUNT>{amount}</AMOUNT><LOCATIONID>{location}</LOCATIONID></SPLIT>"


def with_parts(first: str, second: str = "") -> str:
    """A journal entry whose debit has `first` in it, and whose credit has `second`."""
    head, debit, credit = journal().split("</GLENTRY>")[0:1] + journal().split("</GLENTRY>")[1:3]
    return f"{head}{first}</GLENTRY>{debit}{second}</GLENTRY>{credit}"


FIXED = "Fixed amount with over/under logic"


@pytest.mark.parametrize(
    ("entries", "type", "text"),
    [
        ((entry("40", "100"), entry("50", "200")), "Percentage", "must add up to 100"),
        ((entry("40", "100", "Amount"), entry("60", "200")), "Percentage", "does not fit the allocation"),
        ((entry("500", "100"), entry("100", "200", "Percent")), FIXED, "VALUETYPE is required"),
        ((entry("100", "200", "Percent"), entry("500", "100", "Amount")), FIXED, "must come before"),
        ((entry("100", "300"),), "Percentage", "The location '300' is invalid."),
        ((), "Percentage", "at least 1 line"),
        (("<ALLOCATIONENTRY><VALUE>100</VALUE></ALLOCATIONENTRY>",), "Percentage", "LOCATIONID is required"),
    ],
)
async def test_entries_must_make_a_whole(
    xml: Xml, sandbox: Sandbox, entries: tuple[str, ...], type: str, text: str
) -> None:
    """An allocation that does not divide everything is refused, and nothing is written."""
    assert text in stack(await xml.one(allocation(*entries, type=type)))[0][1]
    assert sandbox.ledger() == []


async def test_an_allocation_over_both_surfaces(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """Created as the official SDK does, read and changed over REST, deleted by its id."""
    assert (await xml.one(allocation(entry("40", "100"), entry("60", "200")))).findtext("status") == "success"
    (found,) = await rest.find("general-ledger/txn-allocation-template", ["key"], {"$eq": {"id": "SPLIT-1"}})
    path = f"objects/general-ledger/txn-allocation-template/{found['key']}"
    _, body = await rest.call("GET", path)
    lines = body["ia::result"]["lines"]
    assert [(each["valueType"], each["value"]) for each in lines] == [("percent", "40"), ("percent", "60")]
    one: list[dict[str, Any]] = [{"key": lines[0]["key"], "value": "50"}]
    assert (await rest.call("PATCH", path, {"lines": one}))[0] == 400
    both = [*one, {"key": lines[1]["key"], "value": "50"}]
    assert (await rest.call("PATCH", path, {"lines": both}))[0] == 200
    assert (await xml.one('<delete_allocation key="SPLIT-1"/>')).findtext("status") == "success"
    assert [row["operation"] for row in sandbox.ledger()] == ["create", "update", "delete"]


async def test_lines_name_an_allocation_that_exists(xml: Xml, rest: Rest) -> None:
    """On bills of either surface; a line with an allocation needs no location of its own; one in use stays."""
    await xml.one(vendor())
    unknown = bill().replace("<LOCATIONID>100</LOCATIONID>", "<ALLOCATION>NOWHERE</ALLOCATION>")
    assert stack(await xml.one(unknown))[0] == ("BL01001973", "Invalid Allocation 'NOWHERE' specified.")
    assert (await xml.one(unknown.replace("NOWHERE", "HALVES"))).findtext("status") == "success"
    await rest.create("accounts-payable/vendor", rest_vendor("V-2"))
    line = {"glAccount": {"id": "6120"}, "txnAmount": "10.00", "allocation": {"id": "HALVES"}}
    key = await rest.create("accounts-payable/bill", rest_bill(vendor="V-2", lines=[line]))
    _, body = await rest.call("GET", f"objects/accounts-payable/bill/{key}")
    assert body["ia::result"]["lines"][0]["allocation"]["id"] == "HALVES"
    assert stack(await xml.one('<delete_allocation key="HALVES"/>'))[0][0] == "BL03002129"


async def test_an_entry_balances_part_by_part(xml: Xml, sandbox: Sandbox) -> None:
    """What an allocation gives to an entity must balance there; other dimensions of the line are ignored."""
    await xml.one(allocation(entry("40", "E100"), entry("60", "E200")))
    divided = "<ALLOCATION>SPLIT-1</ALLOCATION><LOCATION>E100</LOCATION>"
    assert "do not balance for E100" in stack(await xml.one(with_parts(divided, "<LOCATION>E100</LOCATION>")))[0][1]
    assert (await xml.one(with_parts(divided, divided))).findtext("status") == "success"
    assert "location" not in sandbox.ledger()[-1]["fields"]["lines"][0]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("<ALLOCATION>Custom</ALLOCATION>", "SPLIT is required"),
        (split("1200.00", "100"), "SPLIT is required"),
        ("<ALLOCATION>Custom</ALLOCATION>" + split("700.00", "100") + split("499.99", "200"), "must add up to"),
        ("<ALLOCATION>Custom</ALLOCATION>" + split("1200.00", "300"), "The location '300' is invalid."),
        ("<ALLOCATION>Custom</ALLOCATION><SPLIT><LOCATIONID>100</LOCATIONID></SPLIT>", "AMOUNT is required"),
        ("<ALLOCATION>Custom</ALLOCATION><SPLIT><COLOUR>red</COLOUR></SPLIT>", "COLOUR is not a field"),
    ],
)
async def test_custom_splits_must_make_the_line(xml: Xml, sandbox: Sandbox, part: str, text: str) -> None:
    """A custom allocation needs splits that add up to the amount, with dimensions that exist."""
    assert text in stack(await xml.one(with_parts(part)))[0][1]
    assert sandbox.ledger() == []


async def test_custom_splits_are_kept_and_read(xml: Xml, sandbox: Sandbox) -> None:
    """The parts are in the ledger and come back with the entry."""
    parts = "<ALLOCATION>Custom</ALLOCATION>" + split("700.00", "100") + split("500.00", "200")
    key = (await xml.one(with_parts(parts))).findtext("data/glbatch/RECORDNO")
    line = sandbox.ledger()[-1]["fields"]["lines"][0]
    assert line["split"] == [{"amount": "700.00", "location": "100"}, {"amount": "500.00", "location": "200"}]
    read = await xml.one(f"<read><object>GLBATCH</object><keys>{key}</keys><fields>*</fields></read>")
    assert [each.findtext("AMOUNT") for each in read.iter("SPLIT")] == ["700", "500"]


async def test_what_a_split_names_stays(xml: Xml, sandbox: Sandbox) -> None:
    """A department that only a part of a line names cannot be deleted."""
    await xml.one("<create><DEPARTMENT><DEPARTMENTID>DOCK</DEPARTMENTID><TITLE>Dock</TITLE></DEPARTMENT></create>")
    part = "<SPLIT><AMOUNT>1200.00</AMOUNT><LOCATIONID>100</LOCATIONID><DEPARTMENTID>DOCK</DEPARTMENTID></SPLIT>"
    await xml.one(with_parts(f"<ALLOCATION>Custom</ALLOCATION>{part}"))
    key = sandbox.ledger()[0]["record_number"]
    refused = await xml.one(f"<delete><object>DEPARTMENT</object><keys>{key}</keys></delete>")
    assert "records refer to it" in str(stack(refused))
    assert [row["object"] for row in sandbox.ledger()] == ["department", "journal-entry"]


async def test_required_dimensions_are_those_of_the_parts(xml: Xml) -> None:
    """An account that requires a location has it from the allocation's entries."""
    await xml.one('<update_glaccount glaccountno="6500"><requireloc>true</requireloc></update_glaccount>')
    assert "requires the dimension location" in stack(await xml.one(journal()))[0][1]
    assert (await xml.one(with_parts("<ALLOCATION>HALVES</ALLOCATION>"))).findtext("status") == "success"


async def test_exact_amounts_must_be_the_lines_amount(xml: Xml) -> None:
    """With exact amounts only, the line has exactly that amount; with over/under logic the rest is divided."""
    await xml.one(allocation(entry("700", "100"), entry("499", "200"), type="Absolute", id="EXACT"))
    assert "must add up to" in stack(await xml.one(with_parts("<ALLOCATION>EXACT</ALLOCATION>")))[0][1]
    over = (entry("700", "100", "Amount"), entry("100", "200", "Percent"))
    await xml.one(allocation(*over, type=FIXED, id="OVER"))
    assert (await xml.one(with_parts("<ALLOCATION>OVER</ALLOCATION>"))).findtext("status") == "success"
