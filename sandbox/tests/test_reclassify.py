"""Reclassifying posted documents, the old reads of one record, and the approval of vendors."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, vendor
from test_business_rules import stack
from test_xml_payments import receipt

from intacct_sandbox import Sandbox

INVOICE = "accounts-receivable/invoice"


def reclassified(object: str, key: str, head: str = "", line: str = "", number: str = "1") -> str:
    items = f'<reclassifyitems><reclasslineitem line_num="{number}">{line}</reclasslineitem></reclassifyitems>'
    return f'<reclassify_{object} key="{key}">{head}{items if line else ""}</reclassify_{object}>'


async def test_bill_is_booked_elsewhere(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """Account and text change, the amount and what is due do not; a line that is not there and an unknown account are
    refused."""
    await xml.one(vendor("V-1"))
    key = (await xml.one(bill())).findtext("data/apbill/RECORDNO") or ""
    head, line = "<description>moved</description>", "<glaccountno>6120</glaccountno><memo>shop</memo>"
    for wrong in (
        reclassified("bill", key, line="<glaccountno>9999</glaccountno>"),
        reclassified("bill", key, line=line, number="2"),
        reclassified("bill", "99999", line=line),
    ):
        assert (await xml.one(wrong)).findtext("status") == "failure", wrong
    assert (await xml.one(reclassified("bill", key, head, line))).findtext("status") == "success"
    row = sandbox.ledger()[-1]
    assert (row["operation"], row["fields"]["description"]) == ("reclassify", "moved")
    assert [(each["account"], each["memo"], each["amount"]) for each in row["fields"]["lines"]] == [
        ("6120", "shop", "84.50")
    ]
    fields = ["totalTxnAmountDue", "state", "description"]
    assert await rest.find("accounts-payable/bill", fields) == [
        {"totalTxnAmountDue": "84.50", "state": "posted", "description": "moved"}
    ]


async def test_invoice_over_rest(xml: Xml, rest: Rest) -> None:
    """Only what OpenAPI lists can be sent, no line gets another amount, and what is paid stays as it is."""
    await xml.one(customer("C-1"))
    key = (await xml.one(invoice())).findtext("key") or ""
    _, body = await rest.call("GET", f"objects/{INVOICE}/{key}")
    line = body["ia::result"]["lines"][0]["key"]

    async def reclassify(**fields: Any) -> int:
        status, _ = await rest.call("POST", f"workflows/{INVOICE}/reclassify", {"key": key, **fields})
        return status

    assert await reclassify(customer={"id": "C-1"}) in (400, 422)
    assert await reclassify(lines=[{"key": line, "txnAmount": "1.00"}]) == 400
    assert await reclassify(lines=[{"key": line, "ia::operation": "delete"}]) in (400, 422)
    assert await reclassify(lines=[{"key": line, "glAccount": {"id": "9999"}}]) == 422
    assert await reclassify(referenceNumber="PO-9", lines=[{"key": line, "glAccount": {"id": "4010"}}]) == 200
    _, body = await rest.call("GET", f"objects/{INVOICE}/{key}")
    assert body["ia::result"]["lines"][0]["glAccount"]["id"] == "4010"
    assert body["ia::result"]["referenceNumber"] == "PO-9"
    await xml.one(receipt("1.00", (key, "1.00")))
    assert await reclassify(description="late") == 422
    assert stack(await xml.one(reclassified("invoice", key, "<description>late</description>")))[0][0] == "BL03002129"


async def test_old_reads_of_one_record(xml: Xml) -> None:
    """get_bill names a bill by its number or external id; the closed period is told by its last day."""
    await xml.one(vendor("V-1"))
    key = (await xml.one(bill(extra="<EXTERNALID>erp-7</EXTERNALID>"))).findtext("data/apbill/RECORDNO")
    for call in (f'<get_bill key="{key}"/>', '<get_bill key="erp-7" externalkey="true"/>'):
        found = await xml.one(call)
        assert (found.findtext("data/bill/key"), found.findtext("data/bill/billno")) == (key, "B-1")
    assert (await xml.one('<get_bill key="99999"/>')).findtext("status") == "failure"
    closed = await xml.one("<get_closedbooksdate/>")
    assert [each.text for each in closed.find("data/closedbooksdate")] == ["2025", "12", "31"]  # type: ignore[union-attr]


async def test_bill_that_moves_to_another_vendor_takes_its_balance_along(xml: Xml, rest: Rest) -> None:
    """What is owed is owed to the vendor that the bill names now."""
    for id in ("V-1", "V-2"):
        await xml.one(vendor(id, id))
    key = (await xml.one(bill())).findtext("data/apbill/RECORDNO")
    await rest.call("PATCH", f"objects/accounts-payable/bill/{key}", {"vendor": {"id": "V-2"}})
    assert await rest.find("accounts-payable/vendor", ["id", "totalDue"]) == [
        {"id": "V-1", "totalDue": "0.00"},
        {"id": "V-2", "totalDue": "84.50"},
    ]


async def test_adjustment_is_reversed_over_rest(xml: Xml, rest: Rest) -> None:
    """A posted adjustment is reversed like a bill, and what the vendor is owed is as before."""
    await xml.one(vendor("V-1"))
    call = (
        "<create_apadjustment><vendorid>V-1</vendorid><datecreated><year>2026</year><month>03</month><day>15</day>"
        "</datecreated><apadjustmentitems><lineitem><glaccountno>6105</glaccountno><amount>-30.00</amount><locationid>100"
        "</locationid></lineitem></apadjustmentitems></create_apadjustment>"
    )
    key = (await xml.one(call)).findtext("key")
    assert await rest.find("accounts-payable/vendor", ["totalDue"]) == [{"totalDue": "-30.00"}]
    body = {"key": key, "reversedDate": "2026-03-31"}
    assert (await rest.call("POST", "workflows/accounts-payable/adjustment/reverse", body))[0] == 200
    assert await rest.find("accounts-payable/vendor", ["totalDue"]) == [{"totalDue": "0.00"}]


@pytest.fixture
async def sandbox(request: Any, switches: dict[str, Any]) -> Any:
    approvals = ["vendor"] if "vendor_waits" in request.node.name else []
    async with Sandbox(companies=[{"approvals": approvals}], switches=switches) as running:
        yield running


async def test_vendor_waits_for_its_approval(xml: Xml, rest: Rest) -> None:
    """With approvals a new vendor is submitted and cannot be billed; it is decided on once; a change submits it
    again."""
    path = "accounts-payable/vendor"
    key = (await xml.one(vendor("V-1"))).findtext("data/vendor/RECORDNO") or ""
    assert await rest.find(path, ["state"]) == [{"state": "submitted"}]
    assert "is invalid" in stack(await xml.one(bill()))[0][1]
    decision = {"key": key, "notes": "known"}
    status, body = await rest.call("POST", f"workflows/{path}/decline", decision)
    assert (status, body["ia::result"]["state"]) == (200, "declined")
    assert (await rest.call("POST", f"workflows/{path}/approve", decision))[0] == 422
    assert (await xml.one(bill())).findtext("status") == "failure"
    await rest.call("PATCH", f"objects/{path}/{key}", {"notes": "papers are here"})
    approved = f"<approveVendor><recordno>{key}</recordno></approveVendor>"
    assert (await xml.one(approved)).findtext("status") == "success"
    assert stack(await xml.one(approved))[0][0] == "BL03002129"
    assert (await xml.one(bill())).findtext("status") == "success"
    assert await rest.find(path, ["state", "totalDue"]) == [{"state": "approved", "totalDue": "84.50"}]


async def test_vendors_without_approvals_have_no_state(xml: Xml, rest: Rest) -> None:
    """Where nobody approves vendors there is nothing to decide."""
    key = (await xml.one(vendor("V-1"))).findtext("data/vendor/RECORDNO")
    assert await rest.find("accounts-payable/vendor", ["state"]) == [{"state": None}]
    assert (await rest.call("POST", "workflows/accounts-payable/vendor/approve", {"key": key}))[0] == 422
