"""Accounts receivable: customers, invoices, and payments received."""

from collections.abc import Sequence

from handlers.defaults import base_currency, lines_with_location, required
from handlers.references import once, refers, refers_in_lines
from handlers.registry import Context, handles
from handlers.settings import settings_of
from schemas.event import Event
from schemas.events.accounts_receivable import CustomerUpserted, InvoiceIssued, PaymentReceived
from schemas.write import ObjectKey, Operation, Write


@handles("customer.upserted", CustomerUpserted)
async def upsert_customer(event: Event[CustomerUpserted], context: Context) -> Sequence[Write]:
    """Create the customer, or change what the event states of it."""
    customer = event.data
    key = ObjectKey("customer", (customer.id,))
    references = refers(term=customer.term, customer_type=customer.type)
    return [Write(Operation.UPSERT, key, customer.stated(), references, entity=event.entity)]


@handles("invoice.issued", InvoiceIssued)
async def create_invoice(event: Event[InvoiceIssued], context: Context) -> Sequence[Write]:
    """Create the invoice. Lines without a location get the tenant's default one."""
    invoice, defaults = event.data, settings_of(context).defaults
    stated = invoice.stated()
    lines = lines_with_location(stated["lines"], defaults)
    references = once((*refers(customer=invoice.customer, term=invoice.term), *refers_in_lines(lines)))
    fields = {**stated, **base_currency(stated, defaults), "lines": lines}
    key = ObjectKey("invoice", (invoice.customer, invoice.number))
    return [Write(Operation.CREATE, key, fields, references, entity=event.entity)]


@handles("payment.received", PaymentReceived)
async def create_payment(event: Event[PaymentReceived], context: Context) -> Sequence[Write]:
    """Create the payment; it changes what is due on the invoices that it settles, so it keeps their event order."""
    payment = event.data
    stated, defaults = payment.stated(), settings_of(context).defaults
    bank = required(payment.bank_account, defaults.bank_account, "bank_account")
    invoices = tuple(ObjectKey("invoice", (payment.customer, paid.invoice)) for paid in payment.invoices)
    key = ObjectKey("payment", (payment.customer, payment.number))
    fields = {**stated, **base_currency(stated, defaults), "bank_account": bank}
    references = (*refers(customer=payment.customer, bank_account=bank), *invoices)
    return [Write(Operation.CREATE, key, fields, references, touches=invoices, entity=event.entity)]
