"""The object-specific functions: one module per family, each with the element order of its public sources."""

from intacct_sandbox.xml.legacy.adjustments import ADJUSTMENTS
from intacct_sandbox.xml.legacy.ap_payments import AP_PAYMENTS
from intacct_sandbox.xml.legacy.ar_payments import AR_PAYMENTS
from intacct_sandbox.xml.legacy.attachments import ATTACHMENTS
from intacct_sandbox.xml.legacy.bills import BILLS
from intacct_sandbox.xml.legacy.cash import CASH
from intacct_sandbox.xml.legacy.expenses import EXPENSES
from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.invoices import INVOICES
from intacct_sandbox.xml.legacy.journals import JOURNALS
from intacct_sandbox.xml.legacy.master_data import MASTER_DATA
from intacct_sandbox.xml.legacy.orders import ORDERS
from intacct_sandbox.xml.legacy.price_lists import PRICE_LISTS
from intacct_sandbox.xml.legacy.projects import PROJECTS
from intacct_sandbox.xml.legacy.reclassify import RECLASSIFY
from intacct_sandbox.xml.legacy.summaries import SUMMARIES
from intacct_sandbox.xml.legacy.timesheets import TIMESHEETS

LEGACY: dict[str, Legacy] = {
    **BILLS,
    **INVOICES,
    **ADJUSTMENTS,
    **AP_PAYMENTS,
    **AR_PAYMENTS,
    **CASH,
    **SUMMARIES,
    **RECLASSIFY,
    **JOURNALS,
    **ORDERS,
    **EXPENSES,
    **ATTACHMENTS,
    **MASTER_DATA,
    **PROJECTS,
    **PRICE_LISTS,
    **TIMESHEETS,
}
