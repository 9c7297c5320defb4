"""General ledger: accounts and journal entries."""

from collections.abc import Sequence

from handlers.defaults import lines_with_location, required
from handlers.references import refers, refers_in_lines
from handlers.registry import Context, EventRefused, handles
from handlers.settings import Defaults, settings_of
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
    """Create the journal entry in the stated journal or the tenant's default one. That it balances is known by now."""
    entry, defaults = event.data, settings_of(context).defaults
    _refuse_foreign_currency(entry, defaults)
    journal = required(entry.journal, defaults.journal, "journal")
    stated = entry.stated()
    stated.pop("currency", None)
    lines = lines_with_location(stated["lines"], defaults)
    key = ObjectKey("journal-entry", (journal, entry.reference))
    references = (*refers(journal=journal), *refers_in_lines(lines))
    fields = {**stated, "journal": journal, "lines": lines}
    return [Write(Operation.CREATE, key, fields, references, entity=event.entity)]


def _refuse_foreign_currency(entry: JournalEntryPosted, defaults: Defaults) -> None:
    """The amounts are posted in the base currency: one that is stated must be that one, or 100 EUR become 100 USD."""
    if entry.currency is None or entry.currency == defaults.base_currency:
        return
    base = defaults.base_currency or "not configured"
    raise EventRefused(
        f"the entry is in {entry.currency} and the company's base currency is {base}",
        next_step="State the amounts in the base currency, or set handlers.defaults.base_currency, and send it again.",
    )
