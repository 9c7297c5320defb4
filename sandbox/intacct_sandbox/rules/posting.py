"""Posting a document: the period must be open, the currency known, the amounts whole."""

from collections.abc import Iterable
from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

ZERO = Decimal("0.00")


def refuse_closed_period(unit: Unit, type: ObjectType, field: str, day: str) -> None:
    """Raise Refused when `day`, the value of `field`, is not after the closed period."""
    if unit.company.period_is_closed(day):
        through = unit.company.closed_through
        text = f"Your transaction date ({day}) is within a period that's been closed. Date must be after {through}."
        raise Refused(reason(Why.CLOSED_PERIOD, text, place(type.by_name[field]), type.label, day))


def refuse_unknown_currency(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused for a currency that the company does not use."""
    currency = fields.get("currency")
    if currency is not None and currency not in unit.company.definition.currencies:
        at = place(type.by_name["currency"]) if "currency" in type.by_name else None
        text = f"Invalid Currency '{currency}' specified."
        raise Refused(reason(Why.UNKNOWN_REFERENCE, text, at, "Currency", currency))


def total(lines: Iterable[Fields], field: str = "amount") -> Decimal:
    """The sum of a field over lines."""
    return sum((line[field] for line in lines), ZERO)


def paid_state(due: Decimal, whole: Decimal) -> str:
    """The state that follows from what is still due."""
    if due == whole:
        return "posted"
    return "paid" if due == ZERO else "partially_paid"
