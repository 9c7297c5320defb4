"""Accounts receivable: customers, their invoices, and payments received."""

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


class CustomerUpserted(Party):
    """``customer.upserted``: a customer is new or has changed. What is not stated stays as it is."""


class InvoiceIssued(Document):
    """``invoice.issued``: a customer owes us."""

    customer: RecordId
    invoice_date: IsoDate
    due_date: IsoDate

    @field_validator("due_date")
    @classmethod
    def _due_after_invoice(cls, due_date: date, info: ValidationInfo) -> date:
        return not_before(due_date, info, "invoice_date")


class InvoicePaid(EventData):
    """What one invoice gets out of a payment."""

    invoice: DocumentNumber
    amount: PositiveMoney


class PaymentReceived(EventData):
    """``payment.received``: a customer paid invoices, wholly or in part."""

    customer: RecordId
    number: DocumentNumber
    bank_account: Id | None = None
    method: Literal["printed_check", "eft", "cash", "credit_card"]
    receipt_date: IsoDate
    currency: Currency
    description: Text | None = None
    invoices: tuple[InvoicePaid, ...] = Field(min_length=1)

    @field_validator("invoices")
    @classmethod
    def _each_invoice_once(cls, invoices: tuple[InvoicePaid, ...]) -> tuple[InvoicePaid, ...]:
        refuse_repetition("invoice", (paid.invoice for paid in invoices))
        return invoices
