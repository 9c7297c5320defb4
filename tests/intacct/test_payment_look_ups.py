"""Payments under one number: whose number it is, what is paid with how much, and who made them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Found, RecordState, Surface
from tests.intacct.books import Books
from tests.intacct.scripted import ScriptedHttp, look_up, rows
from tests.intacct.tenant import bill, full

REST, XML = Surface.REST, Surface.XML


def payment(vendor: str = "V-1", *paid: tuple[str, str], bank: str = "OPER-CHK", **changes: Any) -> Write:
    """An AP payment under the number 1001."""
    bills = tuple({"bill": number, "amount": Decimal(amount)} for number, amount in paid or (("B-77", "84.50"),))
    fields = {
        "vendor": vendor, "number": "1001", "bank_account": bank, "method": "printed_check",
        "payment_date": date(2026, 3, 20), "currency": "USD", "bills": bills, **changes,
    }  # fmt: skip
    return Write(Operation.CREATE, ObjectKey("bill-payment", (bank, "1001")), fields)


async def with_bills(books: Books) -> Books:
    """Two posted bills of the first vendor, one of the second."""
    for number, vendor in (("B-77", "V-1"), ("B-78", "V-1"), ("B-77", "V-2")):
        await books.ada.create(XML, bill(number, vendor, "500.00"))
    return books


@pytest.mark.parametrize("surface", Surface)
async def test_a_person_s_payment_of_the_same_is_found(surface: Surface) -> None:
    """Header, bills and amounts: one transaction for each, and one for the numbers of the bills."""
    async with Books() as books:
        await with_bills(books)
        number = await books.ada.create(REST, payment())
        before = books.transactions
        answer = await books.ours.look_up(surface, payment())
        (found,) = answer.found[payment().key]
        assert (found.record_number, found.state, found.differences) == (number, RecordState.POSTED, ())
        assert answer.transactions == books.transactions - before == 3


DIFFERENCES = [
    (payment("V-1", ("B-77", "84.50"), ("B-78", "10.00")), "bills: there nothing else, wanted B-78 10.00"),
    (payment("V-1", ("B-78", "84.50")), "bills[1].bill: there B-77, wanted B-78"),
    (payment("V-1", ("B-77", "84.51")), "bills[1].amount: there 84.50, wanted 84.51"),
    (payment(payment_date=date(2026, 3, 21)), "payment_date: there 2026-03-20, wanted 2026-03-21"),
    (payment(method="cash"), "method: there printed_check, wanted cash"),
    (payment("V-2"), "vendor: there V-1, wanted V-2"),
]


@pytest.mark.parametrize("surface", Surface)
async def test_another_payment_under_the_number_is_told_by_what_differs(surface: Surface) -> None:
    """Also one that pays the same sum to another vendor's bill of the same number: a cheque has its number once."""
    async with Books() as books:
        await with_bills(books)
        await books.ada.create(REST, payment())
        for wanted, difference in DIFFERENCES:
            (found,) = await books.ours.found(surface, wanted)
            assert found.differences == (difference,), wanted


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize(
    ("there", "ours", "counts"),
    [
        ("printed_check", "printed_check", True),
        ("ach", "ach", False),
        ("printed_check", "ach", False),
        ("ach", "printed_check", False),
    ],
)
async def test_a_transfer_number_is_not_the_bank_accounts_own(
    surface: Surface, there: str, ours: str, counts: bool
) -> None:
    """Two vendors are paid under one number by two transfers, never by two cheques; a cheque is no transfer."""
    async with Books() as books:
        await with_bills(books)
        await books.ada.create(REST, payment("V-2", method=there))
        assert len(await books.ours.found(surface, payment("V-1", method=ours))) == counts


@pytest.mark.parametrize("surface", Surface)
async def test_another_bank_account_has_cheques_of_its_own(surface: Surface) -> None:
    """Its number 1001 is another cheque."""
    async with Books() as books:
        await with_bills(books)
        await books.ada.create(REST, payment(bank="PAYR-CHK"))
        assert await books.ours.found(surface, payment()) == ()


HEADER = {
    "key": "9", "financialEntity.entityId": "OPER-CHK", "documentNumber": "1001", "vendor.id": "V-1",
    "paymentMethod": "printedCheck", "paymentDate": "2026-03-20", "txnCurrency.currency": "USD",
    "txnCurrency.totalAmount": "84.50", "state": "confirmed",
}  # fmt: skip


def detail(key: str, amount: str) -> dict[str, Any]:
    """A payment detail as REST shows it."""
    return {"key": "1", "apPayment.key": "9", "bill.key": key, "txnCurrency.paymentAmount": amount}


async def test_what_is_paid_line_by_line_is_paid_in_all() -> None:
    """Intacct may spread a payment over the lines of a bill: the sum is what counts."""
    details = rows(detail("41", "80.00"), detail("41", "4.50"))
    http = ScriptedHttp(rows(HEADER), details, rows({"key": "41", "billNumber": "B-77"}))
    answer = await look_up(http, REST, payment())
    assert answer.found == {payment().key: (Found("9", RecordState.POSTED, "confirmed"),)}
    assert answer.transactions == 3
    assert http.sent[2].json["filters"] == [{"$eq": {"key": "41"}}]


async def test_a_paid_document_that_is_not_shown_is_not_ours() -> None:
    """Its record key says at least what it is."""
    http = ScriptedHttp(rows(HEADER), rows(detail("41", "84.50")), rows())
    (found,) = (await look_up(http, REST, payment())).found[payment().key]
    assert found.differences == ("bills[1].bill: there record 41, wanted B-77",)


async def test_a_receipt_on_account_does_not_stop_the_look_up() -> None:
    """A person's AR payment may pay no invoice yet: that is a difference, and no unreadable record."""
    receipt = full("payment")
    there = {
        "key": "5", "customer.id": "C-1", "documentNumber": "ACH-1", "financialEntity.entityId": "OPER-CHK",
        "paymentMethod": "eft", "paymentSummary.receiptDate": "2026-03-20", "txnCurrency.currency": "USD",
        "description": "March", "txnCurrency.totalAmount": "84.50", "state": "complete",
    }  # fmt: skip
    (found,) = (await look_up(ScriptedHttp(rows(there), rows()), REST, receipt)).found[receipt.key]
    assert found.differences == ("invoices: there nothing else, wanted INV-42 84.50",)


@pytest.mark.parametrize("surface", Surface)
async def test_who_made_a_payment_is_told(surface: Surface) -> None:
    """By user id over REST, by the number of the user over XML: as Intacct shows it."""
    async with Books() as books:
        await with_bills(books)
        await books.ada.create(REST, payment())
        (found,) = await books.ours.found(surface, payment())
        assert found.made_by == ("ada" if surface is REST else found.made_by)
        assert found.made_by


async def test_a_draft_and_a_reversed_payment_are_told_by_their_states() -> None:
    """And are the same otherwise: what to make of them is not decided here."""
    async with Books(ap_payment_initial_state="draft") as books:
        await with_bills(books)
        await books.ada.create(REST, payment())
        for surface in Surface:
            (found,) = await books.ours.found(surface, payment())
            assert (found.state, found.same) == (RecordState.DRAFT, True)
