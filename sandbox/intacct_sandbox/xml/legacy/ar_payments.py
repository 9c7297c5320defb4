"""The legacy AR payment functions (developer.intacct.com: accounts-receivable/ar-payments).

Without an arpaymentitem the payment is an advance that can be applied later.
"""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, EXCHANGE, REVERSAL
from intacct_sandbox.xml.sequence import Item, items

_PAID = items("invoicekey*:invoice amount*:amount")
_OVERPAID = items("overpaylocid:over_payment_location overpaydeptid:over_payment_department")
_CREATE = [
    *items("customerid*:customer paymentamount*:received translatedamount:translated_amount"),
    *items("batchkey:summary bankaccountid:bank undepfundsacct:undeposited_account refid:number"),
    *_OVERPAID,
    *items("datereceived:receipt_date", "date"),
    *items("paymentmethod:method"),
    *CURRENCY,
    *EXCHANGE,
    *items("cctype:card_type authcode:authorization"),
    Item("arpaymentitem", "lines", "line", False, _PAID),
]
_APPLY = [
    *items("paymentdate*:payment_date", "date"),
    *items("memo:description"),
    *_OVERPAID,
    Item("arpaymentitems", "lines", "lines", True, _PAID, "arpaymentitem"),
]

AR_PAYMENTS = {
    "create_arpayment": Legacy("payment", "create", _CREATE),
    "apply_arpayment": Legacy("payment", "apply", _APPLY, key_inside="arpaymentkey"),
    "delete_arpayment": Legacy("payment", "delete", key="key"),
    "reverse_arpayment": Legacy("payment", "reverse", REVERSAL, key="key"),
}
