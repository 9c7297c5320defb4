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


@pytest.mark.parametrize("switches", [{}, {"published_schema_only": True}])
async def test_what_official_sdks_send_against_the_schema(xml: Xml, sandbox: Sandbox) -> None:
    """The SDK writes an invoice's action before its batchkey, and onhold; the published schema, judging alone, does not
    have that."""
    await xml.one(customer("C-1"))
    batch = (await xml.one("<create_invoicebatch><batchtitle>A</batchtitle></create_invoicebatch>")).findtext("key")
    published_only = sandbox.world.switches.published_schema_only
    for part, published in (
        (f"<batchkey>{batch}</batchkey><action>Submit</action>", True),
        (f"<action>Submit</action><batchkey>{batch}</batchkey>", False),
        ("<onhold>false</onhold>", False),
    ):
        before, after = (part, "") if "onhold" not in part else ("", part)
        call = invoice(f"I-{len(sandbox.ledger())}").replace(
            "<termname>N30</termname>", f"<termname>N30</termname>{before}"
        )
        answer = await xml.send(call.replace("<invoiceitems>", f"{after}<invoiceitems>"))
        taken = answer.findtext("operation/result/status") == "success"
        assert taken is (published or not published_only), part


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


@pytest.mark.parametrize(
    ("create", "delete"),
    [
        ("<create_vendor><vendorid>V-9</vendorid><name>V</name><externalid>x-1</externalid><contactinfo><contact>"
         "<contactname>V</contactname><printas>V</printas></contact></contactinfo></create_vendor>",
         "delete_vendor vendorid"),
        ("<create_department><departmentid>D-9</departmentid><title>D</title><externalid>x-1</externalid>"
         "</create_department>", "delete_department departmentid"),
        ("<create_location><locationid>L-9</locationid><name>L</name><externalid>x-1</externalid></create_location>",
         "delete_location locationid"),
    ],
)  # fmt: skip
async def test_master_data_is_found_by_the_id_of_another_system(xml: Xml, create: str, delete: str) -> None:
    """With externalkey the key is the externalid that the record was created with; another one finds nothing."""
    assert (await xml.one(create)).findtext("status") == "success"
    for id, status in (("x-2", "failure"), ("x-1", "success")):
        assert (await xml.one(f'<{delete}="{id}" externalkey="true"/>')).findtext("status") == status
