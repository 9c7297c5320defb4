"""A person works in the company beside the integration: over both surfaces, named in the books, counted apart."""

import itertools
from typing import Any

import aiohttp
import pytest
from clients import LOGIN, Rest, Xml
from documents import bill, customer, invoice, journal, rest_bill, rest_customer, rest_invoice, rest_journal, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox

JUNE = {"userid": "june", "password": "june-secret"}
BILL, PAYMENT, JOURNAL = "accounts-payable/bill", "accounts-payable/payment", "general-ledger/journal-entry"


@pytest.fixture
def june(sandbox: Sandbox, http: aiohttp.ClientSession) -> Xml:
    """The person at the XML gateway."""
    person = Xml(sandbox, http)
    person.login = LOGIN | JUNE
    person._ids = itertools.count(1000)
    return person


@pytest.fixture
async def june_rest(sandbox: Sandbox, http: aiohttp.ClientSession) -> Rest:
    """The person at the REST API."""
    person = Rest(sandbox, http)
    await person.sign_in("june@HARBORLINE")
    return person


async def made(client: Xml, call: str) -> str:
    """Send a write that must succeed; the record's number."""
    result = await client.one(call)
    assert result.findtext("status") == "success", stack(result)
    return result.findtext(".//RECORDNO") or result.findtext("key") or ""


async def step(client: Rest, path: str, key: str, action: str, **values: str) -> dict[str, Any]:
    status, answer = await client.call("POST", f"workflows/{path}/{action}", {"key": key, **values})
    assert status == 200, answer
    told: dict[str, Any] = answer["ia::result"]
    return told


async def state(client: Rest, path: str, key: str) -> str:
    _, answer = await client.call("GET", f"objects/{path}/{key}")
    return str(answer["ia::result"]["state"])


def paid(bill: str, amount: str = "96.50") -> dict[str, Any]:
    return {"financialEntity": {"entityId": "OPER-CHK"}, "vendor": {"id": "V-1"}, "paymentMethod": "printedCheck",
            "paymentDate": "2026-03-01", "documentNumber": "4711", "txnCurrency": {"currency": "USD"},
            "baseCurrency": {"currency": "USD"},
            "details": [{"bill": {"key": bill}, "txnCurrency": {"paymentAmount": amount}}]}  # fmt: skip


async def test_the_ledger_names_who_did_it(sandbox: Sandbox, xml: Xml, june: Xml, june_rest: Rest) -> None:
    """What the integration made and a person changed, submitted and reversed stands under both names."""
    await made(xml, vendor())
    key = await made(june, bill("B-1", extra="<ACTION>Draft</ACTION>"))
    await step(june_rest, BILL, key, "submit")
    await step(june_rest, BILL, key, "reverse", reverseDate="2026-03-20")
    rows = [(row["user"], row["surface"], row["operation"]) for row in sandbox.ledger() if row["object"] == "bill"]
    assert rows == [("june", "xml", "create"), ("june", "rest", "submit"), ("june", "rest", "reverse")]
    assert sandbox.ledger()[0]["user"] == "relay_ws"


async def test_a_person_is_counted_apart(sandbox: Sandbox, xml: Xml, june: Xml, june_rest: Rest) -> None:
    """The client's counters and its bill stay what its own requests were; the person has counters of her own."""
    await made(xml, vendor())
    before, usage = sandbox.counters("HARBORLINE"), sandbox.usage("HARBORLINE")
    own = sandbox.counters("HARBORLINE", "june")
    await made(june, bill("B-1"))
    await june_rest.create(BILL, rest_bill())
    assert (sandbox.counters("HARBORLINE"), sandbox.usage("HARBORLINE")) == (before, usage)
    after = sandbox.counters("HARBORLINE", "june")
    assert (after["requests"] - own["requests"], after["transactions"] - own["transactions"]) == (2, 2)


async def test_faults_and_slots_are_not_for_people(sandbox: Sandbox, june: Xml, june_rest: Rest, xml: Xml) -> None:
    """A fault that lies in wait for the client is not used up by a person, who needs no free slot either."""
    sandbox.set_faults([{"kind": "answer_lost", "operation": "create", "count": 1}])
    await made(june, vendor())
    await june_rest.create("accounts-payable/vendor", {"id": "V-2", "name": "Cobalt Rigging"})
    company = sandbox.world.companies["HARBORLINE"]
    await company.slots.take("a", 0)
    await company.slots.take("b", 0)
    await made(june, vendor("V-3", "Alder Freight"))
    company.slots.give_back("a")
    with pytest.raises(aiohttp.ClientError):
        await xml.one(vendor("V-4", "Quarry Rope"))


