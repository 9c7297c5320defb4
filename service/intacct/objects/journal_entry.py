"""Journal entries. Sources: developer.intacct.com general-ledger/journal-entries; OpenAPI general-ledger/journal-entry.

Amounts are absolute; the direction is ``txnType`` or TR_TYPE. Intacct enforces no unique business key: ours is the
journal with the reference number. The header has no total, so look-ups compare the lines: otherwise an entry of other
amounts under the same reference, date and text would count as applied and be lost.

Lines are records of their own in queries: GLENTRY, whose BATCHNO is the record number of the GLBATCH, and
general-ledger/journal-entry-line, whose ``journalEntry.key`` is the key of the entry (OpenAPI group general-ledger).
Memo and dimensions are not compared. A line that Intacct added by itself (tax, inter-entity balancing) makes the entry
another one, which a person then looks at.
"""

from service.intacct.objects.declaration import JOURNAL_DIMENSIONS, Declaration, Field, Lines, XmlForm, dimensions
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT, Choice

_DIRECTION = Choice({"debit": ("1", "debit"), "credit": ("-1", "credit")})

_ACCOUNT = Field("account", REFERENCE, "glAccount.id", "ACCOUNTNO")
_SIDE = Field("direction", _DIRECTION, "txnType", "TR_TYPE")
_AMOUNT = Field("amount", MONEY, "txnAmount", "TRX_AMOUNT")

_LINE = Declaration(
    name="journal-entry-line",
    label="Journal entry line",
    key=("owner",),
    rest="general-ledger/journal-entry-line",
    xml=XmlForm("GLENTRY"),
    fields=(Field("owner", REFERENCE, "journalEntry.key", "BATCHNO"), _ACCOUNT, _SIDE, _AMOUNT),
)

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
            _ACCOUNT,
            _SIDE,
            _AMOUNT,
            Field("memo", TEXT, "description", "DESCRIPTION"),
            *dimensions(JOURNAL_DIMENSIONS),
        ),
        rest="lines",
        xml="ENTRIES.GLENTRY",
        compared_as=_LINE,
    ),
    compared=("posting_date", "description"),
)
