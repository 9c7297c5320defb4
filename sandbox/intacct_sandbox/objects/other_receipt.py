"""Other receipts: money that no customer's invoice stands behind. OTHERRECEIPTS, read only over XML, with its legacy
functions, and other-receipt (developer.intacct.com: cash-management/other-receipts; OpenAPI group cash-management)."""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Ref, Text
from intacct_sandbox.model.object_type import READ_ONLY, Fields, Lines, ObjectType
from intacct_sandbox.objects.cash_lines import cash_line, currency, void_keys
from intacct_sandbox.objects.cash_rules import CashRules, exactly_one
from intacct_sandbox.objects.credit_card_txn import CLEARED
from intacct_sandbox.objects.undeposited import refuse_deposited
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

_METHOD = Choice({
    "printedCheck": ("Printed Check", "printedCheck"), "creditCard": ("Credit Card", "creditCard"),
    "eft": ("EFT", "eft"), "cash": ("Cash", "cash"),
})  # fmt: skip
_STATE = Choice({"approved": ("Approved", "approved"), "deposited": ("Deposited", "deposited"),
                 "reversed": ("Reversed", "reversed"), "reversal": ("Reversal", "reversal")})  # fmt: skip


class _OtherReceiptRules(CashRules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields.get("state") not in (None, self.posted):
            text = "State must be approved or not included in the request"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label))
        super().creating(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        refuse_deposited(type, old)
        if changes.get("state", old["state"]) != old["state"]:
            text = "The state cannot be changed by an update"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, place(type.by_name["state"]), type.label))
        super().changing(unit, type, old, changes)

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        refuse_deposited(type, record)
        super().deleting(unit, type, record)

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        refuse_deposited(type, record)
        return super().act(unit, type, record, action, values)

    def complete(self, unit: Unit, type: ObjectType, fields: Fields, whole: Fields) -> None:
        exactly_one(type, whole, "bank", "undeposited_account")
        super().complete(unit, type, fields, whole)


OTHER_RECEIPT = ObjectType(
    name="other-receipt",
    label="OtherReceipt",
    xml="OTHERRECEIPTS",
    rest="cash-management/other-receipt",
    rules=_OtherReceiptRules("received_date", "approved"),
    id_field="number",
    lines=Lines(cash_line("other-receipt", "OTHERRECEIPTSENTRY", "arAccountLabel"), "RECEIPTITEMS", "lines",
                owner="otherReceipts"),
    xml_operations=READ_ONLY,
    workflows=("reverse",),
    audit_prefix="AU",
    fields=(
        Field("payer", Text(100), "DESCRIPTION2", "payer", required="both"),
        Field("payment_date", Day(), "WHENCREATED", "txnDate", required="both"),
        Field("received_date", Day(), "RECEIPTDATE", "txnPaidDate", required="both"),
        Field("method", _METHOD, "PAYMENTMETHOD", "paymentMethod", default="cash"),
        Field("bank", Ref("checking-account"), "FINANCIALENTITY", "bankAccount"),
        Field("undeposited_account", Ref("account"), "UNDEPOSITEDACCOUNTNO", "undepositedGLAccount",
              rest_aliases=("undepositedAccount",)),
        Field("deposit_date", Day(), "DEPOSITDATE", "depositDate"),
        Field("deposit", Ref("deposit"), "DEPOSITKEY", "parentDeposit", read_only=True),
        Field("number", Text(45), "RECORDID", "txnNumber"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        *currency(""),
        Field("inclusive_tax", Flag(), "INCLUSIVETAX", "isInclusiveTax"),
        Field("tax_solution", Text(80), "TAXSOLUTIONID", "taxSolution.id"),
        Field("cleared", CLEARED, "CLEARED", "reconciliationState", default="uncleared"),
        *void_keys(),
        Field("state", _STATE, "STATE", "state"),
        Field("total", Money(), "TRX_TOTALENTERED", "txnTotalEntered", read_only=True, xml_aliases=("TOTALENTERED",)),
    ),
)  # fmt: skip
