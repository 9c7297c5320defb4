"""Events of a company's day, as many as wanted."""

from typing import Any


def cloud_event(number: int | str, event_type: str, data: dict[str, Any], source: str = "/test/erp") -> dict[str, Any]:
    """A structured CloudEvent for the tenant of the tests."""
    return {
        "specversion": "1.0",
        "id": f"e-{number}",
        "source": source,
        "type": event_type,
        "tenant": "harborline",
        "datacontenttype": "application/json",
        "data": data,
    }


def vendor(number: int | str, name: str = "") -> dict[str, Any]:
    """A vendor's master data."""
    return cloud_event(f"v{number}", "vendor.upserted", {"id": f"V-{number}", "name": name or f"Vendor {number}"})


def bill(number: int | str, of: int | str, amount: str = "84.50", **more: Any) -> dict[str, Any]:
    """An approved bill of one line."""
    line = {"account": "6105", "amount": amount, "location": "100"}
    data = {
        "vendor": f"V-{of}",
        "number": f"B-{number}",
        "bill_date": "2026-03-14",
        "due_date": "2026-04-13",
        "currency": "USD",
        "lines": [line],
    }
    return cloud_event(f"b{number}", "bill.approved", data | more)


def journal(number: int | str, debit: str = "10.00", credit: str = "10.00") -> dict[str, Any]:
    """A journal entry of two lines."""
    lines = [
        {"account": "6400", "direction": "debit", "amount": debit, "location": "100"},
        {"account": "2310", "direction": "credit", "amount": credit, "location": "100"},
    ]
    data = {"journal": "GJ", "reference": f"J-{number}", "posting_date": "2026-03-31", "description": f"Entry {number}"}
    return cloud_event(f"j{number}", "journal-entry.posted", data | {"lines": lines})


def busy_day(vendors: int, bills: int, journals: int) -> list[dict[str, Any]]:
    """Vendors first, then bills spread over them, and journals between."""
    events = [vendor(number) for number in range(vendors)]
    events += [bill(number, number % vendors, f"{number % 900 + 1}.50") for number in range(bills)]
    events += [journal(number, f"{number + 1}.00", f"{number + 1}.00") for number in range(journals)]
    return events
