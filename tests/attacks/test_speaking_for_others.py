"""Who holds the key of one way in cannot use up the ids of another one's events: each pair of kinds, over real HTTP.

The judge is the real log behind them: after whatever the attacker got in, the victim's own event waits there, byte
for byte.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from schemas.event import StoredEvent
from service.clock import SystemClock
from service.errors import ForeignSource, Malformed
from service.eventlog.sqlite import SqliteLog
from service.intake.file_source import read_events
from service.intake.kafka_record import RecordReader
from service.intake.speaks_for import SpeaksFor, apart, claims_of, topic_claim
from service.intake.standard_webhooks import sign
from service.settings import Settings, SqliteLogSettings
from tests.intake.seams import SHARED, SIGNING_SECRET, Door, open_door, settings
from tests.support.clock import START, FakeClock

STOLEN_SECRET = SecretStr("whsec_dGhlLXNlY3JldC1vZi1hbm90aGVyLXdheS1pbg==")
SMART = "/intacct/acme/smart-event/smart"
TRIGGER = "/intacct/acme/platform-trigger/trigger"


Options = dict[str, Any]


def configured(**changes: Options) -> Settings:
    """A victim and a thief of each kind. The thieves stand first, so that no order protects the victims."""
    signed: Options = {"kind": "cloudevents"}
    smart: Options = {"kind": "intacct-smart-event", "tenant": "acme", "id_arguments": ["obj", "id"]}
    trigger: Options = {"kind": "platform-trigger", "tenant": "acme", "id_paths": ["id"]}
    sources: dict[str, Options] = {
        "open-thief": signed | {"secrets": [STOLEN_SECRET]},
        "named-thief": signed | {"secrets": [STOLEN_SECRET], "speaks_for": ["/thief/*"]},
        "smart-thief": smart | {"secrets": ["stolen"]},
        "trigger-thief": trigger | {"secrets": ["stolen"]},
        "named": signed | {"secrets": [SIGNING_SECRET], "speaks_for": ["/erp", "/erp/*"]},
        "open": signed | {"secrets": [SIGNING_SECRET]},
        "smart": smart | {"secrets": [SHARED]},
        "trigger": trigger | {"secrets": [SHARED]},
    }
    bare = {"type": {"constant": "t"}, "id": {"path": "id"}}
    topics = [
        {"topic": "thief-topic"},
        {"topic": "bare-thief", **bare},
        {"topic": "named-topic", "speaks_for": ["/topic"]},
        {"topic": "open-topic"},
        {"topic": "bare-topic", "tenant": "acme", **bare},
    ]
    sources = {name: source | changes.get(name, {}) for name, source in sources.items()}
    return settings(sources=sources, router={"bootstrap_servers": "none:9092", "topics": topics})


@dataclass(frozen=True)
class Record:
    """A record of an upstream topic."""

    topic: str
    value: bytes
    headers: tuple[tuple[str, bytes], ...] = ()
    partition: int = 0
    offset: int = 0
    timestamp: int = 0
    key: bytes | None = None


def cloud_event(source: str, content: str = "real", tenant: str = "acme") -> bytes:
    """A structured event, always under the same id."""
    event = {"specversion": "1.0", "id": "7", "source": source, "type": "t", "tenant": tenant, "data": content}
    return json.dumps(event).encode()


@dataclass
class Ways:
    """All ways in of one configuration, with the real log behind them."""

    door: Door
    log: SqliteLog
    settings: Settings

    async def signed(self, way: str, body: bytes, secret: SecretStr = SIGNING_SECRET) -> int:
        """The status of a structured event."""
        headers = sign(secret, "m", START, body) | {"Content-Type": "application/cloudevents+json"}
        status, answer = await self.door.post(way, body, headers)
        if status == 403:
            assert answer["path"] == "source"
            assert "sources." + way in str(answer["detail"]) or "made by this service" in str(answer["detail"])
        return status

    async def posted(self, path: str, body: bytes) -> str:
        """The id that an unsigned delivery is given."""
        status, answer = await self.door.post(path, body)
        assert status == 200
        events = answer["events"]
        assert isinstance(events, list)
        return str(events[0])

    async def record(self, record: Record) -> None:
        """As the router does. Raises ForeignSource."""
        claims = claims_of(self.settings.sources, self.settings.router.topics)
        (topic,) = (topic for topic in self.settings.router.topics if topic.topic == record.topic)
        event = RecordReader(topic, SpeaksFor(topic_claim(topic), claims)).read(record, START)
        await self.log.append([event])

    async def waiting(self, event_id: str) -> list[bytes]:
        """The bodies under this id that the log holds, in no order."""
        return [found.waiting.body for found in await self.log.where(event_id) if found.waiting is not None]


@pytest.fixture
async def ways(tmp_path: Path) -> AsyncIterator[Ways]:
    """Everything open."""
    log = SqliteLog(SqliteLogSettings(path=tmp_path / "relay.db"), SystemClock())
    await log.start()
    async with open_door(log, FakeClock(), configured()) as door:
        yield Ways(door, log, configured())
    await log.stop()


async def open_webhook(ways: Ways, source: str) -> None:
    """A sender whose way in names no source."""
    assert await ways.signed("open-thief", cloud_event(source, "stolen"), STOLEN_SECRET) in (200, 403)


async def named_webhook(ways: Ways, source: str) -> None:
    """A sender whose way in names its sources."""
    assert await ways.signed("named-thief", cloud_event(source, "stolen"), STOLEN_SECRET) == 403


async def smart_event(ways: Ways, source: str) -> None:
    """Who knows the secret of a Smart Event."""
    await ways.posted("smart-thief/stolen", f"obj=VENDOR&evt=set&id=7&source={source}&type=t&tenant=acme".encode())


async def trigger(ways: Ways, source: str) -> None:
    """Who knows the secret of a platform trigger: also with a whole CloudEvent as its body."""
    await ways.posted("trigger-thief/stolen", cloud_event(source, "stolen"))


async def topic(ways: Ways, source: str) -> None:
    """Who may write to a topic whose sources are not named."""
    with suppress(ForeignSource):
        await ways.record(Record("thief-topic", cloud_event(source, "stolen")))


async def topic_of_bare_json(ways: Ways, source: str) -> None:
    """Who may write to a topic of bare JSON: bare, and as a CloudEvent in headers and as a document."""
    named = {"specversion": "1.0", "id": "7", "source": source, "type": "t", "tenant": "acme"}
    headers = tuple((f"ce_{name}", value.encode()) for name, value in named.items())
    for record in (
        Record("bare-thief", cloud_event(source, "stolen"), headers),
        Record("bare-thief", cloud_event(source, "stolen"), (("content-type", b"application/cloudevents+json"),)),
    ):
        with pytest.raises(ForeignSource):
            await ways.record(record)


ATTACKS = [open_webhook, named_webhook, smart_event, trigger, topic, topic_of_bare_json]
Attack = Callable[[Ways, str], Awaitable[None]]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(("way", "source"), [("named", "/erp"), ("named", "/erp/north"), ("open", "/unnamed")])
async def test_no_way_in_takes_the_ids_of_a_signed_webhook(ways: Ways, attack: Attack, way: str, source: str) -> None:
    """Refused, or known under another identity; the victim's event is stored all the same."""
    await attack(ways, source)
    assert await ways.signed(way, cloud_event(source)) == 200
    assert cloud_event(source) in await ways.waiting("7")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(("way", "source"), [("named-topic", "/topic"), ("open-topic", "/unnamed")])
