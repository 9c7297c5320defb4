"""Forms are read strictly."""

from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.decoding import parse_form
from service.errors import Undecodable


def test_repeats_and_empty_arguments_stay() -> None:
    """A repeated argument is a list; an empty one is an empty text."""
    body = b"obj=CUSTOMER&evt=delete&memo=&dim=10&dim=20"
    assert parse_form(body) == {"obj": "CUSTOMER", "evt": "delete", "memo": "", "dim": ["10", "20"]}


@pytest.mark.parametrize("body", [b"name=Caf%E9", b"name=Caf\xe9"])
def test_a_declared_charset_is_the_second_choice(body: bytes) -> None:
    """Without a declaration such bytes are refused, never replaced by question marks."""
    with pytest.raises(Undecodable, match="not valid utf-8"):
        parse_form(body)
    assert parse_form(body, "cp1252") == {"name": "Café"}


def test_utf_8_stays_the_first_choice() -> None:
    """A declared fallback does not spoil proper UTF-8."""
    assert parse_form("name=Café".encode(), "cp1252") == {"name": "Café"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"just text", "name=value"),
        (b"a=1&&b=2", "name=value"),
        (b"&".join(b"a%d=1" % n for n in range(1500)), "more than 200"),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, reason: str) -> None:
    """The reason names what is wrong."""
    with pytest.raises(Undecodable, match=reason):
        parse_form(body)


def test_a_semicolon_separates_nothing() -> None:
    """It is a part of the value, as browsers and Intacct have it."""
    assert parse_form(b"memo=a;b=c") == {"memo": "a;b=c"}


@given(st.binary(), st.sampled_from(["utf-8", "cp1252", "latin-1"]))
def test_arbitrary_bytes_raise_nothing_else(body: bytes, charset: str) -> None:
    """The only error is Undecodable."""
    with suppress(Undecodable):
        parse_form(body, charset)


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1, max_size=20))
def test_what_was_encoded_comes_back(arguments: dict[str, str]) -> None:
    """Decoding undoes the standard encoding."""
    assert parse_form(urlencode(arguments).encode()) == arguments
