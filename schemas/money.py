"""Money as it travels: a Decimal from the event to the wire, never a float."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field


def _refuse_floats(value: Any) -> Any:
    """A JSON number with a fraction has already lost its exact value when it was parsed as a float."""
    if isinstance(value, float | bool):
        raise ValueError('money must be a JSON string such as "84.50": a floating point number is not exact')
    return value


Money = Annotated[Decimal, BeforeValidator(_refuse_floats), Field(allow_inf_nan=False, max_digits=16, decimal_places=2)]
"""An amount with at most two decimals: Intacct rounds anything finer on bills and invoices."""

PositiveMoney = Annotated[Money, Field(gt=0)]

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")]
