"""Bank accounts: checking and savings accounts are made over REST and only read over XML; `bank-account` shows both
(developer.intacct.com: cash-management/checking-accounts, savings-accounts; OpenAPI group cash-management)."""

from dataclasses import replace

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Flag, Ref, Structure, Text, same
from intacct_sandbox.model.object_type import ALL, READ_ONLY, Fields, ObjectType
from intacct_sandbox.objects.organisation import STATUS
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import refuse_unknown_currency

_BANK = "bankAccountDetails."


class _BankRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        fields.setdefault("currency", unit.company.definition.base_currency)
        refuse_unknown_currency(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        refuse_unknown_currency(unit, type, changes)


_EITHER = ObjectType(
    name="checking-account",
    label="BankAccount",
    xml="",
    rest="cash-management/bank-account",
    rules=_BankRules(),
    unique=("id",),
    xml_operations=READ_ONLY,
    rest_operations=READ_ONLY,
    fields=(
        Field("id", Text(20), "BANKACCOUNTID", "id", required="rest", fixed=True),
        Field("name", Text(80), "BANKNAME", f"{_BANK}bankName", required="rest", xml_aliases=("NAME",),
              rest_aliases=("name",)),
        Field("account_type", same("checking", "savings"), "BANKACCOUNTTYPE", "accountType", default="checking",
              read_only=True),
        Field("account", Ref("account"), "GLACCOUNTNO", "accounting.glAccount", required="rest"),
        Field("currency", Text(3), "CURRENCY", f"{_BANK}currency", required="rest"),
        Field("location", Ref("location"), "LOCATIONID", "location", required="rest"),
        Field("department", Ref("department"), "DEPARTMENTID", "department"),
        Field("account_number", Text(30), "BANKACCOUNTNO", f"{_BANK}accountNumber"),
        Field("routing_number", Text(20), "ROUTINGNO", f"{_BANK}routingNumber"),
        Field("branch", Text(20), "BRANCHID", f"{_BANK}branchId"),
        Field("phone", Text(30), "PHONE", f"{_BANK}phoneNumber"),
        Field("holder", Text(100), "", f"{_BANK}accountHolderName"),
        Field("address", Structure(), "", f"{_BANK}bankAddress"),
        Field("ap_journal", Ref("journal"), "", "accounting.apJournal"),
        Field("ar_journal", Ref("journal"), "", "accounting.arJournal"),
        Field("time_zone", Text(40), "", "accounting.bankingTimeZone"),
        Field("no_transfers", Flag(), "", "accounting.disableInterEntityTransfer"),
        Field("check_printing", Structure(), "", "checkPrinting"),
        Field("ach", Structure(), "", "ach"),
        Field("reconciliation", Structure(), "", "reconciliation"),
        Field("restrictions", Structure(), "", "restrictions"),
        Field("status", STATUS, "STATUS", "status", default="active"),
    ),
)  # fmt: skip

BANK_ACCOUNT = replace(
    _EITHER,
    variants=(
        replace(_EITHER, label="CheckingAccount", xml="CHECKINGACCOUNT", rest="cash-management/checking-account",
                rest_operations=ALL, preset={"account_type": "checking"}),
        replace(_EITHER, label="SavingsAccount", xml="SAVINGSACCOUNT", rest="cash-management/savings-account",
                rest_operations=ALL, preset={"account_type": "savings"}, ledger_name="savings-account"),
    ),
)  # fmt: skip
