"""What payments pay: the open document of that number, ours before others', and in words why there is none.

The sandbox's books are the judge: how much is paid of which bill.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from schemas.verdict import DeadLetterClass
from schemas.write import ObjectKey, Write
from service.clock import SystemClock
from service.delivery.client_port import Action, Attempt, IntacctClient, Outcome, OutcomeKind, Surface, WriteRequest
from service.errors import NoAnswer, NotSent
from service.intacct.client import open_client
from service.intacct.network import HttpAnswer
from service.intacct.rest.api import Call
from service.intacct.rest.surface import RestSurface
from tests.intacct.books import COMPANY, Books
from tests.intacct.scripted import ScriptedHttp, client_of, created, rows
from tests.intacct.tenant import asks, bill, creates, full, prepared, settings

REST, XML = Surface.REST, Surface.XML
MISSING, REJECTED = OutcomeKind.MISSING_REFERENCE, OutcomeKind.REJECTED
BILL = bill().key


def payment(number: str = "CHK-1", *bills: str, amount: str = "10.00") -> Write:
    """A payment of 10.00 for each of these bills of V-1."""
    lines = tuple({"bill": each, "amount": Decimal(amount)} for each in bills or ("B-77",))
    write = full("bill-payment")
    key = ObjectKey("bill-payment", ("OPER-CHK", number))
    return replace(write, key=key, fields={**write.fields, "number": number, "bills": lines})


@asynccontextmanager
async def company(approvals: tuple[str, ...] = (), **switches: Any) -> AsyncIterator[tuple[Books, IntacctClient]]:
    """A company with vendors, a person beside us, and our client."""
    books = Books(**switches)
    if approvals:
        books.sandbox = type(books.sandbox)(companies=[{**COMPANY, "approvals": list(approvals)}], switches=switches)
    async with books:
        client = open_client("acme", settings(books.sandbox.url), SystemClock())
        try:
            yield books, client
        finally:
            await client.close()


async def pay(
    client: IntacctClient,
    surface: Surface,
    one: Write,
    *,
    entity: str = "",
    ours: Mapping[ObjectKey, str] | None = None,
) -> Outcome:
    """Create the payment; what REST drafts is submitted."""
    number = one.key.parts[-1]
    asked = asks(surface, replace(one, entity=entity), Action.CREATE, id=number, entity=entity, ours=ours)
    (found,) = (await client.submit(asked)).outcomes
    if found.kind is OutcomeKind.DRAFTED:
        submit = asks(surface, one, Action.SUBMIT, found.record_number, id=f"{number}s", entity=entity)
        (found,) = (await client.submit(submit)).outcomes
    return found


def paid(books: Books, record_number: str) -> tuple[str, Decimal]:
    """State of a bill and what is paid of it, as the company's books have it."""
    record = books.sandbox.world.companies["HARBORLINE"].tables["bill"].numbered(record_number)
    assert record is not None
    return record["state"], record["total_paid"]


async def act(books: Books, action: str, key: str, **more: str) -> None:
    """The person does something to a bill."""
    surface = books.ada.surfaces[REST]
    assert isinstance(surface, RestSurface)
    body = {"key": key, **more}
    answer = await surface.api.call(Call("POST", f"/workflows/accounts-payable/bill/{action}", "", body))
    assert answer.succeeded, answer


@pytest.mark.parametrize("surface", Surface)
async def test_the_bill_is_paid(surface: Surface) -> None:
    """On both surfaces, in one transaction over XML, and the payment says that it is posted."""
    async with company() as (books, client):
        key = await books.ours.create(XML, bill())
        found = await pay(client, surface, payment())
        assert found.kind is OutcomeKind.APPLIED, found
        assert paid(books, key) == ("partially_paid", Decimal("10.00"))
        assert (await pay(client, surface, payment("CHK-2"))).kind is OutcomeKind.APPLIED
        assert paid(books, key)[1] == Decimal("20.00")


