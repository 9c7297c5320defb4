"""AP payments (object bill-payment here) and AR payments: APPYMT and ARPYMT with the legacy payment functions over XML,
object payment over REST (developer.intacct.com: accounts-payable/ap-payments, accounts-receivable/ar-payments; OpenAPI
groups accounts-payable and accounts-receivable)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, Ref, Structure, Text
from intacct_sandbox.model.object_type import READ_ONLY, Lines, ObjectType
from intacct_sandbox.objects.bill_payment_rules import BillPaymentRules
from intacct_sandbox.objects.receipt_rules import ReceiptRules
from intacct_sandbox.objects.settlement import AP, AR
from intacct_sandbox.objects.summary import summary_fields
from intacct_sandbox.rules.change import Rules

_AP_METHOD = Choice({
    "printedCheck": ("Printed Check", "printedCheck"), "creditCard": ("Credit Card", "creditCard"),
    "cash": ("Cash", "cash"), "EFT": ("EFT", "EFT"), "ACH": ("ACH", "ACH"),
    "recordTransfer": ("Record Transfer", "recordTransfer"),
}, {"Charge Card": "creditCard"})  # fmt: skip
_AR_METHOD = Choice({
    "printedCheck": ("Printed Check", "printedCheck"), "creditCard": ("Credit Card", "creditCard"),
    "eft": ("EFT", "eft"), "cash": ("Cash", "cash"), "onlineChargeCard": ("Online Charge Card", "onlineChargeCard"),
    "onlineAchDebit": ("Online ACH Debit", "onlineAchDebit"),
    "paymentAcceptanceService": ("Payment Acceptance Service", "paymentAcceptanceService"),
})  # fmt: skip
_REQUEST = Choice({
    "useVendorPreference": ("vendorpref", "useVendorPreference"),
    "generateOneRequestPerBill": ("bill", "generateOneRequestPerBill"),
    "mergeRequestsIntoOnePerVendor": ("vendor", "mergeRequestsIntoOnePerVendor"),
    "mergeRequestIntoOnePerVendorPayToContact": ("payto", "mergeRequestIntoOnePerVendorPayToContact"),
})  # fmt: skip
_STATE = Choice({
    "draft": ("Draft", "draft"), "submitted": ("Submitted", "submitted"), "approved": ("Approved", "approved"),
    "delivered": ("Delivered", "delivered"), "confirmed": ("Complete", "confirmed"),
    "complete": ("Posted", "complete"), "declined": ("Declined", "declined"), "voided": ("Voided", "voided"),
    "reversed": ("Reversed", "reversed"), "reversal": ("Reversal", "reversal"),
    "reconciled": ("Reconciled", "reconciled"),
})  # fmt: skip
_ACTION = Choice({"submit": ("Submit", "Submit"), "draft": ("Draft", "Draft")})
_ENTRIES = {"bill": "entry", "invoice": "entry"}
_ENTRY_TAGS = {"bill": "ENTRYKEY", "invoice": "ENTRYKEY"}
_BANK = Ref("checking-account", plain=True, others=("credit-card-account",))
_DIMENSIONS = ("location", "department", "project", "task", "customer", "vendor", "employee", "item", "class")


def _named(field: str, object: str, tag: str, rest: str) -> tuple[Field, Field]:
    """A record that a detail names, and the line of it."""
    return (
        Field(field, Ref(object), f"{tag}KEY", rest),
        Field(_ENTRIES.get(field, f"{field}_entry"), Text(20), _ENTRY_TAGS.get(field, f"{tag}ENTRYKEY"),
              rest and f"{rest}Line.key", rest_aliases=(f"{rest}Line.id",) if rest else ()),
    )  # fmt: skip


def _credit(field: str, object: str, tag: str, amount: str, rest: str, rest_amount: str) -> tuple[Field, ...]:
    """The same of a credit, with the amount of it that is used."""
    return (
        *_named(field, object, tag, rest),
        Field(f"{field}_amount", Money(), amount, rest_amount and f"txnCurrency.{rest_amount}"),
    )


def _detail(side: str, name: str, document: str, *more: Field) -> ObjectType:
    return ObjectType(
        name=name,
        label=f"{side}PaymentDetail",
        xml=f"{side}PYMTDETAIL",
        rest=f"accounts-{'payable' if side == 'AP' else 'receivable'}/payment-detail",
        rules=Rules(),
        id_field="key",
        rest_operations=READ_ONLY,
        fields=(
            Field(f"{document}_number", Text(), hidden=False, read_only=True),
            Field("amount", Money(), "TRX_PAYMENTAMOUNT", "txnCurrency.paymentAmount"),
            Field("discount_date", Day(), "DISCOUNTDATE", "discountDate"),
            Field("discount", Money(), "TRX_DISCOUNTAMOUNT", "txnCurrency.discountAmount", read_only=True),
            Field("currency", Text(3), "CURRENCY"),
            *more,
        ),
    )


_BILL_LINE = _detail(
    "AP", "bill-payment-line", "bill",
    *_named("bill", "bill", "RECORD", "bill"),
    *_named("credit_memo", "ap-adjustment", "POSADJ", "apCreditAdjustment"),
    *_credit("debit_memo", "ap-adjustment", "ADJUSTMENT", "TRX_ADJUSTMENTAMOUNT", "apDebitAdjustment",
             "adjustmentAmount"),
    *_credit("advance", "ap-advance", "ADVANCE", "TRX_POSTEDADVANCEAMOUNT", "apAdvance", "postedAdvanceAmount"),
    *_credit("negative_bill", "bill", "INLINE", "TRX_INLINEAMOUNT", "inlineBill", "inlineAmount"),
    Field("discount_to_apply", Money(), "DISCOUNTTOAPPLY"), Field("credit_to_apply", Money(), "CREDITTOAPPLY"),
    Field("account", Ref("account")), Field("account_label", Text(80)), Field("memo", Text()),
    *(Field(name, Ref(name)) for name in _DIMENSIONS), Field("form_1099", Flag()),
)  # fmt: skip
_INVOICE_LINE = _detail(
    "AR", "payment-line", "invoice",
    *_named("invoice", "invoice", "RECORD", "arInvoice"),
    *_named("debit_memo", "ar-adjustment", "POSADJ", "positiveAdjustment"),
    *_credit("credit_memo", "ar-adjustment", "ADJUSTMENT", "TRX_ADJUSTMENTAMOUNT", "arAdjustment", "adjustmentAmount"),
    *_credit("advance", "ar-advance", "ADVANCE", "TRX_POSTEDADVANCEAMOUNT", "arAdvance", "postedAdvanceAmount"),
    *_credit("negative_invoice", "invoice", "NEGATIVEINVOICE", "TRX_NEGATIVEINVOICEAMOUNT", "negativeInvoice",
             "negativeInvoiceAmount"),
    *_credit("overpayment", "payment", "OVERPAYMENT", "TRX_POSTEDOVERPAYMENTAMOUNT", "arPostedOverPayment",
             "postedOverPaymentAmount"),
    Field("discount_to_apply", Money(), "TRX_TOTALDISCOUNTTOAPPLY"),
)  # fmt: skip

BILL_PAYMENT = ObjectType(
    name="bill-payment",
    label="APPayment",
    xml="APPYMT",
    rest="accounts-payable/payment",
    rules=BillPaymentRules(AP, "vendor", "payment_date", done="confirmed"),
    id_field="number",
    lines=Lines(_BILL_LINE, "APPYMTDETAILS", "details", owner="apPayment"),
    workflows=("submit", "approve", "decline", "print", "confirm", "reverse"),
    audit_prefix="AU",
    fields=(
        Field("bank", _BANK, "FINANCIALENTITY", "financialEntity.entityId", rest_aliases=("financialEntity.id",)),
        Field("vendor", Ref("vendor"), "VENDORID", "vendor", required="both"),
        Field("method", _AP_METHOD, "PAYMENTMETHOD", "paymentMethod"),
        Field("payment_date", Day(), "PAYMENTDATE", "paymentDate", required="both", xml_aliases=("WHENCREATED",)),
        Field("number", Text(45), "DOCNUMBER", "documentNumber"),
        Field("document_id", Text(45), "", "documentId"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("bill_number", Text(45)),
        Field("contact", Text(200), "PAYMENTCONTACT"),
        Field("grouped", Flag(), "GROUPPAYMENTS"),
        Field("currency", Text(3), "CURRENCY", "txnCurrency.currency", required="rest"),
        Field("base_currency", Text(3), "BASECURR", "baseCurrency.currency"),
        Field("exchange_rate", Structure(), "", "exchangeRate"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID"),
        Field("amount_to_pay", Money(), "AMOUNTTOPAY"),
        Field("request_method", _REQUEST, "PAYMENTREQUESTMETHOD", "paymentRequestMethod"),
        Field("action", _ACTION, "ACTION", hidden=True),
        Field("requested", Flag(), hidden=True),
        Field("state", _STATE, "STATE", "state"),
        Field("total", Money(), "TRX_TOTALENTERED", "txnCurrency.totalAmount", read_only=True),
    ),
)  # fmt: skip

PAYMENT = ObjectType(
    name="payment",
    label="ARPayment",
    xml="ARPYMT",
    rest="accounts-receivable/payment",
    rules=ReceiptRules(AR, "customer", "receipt_date", done="complete"),
    id_field="number",
    lines=Lines(_INVOICE_LINE, "ARPYMTDETAILS", "paymentDetails", at_least=0, owner="arPayment"),
    rest_operations=frozenset({"create", "read", "delete"}),
    indexed=("reference_number",),
    workflows=("submit", "reverse"),
    fields=(
        Field("customer", Ref("customer"), "CUSTOMERID", "customer"),
        Field("payer_name", Text(200), "PAYERNAME", "payerName"),
        Field("bank", Ref("checking-account", plain=True), "FINANCIALENTITY", "financialEntity.entityId",
              rest_aliases=("financialEntity.id",)),
        Field("undeposited_account", Ref("account"), "UNDEPOSITEDACCOUNTNO", "undepositedGLAccount"),
        Field("deposit", Ref("deposit"), "DEPOSITKEY", "", read_only=True),
        *summary_fields("payment", ""),
        Field("method", _AR_METHOD, "PAYMENTMETHOD", "paymentMethod"),
        Field("receipt_date", Day(), "RECEIPTDATE", "paymentSummary.receiptDate", required="both"),
        Field("payment_date", Day(), "PAYMENTDATE"),
        Field("number", Text(45), "DOCNUMBER", "documentNumber"),
        Field("reference_number", Text(21), "REFID", "referenceNumber"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("currency", Text(3), "CURRENCY", "txnCurrency.currency", required="rest"),
        Field("base_currency", Text(3), "BASECURR", "baseCurrency.currency"),
        Field("over_payment", Money(), "OVERPAYMENTAMOUNT", "overPaymentAmount"),
        Field("over_payment_location", Ref("location"), "OVERPAYMENTLOCATIONID"),
        Field("over_payment_department", Ref("department"), "OVERPAYMENTDEPARTMENTID"),
        Field("exchange_rate", Number(), "EXCHANGE_RATE", "exchangeRate.rate"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID"),
        Field("translated_amount", Money()),
        Field("card_type", Text(40)),
        Field("authorization", Text(40)),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("action", _ACTION, "ACTION", hidden=True),
        Field("received", Money(), hidden=True),
        Field("state", _STATE, "STATE", "state"),
        Field("unapplied", Money(), "TRX_TOTALDUE", "", read_only=True),
        Field("total", Money(), "TRX_TOTALENTERED", "txnCurrency.totalAmount", read_only=True),
    ),
)  # fmt: skip
