"""A write names everything that must exist before it, and everything whose balance it moves."""

import pytest

from schemas.write import ObjectKey
from tests.handlers.example_files import context, example, handle

DIMENSIONS = {
    "location": "100",
    "department": "OPS",
    "project": "P-1",
    "task": "T-1",
    "customer": "C-9",
    "vendor": "V-9",
    "employee": "E-1",
    "item": "I-1",
    "class": "K-1",
}
DIMENSION_KEYS = {
    ObjectKey("location", ("100",)),
    ObjectKey("department", ("OPS",)),
    ObjectKey("project", ("P-1",)),
    ObjectKey("task", ("P-1", "T-1")),
    ObjectKey("customer", ("C-9",)),
    ObjectKey("vendor", ("V-9",)),
    ObjectKey("employee", ("E-1",)),
    ObjectKey("item", ("I-1",)),
    ObjectKey("class", ("K-1",)),
}
LINE = {"account": "6120", "amount": "10.00", **DIMENSIONS}
SIDES = [LINE | {"direction": "debit"}, {"account": "2100", "amount": "10.00", "direction": "credit"}]


@pytest.mark.parametrize(
    ("event_type", "lines", "others"),
    [
        ("bill.approved", [LINE], {("vendor", "V-1001"), ("term", "Net 30"), ("account", "6120")}),
        ("invoice.issued", [LINE], {("customer", "C-300"), ("term", "Net 30"), ("account", "6120")}),
        ("journal-entry.posted", SIDES, {("journal", "GJ"), ("account", "6120"), ("account", "2100")}),
    ],
)
async def test_a_document_refers_to_its_party_accounts_and_dimensions(
    event_type: str, lines: list[dict[str, str]], others: set[tuple[str, str]]
) -> None:
    """All of them, each once."""
    (write,) = await handle(event_type, example(event_type) | {"lines": lines})
    assert set(write.references) == DIMENSION_KEYS | {ObjectKey(object, (id,)) for object, id in others}
    assert len(write.references) == len(set(write.references))
    assert write.touches == ()


async def test_a_location_that_was_filled_in_is_referred_to_as_well() -> None:
    """It can be missing like one that was stated."""
    lines = [{"account": "6120", "amount": "10.00"}]
    given = context({"defaults": {"location": "200"}})
    (write,) = await handle("bill.approved", example("bill.approved") | {"lines": lines}, given)
    assert ObjectKey("location", ("200",)) in write.references


@pytest.mark.parametrize(
    ("event_type", "party", "paid"),
    [
        ("bill-payment.made", ObjectKey("vendor", ("V-1001",)), ObjectKey("bill", ("V-1001", "B-77"))),
        ("payment.received", ObjectKey("customer", ("C-300",)), ObjectKey("invoice", ("C-300", "INV-0042"))),
    ],
)
async def test_a_payment_refers_to_and_touches_what_it_pays(event_type: str, party: ObjectKey, paid: ObjectKey) -> None:
    """Two payments of one document happen in event order, and never before the document."""
    (write,) = await handle(event_type, example(event_type))
    assert write.references == (party, ObjectKey("bank-account", ("OPER-CHK",)), paid)
    assert write.touches == (paid,)


@pytest.mark.parametrize(
    ("event_type", "references"),
    [
        ("vendor.upserted", [ObjectKey("term", ("Net 30",))]),
        ("customer.upserted", [ObjectKey("term", ("Net 30",))]),
        ("account.upserted", [ObjectKey("account", ("3900",))]),
        ("project.upserted", [ObjectKey("customer", ("C-300",)), ObjectKey("location", ("100",))]),
        ("task.upserted", [ObjectKey("project", ("P-202",))]),
        ("custom-record.upserted", []),
    ],
)
async def test_master_data_refers_to_what_it_names(event_type: str, references: list[ObjectKey]) -> None:
    """Terms, closing accounts, customers, locations, projects."""
    (write,) = await handle(event_type, example(event_type))
    assert list(write.references) == references


async def test_a_vendor_type_and_a_customer_type_are_different_objects() -> None:
    """The same name of a type means different things on both sides of the ledger."""
    (vendor,) = await handle("vendor.upserted", {"id": "V-1", "name": "x", "type": "Trade"})
    (customer,) = await handle("customer.upserted", {"id": "C-1", "name": "x", "type": "Trade"})
    assert vendor.references == (ObjectKey("vendor-type", ("Trade",)),)
    assert customer.references == (ObjectKey("customer-type", ("Trade",)),)