async def test_who_made_a_record_is_told_on_both_surfaces(sandbox: Sandbox, june: Xml, june_rest: Rest) -> None:
    """CREATEDBY is the person's number and `createdByUser` her login, for every object that tests care about."""
    await made(june, vendor())
    await made(june, customer())
    number = await made(june, bill("B-1"))
    await made(june, invoice())
    await made(june, journal())
    await made(june, "<create><PROJECT><PROJECTID>P-1</PROJECTID><NAME>Pier</NAME>"
                     "<PROJECTCATEGORY>Contract</PROJECTCATEGORY></PROJECT></create>")  # fmt: skip
    await made(june, "<create><TASK><TASKID>T-1</TASKID><NAME>Piles</NAME><PROJECTID>P-1</PROJECTID></TASK></create>")
    await june_rest.create(PAYMENT, paid(number, "84.50"))
    for xml, rest in (("VENDOR", "accounts-payable/vendor"), ("CUSTOMER", "accounts-receivable/customer"),
                      ("APBILL", BILL), ("ARINVOICE", "accounts-receivable/invoice"), ("GLBATCH", JOURNAL),
                      ("PROJECT", "projects/project"), ("TASK", "projects/task"), ("APPYMT", PAYMENT)):  # fmt: skip
        query = f"<query><object>{xml}</object><select><field>CREATEDBY</field></select></query>"
        assert [each.text for each in (await june.one(query)).iter("CREATEDBY")] == ["3"], xml
        (row,) = await june_rest.find(rest, ["audit.createdByUser.id", "audit.createdBy"])
        assert row == {"audit.createdByUser.id": "june", "audit.createdBy": "3"}, rest
    user = "<query><object>USERINFO</object><select><field>LOGINID</field><field>DESCRIPTION</field></select>"
    found = await june.one(f"{user}<filter><equalto><field>RECORDNO</field><value>3</value></equalto></filter></query>")
    assert [each.text for each in found.iter("LOGINID", "DESCRIPTION")] == ["june", "June Okafor"]


async def test_a_person_pays_voids_and_deletes(june: Xml, june_rest: Rest, xml: Xml, rest: Rest) -> None:
    """A payment by hand pays the integration's bill, its voiding opens it again, and an unpaid bill can be deleted."""
    await made(xml, vendor())
    bill_key = await made(xml, bill("B-1", amount="96.50"))
    payment = await june_rest.create(PAYMENT, paid(bill_key))
    assert await state(rest, BILL, bill_key) == "paid"
    keys = f"<appaymentkeys><appaymentkey>{payment}</appaymentkey></appaymentkeys>"
    await made(june, f"<void_appaymentrequest>{keys}</void_appaymentrequest>")
    assert (await state(rest, PAYMENT, payment), await state(rest, BILL, bill_key)) == ("voided", "posted")
    other = await made(xml, bill("B-2"))
    assert (await june_rest.call("DELETE", f"objects/{BILL}/{other}"))[0] == 204
    assert (await rest.call("GET", f"objects/{BILL}/{other}"))[0] == 404


async def test_a_person_reverses_a_receipt_and_an_invoice(june_rest: Rest, rest: Rest) -> None:
    """An invoice and what was received for it are taken back by hand."""
    await rest.create("accounts-receivable/customer", rest_customer())
    key = await rest.create("accounts-receivable/invoice", rest_invoice())
    await step(june_rest, "accounts-receivable/invoice", key, "reverse", reversedDate="2026-02-20")
    assert await state(rest, "accounts-receivable/invoice", key) == "reversed"


async def test_journal_entries_are_moved_on_by_people_alone(june_rest: Rest, rest: Rest, sandbox: Sandbox) -> None:
    """A draft is posted and an entry is reversed in the product; the API has no workflow for either."""
    draft = await rest.create(JOURNAL, rest_journal(state="draft"))
    assert (await rest.call("POST", f"workflows/{JOURNAL}/submit", {"key": draft}))[0] == 404
    assert (await step(june_rest, JOURNAL, draft, "submit"))["state"] == "posted"
    opposite = (await step(june_rest, JOURNAL, draft, "reverse", reversedDate="2026-03-05"))["key"]
    assert (await state(rest, JOURNAL, draft), await state(rest, JOURNAL, opposite)) == ("reversed", "posted")
    _, answer = await rest.call("GET", f"objects/{JOURNAL}/{opposite}")
    assert [each["txnType"] for each in answer["ia::result"]["lines"]] == ["credit", "debit"]
    assert [(row["user"], row["operation"]) for row in sandbox.ledger()] == [
        ("relay_ws", "create"), ("june", "submit"), ("june", "create"), ("june", "reverse")]  # fmt: skip
    assert (await rest.call("PATCH", f"objects/{JOURNAL}/{draft}", {"description": "x"}))[0] == 422


async def test_a_person_decides_where_approvals_are_on(http: aiohttp.ClientSession) -> None:
    """With approvals a bill and an entry wait as submitted until a person approves or declines them."""
    company = {"approvals": ["bill", "journal-entry"]}
    async with Sandbox(companies=(company,), switches={"bill_initial_state": "posted"}) as sandbox:
        rest, june = Rest(sandbox, http), Rest(sandbox, http)
        await june.sign_in("june@HARBORLINE")
        await rest.create("accounts-payable/vendor", {"id": "V-1", "name": "Gulf Fasteners"})
        bill_key, entry = await rest.create(BILL, rest_bill()), await rest.create(JOURNAL, rest_journal())
        assert (await state(rest, BILL, bill_key), await state(rest, JOURNAL, entry)) == ("submitted", "submitted")
        assert (await step(june, BILL, bill_key, "approve"))["state"] == "posted"
        assert (await step(june, JOURNAL, entry, "decline"))["state"] == "declined"
