"""Money as it travels: a Decimal from the event to the wire, never a float."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def _exact(value: Any) -> Any:
    """A JSON number with a fraction has already lost its exact value when it was parsed as a float."""
    if isinstance(value, float | bool):
        raise ValueError('money must be a JSON string such as "84.50": a floating point number is not exact')
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise ValueError('money must be written as "84.50": digits, one point, no spaces, separators or exponent')
    return value


def _iso_code(value: str) -> str:
    if not _CURRENCY.fullmatch(value):
        raise ValueError('must be an ISO 4217 currency code such as "USD"')
    return value


Money = Annotated[Decimal, BeforeValidator(_exact), Field(allow_inf_nan=False, max_digits=16, decimal_places=2)]
"""An amount with at most two decimals: Intacct rounds anything finer on bills and invoices."""

PositiveMoney = Annotated[Money, Field(gt=0)]

Currency = Annotated[str, AfterValidator(_iso_code)]
