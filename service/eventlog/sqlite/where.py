"""«Where is my event» in the embedded log."""

import sqlite3

from schemas.event import StoredEvent
from service.eventlog.port import Whereabouts
from service.eventlog.sqlite.events import event_of
from service.eventlog.sqlite.verdicts import find_dead_letters, find_receipts
from service.eventlog.whereabouts import whereabouts


def find_event(connection: sqlite3.Connection, event_id: str) -> list[Whereabouts]:
    """Everything about events with this id or key, one entry per event."""
    waiting = {event.key: event for event in _find_events(connection, event_id)}
    receipts = {receipt.event_key: receipt for receipt in find_receipts(connection, event_id)}
    letters = {letter.id: letter for letter in find_dead_letters(connection, event_id)}
    keys = dict.fromkeys((*receipts, *letters, *waiting))
    found = (whereabouts(waiting.get(key), receipts.get(key), letters.get(key)) for key in keys)
    return [entry for entry in found if entry is not None]


def _find_events(connection: sqlite3.Connection, event_id: str) -> list[StoredEvent]:
    """In ascending order of replay, so that of several copies the latest one counts; of one replay, the first."""
    rows = connection.execute(
        "SELECT headers, body FROM events WHERE event_id = ?1 OR event_key = ?1 ORDER BY replay, offset DESC",
        (event_id,),
    )
    return [event_of(headers, body) for headers, body in rows]
