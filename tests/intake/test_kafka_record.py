"""Upstream records become events, or dead letters with their bytes untouched."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from re import fullmatch

import pytest
from cloudevents.core.bindings import kafka
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st

from schemas.event import StoredEvent
from schemas.verdict import DeadLetterClass, Origin
from service.errors import ConfigurationError, EventError, ForeignSource, Undecodable, UnknownTenant
from service.intake.kafka_connection import router_connection
from service.intake.kafka_record import RecordReader, record_id
from service.intake.speaks_for import SpeaksFor, topic_claim
from service.intake.unreadable import unreadable
from service.settings import TopicSource
from tests.intake.seams import settings
from tests.support.clock import START

EVENT = {"specversion": "1.0", "id": "erp-7", "source": "/erp", "type": "acme.bill", "tenant": "acme"}
BARE = {"topic": "erp", "tenant": "acme", "type": {"path": "kind"}, "id": {"path": "meta.id"}}


@dataclass(frozen=True)
class Record:
    """A record as the client library hands it out."""

    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]] = ()
    topic: str = "erp"
    partition: int = 3
    offset: int = 42
    timestamp: int = 1_785_000_000_000
    key: bytes | None = None


def read(record: Record, **source: object) -> StoredEvent:
    """Read with a topic's settings."""
    topic = TopicSource.model_validate({"topic": "erp"} | source)
    return RecordReader(topic, SpeaksFor(topic_claim(topic))).read(record, START)


def test_a_binary_event_as_the_library_writes_it() -> None:
    """Attributes in ce_ headers; the value and all headers stay as they are."""
    message = kafka.to_binary_event(CloudEvent({**EVENT, "subject": "Café"}, {"number": "B-77"}))
    headers = [*message.headers.items(), ("trace", None), ("trace", b"2")]
    event = read(Record(message.value, headers), aliases={"acme.bill": "bill.approved"})
    assert (event.id, event.source, event.type, event.tenant) == ("erp-7", "/erp", "bill.approved", "acme")
    assert (event.subject, event.body, event.content_type) == ("Café", message.value, "application/json")
    assert event.headers[-2:] == (("trace", b""), ("trace", b"2"))
    assert event.profile == "kafka:erp"


def test_a_structured_event_is_stored_whole() -> None:
    """With the content type that says so."""
    body = json.dumps(EVENT | {"data": {"number": "B-77"}}).encode()
    event = read(Record(body, [("content-type", b"application/cloudevents+json; charset=utf-8")]))
    assert (event.id, event.body, event.content_type) == ("erp-7", body, "application/cloudevents+json")


def test_bare_json_takes_what_the_configuration_names() -> None:
    """From fields, headers and constants."""
    body = b'{"kind": "acme.bill", "meta": {"id": 900719925474099312345}}'
    event = read(Record(body), **BARE, aliases={"acme.bill": "bill.approved"}, source="urn:erp")
    assert (event.id, event.type, event.source) == ("900719925474099312345", "bill.approved", "urn:erp")
    how = {"type": {"constant": "vendor.upserted"}, "tenant_from": {"header": "Company"}, "id": {"header": "key"}}
    event = read(Record(b"not even json", [("company", b"x"), ("company", b"zenith"), ("key", b"k")]), **how)
    assert (event.id, event.type, event.source, event.tenant) == ("k", "vendor.upserted", "erp", "zenith")


def test_a_record_that_is_read_again_is_the_same_event() -> None:
    """The id of a bare record without one begins with its place, for people."""
    record = Record(b"{}", [("a", None)])
    first, again = (read(record, tenant="acme", type={"constant": "t"}) for _ in range(2))
    assert first.key == again.key
    assert fullmatch("erp/3/42/[0-9a-f]{32}", first.id)
    assert len(record_id(replace(record, topic="t" * 249, offset=2**63 - 1))) <= 255