async def test_xml_pays_with_one_transaction_and_no_draft() -> None:
    """Whatever state REST would begin with."""
    async with company() as (books, client):
        await books.ours.create(XML, bill())
        answer = await client.submit(creates(XML, payment()))
        assert [each.transactions for each in answer.outcomes] == [1]
        assert answer.shared == 2  # the bill's record number, the payment's state
        rows = [row for row in books.sandbox.ledger() if row["object"] == "bill-payment"]
        assert [(row["operation"], row["fields"]["state"]) for row in rows] == [("create", "confirmed")]


@pytest.mark.parametrize("surface", Surface)
async def test_what_we_wrote_wins(surface: Surface) -> None:
    """A person has made a bill of the same number; without proof nobody can tell which one is meant."""
    async with company(unique_bill_numbers=False) as (books, client):
        theirs, ours = [await user.create(XML, bill()) for user in (books.ada, books.ours)]
        found = await pay(client, surface, payment("CHK-0"))
        assert (found.kind, found.diagnosis and found.diagnosis.category) == (REJECTED, DeadLetterClass.DUPLICATE)
        assert found.diagnosis is not None
        assert all(number in found.diagnosis.cause for number in (theirs, ours))
        assert (await pay(client, surface, payment(), ours={BILL: ours})).kind is OutcomeKind.APPLIED
        assert (paid(books, theirs)[1], paid(books, ours)[1]) == (Decimal(0), Decimal("10.00"))


@pytest.mark.parametrize("surface", Surface)
async def test_a_draft_or_a_reversed_one_is_never_paid(surface: Surface) -> None:
    """Somebody's draft and a reversed twin stand beside the posted one."""
    async with company(unique_bill_numbers=False) as (books, client):
        draft = await books.ada.create(REST, bill())
        found = await pay(client, surface, payment("CHK-0"))
        assert found.kind is MISSING
        assert f"(record {draft}, made by user" in str(found.diagnosis)
        assert "is a draft" in str(found.diagnosis)
        undone = await books.ada.create(XML, bill())
        await act(books, "reverse", undone, reverseDate="2026-03-31")
        posted = await books.ada.create(XML, bill())
        assert (await pay(client, surface, payment())).kind is OutcomeKind.APPLIED
        assert [paid(books, key)[1] for key in (draft, undone, posted)] == [0, 0, Decimal("10.00")]


@pytest.mark.parametrize("surface", Surface)
async def test_a_bill_that_awaits_approval_makes_its_payment_wait(surface: Surface) -> None:
    """The cause says so and names the record; approved, it is paid. Without approval of payments, at once."""
    async with company(approvals=("bill",)) as (books, client):
        key = await books.ours.create(XML, bill())
        found = await pay(client, surface, payment())
        assert found.kind is MISSING
        assert found.diagnosis is not None
        assert found.diagnosis.cause.startswith(f"Bill V-1 / B-77 (record {key}")
        assert "is submitted for approval" in found.diagnosis.cause
        await act(books, "approve", key)
        assert (await pay(client, surface, payment())).kind is OutcomeKind.APPLIED
        assert paid(books, key)[1] == Decimal("10.00")


@pytest.mark.parametrize("surface", Surface)
async def test_what_is_paid_already_is_said(surface: Surface) -> None:
    """No waiting makes something due again: a person has to look at it."""
    async with company() as (books, client):
        key = await books.ours.create(XML, bill())
        assert (await pay(client, surface, payment(amount="84.50"))).kind is OutcomeKind.APPLIED
        found = await pay(client, surface, payment("CHK-2"))
        assert (found.kind, f"record {key}" in str(found.diagnosis)) == (REJECTED, True)
        assert "is paid already" in str(found.diagnosis)


