"""AP payments (``bill-payment``) and AR payments (``payment``), over REST only.

Source: OpenAPI accounts-payable/payment and accounts-receivable/payment. An AP payment starts as a draft unless the
company says otherwise. Both name what they pay by record key, so numbers are resolved first.
"""

from service.intacct.objects.declaration import (
    Declaration,
    Field,
    KeptBy,
    Lines,
    Resolution,
    State,
    ToldApart,
    Total,
    Uniqueness,
    line_record,
)
from service.intacct.objects.document_states import OF_BILL_PAYMENTS, OF_PAYMENTS
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT, Choice

_AP_METHOD = Choice(
    {
        "printed_check": ("Printed Check", "printedCheck"),
        "credit_card": ("Credit Card", "creditCard"),
        "cash": ("Cash", "cash"),
        "eft": ("EFT", "EFT"),
        "ach": ("ACH", "ACH"),
    }
)
_AR_METHOD = Choice(
    {
        "printed_check": ("Printed Check", "printedCheck"),
        "credit_card": ("Credit Card", "creditCard"),
        "cash": ("Cash", "cash"),
        "ach": ("EFT", "eft"),
        "eft": ("EFT", "eft"),
    }
)
_TOTAL = Total("txnCurrency.totalAmount", "TRX_TOTALENTERED", if_shown="the payments' sum is that of their details")

BILL_PAYMENT = Declaration(
    name="bill-payment",
    label="AP Payment",
    key=("bank_account", "number"),
    rest="accounts-payable/payment",
    fields=(
        Field("bank_account", TEXT, "financialEntity.entityId", xml_read="FINANCIALENTITY"),
        Field("vendor", REFERENCE, "vendor.id", xml_read="VENDORID"),
        Field("method", _AP_METHOD, "paymentMethod", xml_read="PAYMENTMETHOD"),
        Field("payment_date", DAY, "paymentDate", xml_read="WHENCREATED"),
        Field("number", TEXT, "documentNumber", xml_read="DOCNUMBER"),
        Field("description", TEXT, "description", xml_read="DESCRIPTION"),
        Field("currency", TEXT, "txnCurrency.currency", xml_read="CURRENCY"),
    ),
    lines=Lines(
        "bills",
        (
            Field("bill", TEXT, "bill.key", xml_read="RECORDKEY"),
            Field("amount", MONEY, "txnCurrency.paymentAmount", xml_read="TRX_PAYMENTAMOUNT"),
        ),
        rest="details",
        resolves=Resolution("bill", object="bill", owner="vendor"),
        record=line_record(
            "bill-payment-detail",
            "AP payment detail",
            "accounts-payable/payment-detail",
            "APPYMTDETAIL",
            Field("owner", REFERENCE, "apPayment.key", "PAYMENTKEY"),
        ),
        essential=("amount",),
        added_up=True,
    ),
    uniqueness=Uniqueness(
        key="a cheque number is the bank account's: it is printed on its cheques, whoever is paid",
        kept_by=KeptBy.NOBODY,
        why="Intacct takes a document number twice",
    ),
    also_told_apart_by=ToldApart(
        "vendor",
        choice="method",
        value="printed_check",
        why="a transfer may pay several vendors under one number, a cheque cannot",
    ),
    total=_TOTAL,
    state=State("submit", words=OF_BILL_PAYMENTS),
    xml_reads="APPYMT",
)

PAYMENT = Declaration(
    name="payment",
    label="AR Payment",
    key=("customer", "number"),
    rest="accounts-receivable/payment",
    fields=(
        Field("customer", REFERENCE, "customer.id", xml_read="CUSTOMERID"),
        Field("bank_account", TEXT, "financialEntity.entityId", xml_read="FINANCIALENTITY"),
        Field("method", _AR_METHOD, "paymentMethod", xml_read="PAYMENTMETHOD"),
        Field("receipt_date", DAY, "paymentSummary.receiptDate", xml_read="RECEIPTDATE"),
        Field("number", TEXT, "documentNumber", xml_read="DOCNUMBER"),
        Field("description", TEXT, "description", xml_read="DESCRIPTION"),
        Field("currency", TEXT, "txnCurrency.currency", xml_read="CURRENCY"),
    ),
    lines=Lines(
        "invoices",
        (
            Field("invoice", TEXT, "arInvoice.key", xml_read="RECORDKEY"),
            Field("amount", MONEY, "txnCurrency.paymentAmount", xml_read="TRX_PAYMENTAMOUNT"),
        ),
        rest="paymentDetails",
        resolves=Resolution("invoice", object="invoice", owner="customer"),
        record=line_record(
            "payment-detail",
            "AR payment detail",
            "accounts-receivable/payment-detail",
            "ARPYMTDETAIL",
            Field("owner", REFERENCE, "arPayment.key", "PAYMENTKEY"),
        ),
        essential=("amount",),
        may_be_none=True,
        added_up=True,
    ),
    uniqueness=Uniqueness(
        key="the number is the payer's: that of a cheque or transfer, which another customer may use as well",
        kept_by=KeptBy.NOBODY,
        why="Intacct takes a document number twice",
    ),
    total=_TOTAL,
    state=State(words=OF_PAYMENTS),
    xml_reads="ARPYMT",
)
