"""AP payments (object bill-payment here) and AR payments, over REST only
(OpenAPI groups accounts-payable and accounts-receivable, object payment)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Money, Number, Ref, Structure, Text, same
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.objects.payment_rules import PaymentRules
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, reason

_AP_METHOD = same("printedCheck", "creditCard", "cash", "EFT", "ACH", "recordTransfer")
_AR_METHOD = same("printedCheck", "creditCard", "eft", "cash", "onlineChargeCard", "onlineAchDebit",
                  "paymentAcceptanceService")  # fmt: skip
_REQUEST = same("useVendorPreference", "generateOneRequestPerBill", "mergeRequestsIntoOnePerVendor",
                "mergeRequestIntoOnePerVendorPayToContact")  # fmt: skip
_STATE = Choice({name: (name, name) for name in ("draft", "confirmed", "complete", "reversed")})
_NO_XML: frozenset[str] = frozenset()


class _ReceiptRules(PaymentRules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._exactly_one(type, fields, "bank", "undeposited_account")
        self._exactly_one(type, fields, "customer", "payer_name")
        super().creating(unit, type, fields)

    def _exactly_one(self, type: ObjectType, fields: Fields, first: str, second: str) -> None:
        if (fields.get(first) is None) == (fields.get(second) is None):
            one, other = type.by_name[first].rest, type.by_name[second].rest
            text = f"Exactly one of {one} and {other} must be given"
            raise Refused(reason(Why.MISSING_FIELD, text, None, type.label))


def _paid_line(name: str, label: str, document: str, rest: str) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        xml="",
        rest=f"internal/{name}",
        rules=Rules(),
        id_field="key",
        fields=(
            Field(document, Ref(document), "", rest, required="rest"),
            Field(f"{document}_number", Text(), hidden=False, read_only=True),
            Field("amount", Money(), "", "txnCurrency.paymentAmount", required="rest"),
        ),
    )


BILL_PAYMENT = ObjectType(
    name="bill-payment",
    label="APPayment",
    xml="",
    rest="accounts-payable/payment",
    rules=PaymentRules("bill", "vendor", "payment_date", done="confirmed"),
    id_field="number",
    lines=Lines(_paid_line("bill-payment-line", "APPaymentDetail", "bill", "bill"), "", "details"),
    xml_operations=_NO_XML,
    workflows=("submit", "reverse"),
    fields=(
        Field("bank", Ref("checking-account", plain=True), "", "financialEntity.entityId", required="rest",
              rest_aliases=("financialEntity.id",)),
        Field("vendor", Ref("vendor"), "", "vendor", required="rest"),
        Field("method", _AP_METHOD, "", "paymentMethod", required="rest"),
        Field("payment_date", Day(), "", "paymentDate", required="rest"),
        Field("number", Text(45), "", "documentNumber"),
        Field("document_id", Text(45), "", "documentId"),
        Field("description", Text(1000), "", "description"),
        Field("currency", Text(3), "", "txnCurrency.currency", required="rest"),
        Field("base_currency", Text(3), "", "baseCurrency.currency"),
        Field("exchange_rate", Structure(), "", "exchangeRate"),
        Field("request_method", _REQUEST, "", "paymentRequestMethod"),
        Field("state", _STATE, "", "state"),
        Field("total", Money(), "", "txnCurrency.totalAmount", read_only=True),
    ),
)  # fmt: skip

PAYMENT = ObjectType(
    name="payment",
    label="ARPayment",
    xml="",
    rest="accounts-receivable/payment",
    rules=_ReceiptRules("invoice", "customer", "receipt_date", done="complete"),
    id_field="number",
    lines=Lines(_paid_line("payment-line", "ARPaymentDetail", "invoice", "arInvoice"), "", "paymentDetails"),
    xml_operations=_NO_XML,
    rest_operations=frozenset({"create", "read", "delete"}),
    indexed=("reference_number",),
    workflows=("submit", "reverse"),
    fields=(
        Field("customer", Ref("customer"), "", "customer"),
        Field("payer_name", Text(200), "", "payerName"),
        Field("bank", Ref("checking-account", plain=True), "", "financialEntity.entityId",
              rest_aliases=("financialEntity.id",)),
        Field("undeposited_account", Ref("account"), "", "undepositedGLAccount"),
        Field("method", _AR_METHOD, "", "paymentMethod"),
        Field("receipt_date", Day(), "", "paymentSummary.receiptDate", required="rest"),
        Field("number", Text(45), "", "documentNumber"),
        Field("reference_number", Text(21), "", "referenceNumber"),
        Field("description", Text(1000), "", "description"),
        Field("currency", Text(3), "", "txnCurrency.currency", required="rest"),
        Field("base_currency", Text(3), "", "baseCurrency.currency"),
        Field("over_payment", Money(), "", "overPaymentAmount"),
        Field("exchange_rate", Number(), "", "exchangeRate.rate"),
        Field("attachment", Text(20), "", "attachment.id"),
        Field("state", _STATE, "", "state"),
        Field("total", Money(), "", "txnCurrency.totalAmount", read_only=True),
    ),
)  # fmt: skip
