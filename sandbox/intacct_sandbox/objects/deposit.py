"""Deposits take receipts from undeposited funds to a bank account: DEPOSIT, read only over XML, record_deposit, and
deposit (developer.intacct.com: cash-management/deposits; OpenAPI group cash-management)."""

from decimal import Decimal
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import BadValue, Choice, Day, Money, Number, Ref, Structure, Text
from intacct_sandbox.model.object_type import READ_ONLY, Fields, Lines, ObjectType
from intacct_sandbox.objects.cash_lines import void_keys
from intacct_sandbox.objects.cash_rules import CashRules
from intacct_sandbox.objects.credit_card_txn import CLEARED
from intacct_sandbox.objects.undeposited import receipt, refuse_undepositable
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking

_STATE = Choice({
    "posted": ("Posted", "approve"), "reversed": ("Reversed", "void"), "reversal": ("Reversal", "reversal"),
})  # fmt: skip


class _DepositRules(CashRules):
    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Each receipt becomes a line, which the caller does not send."""
        if fields.get("lines"):
            text = "The lines of a deposit follow from its details"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, None, type.label))
        fields["lines"] = [self._line(unit, type, key) for key in self._receipts(type, fields)]

    def created(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        self._mark(unit, record, str(record["key"]))
        return record

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        changed = super().act(unit, type, record, action, values)
        self._mark(unit, record, None)
        return changed

    def _receipts(self, type: ObjectType, fields: Fields) -> list[str]:
        keys = [str(each) for each in fields.get("receipts") or ()]
        if not keys:
            raise Refused(lacking(type.by_name["receipts"], type))
        if len(set(keys)) < len(keys):
            text = "A receipt can be deposited once"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["receipts"]), type.label))
        return keys

    def _line(self, unit: Unit, type: ObjectType, key: str) -> Fields:
        found = receipt(unit.company, key)
        if found is None:
            text = f"Invalid receipt '{key}' specified."
            at = place(type.by_name["receipts"])
            raise Refused(reason(Why.UNKNOWN_REFERENCE, text, at, type.label, key))
        refuse_undepositable(*found)
        amount: Decimal = found[1]["total"]
        return {"receipt": key, "account": found[1]["undeposited_account"], "amount": amount}

    def _mark(self, unit: Unit, record: Fields, deposit: str | None) -> None:
        """Tell the receipts which deposit they are in; this follows from the deposit and is no change of their own."""
        for line in record["lines"]:
            found = receipt(unit.company, line["receipt"])
            assert found is not None
            changes: Fields = {"deposit": deposit}
            if found[0].name == "other-receipt":
                changes["state"] = "deposited" if deposit else "approved"
            unit.derive(*found, changes)


class _Details(Structure):
    """The receipts of a deposit: REST names each as an object with a key."""

    def from_rest(self, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(each, dict) and set(each) == {"key"} for each in value):
            raise BadValue("must be an array of objects with a key")
        return [str(each["key"]) for each in value]

    def to_rest(self, value: Any) -> Any:
        return [{"key": each, "id": each, "state": "deposited"} for each in value]

    def to_xml(self, value: Any) -> str:
        return ",".join(value)


_LINE = ObjectType(
    name="deposit-line",
    label="DepositEntry",
    xml="DEPOSITENTRY",
    rest="cash-management/deposit-line",
    rules=Rules(),
    id_field="key",
    rest_operations=READ_ONLY,
    fields=(
        Field("line_no", Number(), "LINE_NO", "", read_only=True),
        Field("receipt", Text(20), read_only=True),
        Field("account", Ref("account"), "ACCOUNTNO", "glAccount", read_only=True),
        Field("amount", Money(), "TRX_AMOUNT", "txnAmount", read_only=True, xml_aliases=("AMOUNT",)),
        Field("description", Text(1000), "DESCRIPTION", "description", read_only=True),
    ),
)

DEPOSIT = ObjectType(
    name="deposit",
    label="Deposit",
    xml="DEPOSIT",
    rest="cash-management/deposit",
    rules=_DepositRules("date"),
    id_field="number",
    lines=Lines(_LINE, "DEPOSITENTRIES", "lines"),
    xml_operations=READ_ONLY,
    rest_operations=frozenset({"create", "read"}),
    workflows=("reverse",),
    audit_prefix="AU",
    fields=(
        Field("bank", Ref("checking-account"), "FINANCIALENTITY", "bankAccount", required="both"),
        Field("date", Day(), "WHENCREATED", "txnDate", required="both"),
        Field("posting_date", Day(), "WHENPOSTED", "postingDate"),
        Field("number", Text(45), "RECORDID", "depositId", required="both"),
        Field("receipts", _Details(), "RECEIPTKEYS", "details"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("currency", Text(3), "CURRENCY", "txnCurrency", read_only=True),
        Field("cleared", CLEARED, "CLEARED", "reconciliationState", default="uncleared", read_only=True),
        *void_keys(),
        Field("state", _STATE, "STATE", "state", read_only=True),
        Field("total", Money(), "TRX_TOTALENTERED", "txnTotalEntered", read_only=True, xml_aliases=("TOTALENTERED",)),
    ),
)
