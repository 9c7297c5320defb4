"""create_billbatch and its family: a summary, and documents that are created in it (developer.intacct.com:
accounts-payable/ap-summaries, accounts-receivable/ar-summaries; the official schema)."""

from intacct_sandbox.xml.legacy.adjustments import ADJUSTMENTS
from intacct_sandbox.xml.legacy.ar_payments import AR_PAYMENTS
from intacct_sandbox.xml.legacy.bills import BILLS
from intacct_sandbox.xml.legacy.expenses import EXPENSES
from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.invoices import INVOICES
from intacct_sandbox.xml.sequence import items

_ALL = {**BILLS, **INVOICES, **ADJUSTMENTS, **AR_PAYMENTS, **EXPENSES}


def _batch(object: str, *inside: str, place: str = "") -> Legacy:
    sequence = [*items(f"batchtitle*:name {place}"), *items("datecreated:date", "date")]
    return Legacy(f"{object}-summary", "create", sequence, nested={each: _ALL[each] for each in inside})


SUMMARIES = {
    "create_billbatch": _batch("bill", "create_bill"),
    "create_invoicebatch": _batch("invoice", "create_invoice"),
    "create_apadjustmentbatch": _batch("ap-adjustment", "create_apadjustment"),
    "create_aradjustmentbatch": _batch("ar-adjustment", "create_aradjustment"),
    "create_arpaymentbatch": _batch(
        "payment",
        "create_arpayment",
        "apply_arpayment",
        place="bankaccountid:bank undepfundsacct:undeposited_account",
    ),
    "create_expensereportbatch": _batch("expense-report", "create_expensereport"),
}
