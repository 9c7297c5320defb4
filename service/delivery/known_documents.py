"""What this process knows about a tenant's objects: record numbers of ours, and which event brought the newest state.

Receipts are the memory (``EventLog.documents``); what was applied since they were asked is kept here.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.event import StoredEvent
from schemas.write import ObjectKey
from service.eventlog.port import DocumentKey, KnownDocument

MOST_KNOWN = 25_000
"""Objects. More than a partition's window of events, so that nothing is forgotten that a waiting event may need."""


@dataclass(frozen=True, slots=True)
class _Known:
    """One object in one entity: its record (empty: deleted), and by source what brought its newest state."""

    record_number: str
    newest: Mapping[str, KnownDocument]


class KnownDocuments:
    """Of one tenant, bounded. An object is known per entity, empty for the top level."""

    def __init__(self, tenant: str, most: int = MOST_KNOWN) -> None:
        self._tenant = tenant
        self._known: OrderedDict[DocumentKey, dict[str, _Known]] = OrderedDict()
        self._most = most

    def key(self, key: ObjectKey) -> DocumentKey:
        """How receipts spell this object."""
        return DocumentKey(self._tenant, key.object, " / ".join(key.parts))

    def number(self, key: ObjectKey, entity: str) -> str:
        """The record number, or an empty string."""
        known = self._get(key, entity)
        return known.record_number if known else ""

    def numbers(self, key: ObjectKey, entity: str) -> frozenset[str]:
        """Records that receipts prove to be ours under this key."""
        known = self._get(key, entity)
        if known is None or not known.record_number:
            return frozenset()
        return frozenset({known.record_number, *(each.record_number for each in known.newest.values())})

    def entities(self, key: ObjectKey) -> tuple[str, ...]:
        """Where we have written this object."""
        entities = self._known.get(self.key(key), {})
        return tuple(entity for entity, known in entities.items() if known.record_number)

    def newer(self, key: ObjectKey, entity: str, event: StoredEvent) -> KnownDocument | None:
        """What brought a newer state of the object than this event, from the same source."""
        known = self._get(key, entity)
        newest = known.newest.get(event.source) if known else None
        return newest if newest and newest.event_key != event.key and _is_newer(newest, event) else None

    def learn(self, documents: Mapping[DocumentKey, Sequence[KnownDocument]]) -> None:
        """Take over what receipts prove; what was learned here since is newer and stays."""
        for key, proven in documents.items():
            for document in proven:
                self._learn(key, document)

    def _learn(self, key: DocumentKey, document: KnownDocument) -> None:
        known = self._known.get(key, {}).get(document.entity)
        if known is None:
            self._put(key, document.entity, _Known(document.record_number, {document.source: document}))
        elif document.source not in known.newest:
            self._put(key, document.entity, _Known(known.record_number, {**known.newest, document.source: document}))

    def applied(self, key: ObjectKey, entity: str, record_number: str, state: str, event: StoredEvent) -> None:
        """This event has brought the newest state."""
        applied_at = event.received_at or event.time or _LONG_AGO
        brought = KnownDocument(
            entity, record_number, state, event.source, event.id, event.key, event.time, event.received_at, applied_at
        )
        known = self._get(key, entity)
        newest = known.newest if known else {}
        self._put(self.key(key), entity, _Known(record_number, {**newest, event.source: brought}))

    def forget(self, key: ObjectKey, entity: str) -> None:
        """Its record does not exist any more; what brought its newest state is still known."""
        known = self._get(key, entity)
        if known:
            self._put(self.key(key), entity, _Known("", known.newest))

    def _get(self, key: ObjectKey, entity: str) -> _Known | None:
        return self._known.get(self.key(key), {}).get(entity)

    def _put(self, key: DocumentKey, entity: str, known: _Known) -> None:
        self._known.setdefault(key, {})[entity] = known
        self._known.move_to_end(key)
        if len(self._known) > self._most:
            self._known.popitem(last=False)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _is_newer(known: KnownDocument, event: StoredEvent) -> bool:
    """By the sender's time where both state one and they differ, else by the order of acceptance."""
    if known.event_time and event.time and known.event_time != event.time:
        return known.event_time > event.time
    if known.received_at and event.received_at:
        return known.received_at > event.received_at
    return False
