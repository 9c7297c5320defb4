"""What vendors and customers have in common."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.events.data import EventData
from schemas.events.text import Id, Line, Name, RecordId, Text
from schemas.money import Currency, Money

Status = Literal["active", "inactive"]


def _has_an_at(value: str) -> str:
    name, at, host = value.partition("@")
    if not (name and at and host):
        raise ValueError("must be an e-mail address")
    return value


Email = Annotated[Line, AfterValidator(_has_an_at)]


class Address(EventData):
    """A postal address. Intacct wants the country's English name, for example «United States»."""

    line1: Line | None = None
    line2: Line | None = None
    city: Annotated[Line, Field(max_length=80)] | None = None
    state: Annotated[Line, Field(max_length=40)] | None = None
    postal_code: Annotated[Line, Field(max_length=30)] | None = None
    country: Annotated[Line, Field(max_length=60)] | None = None


class Party(EventData):
    """Somebody the company trades with."""

    id: RecordId
    name: Name
    print_as: Line | None = None
    email: Email | None = None
    phone: Annotated[Line, Field(max_length=30)] | None = None
    address: Address | None = None
    term: Id | None = None
    tax_id: RecordId | None = None
    currency: Currency | None = None
    credit_limit: Annotated[Money, Field(ge=0)] | None = None
    notes: Text | None = None
    status: Status | None = None
    type: Id | None = None
