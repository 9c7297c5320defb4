"""General ledger: accounts and journal entries."""

from collections.abc import Sequence

from handlers.defaults import lines_with_currency, lines_with_location, required
from handlers.references import refers, refers_in_lines
from handlers.registry import Context, handles
from handlers.settings import settings_of
from schemas.event import Event
from schemas.events.general_ledger import AccountUpserted, JournalEntryPosted
from schemas.write import ObjectKey, Operation, Write


@handles("account.upserted", AccountUpserted)
async def upsert_account(event: Event[AccountUpserted], context: Context) -> Sequence[Write]:
    """Create the account, or change what the event states of it."""
    account = event.data
    key = ObjectKey("account", (account.number,))
    references = refers(account=account.closing_account)
    return [Write(Operation.UPSERT, key, account.stated(), references, entity=event.entity)]


@handles("journal-entry.posted", JournalEntryPosted)
async def create_journal_entry(event: Event[JournalEntryPosted], context: Context) -> Sequence[Write]:
    """Create the journal entry in the stated journal or the tenant's default one. That it balances is known by now.

    Its currency is that of each line: a company with several currencies wants it there, the base currency too.
    """
    entry, defaults = event.data, settings_of(context).defaults
    journal = required(entry.journal, defaults.journal, "journal")
    stated = entry.stated()
    currency = stated.pop("currency", defaults.base_currency)
    lines = lines_with_currency(lines_with_location(stated["lines"], defaults), currency)
    key = ObjectKey("journal-entry", (journal, entry.reference))
    references = (*refers(journal=journal), *refers_in_lines(lines))
    fields = {**stated, "journal": journal, "lines": lines}
    return [Write(Operation.CREATE, key, fields, references, entity=event.entity)]
