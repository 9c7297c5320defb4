"""What is stored comes back exactly, and other programs can read it."""

import json
from dataclasses import replace

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event
from hypothesis import given
from hypothesis import strategies as st

from schemas.event import Headers, StoredEvent
from schemas.verdict import DeadLetter, Receipt, Resolution, UsageCount
from service.eventlog.codec.dead_letter import decode_dead_letter, encode_dead_letter, stripped
from service.eventlog.codec.event import decode_event, encode_event
from service.eventlog.codec.receipt import decode_receipt, encode_receipt
from service.eventlog.codec.record import HeaderReader, WireRecord, pack_headers, unpack_headers
from service.eventlog.codec.usage import decode_usage, encode_usage
from tests.support.log_samples import MORNING, a_dead_letter, a_receipt, an_event
from tests.support.log_strategies import dead_letters, headers, receipts, resolutions, stored_events, texts


@given(stored_events)
def test_an_event_comes_back_exactly(event: StoredEvent) -> None:
    """Whatever its attributes say and its kept headers are called."""
    assert decode_event(encode_event(event), "place") == event


@given(st.binary(max_size=10), headers, st.binary(max_size=50))
def test_a_foreign_record_is_described_not_refused(key: bytes, foreign: Headers, value: bytes) -> None:
    """Reading never raises, and no byte or header of the record is lost."""
    event = decode_event(WireRecord(key, foreign, value), "intacct.events/3/17")
    assert event.body == value
    assert set(event.headers) <= set(foreign)


def test_a_foreign_record_keeps_its_headers_and_says_where_it_was() -> None:
    """It has no type, so that it becomes a dead letter with everything that it brought."""
    event = decode_event(WireRecord(b"acme", (("x", b"\xff"),), b"?"), "intacct.events/3/17")
    assert (event.id, event.type, event.tenant, event.headers) == ("intacct.events/3/17", "", "acme", (("x", b"\xff"),))


def test_the_record_of_an_event_is_a_cloudevent() -> None:
    """A CloudEvents library reads it in binary mode."""
    event = replace(an_event(7), subject="B-7", entity="100", time=MORNING)
    record = encode_event(event)
    read = from_kafka_event(KafkaMessage(dict(record.headers), record.key, record.value))
    assert (read.get_id(), read.get_source(), read.get_type()) == (event.id, event.source, event.type)
    assert (read.get_subject(), read.get_time(), read.get_data()) == ("B-7", MORNING, {"number": 7})
    assert (read.get_extension("tenant"), read.get_extension("entity")) == ("acme", "100")


def test_the_key_of_an_event_is_its_tenant() -> None:
    """So that Kafka's own tools show and keep together what belongs together."""
    assert encode_event(an_event(1, "acme")).key == b"acme"


@given(receipts)
def test_a_receipt_comes_back_exactly(receipt: Receipt) -> None:
    """As JSON under its event key."""
    record = encode_receipt(receipt)
    assert decode_receipt(record.value) == receipt
    assert record.key == receipt.event_key.encode()


def test_a_receipt_is_plain_json() -> None:
    """Anybody can read the topic."""
    assert json.loads(encode_receipt(a_receipt(an_event(1))).value)["records"][0]["record_number"] == "4711"


@given(texts, texts, st.integers(0))
def test_usage_comes_back_exactly(tenant: str, month: str, transactions: int) -> None:
    """Under tenant and month."""
    count = UsageCount(tenant, month, transactions)
    record = encode_usage(count)
    assert (decode_usage(record.value), record.key) == (count, f"{tenant}/{month}".encode())


@given(dead_letters)
def test_a_dead_letter_comes_back_exactly(letter: DeadLetter) -> None:
    """With or without an envelope, even where the envelope's bytes are not the record's."""
    assert decode_dead_letter(encode_dead_letter(letter)) == letter


@given(dead_letters)
def test_the_value_of_a_dead_letter_is_the_original(letter: DeadLetter) -> None:
    """Byte for byte, with the original headers first and under their own names."""
    record = encode_dead_letter(letter)
    assert record.value == letter.body
    assert record.headers[: len(letter.headers)] == letter.headers


@given(dead_letters, resolutions)
def test_a_resolved_dead_letter_keeps_all_but_the_bytes(letter: DeadLetter, resolution: Resolution) -> None:
    """Its replay count too: it is what makes a late copy of the event a known one."""
    resolved = letter.resolved(resolution)
    kept = decode_dead_letter(encode_dead_letter(resolved))
    assert kept == stripped(resolved)
    assert kept.replays == letter.replays
    assert encode_dead_letter(resolved).value == b""


def test_a_dead_letter_speaks_to_tools_that_know_kafka_connect() -> None:
    """Names and values as Connect writes them; of a repeated name the last one is ours."""
    event = replace(an_event(1), headers=(("__connect.errors.topic", b"an older trip"),))
    read = HeaderReader(encode_dead_letter(a_dead_letter(event)).headers)
    assert read.text("__connect.errors.topic") == "events"
    assert read.text("__connect.errors.partition") == "0"
    assert read.text("__connect.errors.offset") == "17"
    assert read.text("__connect.errors.stage") == "VALIDATE"
    assert read.text("__connect.errors.exception.class.name") == "rejected"
    assert read.text("__connect.errors.exception.message") == "The account 6120 does not exist."


def test_a_record_that_is_no_dead_letter_is_refused() -> None:
    """With ValueError, which readers of the topic skip."""
    with pytest.raises(ValueError):
        decode_dead_letter(WireRecord(b"", (), b""))


@given(headers)
def test_packed_headers_come_back_exactly(original: Headers) -> None:
    """Every byte, every repetition, in order."""
    assert unpack_headers(pack_headers(original)) == original
