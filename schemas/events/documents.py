"""What bills and invoices have in common."""

from datetime import date
from decimal import Decimal

from pydantic import Field, ValidationInfo, field_validator

from schemas.events.data import EventData
from schemas.events.dates import IsoDate
from schemas.events.lines import DocumentLine
from schemas.events.text import DocumentNumber, Id, Text
from schemas.money import Currency


class Document(EventData):
    """A bill or an invoice: its lines add up to something that is owed."""

    number: DocumentNumber
    posting_date: IsoDate | None = None
    reference: DocumentNumber | None = None
    description: Text | None = None
    term: Id | None = None
    currency: Currency
    base_currency: Currency | None = None
    lines: tuple[DocumentLine, ...] = Field(min_length=1)

    @field_validator("lines")
    @classmethod
    def _is_owed(cls, lines: tuple[DocumentLine, ...]) -> tuple[DocumentLine, ...]:
        """«Bills must be positive» (intacct.com help: import service, bills); a credit is an adjustment."""
        total = sum((line.amount for line in lines), Decimal(0))
        if total <= 0:
            raise ValueError(f"the lines add up to {total}: the total must be positive, a credit is an adjustment")
        return lines


def not_before(later: date, info: ValidationInfo, earlier_name: str) -> date:
    """For field validators: ``later`` must not lie before the field ``earlier_name``, which is validated first."""
    earlier = info.data.get(earlier_name)
    if earlier is not None and later < earlier:
        raise ValueError(f"{later} is before {earlier_name} {earlier}")
    return later
