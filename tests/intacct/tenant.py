"""The tenant of these tests: settings for a server on this machine, and writes of every object."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from schemas.write import Fields, ObjectKey, Operation, Write
from service.delivery.client_port import Action, Attempt, Prepared, Surface, WriteRequest
from service.intacct.objects.prepared import prepared_content
from service.settings import LookFirst, TenantSettings

SECRETS = ("client-secret", "sender-secret", "user-secret")


def settings(url: str, **changes: Any) -> TenantSettings:
    """Both surfaces of the shipped sandbox company; ``rest=None`` or ``xml=None`` leaves one out."""
    whole: dict[str, Any] = {
        "company": "HARBORLINE",
        "allow_loopback": True,
        "rest": {
            "base_url": f"{url}/ia/api/v1",
            "client_id": "relay.app.sage.com",
            "client_secret": SECRETS[0],
            "username": "relay_ws@HARBORLINE",
        },
        "xml": {
            "endpoint": f"{url}/ia/xml/xmlgw.phtml",
            "sender_id": "relay_sender",
            "sender_password": SECRETS[1],
            "company_id": "HARBORLINE",
            "user_id": "relay_ws",
            "user_password": SECRETS[2],
        },
    }
    return TenantSettings.model_validate(whole | changes)


LINE_DIMENSIONS = {
    "location": "100",
    "department": "OPS",
    "project": "P-1",
    "task": "T-1",
    "customer": "C-1",
    "vendor": "V-1",
    "employee": "E-1",
    "item": "I-1",
    "class": "CL-1",
}
_PARTY: dict[str, Any] = {
    "name": "Larkspur Tooling",
    "print_as": "Larkspur Tooling Ltd",
    "email": "ap@larkspur.example",
    "phone": "555-0100",
    "address": {
        "line1": "4 Mill Lane",
        "line2": "Unit 2",
        "city": "Dayton",
        "state": "OH",
        "postal_code": "45402",
        "country": "United States",
    },
    "term": "N30",
    "tax_id": "74-0000000",
    "currency": "USD",
    "credit_limit": Decimal("2500.50"),
    "notes": "prefers email",
    "status": "active",
    "type": "Trade",
}
_LINE: dict[str, Any] = {"account": "6105", "amount": Decimal("84.50"), "memo": "freight", **LINE_DIMENSIONS}

FULL: dict[tuple[str, ...], dict[str, Any]] = {
    ("vendor", "V-1"): {"id": "V-1", **_PARTY},
    ("customer", "C-1"): {"id": "C-1", **_PARTY},
    ("account", "6777"): {
        "number": "6777",
        "title": "Freight outbound",
        "type": "income_statement",
        "normal_balance": "debit",
        "closing_type": "closing",
        "closing_account": "3900",
        "status": "active",
    },
    ("bill", "V-1", "B-77"): {
        "vendor": "V-1",
        "number": "B-77",
        "bill_date": date(2026, 3, 14),
        "due_date": date(2026, 4, 13),
        "posting_date": date(2026, 3, 15),
        "reference": "PO-778",
        "description": "bolts",
        "term": "N30",
        "currency": "USD",
        "base_currency": "USD",
        "lines": (_LINE, {**_LINE, "amount": Decimal("0.10")}),
    },
    ("invoice", "C-1", "INV-42"): {
        "customer": "C-1",
        "number": "INV-42",
        "invoice_date": date(2026, 3, 14),
        "due_date": date(2026, 4, 13),
        "posting_date": date(2026, 3, 15),
        "reference": "SO-1",
        "description": "millwork",
        "term": "N30",
        "currency": "USD",
        "base_currency": "USD",
        "lines": ({**_LINE, "account": "4000"},),
    },
    ("bill-payment", "OPER-CHK", "CHK-1"): {
        "vendor": "V-1",
        "number": "CHK-1",
        "bank_account": "OPER-CHK",
        "method": "printed_check",
        "payment_date": date(2026, 3, 20),
        "currency": "USD",
        "base_currency": "USD",
        "description": "March",
        "bills": ({"bill": "B-77", "amount": Decimal("84.60")},),
    },
    ("payment", "C-1", "ACH-1"): {
        "customer": "C-1",
        "number": "ACH-1",
        "bank_account": "OPER-CHK",
        "method": "eft",
        "receipt_date": date(2026, 3, 20),
        "currency": "USD",
        "base_currency": "USD",
        "description": "March",
        "invoices": ({"invoice": "INV-42", "amount": Decimal("84.50")},),
    },
    ("journal-entry", "GJ", "JE-1"): {
        "journal": "GJ",
        "reference": "JE-1",
        "posting_date": date(2026, 3, 31),
        "description": "Rent accrual",
        "reverse_on": date(2026, 4, 1),
        "lines": (
            {**_LINE, "currency": "USD", "direction": "debit"},
            {**_LINE, "currency": "USD", "account": "2000", "direction": "credit"},
        ),
    },
    ("project", "P-1"): {
        "id": "P-1",
        "name": "Dock rebuild",
        "category": "internal_non_billable",
        "description": "Dock 4",
        "customer": "C-1",
        "manager": "E-1",
        "department": "OPS",
        "location": "100",
        "start_date": date(2026, 3, 1),
        "end_date": date(2026, 12, 31),
        "currency": "USD",
        "status": "active",
    },
    ("task", "P-1", "T-1"): {
        "id": "T-1",
        "project": "P-1",
        "name": "Piles",
        "description": "drive piles",
        "start_date": date(2026, 3, 1),
        "end_date": date(2026, 4, 1),
    },
    ("custom-record", "fleet_vehicle", "Truck 9"): {
        "type": "fleet_vehicle",
        "name": "Truck 9",
        "fields": {"plate": "OH-1", "odometer": 120},
    },
}
"""One write of each object with every neutral field, by key."""


def full(object: str) -> Write:
    """A create of the object with every field."""
    key = next(key for key in FULL if key[0] == object)
    return Write(Operation.CREATE, ObjectKey(object, key[1:]), FULL[key])


def vendor(id: str = "V-1", **changes: Any) -> Write:
    """A small vendor."""
    fields: Fields = {"id": id, "name": f"Vendor {id}", **changes}
    return Write(Operation.UPSERT, ObjectKey("vendor", (id,)), fields)


def bill(number: str = "B-77", vendor: str = "V-1", amount: str = "84.50", **changes: Any) -> Write:
    """A small bill."""
    fields: Fields = {
        "vendor": vendor,
        "number": number,
        "bill_date": date(2026, 3, 14),
        "due_date": date(2026, 4, 13),
        "currency": "USD",
        "lines": ({"account": "6105", "amount": Decimal(amount), "location": "100"},),
        **changes,
    }
    return Write(Operation.CREATE, ObjectKey("bill", (vendor, number)), fields)


def prepared(write: Write, surface: Surface) -> Prepared:
    """A write as the client prepares it, on a surface that the test chooses."""
    return Prepared(write, surface, LookFirst.ALWAYS, prepared_content(write))


def creates(surface: Surface, *writes: Write, atomic: bool = False, entity: str = "") -> WriteRequest:
    """A request that creates these, with ids w0, w1, ..."""
    attempts = tuple(
        Attempt(prepared(write, surface), f"w{index}", Action.CREATE) for index, write in enumerate(writes)
    )
    return WriteRequest(surface, entity, attempts, atomic)


def asks(
    surface: Surface,
    write: Write,
    action: Action,
    record_number: str = "",
    *,
    id: str = "w0",
    entity: str = "",
    ours: Mapping[ObjectKey, str] | None = None,
) -> WriteRequest:
    """A request with one attempt."""
    one = Attempt(prepared(write, surface), id, action, record_number, ours or {})
    return WriteRequest(surface, entity, (one,))
