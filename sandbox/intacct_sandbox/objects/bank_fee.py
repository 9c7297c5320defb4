"""Bank interest and charges: BANKFEE, read only over XML, and bank-fee (developer.intacct.com:
cash-management/bank-interest-charges; OpenAPI group cash-management). It cannot be deleted, only reversed."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Ref, Text
from intacct_sandbox.model.object_type import READ_ONLY, Lines, ObjectType
from intacct_sandbox.objects.cash_lines import cash_line, currency, reversal
from intacct_sandbox.objects.cash_rules import CashRules
from intacct_sandbox.objects.credit_card_txn import CLEARED, STATE

_TYPE = Choice({"service_charge": ("ch", "serviceCharge"), "interest_earned": ("cn", "interestEarned")})

BANK_FEE = ObjectType(
    name="bank-fee",
    label="BankFee",
    xml="BANKFEE",
    rest="cash-management/bank-fee",
    rules=CashRules("date"),
    id_field="reference_number",
    lines=Lines(cash_line("bank-fee", "BANKFEEENTRY", "apAccountLabel"), "BANKFEEENTRIES", "lines"),
    xml_operations=READ_ONLY,
    rest_operations=frozenset({"create", "read", "update"}),
    workflows=("reverse",),
    audit_prefix="AU",
    fields=(
        Field("bank", Ref("checking-account"), "FINANCIALENTITY", "bankAccount", required="rest"),
        Field("type", _TYPE, "TRANSACTIONTYPE", "txnType", default="service_charge"),
        Field("date", Day(), "WHENCREATED", "txnDate", required="rest"),
        Field("reference_number", Text(45), "RECORDID", "referenceNumber"),
        Field("document_number", Text(45), "DOCNUMBER", "documentNumber"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        *currency(),
        Field("inclusive_tax", Flag(), "INCLUSIVETAX", "isInclusiveTax"),
        Field("tax_solution", Text(80), "TAXSOLUTIONID", "taxSolution.id"),
        Field("cleared", CLEARED, "CLEARED", "reconciliationState", default="uncleared"),
        *reversal("bank-fee"),
        Field("state", STATE, "STATE", "state", read_only=True),
        Field("total", Money(), "TRX_TOTALENTERED", "txnTotalEntered", read_only=True, xml_aliases=("TOTALENTERED",)),
    ),
)
