"""How far documents are: Intacct's words for it, which differ by object, and what they mean.

Sources: developer.intacct.com pages and OpenAPI groups of each object. XML shows the display word («Partially Paid»),
REST its own spelling of the same one («partiallyPaid»), so one table per object serves both.
"""

from collections.abc import Mapping
from typing import TypeAlias

from service.delivery.client_port import RecordState

Words: TypeAlias = Mapping[str, RecordState]
"""Word, in small letters without anything between them -> meaning."""


def _words(meanings: Mapping[RecordState, str]) -> Words:
    return {word: state for state, words in meanings.items() for word in words.split()}


_UNDONE = "reversed reversal declined voided void printvoided"

OF_BILLS = _words(
    {
        RecordState.DRAFT: "draft analyzing",
        RecordState.SUBMITTED: "submitted partiallyapproved approved",
        RecordState.POSTED: "posted novalue",
        RecordState.PAID: "selected partiallypaid paid",
        RecordState.UNDONE: _UNDONE,
    }
)
"""Bills and invoices. «Approved» is what approving answers; posted is what it becomes. «No value»: its lines cancel
each other out."""

OF_BILL_PAYMENTS = _words(
    {
        RecordState.DRAFT: "draft",
        RecordState.SUBMITTED: "submitted partiallyapproved approved delivered printed",
        RecordState.POSTED: "posted confirmed complete completed cleared reconciled paid",
        RecordState.UNDONE: _UNDONE,
    }
)
"""AP payments: a printed («delivered») cheque still has to be confirmed, and only then are its bills paid."""

OF_PAYMENTS = _words(
    {
        RecordState.DRAFT: "draft",
        RecordState.SUBMITTED: "submitted",
        RecordState.POSTED: "posted complete completed confirmed cleared reconciled deposited",
        RecordState.UNDONE: _UNDONE,
    }
)
"""AR payments."""

OF_JOURNAL_ENTRIES = _words(
    {
        RecordState.DRAFT: "draft",
        RecordState.SUBMITTED: "submitted partiallyapproved approved",
        RecordState.POSTED: "posted reversalpending",
        RecordState.UNDONE: _UNDONE,
    }
)
"""Journal entries. While its reversal waits for approval an entry still counts."""
