"""Both surfaces work on one company, and the ledger tells what was written."""

from clients import Rest, Xml
from documents import bill, customer, invoice, rest_bill, rest_vendor, vendor

from intacct_sandbox import Sandbox


async def test_vendor_by_xml_is_found_by_rest(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """A vendor made by XML has the same record number over REST."""
    result = await xml.one(vendor("V-1"))
    assert result.findtext("status") == "success"
    number = result.findtext("data/vendor/RECORDNO")
    assert result.findtext("data/vendor/VENDORID") == "V-1"
    rows = await rest.find("accounts-payable/vendor", ["key", "id", "name"], {"$eq": {"id": "V-1"}})
    assert rows == [{"key": number, "id": "V-1", "name": "Larkspur Tooling"}]


async def test_bill_by_rest_is_a_draft_until_submitted(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """REST creates a draft, submit posts it, and XML then reads it as posted."""
    await rest.create("accounts-payable/vendor", rest_vendor())
    key = await rest.create("accounts-payable/bill", rest_bill())
    _, answer = await rest.call("GET", f"objects/accounts-payable/bill/{key}")
    assert answer["ia::result"]["state"] == "draft"
    status, answer = await rest.call("POST", "workflows/accounts-payable/bill/submit", {"key": key})
    assert (status, answer["ia::result"]["state"]) == (200, "posted")
    result = await xml.one(f"<read><object>APBILL</object><keys>{key}</keys></read>", uniqueid="false")
    assert result.findtext("data/APBILL/STATE") == "Posted"
    assert [(row["operation"], row["object"], row["key"]) for row in sandbox.ledger()] == [
        ("create", "vendor", "V-1"), ("create", "bill", "HB-1"), ("submit", "bill", "HB-1"),
    ]  # fmt: skip


async def test_ledger_row_is_complete(xml: Xml, sandbox: Sandbox) -> None:
    """A ledger row names everything that a test needs to judge a write."""
    await xml.one(vendor("V-1"))
    await xml.one(bill("B-1"), ids=("ctl-9",))
    row = sandbox.ledger("HARBORLINE")[1]
    assert row["sequence"] == 2
    assert (row["surface"], row["operation"], row["object"], row["key"]) == ("xml", "create", "bill", "B-1")
    assert (row["request_id"], row["idempotency_id"], row["entity"]) == ("request-1", "ctl-9", "")
    assert row["record_number"].isdecimal()
    assert row["fields"]["lines"][0]["amount"] == "84.50"
    assert row["fields"]["state"] == "posted"


async def test_invoice_by_legacy_function(xml: Xml, rest: Rest) -> None:
    """create_invoice answers with a key, and REST shows the posted invoice."""
    await xml.one(customer("C-1"))
    result = await xml.one(invoice("INV-1"))
    rows = await rest.find(
        "accounts-receivable/invoice", ["key", "state", "totalTxnAmountDue"], {"$eq": {"invoiceNumber": "INV-1"}}
    )
    assert rows == [{"key": result.findtext("key"), "state": "posted", "totalTxnAmountDue": "250.00"}]
