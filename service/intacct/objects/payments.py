"""AP payments (``bill-payment``) and AR payments (``payment``).

Sources: OpenAPI accounts-payable/payment and accounts-receivable/payment; developer.intacct.com
accounts-payable/ap-payments and accounts-receivable/ar-payments (generic ``create`` of APPYMT and ARPYMT). Both name
what they pay by record key, so numbers are resolved first. A REST AP payment may start as a draft; over XML ``ACTION``
Submit makes both post at once. See docs/decisions/0021-payments-over-xml.md.
"""

from schemas.write import Operation
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
    XmlForm,
    line_record,
    never,
)
from service.intacct.objects.document_states import OF_BILL_PAYMENTS, OF_PAYMENTS
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT, Choice
from service.intacct.objects.operations import CREATE, DRAFT_FIRST

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
_SUBMITTED = (("ACTION", "Submit"),)
_CURRENCIES = (
    Field("currency", TEXT, "txnCurrency.currency", "CURRENCY"),
    Field(
        "base_currency",
        TEXT,
        "baseCurrency.currency",
        "BASECURR",
        uncompared=never("it is the company's: every payment has it, whether somebody states it or not"),
    ),
)

BILL_PAYMENT = Declaration(
    name="bill-payment",
    label="AP Payment",
    key=("bank_account", "number"),
    rest="accounts-payable/payment",
    xml=XmlForm("APPYMT", constants=_SUBMITTED),
    over_rest={Operation.CREATE: DRAFT_FIRST},
    over_xml=CREATE,
    fields=(
        Field("bank_account", TEXT, "financialEntity.entityId", "FINANCIALENTITY"),
        Field("vendor", REFERENCE, "vendor.id", "VENDORID"),
        Field("method", _AP_METHOD, "paymentMethod", "PAYMENTMETHOD"),
        Field("payment_date", DAY, "paymentDate", "PAYMENTDATE", xml_read="WHENCREATED"),
        Field("number", TEXT, "documentNumber", "DOCNUMBER"),
        Field("description", TEXT, "description", "DESCRIPTION"),
        *_CURRENCIES,
    ),
    lines=Lines(
        "bills",
        (
            Field("bill", TEXT, "bill.key", "RECORDKEY"),
            Field("amount", MONEY, "txnCurrency.paymentAmount", "TRX_PAYMENTAMOUNT"),
        ),
        rest="details",
        xml="APPYMTDETAILS.APPYMTDETAIL",
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
    state=State("submit", words=OF_BILL_PAYMENTS, posted_on=("payment_date",)),
)

PAYMENT = Declaration(
    name="payment",
    label="AR Payment",
    key=("customer", "number"),
    rest="accounts-receivable/payment",
    xml=XmlForm("ARPYMT", constants=_SUBMITTED),
    over_rest=CREATE,
    over_xml=CREATE,
    fields=(
        Field("customer", REFERENCE, "customer.id", "CUSTOMERID"),
        Field("bank_account", TEXT, "financialEntity.entityId", "FINANCIALENTITY"),
        Field("method", _AR_METHOD, "paymentMethod", "PAYMENTMETHOD"),
        Field("receipt_date", DAY, "paymentSummary.receiptDate", "RECEIPTDATE"),
        Field("number", TEXT, "documentNumber", "DOCNUMBER"),
        Field("description", TEXT, "description", "DESCRIPTION"),
        *_CURRENCIES,
    ),
    lines=Lines(
        "invoices",
        (
            Field("invoice", TEXT, "arInvoice.key", "RECORDKEY"),
            Field("amount", MONEY, "txnCurrency.paymentAmount", "TRX_PAYMENTAMOUNT"),
        ),
        rest="paymentDetails",
        xml="ARPYMTDETAILS.ARPYMTDETAIL",
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
    state=State(words=OF_PAYMENTS, approvals=False, posted_on=("receipt_date",)),
)
