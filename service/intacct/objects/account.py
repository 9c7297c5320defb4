"""General ledger accounts. Sources: developer.intacct.com general-ledger/accounts; OpenAPI general-ledger/account."""

from service.intacct.objects.contact_fields import STATUS
from service.intacct.objects.declaration import Declaration, Field, KeptBy, Uniqueness, XmlForm
from service.intacct.objects.kinds import REFERENCE, TEXT, Choice, same
from service.intacct.objects.operations import CREATE_AND_UPDATE

_TYPE = Choice(
    {
        "balance_sheet": ("balancesheet", "balanceSheet"),
        "income_statement": ("incomestatement", "incomeStatement"),
    }
)
_CLOSING = Choice(
    {
        "non_closing": ("non-closing account", "nonClosingAccount"),
        "closing": ("closing account", "closingAccount"),
        "closed_to": ("closed to account", "closedToAccount"),
    }
)

ACCOUNT = Declaration(
    name="account",
    label="Account",
    key=("number",),
    rest="general-ledger/account",
    xml=XmlForm("GLACCOUNT", update_by_key=True),
    over_rest=CREATE_AND_UPDATE,
    over_xml=CREATE_AND_UPDATE,
    fields=(
        Field("number", TEXT, "id", "ACCOUNTNO"),
        Field("title", TEXT, "name", "TITLE"),
        Field("type", _TYPE, "accountType", "ACCOUNTTYPE"),
        Field("normal_balance", same("debit", "credit"), "normalBalance", "NORMALBALANCE"),
        Field("closing_type", _CLOSING, "closingType", "CLOSINGTYPE"),
        Field("closing_account", REFERENCE, "closeToGLAccount.id", "CLOSINGACCOUNTNO"),
        Field("status", STATUS, "status", "STATUS"),
    ),
    uniqueness=Uniqueness(
        key="the number is the account's name in the chart of accounts",
        kept_by=KeptBy.INTACCT,
        why="a second one is refused (GL-0493)",
    ),
)

STATISTICAL_ACCOUNT = Declaration(
    name="statistical-account",
    label="Statistical account",
    key=("number",),
    rest="general-ledger/statistical-account",
    fields=(Field("number", TEXT, "id", xml_read="ACCOUNTNO"),),
    xml_reads="STATACCOUNT",
)
"""Only read: it shares its numbers with the accounts, and a journal entry of amounts does not take it
(developer.intacct.com: general-ledger/stat-accounts, stat-journal-entries)."""
