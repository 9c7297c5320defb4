"""Journal entries. Sources: developer.intacct.com general-ledger/journal-entries; OpenAPI general-ledger/journal-entry.

Amounts are absolute; the direction is ``txnType`` or TR_TYPE. Intacct enforces no unique business key: ours is the
journal with the reference number.
"""

from service.intacct.objects.declaration import JOURNAL_DIMENSIONS, Declaration, Field, Lines, XmlForm, dimensions
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT, Choice

_DIRECTION = Choice({"debit": ("1", "debit"), "credit": ("-1", "credit")})

JOURNAL_ENTRY = Declaration(
    name="journal-entry",
    label="Journal entry",
    key=("journal", "reference"),
    rest="general-ledger/journal-entry",
    xml=XmlForm("GLBATCH"),
    fields=(
        Field("journal", REFERENCE, "glJournal.id", "JOURNAL"),
        Field("reference", TEXT, "referenceNumber", "REFERENCENO"),
        Field("posting_date", DAY, "postingDate", "BATCH_DATE"),
        Field("description", TEXT, "description", "BATCH_TITLE"),
        Field("reverse_on", DAY, "automaticReversalDate", "REVERSEDATE"),
    ),
    lines=Lines(
        "lines",
        (
            Field("account", REFERENCE, "glAccount.id", "ACCOUNTNO"),
            Field("direction", _DIRECTION, "txnType", "TR_TYPE"),
            Field("amount", MONEY, "txnAmount", "TRX_AMOUNT"),
            Field("memo", TEXT, "description", "DESCRIPTION"),
            *dimensions(JOURNAL_DIMENSIONS),
        ),
        rest="lines",
        xml="ENTRIES.GLENTRY",
    ),
    compared=("posting_date", "description"),
)