async def test_no_way_in_takes_the_ids_of_a_topic(ways: Ways, attack: Attack, way: str, source: str) -> None:
    """Whether its sources are named or not."""
    await attack(ways, source)
    await ways.record(Record(way, cloud_event(source)))
    assert cloud_event(source) in await ways.waiting("7")


@pytest.mark.parametrize("attack", ATTACKS)
async def test_no_way_in_takes_the_ids_of_a_topic_of_bare_json(ways: Ways, attack: Attack) -> None:
    """Its source is the topic's name, which anybody can guess."""
    await attack(ways, "bare-topic")
    await ways.record(Record("bare-topic", b'{"id": 7}'))
    assert b'{"id": 7}' in await ways.waiting("7")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(("way", "source"), [("smart", SMART), ("trigger", TRIGGER)])
async def test_no_way_in_takes_the_ids_of_what_intacct_sends(ways: Ways, attack: Attack, way: str, source: str) -> None:
    """Nobody can send its source, and nobody can know its id before it is there."""
    await attack(ways, source)
    assert source not in {event.source for event in await stored(ways, "7")}
    body = {"smart": b"obj=VENDOR&evt=set&id=7", "trigger": b'{"id": "7"}'}[way]
    event_id = await ways.posted(f"{way}/{SHARED}", body)
    assert await ways.waiting(event_id) == [body]


