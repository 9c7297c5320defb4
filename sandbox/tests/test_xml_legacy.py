"""Legacy functions: strict element order, keys, reversals."""

import pytest
from clients import Xml
from documents import customer, invoice, vendor

from intacct_sandbox import Sandbox

BILL = (
    "<create_bill><vendorid>V-1</vendorid><datecreated><year>2026</year><month>3</month><day>14</day></datecreated>"
    "<termname>N30</termname><billno>B-77</billno><externalid>erp-77</externalid><billitems><lineitem>"
    "<glaccountno>6105</glaccountno><amount>84.50</amount><memo>freight</memo><locationid>100</locationid></lineitem>"
    "</billitems></create_bill>"
)


async def test_create_bill_answers_with_a_key(xml: Xml, sandbox: Sandbox) -> None:
    """create_bill posts, takes its due date from the term, and answers with the record number."""
    await xml.one(vendor("V-1"))
    result = await xml.one(BILL)
    row = sandbox.ledger()[-1]
    assert (result.findtext("key"), result.find("data")) == (row["record_number"], None)
    assert (row["fields"]["due_date"], row["fields"]["state"]) == ("2026-04-13", "posted")


@pytest.mark.parametrize(
    "call",
    [
        BILL.replace("<termname>N30</termname><billno>B-77</billno>", "<billno>B-77</billno><termname>N30</termname>"),
        BILL.replace("<year>2026</year><month>3</month>", "<month>3</month><year>2026</year>"),
        BILL.replace("<glaccountno>6105</glaccountno>", "").replace("<memo>", "<glaccountno>6105</glaccountno><memo>"),
        BILL.replace("<vendorid>V-1</vendorid>", ""),
        BILL.replace("<memo>freight</memo>", "<mema>freight</mema>"),
        invoice().replace(
            "<termname>N30</termname><invoiceno>INV-1</invoiceno>", "<invoiceno>I</invoiceno><termname>N30</termname>"
        ),
    ],
)
async def test_order_is_enforced_before_anything_runs(xml: Xml, sandbox: Sandbox, call: str) -> None:
    """A legacy function with swapped, missing or unknown children refuses the whole request."""
    answer = await xml.send(vendor("V-1"), call)
    assert answer.findtext("errormessage/error/errorno") == "XL03000003"
    assert sandbox.ledger() == []


@pytest.mark.parametrize(
    "part", ["<batchkey>{}</batchkey><action>Submit</action>", "<action>Submit</action><batchkey>{}</batchkey>"]
)
async def test_invoice_batchkey_may_stand_on_either_side(xml: Xml, part: str) -> None:
    """Reference and official SDK disagree about batchkey and action: both orders are taken."""
    await xml.one(customer("C-1"))
    batch = "<create_invoicebatch><batchtitle>Week 11</batchtitle></create_invoicebatch>"
    part = part.format((await xml.one(batch)).findtext("key"))
    result = await xml.one(invoice().replace("<termname>N30</termname>", f"<termname>N30</termname>{part}"))
    assert result.findtext("status") == "success"


async def test_duplicate_invoice_number(xml: Xml) -> None:
    """A second invoice with the number is BL03002185."""
    await xml.send(customer("C-1"), invoice("INV-1"))
    assert (await xml.one(invoice("INV-1"))).findtext("errormessage/error/errorno") == "BL03002185"


async def test_reverse_and_delete_by_key(xml: Xml, sandbox: Sandbox) -> None:
    """reverse_bill takes a posted bill out of the balance; a reversed one cannot be deleted."""
    await xml.one(vendor("V-1"))
    key = (await xml.one(BILL)).findtext("key")
    date = "<datereversed><year>2026</year><month>03</month><day>31</day></datereversed>"
    result = await xml.one(f'<reverse_bill key="{key}">{date}<description>dup</description></reverse_bill>')
    assert (result.findtext("status"), result.find("key")) == ("success", None)
    assert sandbox.ledger()[-1]["operation"] == "reverse"
    assert (await xml.one(f'<delete_bill key="{key}"/>')).findtext("status") == "failure"
    second = (await xml.one(BILL.replace("B-77", "B-78"))).findtext("key")
    assert (await xml.one(f'<delete_bill key="{second}"/>')).findtext("status") == "success"
