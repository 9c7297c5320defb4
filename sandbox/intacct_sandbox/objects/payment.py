"""AP payments (object bill-payment here) and AR payments: APPYMT and ARPYMT with the legacy payment functions over XML,
object payment over REST (developer.intacct.com: accounts-payable/ap-payments, accounts-receivable/ar-payments; OpenAPI
groups accounts-payable and accounts-receivable)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, Ref, Structure, Text
from intacct_sandbox.model.object_type import Lines, ObjectType
from intacct_sandbox.objects.bill_payment_rules import BillPaymentRules
from intacct_sandbox.objects.receipt_rules import ReceiptRules
from intacct_sandbox.rules.change import Rules

_AP_METHOD = Choice({
    "printedCheck": ("Printed Check", "printedCheck"), "creditCard": ("Credit Card", "creditCard"),
    "cash": ("Cash", "cash"), "EFT": ("EFT", "EFT"), "ACH": ("ACH", "ACH"),
    "recordTransfer": ("Record Transfer", "recordTransfer"),
})  # fmt: skip
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
_DIMENSIONS = ("location", "department", "project", "task", "customer", "vendor", "employee", "item", "class")


def _paid_line(side: str, name: str, document: str, rest: str, *more: Field) -> ObjectType:
    return ObjectType(
        name=name,
        label=f"{side}PaymentDetail",
        xml=f"{side}PYMTDETAIL",
        rest=f"internal/{name}",
        rules=Rules(),
        id_field="key",
        fields=(
            Field(document, Ref(document), "RECORDKEY", rest, required="rest"),
            Field(f"{document}_number", Text(), hidden=False, read_only=True),
            Field("entry", Text(20), "ENTRYKEY"),
            Field("amount", Money(), "TRX_PAYMENTAMOUNT", "txnCurrency.paymentAmount", required="both"),
            *more,
        ),
    )


_BILL_LINE = _paid_line(
    "AP", "bill-payment-line", "bill", "bill", Field("account", Ref("account")),
    Field("account_label", Ref("ap-account-label")), Field("memo", Text()),
    *(Field(name, Ref(name)) for name in _DIMENSIONS), Field("form_1099", Flag()),
)  # fmt: skip
_INVOICE_LINE = _paid_line("AR", "payment-line", "invoice", "arInvoice")

BILL_PAYMENT = ObjectType(
    name="bill-payment",
    label="APPayment",
    xml="APPYMT",
    rest="accounts-payable/payment",
    rules=BillPaymentRules("bill", "vendor", "payment_date", done="confirmed"),
    id_field="number",
    lines=Lines(_BILL_LINE, "APPYMTDETAILS", "details"),
    workflows=("submit", "approve", "decline", "print", "confirm", "reverse"),
    audit_prefix="AU",
    fields=(
        Field("bank", Ref("checking-account", plain=True), "FINANCIALENTITY", "financialEntity.entityId",
              required="rest", rest_aliases=("financialEntity.id",)),
        Field("vendor", Ref("vendor"), "VENDORID", "vendor", required="both"),
        Field("method", _AP_METHOD, "PAYMENTMETHOD", "paymentMethod", required="rest"),
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
    rules=ReceiptRules("invoice", "customer", "receipt_date", done="complete"),
    id_field="number",
    lines=Lines(_INVOICE_LINE, "ARPYMTDETAILS", "paymentDetails", at_least=0),
    rest_operations=frozenset({"create", "read", "delete"}),
    indexed=("reference_number",),
    workflows=("submit", "reverse"),
    fields=(
        Field("customer", Ref("customer"), "CUSTOMERID", "customer"),
        Field("payer_name", Text(200), "PAYERNAME", "payerName"),
        Field("bank", Ref("checking-account", plain=True), "FINANCIALENTITY", "financialEntity.entityId",
              rest_aliases=("financialEntity.id",)),
        Field("undeposited_account", Ref("account"), "UNDEPOSITEDACCOUNTNO", "undepositedGLAccount"),
        Field("summary", Text(80), "PRBATCH"),
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
