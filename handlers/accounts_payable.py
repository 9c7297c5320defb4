"""Accounts payable: vendors, bills, and payments of bills."""

from collections.abc import Sequence

from handlers.defaults import base_currency, lines_with_location, required
from handlers.references import once, refers, refers_in_lines
from handlers.registry import Context, handles
from handlers.settings import settings_of
from schemas.event import Event
from schemas.events.accounts_payable import BillApproved, BillPaymentMade, VendorUpserted
from schemas.write import ObjectKey, Operation, Write


@handles("vendor.upserted", VendorUpserted)
async def upsert_vendor(event: Event[VendorUpserted], context: Context) -> Sequence[Write]:
    """Create the vendor, or change what the event states of it."""
    vendor = event.data
    key = ObjectKey("vendor", (vendor.id,))
    references = refers(term=vendor.term, vendor_type=vendor.type)
    return [Write(Operation.UPSERT, key, vendor.stated(), references, entity=event.entity)]


@handles("bill.approved", BillApproved)
async def create_bill(event: Event[BillApproved], context: Context) -> Sequence[Write]:
    """Create the bill. Lines without a location get the tenant's default one."""
    bill, defaults = event.data, settings_of(context).defaults
    stated = bill.stated()
    lines = lines_with_location(stated["lines"], defaults)
    references = once((*refers(vendor=bill.vendor, term=bill.term), *refers_in_lines(lines)))
    fields = {**stated, **base_currency(stated, defaults), "lines": lines}
    key = ObjectKey("bill", (bill.vendor, bill.number))
    return [Write(Operation.CREATE, key, fields, references, entity=event.entity)]


@handles("bill-payment.made", BillPaymentMade)
async def create_bill_payment(event: Event[BillPaymentMade], context: Context) -> Sequence[Write]:
    """Create the payment; it changes what is due on the bills that it pays, so it keeps their event order.

    Its number is the bank account's, as on a cheque: the same number on another account is another payment.
    """
    payment = event.data
    stated, defaults = payment.stated(), settings_of(context).defaults
    bank = required(payment.bank_account, defaults.bank_account, "bank_account")
    bills = tuple(ObjectKey("bill", (payment.vendor, paid.bill)) for paid in payment.bills)
    key = ObjectKey("bill-payment", (bank, payment.number))
    fields = {**stated, **base_currency(stated, defaults), "bank_account": bank}
    references = (*refers(vendor=payment.vendor, bank_account=bank), *bills)
    return [Write(Operation.CREATE, key, fields, references, touches=bills, entity=event.entity)]
