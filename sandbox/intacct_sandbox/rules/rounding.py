"""Rounding what was multiplied to money."""

from decimal import ROUND_HALF_UP, Context, Decimal

_CENT = Decimal("0.01")
# Wide enough for the product of any values that the wires allow.
_WIDE = Context(prec=120)


def product(*factors: Decimal) -> Decimal:
    """The exact product, rounded to cents."""
    exact = Decimal(1)
    for each in factors:
        exact = _WIDE.multiply(exact, each)
    return exact.quantize(_CENT, ROUND_HALF_UP, _WIDE)
