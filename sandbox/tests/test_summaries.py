"""Summaries: the batches that documents are posted in."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, rest_bill, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox

COMPANY: dict[str, Any] = {
    "extends": "harborline",
    "records": {"bill-summary": [{"name": "Last week", "date": "2026-03-13", "state": "closed"}]},
}


def batch(name: str, title: str = "Week 12", inside: str = "") -> str:
    date = "<datecreated><year>2026</year><month>03</month><day>31</day></datecreated>"
    return f"<create_{name}><batchtitle>{title}</batchtitle>{date}{inside}</create_{name}>"


@pytest.fixture
async def sandbox(switches: dict[str, Any]) -> Any:
    async with Sandbox(companies=[COMPANY], switches=switches) as running:
        yield running


async def test_bill_is_posted_in_its_summary(xml: Xml, rest: Rest) -> None:
    """A bill names its summary by number or by name over XML, by either over REST, and is posted on its date."""
    await xml.one(vendor("V-1"))
    key = (await xml.one(batch("billbatch"))).findtext("key")
    await xml.one(bill("B-1", extra="<PRBATCH>Week 12</PRBATCH>"))
    await xml.one(bill("B-2", extra=f"<PRBATCHKEY>{key}</PRBATCHKEY>"))
    await rest.create("accounts-payable/bill", rest_bill("B-3", billSummary={"key": key}))
    fields = ["billNumber", "billSummary.id", "postingDate"]
    assert await rest.find("accounts-payable/bill", fields) == [
        {"billNumber": number, "billSummary.id": key, "postingDate": "2026-03-31"} for number in ("B-1", "B-2", "B-3")
    ]
    (found,) = await rest.find("accounts-payable/bill-summary", ["name", "state"], {"$eq": {"key": key}})
    assert found == {"name": "Week 12", "state": "open"}
    query = "<query><object>APBILL</object><select><field>PRBATCH</field></select></query>"
    assert {each.text for each in (await xml.one(query)).iter("PRBATCH")} == {"Week 12"}


async def test_unknown_and_closed_summaries_are_refused(xml: Xml, rest: Rest) -> None:
    """No number and no name that no summary has, no summary of another kind, none that is closed."""
    await xml.one(vendor("V-1"))
    other = (await xml.one(batch("invoicebatch"))).findtext("key")
    for extra, errorno in (
        ("<PRBATCH>Week 99</PRBATCH>", "BL01001973"),
        ("<PRBATCHKEY>99999</PRBATCHKEY>", "BL01001973"),
        (f"<PRBATCHKEY>{other}</PRBATCHKEY>", "BL01001973"),
        ("<PRBATCH>Last week</PRBATCH>", "BL03002129"),
    ):
        assert stack(await xml.one(bill(extra=extra)))[0][0] == errorno, extra
    assert (await rest.call("POST", "objects/accounts-payable/bill", rest_bill(billSummary={"key": "99999"})))[0] == 422


async def test_what_stands_in_a_batch_is_created_in_it(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """All of it or nothing: summary and invoices are one function."""
    await xml.one(customer("C-1"))
    bad = batch("invoicebatch", inside=invoice("INV-1") + invoice("INV-2", customer="C-9"))
    assert (await xml.one(bad)).findtext("status") == "failure"
    assert [row["object"] for row in sandbox.ledger()] == ["customer"]
    key = (await xml.one(batch("invoicebatch", inside=invoice("INV-1") + invoice("INV-2")))).findtext("key")
    rows = await rest.find("accounts-receivable/invoice", ["invoiceNumber", "invoiceSummary.id"])
    assert rows == [{"invoiceNumber": f"INV-{at}", "invoiceSummary.id": key} for at in (1, 2)]
    assert [row["object"] for row in sandbox.ledger()[1:]] == ["invoice-summary", "invoice", "invoice"]


async def test_payments_of_a_batch_go_to_its_bank(xml: Xml, rest: Rest) -> None:
    """A payment in a summary has the bank account of the summary, and no other place; the summary is listed."""
    await xml.one(customer("C-1"))
    place = "<bankaccountid>OPER-CHK</bankaccountid>"
    key = (await xml.one(batch("arpaymentbatch").replace("<datecreated>", f"{place}<datecreated>"))).findtext("key")
    paid = (
        "<create_arpayment><customerid>C-1</customerid><paymentamount>5.00</paymentamount>{}<datereceived><year>2026"
        "</year><month>03</month><day>20</day></datereceived><paymentmethod>Cash</paymentmethod></create_arpayment>"
    )
    assert (await xml.one(paid.format("<batchkey>99999</batchkey>"))).findtext("status") == "failure"
    made = (await xml.one(paid.format(f"<batchkey>{key}</batchkey>"))).findtext("key") or ""
    read = await xml.one(f"<read><object>ARPYMT</object><keys>{made}</keys><fields>*</fields></read>")
    assert (read.findtext(".//FINANCIALENTITY"), read.findtext(".//PRBATCH")) == ("OPER-CHK", "Week 12")
    listed = await xml.one('<get_list object="arpaymentbatch" maxitems="5"/>')
    assert listed.findtext("data/arpaymentbatch/batchtitle") == "Week 12"
