"""General ledger: accounts and journal entries."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from schemas.events.data import EventData
from schemas.events.dates import IsoDate
from schemas.events.lines import Dimensions
from schemas.events.parties import Status
from schemas.events.text import AccountNumber, DocumentNumber, Id, Text, Title
from schemas.money import Currency, PositiveMoney


class AccountUpserted(EventData):
    """``account.upserted``: a general ledger account is new or has changed."""

    number: AccountNumber
    title: Title
    type: Literal["balance_sheet", "income_statement"] | None = None
    normal_balance: Literal["debit", "credit"] | None = None
    closing_type: Literal["non_closing", "closing", "closed_to"] | None = None
    closing_account: AccountNumber | None = Field(default=None, validate_default=True)
    status: Status | None = None

    @field_validator("closing_account")
    @classmethod
    def _closes_to_another(cls, closing_account: str | None, info: ValidationInfo) -> str | None:
        """A closing account needs the account that it closes to, and only a closing account has one."""
        if "closing_type" not in info.data:
            return closing_account
        closing = info.data["closing_type"]
        if closing == "closing" and closing_account is None:
            raise ValueError("is required when closing_type is closing")
        if closing_account is not None and closing != "closing":
            raise ValueError("needs closing_type closing")
        if closing_account is not None and closing_account == info.data.get("number"):
            raise ValueError("an account cannot close to itself")
        return closing_account


class JournalLine(Dimensions):
    """One side of a journal entry. The amount is positive; the direction says which side."""

    account: AccountNumber
    direction: Literal["debit", "credit"]
    amount: PositiveMoney
    memo: Text | None = None


class JournalEntryPosted(EventData):
    """``journal-entry.posted``: amounts move between accounts, in one currency."""

    journal: Id | None = None
    reference: DocumentNumber
    posting_date: IsoDate
    description: Text
    reverse_on: IsoDate | None = None
    currency: Currency | None = None
    lines: tuple[JournalLine, ...] = Field(min_length=2)

    @field_validator("reverse_on")
    @classmethod
    def _reverses_later(cls, reverse_on: date | None, info: ValidationInfo) -> date | None:
        """Intacct wants the reversal strictly after the posting."""
        posted = info.data.get("posting_date")
        if reverse_on is not None and posted is not None and reverse_on <= posted:
            raise ValueError(f"{reverse_on} is not after posting_date {posted}")
        return reverse_on

    @field_validator("lines")
    @classmethod
    def _balances(cls, lines: tuple[JournalLine, ...]) -> tuple[JournalLine, ...]:
        debits, credits = _sum(lines, "debit"), _sum(lines, "credit")
        if debits != credits:
            raise ValueError(
                f"the entry does not balance: debits {debits}, credits {credits}, difference {abs(debits - credits)}"
            )
        return lines


def _sum(lines: tuple[JournalLine, ...], direction: str) -> Decimal:
    return sum((line.amount for line in lines if line.direction == direction), Decimal("0.00"))