records = st.builds(
    Record,
    st.none() | st.binary(max_size=3),
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.none() | st.binary(max_size=2)), max_size=2),
    st.sampled_from(["erp", "erp/3", "t" * 200, "t" * 201]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 2),
    st.none() | st.binary(max_size=2),
)


@given(records, records)
def test_two_records_never_share_an_id(one: Record, other: Record) -> None:
    """Another record at the same place, of a topic made anew or on another cluster, is another event."""
    assert (record_id(one) == record_id(other)) == (one == other)


@pytest.mark.parametrize("other", [Record(b'{"n":2}'), Record(b'{"n":1}', timestamp=1_785_000_000_001)])
def test_a_topic_that_is_made_anew_repeats_no_id(other: Record) -> None:
    """Offsets begin at 0 again; other bytes, or the same ones at another time, are another event and dead letter."""
    how = {"tenant": "acme", "type": {"constant": "t"}}
    assert read(Record(b'{"n":1}'), **how).key != read(other, **how).key
    wrong, topic = Undecodable("not JSON"), TopicSource(topic="erp")
    first = unreadable(Record(b'{"n":1}'), wrong, topic, START)
    assert first.id != unreadable(other, wrong, topic, START).id


def test_a_source_that_the_topic_does_not_speak_for_is_a_dead_letter_that_names_it() -> None:
    """And says what to do about it."""
    headers = [(f"ce_{name}", value.encode()) for name, value in EVENT.items()]
    record, topic = Record(b"{}", headers), TopicSource(topic="erp", speaks_for=["/other/*"])
    with pytest.raises(ForeignSource, match=r"the source «/erp» is not one .* \(/other/\*\)") as refused:
        read(record, speaks_for=["/other/*"])
    letter = unreadable(record, refused.value, topic, START)
    assert letter.failure.category is DeadLetterClass.FOREIGN_SOURCE
    assert "«speaks_for»" in letter.failure.next_step
    assert (letter.body, letter.headers) == (b"{}", tuple(headers))


def test_a_topic_of_bare_json_carries_no_event_of_another_source() -> None:
    """Who may write to it might say anything in the headers of a CloudEvent."""
    headers = [(f"ce_{name}", value.encode()) for name, value in EVENT.items()]
    with pytest.raises(ForeignSource):
        read(Record(b"{}", headers), **BARE)
    assert read(Record(b"{}", headers), **BARE, speaks_for=["/erp"]).source == "/erp"


def test_an_unknown_tenant_is_left_to_the_lane() -> None:
    """Its envelope is readable: as a dead letter of the lane it can be replayed once the tenant is configured."""
    headers = [(f"ce_{name}", value.encode()) for name, value in (EVENT | {"tenant": "newcomer"}).items()]
    assert read(Record(b"{}", headers)).tenant == "newcomer"


@pytest.mark.parametrize(
    ("value", "headers", "source", "reason"),
    [
        (b"{}", {}, {}, "no CloudEvent"),
        (b"{", {"content-type": b"application/cloudevents+json"}, {}, "not JSON"),
        (b"[]", {"content-type": b"application/cloudevents+json"}, {}, "JSON object"),
        (b"[]", {"content-type": b"application/cloudevents-batch+json"}, {}, "one in a record"),
        (b"\x00", {"content-type": b"application/cloudevents+avro"}, {}, "as JSON"),
        (b"{}", {"content-type": b"application/cloudevents+json"}, {}, "id is missing; source is missing"),
        (b"{}", {"ce_id": b"1"}, {}, "type is missing"),
        (b"{}", {"ce_id": b"\xff"}, {}, "ce_id.*UTF-8"),
        (b"{}", {"content-type": b"\xff"}, {}, "content-type.*UTF-8"),
        (None, {f"ce_{name}": value.encode() for name, value in EVENT.items()}, {}, "tombstone"),
        (None, {}, BARE, "empty"),
        (b"\xff", {}, BARE, "UTF-8"),
        (b'{"kind": 7.5}', {}, BARE, "meta.id"),
        (b'{"kind": true, "meta": {"id": "1"}}', {}, BARE, "field «kind»"),
        (b'{"kind": "a", "kind": "b"}', {}, BARE, "occurs twice"),
        (b"{}", {}, BARE | {"type": {"header": "kind"}, "id": None}, "header «kind»"),
        (b"{}", {"kind": b"a\nb"}, BARE | {"type": {"header": "kind"}, "id": None}, "control character"),
    ],
)
def test_what_cannot_be_read_is_undecodable(
    value: bytes | None, headers: dict[str, bytes], source: dict[str, object], reason: str
) -> None:
    """The reason is for people, and names what to look at."""
    with pytest.raises(Undecodable, match=reason):
        read(Record(value, list(headers.items())), **source)