async def test_a_reversed_bill_may_come_again() -> None:
    """Where it keeps its number the payment waits, and the cause says what has become of the bill."""
    there = {"key": "91", "vendor.id": "V-1", "billNumber": "B-77", "state": "reversed"}
    (found,) = (await client_of(ScriptedHttp(rows(there))).submit(creates(REST, payment()))).outcomes
    assert found.kind is MISSING
    assert found.diagnosis is not None
    assert found.diagnosis.cause == "Bill V-1 / B-77 (record 91) is reversed and does not count any more."


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("entity", ["", "E200"])
async def test_a_bill_of_another_entity_is_told_at_once(surface: Surface, entity: str) -> None:
    """No waiting helps; sent with that entity, as the dead letter says, it is paid."""
    there = replace(bill(lines=({"account": "6105", "amount": Decimal("84.50"), "location": "E100"},)), entity="E100")
    async with company() as (books, client):
        key = await books.ours.create(XML, there)
        found = await pay(client, surface, payment("CHK-0"), entity=entity)
        assert found.kind is REJECTED
        assert found.diagnosis is not None
        assert found.diagnosis.text == "bill V-1 / B-77 is in entity E100"
        assert "E100" in found.diagnosis.next_step
        assert (await pay(client, surface, payment(), entity="E100")).kind is OutcomeKind.APPLIED
        assert paid(books, key)[1] == Decimal("10.00")


@pytest.mark.parametrize("surface", Surface)
async def test_an_entity_pays_what_the_top_level_has(surface: Surface) -> None:
    """Records of the top level are seen everywhere."""
    async with company() as (books, client):
        key = await books.ours.create(XML, bill())
        assert (await pay(client, surface, payment(), entity="E100")).kind is OutcomeKind.APPLIED
        assert paid(books, key)[1] == Decimal("10.00")


async def test_all_payments_of_a_request_ask_once() -> None:
    """Twenty payments, one query for their bills, one for their states; the one whose bill is missing waits alone."""
    async with company() as (books, client):
        for number in range(19):
            await books.ours.create(XML, bill(f"B-{number}"))
        before = books.transactions
        answer = await client.submit(creates(XML, *(payment(f"CHK-{n}", f"B-{n}") for n in range(20))))
        assert [each.kind for each in answer.outcomes] == [OutcomeKind.APPLIED] * 19 + [MISSING]
        assert [each.transactions for each in answer.outcomes] == [1] * 19 + [0]
        assert answer.shared == 2
        assert answer.transactions == books.transactions - before
        assert "bill V-1 / B-19 is not in Intacct yet" in str(answer.outcomes[19].diagnosis)


async def test_a_payment_names_its_bills_by_key() -> None:
    """Numbers are looked up exactly, for the vendor of the payment only."""
    there = {"billNumber": "B-77", "state": "posted"}
    found = rows(
        {"key": "90", "vendor.id": "V-2", **there},
        {"key": "91", "vendor.id": "V-1", **there},
        {"key": "92", "vendor.id": "V-1", **there, "billNumber": "b-77"},
    )
    http = ScriptedHttp(found, created())
    result = await client_of(http).submit(creates(REST, full("bill-payment")))
    assert (result.outcomes[0].kind, result.shared, result.transactions) == (OutcomeKind.DRAFTED, 1, 2)
    assert http.sent[0].json["filters"] == [{"$eq": {"vendor.id": "V-1"}}, {"$eq": {"billNumber": "B-77"}}]
    assert http.sent[1].json["details"] == [{"bill": {"key": "91"}, "txnCurrency": {"paymentAmount": "84.60"}}]


@pytest.mark.parametrize("trouble", [NoAnswer("reset"), NotSent("no"), HttpAnswer(500, {}, b"")])
async def test_a_payment_whose_bills_cannot_be_read_was_not_sent(trouble: Any) -> None:
    """A failed query is no doubt about the payment."""
    result = await client_of(ScriptedHttp(trouble)).submit(creates(REST, full("payment")))
    assert result.outcomes[0].kind is OutcomeKind.UNAVAILABLE


async def test_where_a_missing_bill_may_be_is_asked_once() -> None:
    """A payment that waits looks for its bill again and again; what other entities have is asked at its first time."""
    http = ScriptedHttp(rows(), rows(), rows())
    client = client_of(http)
    attempt = Attempt(prepared(replace(payment(), entity="E100"), REST), "w0", Action.CREATE)
    for _ in range(2):
        (found,) = (await client.submit(WriteRequest(REST, "E100", (attempt,)))).outcomes
        assert found.kind is MISSING
    assert [each.headers.get("X-IA-API-Param-Entity") for each in http.sent] == ["E100", None, "E100"]
