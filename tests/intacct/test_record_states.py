"""How far a document is, is the same over both surfaces, whatever each calls it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from schemas.write import ObjectKey, Write
from service.delivery.client_port import RecordState, Surface
from tests.intacct.books import Books
from tests.intacct.tenant import bill, full

REST, XML = Surface.REST, Surface.XML
DRAFT, SUBMITTED, POSTED = RecordState.DRAFT, RecordState.SUBMITTED, RecordState.POSTED
PAID, UNDONE = RecordState.PAID, RecordState.UNDONE


async def states(books: Books, write: Write) -> list[RecordState]:
    """Of the records that have the key, in their order; what they say must not depend on the surface."""
    over_rest, over_xml = [[each.state for each in await books.ours.found(over, write)] for over in Surface]
    assert over_rest == over_xml
    return over_rest


def payment(amount: str, number: str = "CHK-1") -> Write:
    """A payment of the sample bill."""
    whole = full("bill-payment")
    fields = {**whole.fields, "number": number, "bills": ({"bill": "B-77", "amount": Decimal(amount)},)}
    return replace(whole, key=ObjectKey("bill-payment", ("OPER-CHK", number)), fields=fields)


async def test_the_life_of_a_bill() -> None:
    """A draft, posted, paid in part, paid."""
    async with Books() as books:
        number = await books.ada.create(REST, bill())
        assert await states(books, bill()) == [DRAFT]
        await books.ada.act("bill", "submit", number)
        assert await states(books, bill()) == [POSTED]
        await books.ada.create(REST, payment("40.00"))
        assert await states(books, bill()) == [PAID]
        await books.ada.create(REST, payment("44.50", "CHK-2"))
        assert await states(books, bill()) == [PAID]


async def test_a_bill_that_somebody_approves() -> None:
    """It does not count before; declined it never will."""
    async with Books(approvals=("bill",)) as books:
        number = await books.ada.create(XML, bill())
        assert await states(books, bill()) == [SUBMITTED]
        await books.ada.act("bill", "approve", number)
        assert await states(books, bill()) == [POSTED]
        other = await books.ada.create(XML, bill("B-78"))
        await books.ada.act("bill", "decline", other)
        assert await states(books, bill("B-78")) == [UNDONE]


async def test_a_reversed_bill_and_its_twin() -> None:
    """Both are told; the second counts."""
    async with Books(unique_bill_numbers=False) as books:
        number = await books.ada.create(XML, bill())
        await books.ada.act("bill", "reverse", number, reverseDate="2026-03-31")
        assert POSTED not in await states(books, bill())
        await books.ada.create(XML, bill())
        assert (await states(books, bill())).count(POSTED) == 1


async def test_a_reversed_invoice() -> None:
    """Neither it nor what reverses it counts, and its number is free again."""
    invoice = full("invoice")
    async with Books() as books:
        number = await books.ada.create(XML, invoice)
        assert await states(books, invoice) == [POSTED]
        await books.ada.act("invoice", "reverse", number, reversedDate="2026-03-31")
        assert set(await states(books, invoice)) <= {UNDONE}


async def test_the_life_of_a_payment() -> None:
    """It waits for approval, is on its way, has paid, and is reversed."""
    async with Books(approvals=("bill-payment",)) as books:
        await books.ada.create(XML, bill())
        number = await books.ada.create(REST, payment("84.50"))
        assert await states(books, payment("84.50")) == [SUBMITTED]
        await books.ada.act("bill-payment", "approve", number)
        assert await states(books, payment("84.50")) == [SUBMITTED]
        await books.ada.act("bill-payment", "confirm", number)
        assert await states(books, payment("84.50")) == [POSTED]
        await books.ada.act("bill-payment", "reverse", number, paymentDate="2026-03-31")
        assert set(await states(books, payment("84.50"))) == {UNDONE}


async def test_a_receipt_that_was_reversed() -> None:
    """Both records stay in Intacct, and neither counts."""
    invoice, receipt = full("invoice"), full("payment")
    async with Books() as books:
        await books.ada.create(XML, invoice)
        number = await books.ada.create(REST, receipt)
        assert await states(books, receipt) == [POSTED]
        assert await states(books, invoice) == [PAID]
        await books.ada.act("payment", "reverse", number, reversedDate=str(date(2026, 3, 31)))
        assert set(await states(books, receipt)) == {UNDONE}


@pytest.mark.parametrize("surface", Surface)
async def test_an_entry_is_posted(surface: Surface) -> None:
    """At once, and so it is told."""
    entry = full("journal-entry")
    async with Books() as books:
        await books.ada.create(surface, entry)
        assert await states(books, entry) == [POSTED]
