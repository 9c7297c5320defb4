"""Charges to credit and debit cards: CCTRANSACTION, read only over XML, with its legacy functions, and credit-card-txn
(developer.intacct.com: cash-management/charge-card-transactions; OpenAPI group cash-management; that a charge moves no
vendor's balance: assumption)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Ref, Text
from intacct_sandbox.model.object_type import READ_ONLY, Lines, ObjectType
from intacct_sandbox.objects.cash_lines import BILLABLE, cash_line, currency, reversal
from intacct_sandbox.objects.cash_rules import CashRules

CLEARED = Choice(
    {"cleared": ("true", "cleared"), "uncleared": ("false", "uncleared"), "matched": ("matched", "matched")}
)
STATE = Choice({
    "posted": ("Posted", "posted"), "reversed": ("Reversed", "reversed"), "reversal": ("Reversal", "reversal"),
})  # fmt: skip

CREDIT_CARD_TXN = ObjectType(
    name="credit-card-txn",
    label="CCTransaction",
    xml="CCTRANSACTION",
    rest="cash-management/credit-card-txn",
    rules=CashRules("date"),
    id_field="reference_number",
    lines=Lines(cash_line("credit-card-txn", "CCTRANSACTIONENTRY", "accountLabel", BILLABLE),
                "CCTRANSACTIONENTRIES", "lines"),
    xml_operations=READ_ONLY,
    workflows=("reverse",),
    audit_prefix="AU",
    fields=(
        Field("card", Ref("credit-card-account"), "FINANCIALENTITY", "creditCardAccount", required="both"),
        Field("date", Day(), "WHENCREATED", "txnDate", required="both"),
        Field("reference_number", Text(45), "RECORDID", "referenceNumber"),
        Field("payee", Text(100), "DESCRIPTION2", "payee"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        *currency(),
        Field("inclusive_tax", Flag(), "INCLUSIVETAX", "isInclusiveTax"),
        Field("tax_solution", Text(80), "TAXSOLUTIONID", "taxSolution.id"),
        Field("cleared", CLEARED, "CLEARED", "reconciliationState", default="uncleared"),
        *reversal("credit-card-txn"),
        Field("state", STATE, "STATE", "state", read_only=True),
        Field("total", Money(), "TRX_TOTALENTERED", "txnTotalEntered", read_only=True, xml_aliases=("TOTALENTERED",)),
    ),
)  # fmt: skip
