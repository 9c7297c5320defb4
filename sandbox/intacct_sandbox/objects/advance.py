"""Advances: money that went to a vendor, or came from a customer, before there was a bill or an invoice. Payments use
it up as a credit (developer.intacct.com: accounts-receivable/ar-advances; OpenAPI groups accounts-payable and
accounts-receivable, object advance; that APADVANCE is only read over XML and its names: assumption)."""

from decimal import Decimal
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Money, Number, Ref, Text
from intacct_sandbox.model.object_type import READ_ONLY, Fields, Lines, ObjectType
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.document import ACTION, DocumentRules
from intacct_sandbox.objects.summary import summary_fields
from intacct_sandbox.objects.undeposited import refuse_deposited
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking

_METHOD = Choice({
    "printedCheck": ("Printed Check", "printedCheck"), "creditCard": ("Credit Card", "creditCard"),
    "eft": ("EFT", "eft"), "cash": ("Cash", "cash"), "ach": ("ACH", "ach"),
})  # fmt: skip
_BANK = Ref("checking-account", plain=True, others=("credit-card-account",))


def _states(posted: str, reversed: str) -> Choice:
    return Choice({
        "draft": ("Draft", "draft"), "submitted": ("Submitted", "pendingApproval"), "posted": ("Posted", posted),
        "partially_paid": ("Partially Applied", "partiallyApplied"), "paid": ("Fully Applied", "fullyApplied"),
        "reversed": ("Reversed", reversed),
    })  # fmt: skip


class _AdvanceRules(DocumentRules):
    """`changeable` are the states in which it can be changed."""

    renamed_when_reversed = False

    def __init__(self, party: str, date: str, sources: tuple[str, ...], changeable: tuple[str, ...]) -> None:
        super().__init__(party, date)
        self._sources = sources
        self._changeable = changeable

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        refuse_deposited(type, old)
        if old["state"] not in self._changeable:
            text = f"You cannot change a {type.label} that is {old['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        super().changing(unit, type, old, changes)
        if old["state"] == "posted":
            self._require_for_posting(type, {**old, **changes})

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        refuse_deposited(type, record)
        return super().act(unit, type, record, action, values)

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        if record["state"] != "draft":
            text = f"Only a draft {type.label} can be deleted; this one is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))

    def move_balance(self, unit: Unit, record: Fields, amount: Decimal) -> None:
        """What was paid in advance is owed less."""
        super().move_balance(unit, record, -amount)

    def first_rest_state(self, unit: Unit, type: ObjectType) -> str:
        return unit.books.switches.bill_initial_state if type.name == "ap-advance" else "posted"

    def _complete(self, unit: Unit, type: ObjectType, fields: Fields, old: Fields | None = None) -> None:
        for line in fields.get("lines") or ():
            if line["amount"] <= ZERO:
                text = f"The amount of a line of an {type.label} must be positive."
                raise Refused(reason(Why.BAD_VALUE, text, None, type.label, str(line["amount"])))
        super()._complete(unit, type, fields, old)

    def _require_for_posting(self, type: ObjectType, fields: Fields) -> None:
        given = [name for name in self._sources if fields.get(name) is not None]
        if not given:
            raise Refused(lacking(type.by_name[self._sources[0]], type))
        if len(given) > 1:
            at = place(type.by_name[given[1]])
            text = f"Exactly one of {' and '.join(type.by_name[name].xml for name in self._sources)} is allowed"
            raise Refused(reason(Why.BAD_VALUE, text, at, type.label))


def _line(side: str) -> ObjectType:
    return ObjectType(
        name=f"{side.lower()}-advance-line",
        label=f"{side}AdvanceItem",
        xml=f"{side}ADVANCEITEM",
        rest=f"accounts-{'payable' if side == 'AP' else 'receivable'}/advance-line",
        rules=Rules(),
        id_field="key",
        fields=(
            Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
            Field("account", Ref("account"), "ACCOUNTNO", "glAccount"),
            Field("account_label", Text(80), "ACCOUNTLABEL", "accountLabel.id"),
            Field("amount", Money(), "TRX_AMOUNT", "txnAmount", required="both"),
            Field("base_amount", Money(), "", "baseAmount"),
            Field("memo", Text(1000), "ENTRYDESCRIPTION", "memo"),
            *dimensions(required_on_rest=("location",)),
        ),
    )


