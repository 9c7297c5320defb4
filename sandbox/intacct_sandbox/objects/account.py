"""General ledger accounts (developer.intacct.com: general-ledger/accounts; OpenAPI group general-ledger)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Flag, Ref, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.external_id import EXTERNAL_ID
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.rules.required import lacking

_TYPE = Choice({"balance_sheet": ("balancesheet", "balanceSheet"),
                "income_statement": ("incomestatement", "incomeStatement")})  # fmt: skip
_CLOSING = Choice({"non_closing": ("non-closing account", "nonClosingAccount"),
                   "closing": ("closing account", "closingAccount"),
                   "closed_to": ("closed to account", "closedToAccount")})  # fmt: skip
_ALTERNATIVE = Choice({"none": ("None", "none"), "payables": ("Payables account", "payablesAccount"),
                       "receivables": ("Receivables account", "receivablesAccount")})  # fmt: skip
_DIMENSIONS = {
    "department": ("REQUIREDEPT", "department"),
    "location": ("REQUIRELOC", "location"),
    "project": ("REQUIREPROJECT", "project"),
    "task": ("REQUIRETASK", "task"),
    "customer": ("REQUIRECUSTOMER", "customer"),
    "vendor": ("REQUIREVENDOR", "vendor"),
    "employee": ("REQUIREEMPLOYEE", "employee"),
    "item": ("REQUIREITEM", "item"),
    "class": ("REQUIRECLASS", "class"),
    "contract": ("REQUIRECONTRACT", "contract"),
    "warehouse": ("REQUIREWAREHOUSE", "warehouse"),
}


class _AccountRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields["closing_type"] == "closing" and fields.get("closing_account") is None:
            raise Refused(lacking(type.by_name["closing_account"], type))

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        self.creating(unit, type, {**old, **changes})


ACCOUNT = ObjectType(
    name="account",
    label="Account",
    xml="GLACCOUNT",
    rest="general-ledger/account",
    rules=_AccountRules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(24), "ACCOUNTNO", "id", required=BOTH, fixed=True),
        Field("name", Text(80), "TITLE", "name", required=BOTH),
        Field("account_type", _TYPE, "ACCOUNTTYPE", "accountType", default="balance_sheet"),
        Field("normal_balance", same("debit", "credit"), "NORMALBALANCE", "normalBalance", default="debit"),
        Field("closing_type", _CLOSING, "CLOSINGTYPE", "closingType", default="non_closing"),
        Field("closing_account", Ref("account"), "CLOSINGACCOUNTNO", "closeToGLAccount"),
        Field("alternative_account", _ALTERNATIVE, "ALTERNATIVEACCOUNT", "alternativeGLAccount", default="none"),
        Field("category", Text(80), "CATEGORY", "category"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
        EXTERNAL_ID,
        Field("no_direct_posting", Flag(), "", "disallowDirectPosting"),
        Field("gl_matching", Flag(), "", "enableGLMatching"),
        Field("taxable", Flag(), "TAXABLE", "isTaxable"),
        Field("tax_code", Text(20), "TAXCODE", "taxCode"),
        Field("mrc_code", Text(20), "MRCCODE", "mrcCode"),
        *(
            Field(f"requires_{name}", Flag(), xml, f"requireDimensions.{rest}")
            for name, (xml, rest) in _DIMENSIONS.items()
        ),
    ),
)