@pytest.mark.parametrize(
    ("tenant", "source"), [("", {}), ("zenith", {"tenant": "acme"}), ("", {"tenant_from": {"constant": ""}})]
)
def test_a_missing_or_foreign_tenant_is_refused(tenant: str, source: dict[str, object]) -> None:
    """A topic with a fixed tenant speaks for that one alone."""
    headers = [(f"ce_{name}", value.encode()) for name, value in (EVENT | {"tenant": tenant}).items()]
    with pytest.raises((UnknownTenant, Undecodable)):
        read(Record(b"{}", headers), **source)


def test_a_dead_letter_has_the_bytes_and_the_place() -> None:
    """And an id of the place, so that reading the record again gives the same dead letter."""
    record = Record(b"\x00\xff", [("content-type", b"\xff"), ("k", b"1"), ("k", b"")])
    source = TopicSource(topic="erp", tenant="acme")
    letter = unreadable(record, Undecodable("not JSON"), source, START)
    assert (letter.body, letter.headers) == (b"\x00\xff", (("content-type", b"\xff"), ("k", b"1"), ("k", b"")))
    assert letter.origin == Origin("erp", 3, 42)
    assert (letter.event, letter.event_id, letter.tenant) == (None, record_id(record), "acme")
    assert letter.failure.category is DeadLetterClass.UNDECODABLE
    assert letter.id == unreadable(record, UnknownTenant("other"), source, START).id
    assert letter.id != unreadable(Record(b"\x00\xff", offset=43), Undecodable("not JSON"), source, START).id


@given(
    st.none() | st.binary(),
    st.lists(
        st.tuples(
            st.sampled_from(["ce_id", "ce_type", "ce_source", "ce_specversion", "content-type", "x"]),
            st.none() | st.binary(),
        )
    ),
    st.sampled_from([{}, BARE]),
)
def test_arbitrary_records_raise_nothing_else(
    value: bytes | None, headers: list[tuple[str, bytes | None]], source: dict[str, object]
) -> None:
    """Every record is an event or a dead letter."""
    record = Record(value, headers)
    try:
        assert read(record, **source).body == value
    except EventError as error:
        assert unreadable(record, error, TopicSource(topic="erp"), START).body == (value or b"")  # noqa: PT017


def test_the_routers_credentials_go_to_its_own_broker() -> None:
    """And the log's to the log's."""
    log = {"kind": "kafka", "bootstrap_servers": "log:9092", "sasl_mechanism": "PLAIN", "sasl_username": "log"}
    own = router_connection(settings(log=log, router={"bootstrap_servers": "other:9092"})).options()
    assert own == {"bootstrap_servers": "other:9092", "security_protocol": "PLAINTEXT"}
    assert router_connection(settings(log=log)).options()["sasl_plain_username"] == "log"
    with pytest.raises(ConfigurationError, match=r"router\.bootstrap_servers"):
        router_connection(settings())


def test_a_structured_event_without_headers_describes_itself() -> None:
    """Kafka's console producer sets no headers: a JSON object with a specversion is a structured CloudEvent."""
    body = json.dumps(EVENT | {"data": {"number": "B-77"}}).encode()
    event = read(Record(body))
    assert (event.id, event.body, event.content_type) == ("erp-7", body, "application/cloudevents+json")
