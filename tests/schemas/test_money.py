"""Money is exact or refused."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.money import Currency, Money, PositiveMoney

MONEY = TypeAdapter(Money)


@given(st.decimals(min_value="-99999999999999.99", max_value="99999999999999.99", places=2))
def test_every_amount_with_two_decimals_keeps_its_value(amount: Decimal) -> None:
    """Text in plain notation becomes exactly that Decimal."""
    assert MONEY.validate_python(f"{amount:f}") == amount


@given(st.floats())
def test_every_float_is_refused(amount: float) -> None:
    """A float is refused whatever its value, and told why."""
    with pytest.raises(ValidationError, match="not exact"):
        MONEY.validate_python(amount)


@pytest.mark.parametrize("text", ["1e3", "1_000.00", "1,000.00", " 1.00", "1.", ".5", "+1", "٣", "NaN", "Infinity", ""])
def test_other_notations_are_refused(text: str) -> None:
    """Only digits and one point: everything else could be read in two ways, or rendered so."""
    with pytest.raises(ValidationError):
        MONEY.validate_python(text)


@pytest.mark.parametrize("value", ["0.001", "1.0001", True, None, [], "123456789012345.00"])
def test_what_is_finer_or_larger_than_intacct_keeps_is_refused(value: Any) -> None:
    """Intacct rounds beyond two decimals, so that an amount would change on its way."""
    with pytest.raises(ValidationError):
        MONEY.validate_python(value)


def test_whole_numbers_are_exact_and_accepted() -> None:
    """A JSON integer loses nothing."""
    assert MONEY.validate_python(84) == Decimal(84)


@pytest.mark.parametrize("value", ["0", "0.00", "-0.00", "-1"])
def test_positive_money_is_more_than_nothing(value: str) -> None:
    """Zero and less are refused where an amount must be paid."""
    with pytest.raises(ValidationError):
        TypeAdapter(PositiveMoney).validate_python(value)


@pytest.mark.parametrize("code", ["usd", "US", "USDX", "U$D", "", "USD\n", 840])
def test_a_currency_is_three_capital_letters(code: Any) -> None:
    """ISO 4217, nothing else."""
    with pytest.raises(ValidationError):
        TypeAdapter(Currency).validate_python(code)
