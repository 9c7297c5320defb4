"""Account labels of AP and AR, and expense types: names for accounts, which lines may give in place of the account
(developer.intacct.com: accounts-payable/ap-account-labels, accounts-receivable/ar-account-labels,
employee-expenses/expense-types, expense-payment-types; OpenAPI groups)."""

from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Flag, Ref, Structure, Text, same
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.objects.external_id import EXTERNAL_ID
from intacct_sandbox.rules.change import Rules

_STATUS = Field("status", same("active", "inactive"), "STATUS", "status", default="active")


def _label(name: str, label: str, xml: str, rest: str, *own: Field) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        xml=xml,
        rest=rest,
        rules=Rules(),
        unique=("id",),
        xml_update_keys=("key", "id"),
        fields=(
            Field("id", Text(80), "ACCOUNTLABEL", "id", required=BOTH, fixed=True),
            Field("description", Text(200), "DESCRIPTION", "description", required=BOTH),
            Field("account", Ref("account"), "GLACCOUNTNO", "glAccount", required=BOTH),
            Field("offset_account", Ref("account"), "OFFSETGLACCOUNTNO", "offsetGLAccount"),
            _STATUS,
            EXTERNAL_ID,
            *own,
        ),
    )


AP_ACCOUNT_LABEL = _label(
    "ap-account-label", "APAccountLabel", "APACCOUNTLABEL", "accounts-payable/account-label",
    Field("form_1099_type", Text(20), "FORM1099TYPE", "form1099Type"),
    Field("form_1099_box", Text(20), "FORM1099BOX", "form1099Box"),
)  # fmt: skip
AR_ACCOUNT_LABEL = _label(
    "ar-account-label", "ARAccountLabel", "ARACCOUNTLABEL", "accounts-receivable/account-label",
    Field("tax_code", Text(20), "TAXCODE", "taxCode"),
)  # fmt: skip
EXPENSE_TYPE = _label(
    "expense-type", "EEAccountLabel", "EEACCOUNTLABEL", "expenses/employee-expense-type",
    Field("item", Ref("item"), "ITEMID", "item"),
    Field("form_1099_type", Text(20), "FORM1099TYPE", "form1099.type"),
    Field("form_1099_box", Text(20), "FORM1099BOX", "form1099.box"),
    Field("unit_currency", Text(3), "UNITCURRENCY", "unitCurrency"),
    Field("unit_rates", Structure(), "", "unitRates"),
)  # fmt: skip
EXPENSE_PAYMENT_TYPE = ObjectType(
    name="expense-payment-type",
    label="ExpensePaymentType",
    xml="EXPENSEPAYMENTTYPE",
    rest="expenses/employee-expense-payment-type",
    rules=Rules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(80), "NAME", "id", required=BOTH, fixed=True),
        Field("description", Text(200), "DESCRIPTION", "description"),
        Field("non_reimbursable", Flag(), "NONREIMBURSABLE", "isNonReimbursable", default=False),
        Field("offset_account", Ref("account"), "OFFSETACCTNO", "offsetGLAccount", rest_aliases=("offsetAccount",)),
        _STATUS,
    ),
)
