"""Accounts payable: vendors, their bills, and payments of bills."""

from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from schemas.events.data import EventData
from schemas.events.dates import IsoDate
from schemas.events.documents import Document, not_before
from schemas.events.parties import Party
from schemas.events.text import DocumentNumber, Id, RecordId, Text
from schemas.events.uniqueness import refuse_repetition
from schemas.money import Currency, PositiveMoney


class VendorUpserted(Party):
    """``vendor.upserted``: a vendor is new or has changed. What is not stated stays as it is."""


class BillApproved(Document):
    """``bill.approved``: a vendor's bill may be posted."""

    vendor: RecordId
    bill_date: IsoDate
    due_date: IsoDate

    @field_validator("due_date")
    @classmethod
    def _due_after_bill(cls, due_date: date, info: ValidationInfo) -> date:
        return not_before(due_date, info, "bill_date")


class BillPaid(EventData):
    """What one bill gets out of a payment."""

    bill: DocumentNumber
    amount: PositiveMoney


class BillPaymentMade(EventData):
    """``bill-payment.made``: bills of one vendor were paid, wholly or in part."""

    vendor: RecordId
    number: DocumentNumber
    bank_account: Id | None = None
    method: Literal["printed_check", "eft", "ach", "cash", "credit_card"]
    payment_date: IsoDate
    currency: Currency
    description: Text | None = None
    bills: tuple[BillPaid, ...] = Field(min_length=1)

    @field_validator("bills")
    @classmethod
    def _each_bill_once(cls, bills: tuple[BillPaid, ...]) -> tuple[BillPaid, ...]:
        refuse_repetition("bill", (paid.bill for paid in bills))
        return bills
