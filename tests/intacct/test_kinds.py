"""Values: one neutral form, one form per surface, nothing inexact."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.intacct.objects.kinds import (
    DAY,
    FLAG,
    INTEGER,
    MOMENT,
    MONEY,
    NUMBER,
    TEXT,
    Kind,
    Unrenderable,
    kind_of,
    same,
)

KINDS: list[Kind] = [TEXT, MONEY, NUMBER, DAY, FLAG, INTEGER, MOMENT, same("active", "inactive")]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=2))
def test_an_amount_goes_out_exactly(amount: Decimal) -> None:
    """Money is plain decimal text on both surfaces and reads back as the same amount."""
    for text in (MONEY.to_rest(amount), MONEY.to_xml(amount)):
        assert isinstance(text, str)
        assert Decimal(text) == amount
        assert "E" not in text.upper()
    assert MONEY.read_xml(MONEY.to_xml(amount)) == MONEY.neutral(amount)


@pytest.mark.parametrize(
    ("answered", "neutral"), [("80.45000000000000", "80.45"), ("100", "100.00"), ("-1.5", "-1.50"), ("0.125", "0.125")]
)
def test_amounts_are_compared_as_numbers(answered: str, neutral: str) -> None:
    """Intacct may drop or add zeros; the neutral form does not care."""
    assert MONEY.read_rest(answered) == MONEY.read_xml(answered) == neutral


@pytest.mark.parametrize("value", [84.5, True, "84.50", None, Decimal("NaN"), Decimal("Infinity"), Decimal("1e40")])
def test_money_refuses_what_is_not_exact(value: Any) -> None:
    """A float, a flag, text or no number at all never becomes an amount."""
    with pytest.raises(Unrenderable):
        MONEY.to_rest(value)


def test_dates_are_written_three_ways() -> None:
    """ISO for REST, mm/dd/yyyy for generic functions, zero-padded parts for legacy ones."""
    day = date(2026, 3, 4)
    assert DAY.to_rest(day) == "2026-03-04"
    assert DAY.to_xml(day) == "03/04/2026"
    assert DAY.parts(day) == (("year", "2026"), ("month", "03"), ("day", "04"))
    assert DAY.read_xml("3/4/2026") == DAY.read_rest("2026-03-04") == "2026-03-04"


def test_a_time_is_no_date() -> None:
    """A datetime would lose its time silently."""
    with pytest.raises(Unrenderable):
        DAY.to_rest(datetime(2026, 3, 4))  # noqa: DTZ001


def test_choices_are_translated_and_nothing_else_is_taken() -> None:
    """Each surface has its own spelling; an unknown value is refused by name."""
    with pytest.raises(Unrenderable, match="active, inactive"):
        same("active", "inactive").to_xml("gone")


def test_flags_read_raw_columns() -> None:
    """Some XML columns answer T and F."""
    assert [FLAG.read_xml(text) for text in ("T", "false", "true")] == ["true", "false", "true"]


def test_a_custom_field_gets_the_kind_of_its_value() -> None:
    """Nobody declared it, so its value says what it is; a float or a structure says nothing."""
    values: list[Any] = ["x", 3, True, Decimal("1.50"), date(2026, 1, 2)]
    assert [kind_of(value).to_xml(value) for value in values] == ["x", "3", "true", "1.50", "01/02/2026"]
    for wrong in (1.5, ("a",), {"a": "b"}):
        with pytest.raises(Unrenderable):
            kind_of(wrong)  # type: ignore[arg-type]


@given(JSON_VALUES, st.text())
def test_reading_never_raises(value: Any, text: str) -> None:
    """Whatever Intacct answers becomes some text."""
    for kind in KINDS:
        assert isinstance(kind.read_rest(value), str)
        assert isinstance(kind.read_xml(text), str)
