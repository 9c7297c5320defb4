"""Credit and debit card accounts: CREDITCARD, read only over XML (developer.intacct.com:
cash-management/charge-card-accounts; names of its fields: github.com/fylein/sageintacct-sdk-py; OpenAPI group
cash-management, object credit-card-account)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Flag, Ref, Structure, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, Fields, ObjectType
from intacct_sandbox.objects.organisation import STATUS
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.rules.required import lacking

_TYPE = Choice({"credit": ("Credit", "credit"), "debit": ("Debit", "debit")})
_CARD = Choice({
    "visa": ("Visa", "visa"), "mastercard": ("MasterCard", "mastercard"), "discover": ("Discover", "discover"),
    "americanExpress": ("American Express", "americanExpress"), "dinersClub": ("Diners Club", "dinersClub"),
    "otherChargeCard": ("Other Charge Card", "otherChargeCard"),
})  # fmt: skip
_MONTH = same(*(f"{month:02}" for month in range(1, 13)))
_DETAILS = "accountDetails."
_BOOKS = "accounting."


class _CardRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields["card_type"] == "americanExpress" and fields.get("number") is None:
            raise Refused(lacking(type.by_name["number"], type))

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        self.creating(unit, type, {**old, **changes})


CREDIT_CARD_ACCOUNT = ObjectType(
    name="credit-card-account",
    label="CreditCard",
    xml="CREDITCARD",
    rest="cash-management/credit-card-account",
    rules=_CardRules(),
    unique=("id",),
    xml_operations=READ_ONLY,
    fields=(
        Field("id", Text(20), "CARDID", "id", required="rest", fixed=True),
        Field("description", Text(200), "DESCRIPTION", f"{_DETAILS}description"),
        Field("account_type", _TYPE, "LIABILITYTYPE", f"{_DETAILS}accountType", required="rest"),
        Field("card_type", _CARD, "CARDTYPE", f"{_DETAILS}cardType", required="rest", fixed=True),
        Field("number", Text(30), "CARDNUM", f"{_DETAILS}number"),
        Field("expiration_month", _MONTH, "EXP_MONTH", f"{_DETAILS}expirationMonth", required="rest"),
        Field("expiration_year", Text(4), "EXP_YEAR", f"{_DETAILS}expirationYear", required="rest"),
        Field("commercial", Flag(), "COMMCARD"),
        Field("outsourced", Flag(), "OUTSOURCECARD"),
        Field("address", Structure(), "", f"{_DETAILS}billingAddress"),
        Field("vendor", Ref("vendor"), "VENDORID", "vendor", required="rest", fixed=True),
        Field("department", Ref("department"), "DEPT", "department"),
        Field("location", Ref("location"), "LOCATION", "location"),
        Field("account", Ref("account"), "LIABACCTNO", f"{_BOOKS}offsetGLAccount", required="rest"),
        Field("finance_charge_account", Ref("account"), "", f"{_BOOKS}financeChargeGLAccount"),
        Field("finance_charge_label", Text(80), "", f"{_BOOKS}financeChargeAPAccountLabel.id"),
        Field("fee_account", Ref("account"), "", f"{_BOOKS}otherFeesGLAccount"),
        Field("fee_label", Text(80), "", f"{_BOOKS}otherFeesAPAccountLabel.id"),
        Field("accrual_journal", Ref("journal"), "", f"{_BOOKS}defaultAccrualBasisGLJournal"),
        Field("cash_journal", Ref("journal"), "", f"{_BOOKS}defaultCashBasisGLJournal"),
        Field("expense_account", Ref("account"), "", f"{_BOOKS}employeeExpenseGLAccount"),
        Field("time_zone", Text(40), "", f"{_BOOKS}bankingTimeZone"),
        Field("no_transfers", Flag(), "", f"{_BOOKS}disableInterEntityTransfer"),
        Field("for_expenses", Flag(), "", f"{_BOOKS}useInEmployeeExpense"),
        Field("reconciliation", Structure(), "", "reconciliation"),
        Field("status", STATUS, "STATUS", "status", default="active"),
    ),
)
