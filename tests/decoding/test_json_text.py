"""JSON from strangers has one reading, or is refused."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.decoding import parse_json
from service.errors import Undecodable


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b'{"id":"1","id":"2"}', "'id' occurs twice"),
        (b'{"total":NaN}', "NaN"),
        (b'{"total":-Infinity}', "-Infinity"),
        (b'{"total":1e999}', "out of range"),
        (b'{"total":' + b"9" * 5000 + b"}", "4300 digits"),
        (b"[" * 5000 + b"]" * 5000, "nested deeper than 64"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "nested deeper than 64"),
        (b'{"name":"\\ud800"}', "surrogate"),
        (b'{"name":"\xe9"}', "UTF-8"),
        (b'{"memo":"12" hose"}', "line 1, column 14"),
        (b"<a/>", "not JSON"),
        (b'{"a":1} {"b":2}', "Extra data"),
    ],
)
def test_what_two_readers_could_read_differently_is_refused(body: bytes, reason: str) -> None:
    """The reason names what is wrong."""
    with pytest.raises(Undecodable, match=reason):
        parse_json(body)


def test_numbers_keep_their_kind() -> None:
    """Integers stay exact; a fraction stays a float, so that models for money can refuse it."""
    assert parse_json(b'{"a": 123456789012345678901234567890, "b": 84.5}') == {
        "a": 123456789012345678901234567890,
        "b": 84.5,
    }


def test_depth_inside_strings_does_not_count() -> None:
    """Brackets in a text are text."""
    assert parse_json(json.dumps({"memo": "[" * 500 + '\\"'}).encode()) == {"memo": "[" * 500 + '\\"'}


def test_a_byte_order_mark_is_passed_over() -> None:
    """Some senders write one."""
    assert parse_json(b"\xef\xbb\xbf{}") == {}


@given(st.binary())
def test_arbitrary_bytes_raise_nothing_else(body: bytes) -> None:
    """The only error is Undecodable."""
    with suppress(Undecodable):
        parse_json(body)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_values)
def test_every_proper_document_is_read_as_the_standard_reader_reads_it(value: object) -> None:
    """The guards refuse nothing that is proper."""
    assert parse_json(json.dumps(value).encode()) == value
