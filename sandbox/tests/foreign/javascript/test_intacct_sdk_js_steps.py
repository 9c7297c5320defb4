"""The official JavaScript SDK: steps that move a record on, and what a company tells of itself."""

import pytest
from javascript_books import last, query
from javascript_cases import MARCH, WRITTEN
from javascript_sdk import Client, Data, Thrown, new

from intacct_sandbox.threaded import SandboxThread


def _made(client: Client, class_: str, **changes: object) -> Data:
    """The example of a class, created after what it refers to."""
    case = next(each for each in WRITTEN if each.create["new"] == class_)
    if case.before:
        client.execute(case.before)
    create: Data = {**case.create, "set": {**case.create["set"], **changes}}
    return client.execute(create)


@pytest.mark.parametrize(
    ("step", "by", "state"),
    [
        ("Projects.TimesheetApprove", "approvedBy", "approve"),
        ("Projects.TimesheetDecline", "declinedBy", "decline"),
    ],
)
def test_entries_of_a_timesheet_are_decided(
    client: Client, sandbox: SandboxThread, step: str, by: str, state: str
) -> None:
    """The named entry is approved or declined in the name of a user, once."""
    _made(client, "Projects.TimesheetCreate", action="Submitted")
    number = last(sandbox, "timesheet", "create")["record_number"]
    (line,) = client.rows(query("TIMESHEETENTRY", ["RECORDNO"], "STATE", "equalTo", "Submitted"))
    function = new(step, recordNo=number, lineRecordNo=[int(line["RECORDNO"])], comment="ok", **{by: "clerk_ws"})
    client.execute(function)
    assert last(sandbox, "timesheet", state)["fields"]["lines"][0]["decided_by"] == "clerk_ws"
    with pytest.raises(Thrown):
        client.execute(function)


def test_a_contract_line_is_held_and_resumed(client: Client, sandbox: SandboxThread) -> None:
    """Billing is on hold from a day, and goes on from another."""
    _made(client, "ContractsRevMgmt.ContractLineCreate")
    number = last(sandbox, "contract-line", "create")["record_number"]
    client.execute(new("ContractsRevMgmt.ContractLineHold", recordNo=number, asOfDate=MARCH, holdBilling=True))
    assert last(sandbox, "contract-line", "hold")["fields"]["billing_held"] == "2026-03-14"
    client.execute(new("ContractsRevMgmt.ContractLineResume", recordNo=number, asOfDate=MARCH, resumeBilling=True))
    assert last(sandbox, "contract-line", "resume")["fields"]["billing_resumed"] == "2026-03-14"


@pytest.mark.parametrize("step", ["Purchasing.PurchasingTransactionApprove", "Purchasing.PurchasingTransactionDecline"])
def test_a_purchase_that_waits_for_nobody_is_not_decided(client: Client, sandbox: SandboxThread, step: str) -> None:
    """The document is found by its id; in a company without approvals it is pending, and says so."""
    _made(client, "Purchasing.PurchasingTransactionCreate")
    id = last(sandbox, "purchasing-document", "create")["key"]
    with pytest.raises(Thrown, match="pending"):
        client.execute(new(step, externalId=id, comment="ok"))
    with pytest.raises(Thrown, match="Cannot find"):
        client.execute(new(step, externalId="Purchase Order-PO-9999", comment="ok"))


def test_what_a_company_tells_of_itself(client: Client) -> None:
    """Objects, the table of one, and how dimensions are related."""
    listed = client.execute(new("DataDeliveryService.DdsObjectList"))
    assert "VENDOR" in str(listed["data"])
    table = client.execute(new("DataDeliveryService.DdsObjectDdlGet", objectName="VENDOR"))
    assert "create table VENDOR" in str(table["data"])
    assert "PROJECT" in str(client.execute(new("PlatformServices.DimensionRelationshipsGet"))["data"])
