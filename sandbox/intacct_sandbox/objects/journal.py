"""Journals and statistical journals, which share their symbols (developer.intacct.com: general-ledger/journal-entries,
stat-journal-entries; OpenAPI group general-ledger). Over XML they are read, and written by legacy functions only."""

from dataclasses import replace

from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Flag, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules

_FINANCIAL = ObjectType(
    name="journal",
    label="Journal",
    xml="JOURNAL",
    rest="general-ledger/journal",
    rules=Rules(),
    unique=("id",),
    xml_operations=READ_ONLY,
    preset={"statistical": False},
    fields=(
        Field("id", Text(10), "SYMBOL", "id", required=BOTH, fixed=True),
        Field("name", Text(80), "TITLE", "name", required=BOTH, xml_aliases=("NAME",)),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
        Field("book", Text(40), "BOOKID", "bookId"),
        Field("book_type", Text(40), "BOOKTYPE", "bookType"),
        Field("adjustment", Flag(), "ADJ", "isAdjustment"),
        Field("billable", Flag(), "BILLABLE", "isBillable"),
        Field("no_direct_posting", Flag(), "", "disallowDirectPosting"),
        Field("statistical", Flag(), default=False),
    ),
)
_STATISTICAL = replace(
    _FINANCIAL,
    label="StatJournal",
    xml="STATJOURNAL",
    rest="general-ledger/statistical-journal",
    preset={"statistical": True},
    ledger_name="statistical-journal",
)
# What a journal entry may name before it is known which kind of entry it is.
_EITHER = replace(_FINANCIAL, rest="", preset={}, ledger_name="any-journal")
JOURNAL = replace(_FINANCIAL, variants=(_STATISTICAL, _EITHER))
