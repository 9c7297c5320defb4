"""Journal entries. Sources: developer.intacct.com general-ledger/journal-entries; OpenAPI general-ledger/journal-entry.

Amounts are absolute; the direction is ``txnType`` or TR_TYPE. The header has no total: only the lines tell one entry
from another.

Lines are records of their own in queries: GLENTRY, whose BATCHNO is the record number of the GLBATCH, and
general-ledger/journal-entry-line, whose ``journalEntry.key`` is the key of the entry (OpenAPI group general-ledger).
Lines that Intacct adds to balance entities are not marked on both surfaces, so they make the entry another one, which
a person then looks at: an entry with more lines under our reference may be somebody's.

The entry that undoes another one has the same reference and says by ``reversedFromDate`` or REVERSEDFROM what it is.
"""

from service.intacct.objects.account import STATISTICAL_ACCOUNT
from service.intacct.objects.declaration import (
    JOURNAL_DIMENSIONS,
    Declaration,
    Field,
    KeptBy,
    Lines,
    State,
    Uniqueness,
    XmlForm,
    dimensions,
    line_record,
)
from service.intacct.objects.document_states import OF_JOURNAL_ENTRIES
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT, Choice
from service.intacct.objects.operations import CREATE_AND_UPDATE

_DIRECTION = Choice({"debit": ("1", "debit"), "credit": ("-1", "credit")})

_ACCOUNT = Field("account", REFERENCE, "glAccount.id", "ACCOUNTNO")
_SIDE = Field("direction", _DIRECTION, "txnType", "TR_TYPE")
_AMOUNT = Field("amount", MONEY, "txnAmount", "TRX_AMOUNT")

JOURNAL_ENTRY = Declaration(
    name="journal-entry",
    label="Journal entry",
    key=("journal", "reference"),
    rest="general-ledger/journal-entry",
    xml=XmlForm("GLBATCH"),
    over_rest=CREATE_AND_UPDATE,
    over_xml=CREATE_AND_UPDATE,
    fields=(
        Field("journal", REFERENCE, "glJournal.id", "JOURNAL"),
        Field("reference", TEXT, "referenceNumber", "REFERENCENO"),
        Field("posting_date", DAY, "postingDate", "BATCH_DATE"),
        Field("description", TEXT, "description", "BATCH_TITLE"),
        Field(
            "reverse_on",
            DAY,
            "automaticReversalDate",
            "REVERSEDATE",
            if_shown="live companies have refused it in queries; the reversing entry is a record of its own",
        ),
    ),
    lines=Lines(
        "lines",
        (
            _ACCOUNT,
            _SIDE,
            _AMOUNT,
            Field("currency", TEXT, "currency.txnCurrency", "CURRENCY", rate_type="EXCH_RATE_TYPE_ID"),
            Field("memo", TEXT, "description", "DESCRIPTION"),
            *dimensions(JOURNAL_DIMENSIONS),
        ),
        rest="lines",
        xml="ENTRIES.GLENTRY",
        accounts_apart=STATISTICAL_ACCOUNT,
        record=line_record(
            "journal-entry-line",
            "Journal entry line",
            "general-ledger/journal-entry-line",
            "GLENTRY",
            Field("owner", REFERENCE, "journalEntry.key", "BATCHNO"),
        ),
        essential=("account", "direction", "amount"),
    ),
    uniqueness=Uniqueness(
        key="the reference is the bookkeeper's name of the entry within a journal; under the same one, another date is "
        "a difference and not another entry, because posting twice is worse than asking",
        kept_by=KeptBy.NOBODY,
        why="Intacct takes any number of entries with one reference",
    ),
    state=State(
        words=OF_JOURNAL_ENTRIES,
        posted_on=("posting_date",),
        reverses_rest="reversedFromDate",
        reverses_xml="REVERSEDFROM",
    ),
)
