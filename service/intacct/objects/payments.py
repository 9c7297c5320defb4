"""AP payments (``bill-payment``) and AR payments (``payment``), over REST only.

Source: OpenAPI accounts-payable/payment and accounts-receivable/payment. An AP payment starts as a draft unless the
company says otherwise. Both name what they pay by record key, so numbers are resolved first.
"""

from service.intacct.objects.declaration import Declaration, Field, Lines, Resolution, State, Total
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT, Choice

_AP_METHOD = Choice(
    {
        "printed_check": ("", "printedCheck"),
        "credit_card": ("", "creditCard"),
        "cash": ("", "cash"),
        "eft": ("", "EFT"),
        "ach": ("", "ACH"),
    }
)
_AR_METHOD = Choice(
    {
        "printed_check": ("", "printedCheck"),
        "credit_card": ("", "creditCard"),
        "cash": ("", "cash"),
        "ach": ("", "eft"),
        "eft": ("", "eft"),
    }
)
_TOTAL = Total("txnCurrency.totalAmount")

BILL_PAYMENT = Declaration(
    name="bill-payment",
    label="AP Payment",
    key=("vendor", "number"),
    rest="accounts-payable/payment",
    fields=(
        Field("bank_account", TEXT, "financialEntity.entityId"),
        Field("vendor", REFERENCE, "vendor.id"),
        Field("method", _AP_METHOD, "paymentMethod"),
        Field("payment_date", DAY, "paymentDate"),
        Field("number", TEXT, "documentNumber"),
        Field("description", TEXT, "description"),
        Field("currency", TEXT, "txnCurrency.currency"),
    ),
    lines=Lines(
        "bills",
        (Field("bill", TEXT, "bill.key"), Field("amount", MONEY, "txnCurrency.paymentAmount")),
        rest="details",
        resolves=Resolution("bill", object="bill", owner="vendor"),
    ),
    compared=(),
    total=_TOTAL,
    state=State("submit"),
)

PAYMENT = Declaration(
    name="payment",
    label="AR Payment",
    key=("customer", "number"),
    rest="accounts-receivable/payment",
    fields=(
        Field("customer", REFERENCE, "customer.id"),
        Field("bank_account", TEXT, "financialEntity.entityId"),
        Field("method", _AR_METHOD, "paymentMethod"),
        Field("receipt_date", DAY, "paymentSummary.receiptDate"),
        Field("number", TEXT, "documentNumber"),
        Field("description", TEXT, "description"),
        Field("currency", TEXT, "txnCurrency.currency"),
    ),
    lines=Lines(
        "invoices",
        (Field("invoice", TEXT, "arInvoice.key"), Field("amount", MONEY, "txnCurrency.paymentAmount")),
        rest="paymentDetails",
        resolves=Resolution("invoice", object="invoice", owner="customer"),
    ),
    compared=(),
    total=_TOTAL,
    state=State(),
)
