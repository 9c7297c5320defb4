"""Rules that need no Intacct: what cannot be right is refused before anybody is asked, and billed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from schemas.events.accounts_payable import BillApproved, BillPaymentMade
from schemas.events.accounts_receivable import InvoiceIssued, PaymentReceived
from schemas.events.general_ledger import AccountUpserted, JournalEntryPosted
from schemas.events.platform import CustomRecordUpserted
from schemas.events.projects import ProjectUpserted
from schemas.events.smart_events import SmartEvent
from schemas.violations import describe
from tests.handlers.example_files import example

AMOUNTS = st.decimals(min_value="0.01", max_value="9999999.99", places=2)
SIDES = st.tuples(st.sampled_from(["debit", "credit"]), AMOUNTS)


def mistakes(model: type[BaseModel], data: dict[str, Any]) -> str:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return describe(error)
    return ""


def journal(*sides: tuple[str, Decimal | str]) -> dict[str, Any]:
    lines = [{"account": "6400", "direction": direction, "amount": str(amount)} for direction, amount in sides]
    return {"reference": "JE-1", "posting_date": "2026-03-31", "description": "x", "lines": lines}


@given(st.lists(SIDES, min_size=2, max_size=12))
def test_a_journal_entry_is_accepted_if_and_only_if_it_balances(sides: list[tuple[str, Decimal]]) -> None:
    """Debits equal credits, to the cent."""
    difference = sum(amount if direction == "debit" else -amount for direction, amount in sides)
    assert (mistakes(JournalEntryPosted, journal(*sides)) == "") == (difference == 0)


@given(st.lists(SIDES, min_size=1, max_size=11))
def test_a_journal_entry_that_is_completed_to_balance_is_accepted(sides: list[tuple[str, Decimal]]) -> None:
    """The property above must not hold because nothing ever balances."""
    difference = sum(amount if direction == "debit" else -amount for direction, amount in sides)
    rest = [("credit" if difference > 0 else "debit", abs(difference))] if difference else []
    balanced = [*sides, *rest] if rest else [*sides, ("debit", Decimal(1)), ("credit", Decimal(1))]
    assert mistakes(JournalEntryPosted, journal(*balanced)) == ""


def test_an_imbalance_is_told_with_both_sums_and_the_difference() -> None:
    """An accountant sees at once what is missing."""
    told = mistakes(JournalEntryPosted, journal(("debit", "318.00"), ("credit", "300.00"), ("credit", "8")))
    assert told == "data.lines: the entry does not balance: debits 318.00, credits 308.00, difference 10.00"


def test_a_journal_entry_has_two_lines_at_least() -> None:
    """One line cannot balance."""
    assert mistakes(JournalEntryPosted, journal(("debit", "1.00"))) == "data.lines: needs at least 2, has 1"


@pytest.mark.parametrize(
    ("reverse_on", "accepted"), [("2026-03-30", False), ("2026-03-31", False), ("2026-04-01", True)]
)
def test_a_reversal_comes_after_the_posting(reverse_on: str, accepted: bool) -> None:
    """Intacct wants it strictly later."""
    entry = journal(("debit", "1"), ("credit", "1")) | {"reverse_on": reverse_on}
    assert (mistakes(JournalEntryPosted, entry) == "") is accepted


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(-400, 400))
def test_nothing_is_due_before_it_is_billed(start: date, days: int) -> None:
    """Bills and invoices alike; the same day is allowed."""
    due = {"due_date": (start + timedelta(days=days)).isoformat()}
    bill = example("bill.approved") | {"bill_date": start.isoformat()} | due
    invoice = example("invoice.issued") | {"invoice_date": start.isoformat()} | due
    told = (mistakes(BillApproved, bill), mistakes(InvoiceIssued, invoice))
    assert all((text == "") == (days >= 0) for text in told)


@given(st.lists(AMOUNTS, min_size=1, max_size=5), st.lists(AMOUNTS, max_size=5))
def test_a_bill_is_accepted_if_and_only_if_something_is_owed(owed: list[Decimal], reductions: list[Decimal]) -> None:
    """Negative lines are fine; a negative or zero total is a credit, and no bill."""
    amounts = [*owed, *(-amount for amount in reductions)]
    lines = [{"account": "6120", "amount": str(amount)} for amount in amounts]
    assert (mistakes(BillApproved, example("bill.approved") | {"lines": lines}) == "") == (sum(amounts) > 0)


@pytest.mark.parametrize(
    ("model", "event_type", "name"),
    [
        (BillApproved, "bill.approved", "lines"),
        (InvoiceIssued, "invoice.issued", "lines"),
        (BillPaymentMade, "bill-payment.made", "bills"),
        (PaymentReceived, "payment.received", "invoices"),
    ],
)
def test_a_document_needs_a_line(model: type[BaseModel], event_type: str, name: str) -> None:
    """Without one there is nothing to post."""
    assert mistakes(model, example(event_type) | {name: []}) == f"data.{name}: needs at least 1, has 0"


def test_a_payment_names_a_bill_once() -> None:
    """Twice the same bill in one payment is a doubled line of the sender."""
    bills = [{"bill": "B-77", "amount": "1.00"}, {"bill": "B-77", "amount": "1.00"}]
    told = mistakes(BillPaymentMade, example("bill-payment.made") | {"bills": bills})
    assert told == "data.bills: the bill B-77 is named more than once"


def test_a_task_needs_its_project() -> None:
    """Task ids are unique only inside a project."""
    lines = [{"account": "6120", "amount": "1.00", "task": "T-1"}]
    told = mistakes(BillApproved, example("bill.approved") | {"lines": lines})
    assert told == "data.lines[0].task: a task needs the project that it belongs to"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"closing_type": "closing"}, "data.closing_account: is required when closing_type is closing"),
        ({"closing_account": "3900"}, "data.closing_account: needs closing_type closing"),
        (
            {"closing_type": "closing", "closing_account": "6140"},
            "data.closing_account: an account cannot close to itself",
        ),
        ({"closing_type": "non_closing"}, ""),
        ({"closing_type": "wrong"}, "data.closing_type: must be 'non_closing', 'closing' or 'closed_to'"),
    ],
)
def test_an_account_that_closes_names_where_to(fields: dict[str, str], told: str) -> None:
    """Intacct requires the account that a closing account closes to."""
    assert mistakes(AccountUpserted, {"number": "6140", "title": "Safety"} | fields) == told


def test_a_project_ends_after_it_starts() -> None:
    """The other way round is a typing mistake."""
    told = mistakes(ProjectUpserted, example("project.upserted") | {"end_date": "2026-03-15"})
    assert told == "data.end_date: 2026-03-15 is before start_date 2026-03-16"


@pytest.mark.parametrize(
    "fields", [{"odometer": 1.5}, {"odometer": 10**15}, {"note": "x" * 1001}, {"tags": ["a"]}, {"x": None}]
)
def test_a_custom_field_is_text_a_whole_number_or_a_flag(fields: dict[str, Any]) -> None:
    """Intacct declares the type; whatever cannot be rendered exactly is refused, as one mistake."""
    told = mistakes(CustomRecordUpserted, {"type": "fleet_vehicle", "name": "x", "fields": fields})
    assert told.startswith("data.fields.")
    assert told.count("data.fields.") == 1


@pytest.mark.parametrize("name", ["name", "id"])
def test_a_custom_record_keeps_its_key_out_of_its_fields(name: str) -> None:
    """Otherwise the record could be found under another name than it is written."""
    told = mistakes(CustomRecordUpserted, {"type": "fleet_vehicle", "name": "x", "fields": {name: "y"}})
    assert told.startswith(f"data.fields: must not contain {name}")


@pytest.mark.parametrize("name", ["nsp::x", "a b", "1a", "", "<x>", "a" * 81])
def test_integration_names_are_plain(name: str) -> None:
    """They become element names and URL segments."""
    assert "data.type" in mistakes(CustomRecordUpserted, {"type": name, "name": "x", "fields": {}})
    assert "data.fields" in mistakes(CustomRecordUpserted, {"type": "x", "name": "x", "fields": {name: "y"}})


@pytest.mark.parametrize("id", [" V-1", "V-1 ", "V-1\u200b", "V\u00a01", "V-1\n", "", "V" * 21])
def test_ids_that_look_like_others_are_refused(id: str) -> None:
    """Two vendors that look the same are a duplicate payment waiting to happen."""
    assert "data.vendor" in mistakes(BillApproved, example("bill.approved") | {"vendor": id})


@pytest.mark.parametrize("value", ["{!CUSTOMER.NAME!}", ["a", "{!X.Y!}"], {"doc": {"name": "for {!X.Y!}"}}])
def test_an_unfilled_merge_field_is_refused(value: Any) -> None:
    """A token that Intacct left standing would become a name in the books."""
    assert "which Intacct did not fill in" in mistakes(SmartEvent, {"name": value})
