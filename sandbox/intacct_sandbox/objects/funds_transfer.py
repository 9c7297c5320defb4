"""Transfers between bank accounts: FUNDSTRANSFER, read only over XML, and funds-transfer (developer.intacct.com:
cash-management/fund-transfers; OpenAPI group cash-management). Its two lines follow from it."""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Money, Number, Ref, Text
from intacct_sandbox.model.object_type import READ_ONLY, Fields, Lines, ObjectType
from intacct_sandbox.objects.cash_lines import reversal
from intacct_sandbox.objects.cash_rules import CashRules
from intacct_sandbox.objects.credit_card_txn import CLEARED, STATE
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

_FROM, _TO = "transferFromAccount", "transferToAccount"


class _TransferRules(CashRules):
    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields.get("lines"):
            raise Refused(reason(Why.READ_ONLY_FIELD, "The lines follow from the transfer", None, type.label))
        amount = fields.get("amount")
        if amount is None:
            return
        ends = (("from", -amount), ("to", amount))
        fields["lines"] = [{"account": self._account(unit, fields.get(end)), "amount": each} for end, each in ends]

    def complete(self, unit: Unit, type: ObjectType, fields: Fields, whole: Fields) -> None:
        if whole["from"] == whole["to"]:
            text = "The two accounts of a transfer must differ"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["to"]), type.label))
        if whole["amount"] <= ZERO or (whole.get("received") or whole["amount"]) != whole["amount"]:
            text = "The amount must be positive, and in one currency the same at both ends"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["amount"]), type.label))
        fields["total"] = fields["received"] = whole["amount"]

    def opposite(self, unit: Unit, record: Fields, values: dict[str, Any]) -> Fields:
        """The money goes back, so the accounts change places."""
        back = {"from": record["to"], "to": record["from"], "total": record["total"]}
        lines = [*reversed(super().opposite(unit, record, values)["lines"])]
        numbered = [{**line, "line_no": at} for at, line in enumerate(lines, 1)]
        return {**super().opposite(unit, record, values), **back, "lines": numbered}

    def _account(self, unit: Unit, bank: str | None) -> str | None:
        found = unit.company.referenced("checking-account", bank) if bank else None
        return found["account"] if found else None


_LINE = ObjectType(
    name="funds-transfer-line",
    label="FundsTransferEntry",
    xml="FUNDSTRANSFERENTRY",
    rest="cash-management/funds-transfer-line",
    rules=Rules(),
    id_field="key",
    rest_operations=READ_ONLY,
    fields=(
        Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
        Field("account", Ref("account"), "ACCOUNTNO", "glAccount", read_only=True),
        Field("amount", Money(), "TRX_AMOUNT", "txnAmount", read_only=True, xml_aliases=("AMOUNT",)),
    ),
)

FUNDS_TRANSFER = ObjectType(
    name="funds-transfer",
    label="FundsTransfer",
    xml="FUNDSTRANSFER",
    rest="cash-management/funds-transfer",
    rules=_TransferRules("date"),
    id_field="reference_number",
    lines=Lines(_LINE, "FUNDSTRANSFERENTRIES", "lines", at_least=0),
    xml_operations=READ_ONLY,
    rest_operations=frozenset({"create", "read"}),
    workflows=("reverse",),
    audit_prefix="AU",
    fields=(
        Field("date", Day(), "WHENCREATED", "sendDate", required="rest"),
        Field("reference_number", Text(45), "RECORDID", "referenceNumber"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("from", Ref("checking-account"), "FINANCIALENTITY", f"{_FROM}.bankAccount", required="rest"),
        Field("amount", Money(), "", f"{_FROM}.transferAmount", required="rest"),
        Field("to", Ref("checking-account"), "TOACCOUNTID", f"{_TO}.bankAccount", required="rest"),
        Field("received", Money(), "", f"{_TO}.receivedAmount"),
        Field("currency", Text(3), "CURRENCY"),
        Field("cleared", CLEARED, "CLEARED", "reconciliationState", default="uncleared"),
        *reversal("funds-transfer"),
        Field("state", STATE, "STATE", "state", read_only=True),
        Field("total", Money(), "TRX_TOTALENTERED", "", read_only=True, xml_aliases=("TOTALENTERED",)),
    ),
)
