"""When two deliveries say the same."""

import base64
import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.content import KEPT_BYTES
from schemas.event import StoredEvent
from service.decoding.content import content_digest, content_of
from tests.support.log_samples import MORNING, an_event

STRUCTURED = "application/cloudevents+json"
EVENT = an_event(body=b'{"vendor": "V-1", "amount": 10.5, "lines": [{"account": "6105"}, {"account": "6400"}]}')


def says(body: bytes, content_type: str = "application/json") -> str:
    """The digest of an event with this body."""
    return content_digest(replace(EVENT, body=body, content_type=content_type))


def structured(**more: Any) -> bytes:
    """The event in structured mode."""
    envelope = {"specversion": "1.0", "id": EVENT.id, "source": EVENT.source, "type": EVENT.type, "tenant": "acme"}
    return json.dumps(envelope | more).encode()


@pytest.mark.parametrize(
    "again",
    [
        replace(EVENT, headers=(("webhook-timestamp", b"2"), ("webhook-signature", b"v1,x"))),
        replace(EVENT, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        replace(EVENT, time=MORNING),
        replace(EVENT, received_at=MORNING, profile="another way", replay=2),
        replace(EVENT, subject=""),
        replace(EVENT, content_type="application/json; charset=utf-8"),
        replace(
            EVENT, body=structured(time="2026-01-01T00:00:00Z", data=json.loads(EVENT.body)), content_type=STRUCTURED
        ),
        replace(EVENT, body=structured(data_base64=base64.b64encode(EVENT.body).decode()), content_type=STRUCTURED),
    ],
    ids=["headers", "trace", "time", "arrival", "no subject", "charset", "structured", "base64"],
)
def test_what_belongs_to_the_delivery_makes_no_difference(again: StoredEvent) -> None:
    """A sender's retry differs in these, and a sender that stamps it anew still sends the same event."""
    assert content_digest(again) == content_digest(EVENT)


@pytest.mark.parametrize(
    "other",
    [
        replace(EVENT, type="bill.changed"),
        replace(EVENT, entity="100"),
        replace(EVENT, subject="B-1"),
        replace(EVENT, body=EVENT.body.replace(b"10.5", b"10.50001")),
        replace(EVENT, body=EVENT.body.replace(b"10.5", b'"10.5"')),
        replace(EVENT, body=EVENT.body.replace(b"V-1", b"v-1")),
        replace(
            EVENT,
            body=EVENT.body.replace(
                b'{"account": "6105"}, {"account": "6400"}', b'{"account": "6400"}, {"account": "6105"}'
            ),
        ),
        replace(EVENT, body=EVENT.body.replace(b'"vendor": "V-1", ', b"")),
        replace(EVENT, body=EVENT.body.replace(b'"V-1"', b"null")),
    ],
    ids=["type", "entity", "subject", "amount", "text", "case", "order of lines", "left out", "null"],
)
def test_what_the_event_means_makes_the_difference(other: StoredEvent) -> None:
    """Type, entity, subject and data."""
    assert content_digest(other) != content_digest(EVENT)


numbers = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=6)
documents = st.recursive(
    st.none() | st.booleans() | numbers | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(documents, st.randoms(use_true_random=False))
def test_white_space_and_the_order_of_keys_make_no_difference(document: object, chance: random.Random) -> None:
    """Nor how a character is written."""
    plain = json.dumps(document, default=str, ensure_ascii=False).encode()
    spaced = json.dumps(_shuffled(document, chance), default=str, indent=3).encode()
    assert says(plain) == says(spaced)


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(each, chance) for each in value]
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: _shuffled(value[name], chance) for name in names}
    return value


def test_a_number_is_its_exact_decimal_value() -> None:
    """However it is written, never through binary fractions, and never the text that looks like it."""
    same = {says(b"[%s]" % text) for text in (b"100", b"100.0", b"100.00", b"1e2", b"1.00E+2", b"1000e-1")}
    assert len(same) == 1
    others = [
        b"0.1",
        b"0.1000000000000000055",
        b'"0.1"',
        b"-0.1",
        b"1",
        b"true",
        b"9007199254740993",
        b"9007199254740992",
    ]
    assert len({says(b"[%s]" % text) for text in others}) == len(others)
    assert says(b"[0]") == says(b"[-0.00]") != says(b"[null]")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{broken", "application/json"),
        (b'{"a": 1, "a": 2}', "application/json"),
        (b"[1e99999999999999999999]", "application/json"),
        (b"\xff\x00", "application/octet-stream"),
        (b"", "application/json"),
        (b"{}", STRUCTURED),
    ],
)
def test_what_cannot_be_read_is_compared_byte_by_byte(body: bytes, content_type: str) -> None:
    """Nothing is taken for the same that might not be."""
    assert says(body, content_type) == says(body, content_type)
    assert says(body, content_type) != says(body + b" ", content_type)


def test_xml_and_forms_are_compared_as_they_are_understood() -> None:
    """White space between elements and the order of arguments make no difference, values do."""
    xml, form = "application/xml", "application/x-www-form-urlencoded"
    assert says(b"<a><b>1</b></a>", xml) == says(b"<a>\n  <b>1</b>\n</a>", xml) != says(b"<a><b>2</b></a>", xml)
    assert says(b"a=1&b=2", form) == says(b"b=2&a=1", form) != says(b"a=1&b=3", form)


def test_the_content_is_kept_as_it_came() -> None:
    """Byte for byte; of a large body the beginning, and the digest of all of it."""
    assert content_of(EVENT).body == EVENT.body
    assert content_of(EVENT).whole
    large = [replace(EVENT, body=b'["' + b"x" * KEPT_BYTES + end) for end in (b'1"]', b'2"]')]
    one, two = map(content_of, large)
    assert (one.body, one.whole, one.size) == (large[0].body[:KEPT_BYTES], False, len(large[0].body))
    assert one.digest != two.digest