async def stored(ways: Ways, event_id: str) -> list[StoredEvent]:
    """The events under this id."""
    return [found.waiting for found in await ways.log.where(event_id) if found.waiting is not None]


@pytest.mark.parametrize("source", [SMART, TRIGGER, apart("open", "/unnamed"), apart("kafka:open-topic", "/unnamed")])
async def test_a_source_that_is_made_here_can_be_sent_by_nobody(ways: Ways, source: str, tmp_path: Path) -> None:
    """Not by webhook, not by topic, and not by accident in a file, where line and field are named."""
    assert await ways.signed("open-thief", cloud_event(source), STOLEN_SECRET) == 403
    with pytest.raises(ForeignSource):
        await ways.record(Record("thief-topic", cloud_event(source)))
    file = tmp_path / "day.jsonl"
    file.write_bytes(cloud_event("/fine") + b"\n" + cloud_event(source))
    with pytest.raises(Malformed) as refused:
        list(read_events(file, ways.settings))
    assert [path for path, _ in refused.value.mistakes] == [f"{file}:2: source"]
    assert await ways.log.backlog() == {}


async def test_one_refused_member_refuses_the_batch(ways: Ways) -> None:
    """With its place; nothing of the batch is stored."""
    body = b"[" + cloud_event("/erp") + b"," + cloud_event("/other") + b"]"
    headers = sign(SIGNING_SECRET, "m", START, body) | {"Content-Type": "application/cloudevents-batch+json"}
    status, answer = await ways.door.post("named", body, headers)
    assert (status, answer["path"], answer["title"]) == (403, "[1].source", "Source refused")
    assert await ways.log.backlog() == {}


async def test_two_ways_that_name_the_same_source_bring_the_same_event(ways: Ways) -> None:
    """Webhook and topic of one sender, as their configuration says: one event."""
    shared = configured(named={"speaks_for": ["/topic"]})
    async with open_door(ways.log, FakeClock(), shared) as door:
        both = Ways(door, ways.log, shared)
        assert await both.signed("named", cloud_event("/topic")) == 200
        await both.record(Record("named-topic", cloud_event("/topic")))
    assert await ways.waiting("7") == [cloud_event("/topic")]


async def test_ways_of_two_tenants_do_not_meet(ways: Ways) -> None:
    """Two companies' ERPs of one make, both «/erp»: neither is refused or kept apart for the other's sake."""
    theirs: Options = {"tenant": "zenith", "speaks_for": ["/erp"]}
    pinned = configured(**{"named": {"tenant": "acme"}, "named-thief": theirs})
    async with open_door(ways.log, FakeClock(), pinned) as door:
        both = Ways(door, ways.log, pinned)
        assert await both.signed("named", cloud_event("/erp")) == 200
        assert await both.signed("named-thief", cloud_event("/erp", tenant="zenith"), STOLEN_SECRET) == 200
    assert {event.source for event in await stored(ways, "7")} == {"/erp"}
