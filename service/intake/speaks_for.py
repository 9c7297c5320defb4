"""Which CloudEvents sources a way in speaks for, so that no sender can use up the ids of another one's events."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from service.errors import SourceRefused
from service.settings import CloudEventsSource, PlatformTriggerSource, SmartEventSource, TopicSource, WebhookSource

SMART_EVENT = "smart-event"
PLATFORM_TRIGGER = "platform-trigger"
EVENT_QUEUE = "event-queue"

_RESERVED = re.compile(rf"/intacct/[^/]*/({SMART_EVENT}|{PLATFORM_TRIGGER}|{EVENT_QUEUE})/.*|/way-in/.*", re.DOTALL)


def own_source(tenant: str, kind: str, name: str) -> str:
    """The CloudEvents source of what Intacct sends without one. Reserved: no sender can use it."""
    return f"/intacct/{quote(tenant)}/{kind}/{quote(name)}"


def apart(way: str, source: str) -> str:
    """A source as said by one way in alone. Reserved, and never the same for two ways or two sources."""
    return f"/way-in/{quote(way, safe='')}/{source}"


def reserved(source: str) -> bool:
    """Whether only this service itself makes such a source."""
    return _RESERVED.fullmatch(source) is not None


def covers(entry: str, source: str) -> bool:
    """Whether an entry of ``speaks_for`` names a source: exactly, or as a prefix that ends in ``*``.

    Also whether it covers all that a second entry does.
    """
    return source.startswith(entry[:-1]) if entry.endswith("*") else source == entry


@dataclass(frozen=True, slots=True)
class Claim:
    """What one way in speaks for. ``entries`` empty: open, it speaks for whatever no other way in names."""

    way: str
    """As in :attr:`schemas.event.StoredEvent.profile`."""
    place: str
    """Where it is configured, for people."""
    tenant: str | None
    """None: it speaks for every tenant."""
    entries: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether its configuration names no source."""
        return not self.entries

    def names(self, source: str) -> bool:
        """Whether one of its entries names the source."""
        return any(covers(entry, source) for entry in self.entries)

    def meets(self, other: "Claim") -> bool:
        """Whether both can bring events of one tenant."""
        return self.tenant is None or other.may_be_for(self.tenant)

    def may_be_for(self, tenant: str) -> bool:
        """Whether it can bring events of this tenant."""
        return self.tenant in (None, tenant)


FILES = Claim("file", "files", None, ("*",))
"""Who sends files has the machine and its configuration: trusted with every source that is not reserved."""


def claims_of(sources: Mapping[str, WebhookSource], topics: Iterable[TopicSource]) -> list[Claim]:
    """What each configured way in speaks for."""
    return [*(webhook_claim(name, source) for name, source in sources.items()), *map(topic_claim, topics)]


def webhook_claim(name: str, source: WebhookSource) -> Claim:
    """A webhook profile's: its senders' sources, or the one that we make for it."""
    return Claim(name, f"sources.{name}", source.tenant, _webhook_entries(name, source))


def topic_claim(topic: TopicSource) -> Claim:
    """A topic's. Bare JSON has the source that its configuration says, and a topic of it is never open."""
    bare = () if topic.type is None else (topic.source or topic.topic,)
    entries = dict.fromkeys((*bare, *(topic.speaks_for or ())))
    return Claim(f"kafka:{topic.topic}", f"router.topics «{topic.topic}»", topic.tenant, tuple(entries))


def _webhook_entries(name: str, source: WebhookSource) -> tuple[str, ...]:
    match source:
        case CloudEventsSource():
            return tuple(source.speaks_for or ())
        case SmartEventSource():
            return (own_source(source.tenant, SMART_EVENT, name),)
        case PlatformTriggerSource():
            return (own_source(source.tenant, PLATFORM_TRIGGER, name),)


def overlaps(one: Claim, other: Claim) -> list[tuple[str, str]]:
    """Entries of both that cover a common source which no entry that both have covers.

    Who writes the same entry on two ways in lets both bring the same events; an overlap that is not written down is
    taken for an accident.
    """
    if not one.meets(other):
        return []
    shared = Claim("", "", None, tuple(set(one.entries) & set(other.entries)))
    pairs = [(mine, theirs) for mine in one.entries for theirs in other.entries]
    return [pair for pair in pairs if (common := _common(*pair)) is not None and not shared.names(common)]


def open_before(own: Claim, configured: Iterable[Claim]) -> list[Claim]:
    """The open ways in that stand before this one and can bring events of a tenant of its."""
    before = itertools.takewhile(lambda claim: claim != own, configured)
    return [claim for claim in before if claim.open and claim.meets(own)]


def _common(one: str, other: str) -> str | None:
    """The narrower of two entries, when the other covers it."""
    if covers(one, other):
        return other
    return one if covers(other, one) else None


class SpeaksFor:
    """Decides for one way in, among all that are configured."""

    def __init__(self, own: Claim, configured: Iterable[Claim] = ()) -> None:
        self._own = own
        self._others = [claim for claim in configured if claim != own]
        self._open_before = open_before(own, configured)

    def source(self, said: str, tenant: str) -> str:
        """The source under which an event of this tenant is known. Raises SourceRefused.

        It is the one that was said. Only where an open way in that stands before this one, open too, can bring events
        of the tenant, it is kept apart: neither can be told to be the other.
        """
        if reserved(said):
            raise _refused("is made by this service alone: send another one")
        if self._own.open:
            return self._open(said, tenant)
        if not self._own.names(said):
            listed = ", ".join(self._own.entries)
            raise _refused(f"is not one that this way in speaks for ({listed}): add it to {self._option}")
        return said

    def _open(self, said: str, tenant: str) -> str:
        if any(claim.may_be_for(tenant) and claim.names(said) for claim in self._others):
            raise _refused(f"belongs to another way in: if this one may send it as well, add it to {self._option}")
        first = not any(claim.may_be_for(tenant) for claim in self._open_before)
        return said if first else apart(self._own.way, said)

    @property
    def _option(self) -> str:
        return f"«speaks_for» of {self._own.place}"


def _refused(text: str) -> SourceRefused:
    return SourceRefused("the source is refused", mistakes=[("source", text)])
