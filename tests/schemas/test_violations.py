"""Mistakes are told to people: all of them, with their path, without what was sent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.events.accounts_payable import BillApproved
from schemas.events.accounts_receivable import InvoiceIssued
from schemas.events.general_ledger import JournalEntryPosted
from schemas.events.platform import CustomRecordUpserted
from schemas.violations import MOST, describe, violations
from tests.handlers.example_files import example

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["vendor", "number", "lines", "currency", "bill_date", "due_date", "account", "amount", "type", "fields"]
)


def error_of(model: type[BaseModel], data: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return caught.value


def test_all_mistakes_are_told_at_once_with_their_paths() -> None:
    """A sender corrects everything in one go."""
    line = {"account": "6120", "amount": 84.5, "locaton": "100"}
    bill = example("bill.approved") | {"due_date": "2026-01-01", "lines": [example("bill.approved")["lines"][0], line]}
    assert violations(error_of(BillApproved, bill)) == (
        (
            "data.lines[1].amount",
            'money must be a JSON string such as "84.50": a floating point number is not exact',
        ),
        ("data.lines[1].locaton", "is not a known field"),
        ("data.due_date", "2026-01-01 is before bill_date 2026-03-14"),
    )


def test_a_wrong_line_is_not_also_told_as_a_missing_one() -> None:
    """Pydantic counts only valid items; two messages for one mistake send people looking for a second one."""
    entry = example("journal-entry.posted")
    entry["lines"][1]["amount"] = "1.005"
    assert describe(error_of(JournalEntryPosted, entry)) == "data.lines[1].amount: money must have at most 2 decimals"


def test_what_was_sent_is_not_repeated() -> None:
    """A dead letter has the bytes already; an error text goes to logs and screens."""
    bill = example("bill.approved") | {
        "vendor": "S3CRET" * 200,
        "currency": "S3CRET",
        "due_date": "S3CRET",
        "number": ["S3CRET"],
    }
    assert "S3CRET" not in describe(error_of(BillApproved, bill))


def test_long_and_unprintable_names_of_unknown_fields_are_shortened() -> None:
    """The name of an unknown field is needed, ten thousand characters of it are not."""
    told = describe(error_of(BillApproved, {"x" * 10_000: 1, "a\x1b[2Jb": 1}))
    assert "data." + "x" * 60 + "...: is not a known field" in told
    assert "\x1b" not in told
    assert len(told) < 1000


def test_beyond_fifty_mistakes_only_their_number_is_told() -> None:
    """The text stays readable however long the document is."""
    lines = [{"account": "6120", "amount": 1.5}] * (MOST + 34)
    told = describe(error_of(BillApproved, example("bill.approved") | {"lines": lines}))
    assert told.count("data.lines[") == MOST
    assert told.endswith("and 34 more")


def test_the_root_of_the_paths_can_be_named() -> None:
    """The same words serve for configuration."""
    assert describe(error_of(BillApproved, []), "body") == "body: must be an object"


def test_a_mistake_without_words_of_its_own_keeps_pydantics() -> None:
    """Models of own handlers may use any constraint."""

    class Even(BaseModel):
        model_config = ConfigDict(extra="forbid")
        number: int = Field(multiple_of=2)

    assert describe(error_of(Even, {"number": 3})) == "data.number: Input should be a multiple of 2"


@given(
    st.dictionaries(NAMES, JSON) | JSON,
    st.sampled_from([BillApproved, InvoiceIssued, JournalEntryPosted, CustomRecordUpserted]),
)
def test_any_json_is_either_accepted_or_refused_in_words(data: Any, model: type[BaseModel]) -> None:
    """Nothing that a stranger sends breaks the description of what is wrong with it."""
    told = ["data"]
    try:
        model.model_validate(data)
    except ValidationError as error:
        told.append(describe(error))
    assert all(text.startswith("data") for text in told)
