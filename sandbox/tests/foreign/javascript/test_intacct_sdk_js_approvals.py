"""The official JavaScript SDK: what is approved, declined, held and resumed."""

from typing import Any

import pytest
from javascript_books import changed, last
from javascript_cases import WRITTEN, Written
from javascript_sdk import Client, Data, Thrown, day, new

from intacct_sandbox.threaded import SandboxThread


def _case(object: str) -> Written:
    return next(each for each in WRITTEN if each.object == object)


def _number(result: Data) -> int:
    return int(result["data"][0]["RECORDNO"])


def test_a_timesheet_is_approved_entry_by_entry(client: Client, sandbox: SandboxThread) -> None:
    """One entry is approved, the other declined; what was decided is not decided again."""
    create = _case("timesheet").create
    (entry,) = create["set"]["entries"]
    both = [entry, changed(entry, entryDate=day("2026-03-11"))]
    key = _number(client.execute(changed(create, action="Submitted", entries=both)))
    found = client.rows(new("Common.ReadByQuery", objectName="TIMESHEETENTRY", fields=["RECORDNO"]))
    lines = [int(each["RECORDNO"]) for each in found]
    approve = new(
        "Projects.TimesheetApprove", recordNo=key, lineRecordNo=lines[:1], approvedBy="relay_ws", comment="ok"
    )
    client.execute(approve)
    with pytest.raises(Thrown, match="no submitted entry"):
        client.execute(approve)
    client.execute(new("Projects.TimesheetDecline", recordNo=key, lineRecordNo=lines[1:], declinedBy="relay_ws",
                       comment="no"))  # fmt: skip
    assert [row["operation"] for row in sandbox.ledger()[-2:]] == ["approve", "decline"]


@pytest.mark.parametrize("company", [{"approvals": ["purchasing-document"]}], ids=["approvals"])
@pytest.mark.parametrize("step", ["Purchasing.PurchasingTransactionApprove", "Purchasing.PurchasingTransactionDecline"])
def test_a_purchase_is_decided_by_its_document_id(client: Client, sandbox: SandboxThread, step: str) -> None:
    """A purchase that waits is approved or declined once."""
    client.execute(_case("purchasing-document").create)
    document: Any = last(sandbox, "purchasing-document", "create")["key"]
    decide = new(step, externalId=document, comment="ok")
    client.execute(decide)
    with pytest.raises(Thrown):
        client.execute(decide)
    assert [row["operation"] for row in sandbox.ledger() if row["key"] == document] == [
        "create",
        step.rpartition("Transaction")[2].lower(),
    ]


def test_a_contract_line_is_held_and_resumed(client: Client, sandbox: SandboxThread) -> None:
    """Billing that is on hold is not held again, and goes on when it is resumed."""
    key = _number(client.execute(_case("contract-line").create))
    hold = new("ContractsRevMgmt.ContractLineHold", recordNo=key, asOfDate=day("2026-05-01"), holdBilling=True)
    client.execute(hold)
    with pytest.raises(Thrown, match="already on hold"):
        client.execute(hold)
    client.execute(new("ContractsRevMgmt.ContractLineResume", recordNo=key, asOfDate=day("2026-06-01"),
                       resumeBilling=True))  # fmt: skip
    assert [row["operation"] for row in sandbox.ledger()[-2:]] == ["hold", "resume"]