AP_ADVANCE = ObjectType(
    name="ap-advance",
    label="APAdvance",
    xml="APADVANCE",
    rest="accounts-payable/advance",
    rules=_AdvanceRules("vendor", "payment_date", ("bank",), ("draft",)),
    id_field="number",
    lines=Lines(_line("AP"), "APADVANCEITEMS", "lines", owner="apAdvance"),
    xml_operations=READ_ONLY,
    workflows=("submit", "reverse"),
    audit_prefix="AU",
    fields=(
        Field("number", Text(45), "DOCNUMBER", "referenceNumber"),
        Field("vendor", Ref("vendor"), "VENDORID", "vendor", required="both"),
        Field("method", _METHOD, "PAYMENTMETHOD", "paymentMethod", required="both"),
        Field("payment_date", Day(), "PAYMENTDATE", "advanceDate", required="both", xml_aliases=("WHENCREATED",)),
        Field("posting_date", Day(), "WHENPOSTED"),
        Field("due_date", Day(), "WHENDUE", "dueDate"),
        Field("bank", _BANK, "FINANCIALENTITY", "financialEntity.entityId", rest_aliases=("financialEntity.id",)),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("currency", Text(3), "CURRENCY", "currency.txnCurrency"),
        Field("base_currency", Text(3), "BASECURR", "currency.baseCurrency"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE", "currency.exchangeRate.date"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", "currency.exchangeRate.typeId"),
        Field("exchange_rate", Number(), "EXCHANGE_RATE", "currency.exchangeRate.rate"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("state", _states("advancePaid", "voided"), "STATE", "state"),
        Field("total", Money(), "TRX_TOTALENTERED", "txnTotalEntered", read_only=True),
        Field("total_due", Money(), "TRX_TOTALDUE", "txnTotalDue", read_only=True),
        Field("total_paid", Money(), "TRX_TOTALPAID", "paymentInformation.txnTotalPaid", read_only=True),
    ),
)

_PAID = "paymentInformation"
AR_ADVANCE = ObjectType(
    name="ar-advance",
    label="ARAdvance",
    xml="ARADVANCE",
    rest="accounts-receivable/advance",
    rules=_AdvanceRules(
        "customer", "receipt_date", ("bank", "undeposited_account", "summary"), ("draft", "posted")
    ),
    id_field="number",
    lines=Lines(_line("AR"), "ARADVANCEITEMS", "items", owner="arAdvance"),
    workflows=("submit", "reverse"),
    audit_prefix="AU",
    fields=(
        Field("number", Text(45), "DOCNUMBER", "referenceNumber"),
        Field("customer", Ref("customer"), "CUSTOMERID", "customer", required="both"),
        Field("method", _METHOD, "PAYMENTMETHOD", f"{_PAID}.paymentMethod", required="both"),
        Field("payment_date", Day(), "PAYMENTDATE", f"{_PAID}.paymentDate", required="both"),
        Field("receipt_date", Day(), "RECEIPTDATE", f"{_PAID}.receiptDate", required="both"),
        Field("posting_date", Day(), "WHENPOSTED"),
        Field("due_date", Day(), "WHENDUE"),
        Field("bank", Ref("checking-account", plain=True), "FINANCIALENTITY", f"{_PAID}.financialEntity.entityId",
              rest_aliases=(f"{_PAID}.financialEntity.id",)),
        Field("undeposited_account", Ref("account"), "UNDEPOSITEDACCOUNTNO", "glAccount"),
        *summary_fields("payment", "advanceSummary"),
        Field("deposit", Ref("deposit"), "", "deposit", read_only=True),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("currency", Text(3), "CURRENCY", f"{_PAID}.currency.txnCurrency"),
        Field("base_currency", Text(3), "BASECURR", f"{_PAID}.currency.baseCurrency"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE", f"{_PAID}.currency.exchangeRate.date"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", f"{_PAID}.currency.exchangeRate.typeId"),
        Field("exchange_rate", Number(), "EXCHANGE_RATE", f"{_PAID}.currency.exchangeRate.rate"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("action", ACTION, "ACTION", hidden=True),
        Field("state", _states("posted", "reversed"), "STATE", "state"),
        Field("total", Money(), "TRX_TOTALENTERED", "txnTotalEntered", read_only=True),
        Field("total_due", Money(), "TRX_TOTALDUE", f"{_PAID}.totalTxnAmountDue", read_only=True),
        Field("total_paid", Money(), "TRX_TOTALPAID", f"{_PAID}.txnTotalPaid", read_only=True),
    ),
)  # fmt: skip
