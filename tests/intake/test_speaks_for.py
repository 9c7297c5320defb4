"""Which sources a way in speaks for, and what happens where two ways in would meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import SourceRefused
from service.intake.speaks_for import FILES, Claim, SpeaksFor, apart, covers, overlaps, own_source, reserved

TEXT = st.text("ab/", min_size=1, max_size=4)
ENTRIES = st.lists(st.builds(str.__add__, TEXT, st.sampled_from(["", "*"])), max_size=3, unique=True).map(tuple)
TENANTS = st.sampled_from([None, "acme", "zenith"])


def known(own: Claim, source: str, tenant: str, configured: list[Claim]) -> str | None:
    """The source under which an event is known; None when it is refused."""
    try:
        return SpeaksFor(own, configured).source(source, tenant)
    except SourceRefused:
        return None


@pytest.mark.parametrize(
    ("entry", "source", "covered"),
    [
        ("/erp", "/erp", True),
        ("/erp", "/erp/", False),
        ("/erp", "/ERP", False),
        ("/erp/*", "/erp/", True),
        ("/erp/*", "/erp/a/b", True),
        ("/erp/*", "/erp", False),
        ("*", "", True),
    ],
)
def test_an_entry_names_a_source_exactly_or_by_its_beginning(entry: str, source: str, covered: bool) -> None:
    """Byte for byte: sources are names, nothing in them is normalised."""
    assert covers(entry, source) is covered


@given(st.tuples(TENANTS, ENTRIES), st.tuples(TENANTS, ENTRIES), TEXT, st.sampled_from(["acme", "zenith"]))
def test_two_ways_never_bring_one_event_unless_both_say_so(
    first: tuple[str | None, tuple[str, ...]],
    second: tuple[str | None, tuple[str, ...]],
    source: str,
    tenant: str,
) -> None:
    """Of a configuration that is not refused, a source is known alike by both only when one entry at both names it."""
    one, other = (Claim(name, name, *claim) for name, claim in (("one", first), ("other", second)))
    if overlaps(one, other) or not (one.may_be_for(tenant) and other.may_be_for(tenant)):
        return
    mine, theirs = (known(claim, source, tenant, [one, other]) for claim in (one, other))
    if mine is not None and mine == theirs:
        assert any(covers(entry, source) for entry in set(one.entries) & set(other.entries))


@given(TEXT, TEXT, st.sampled_from(["a", "b", "kafka:a", "a/b"]), st.sampled_from(["a", "b", "kafka:a", "a/b"]))
def test_what_is_kept_apart_stays_apart(source: str, other: str, way: str, another: str) -> None:
    """No two ways or sources meet under one name, and none of those names can be sent."""
    assert (apart(way, source) == apart(another, other)) == ((way, source) == (another, other))
    assert reserved(apart(way, source))


def test_the_first_open_way_is_taken_at_its_word() -> None:
    """The next ones are kept apart, for the tenants that they have in common; alone, a way in says what it likes."""
    first, second, third = Claim("a", "a", "acme", ()), Claim("b", "b", None, ()), Claim("c", "c", "zenith", ())
    configured = [first, second, third]
    assert known(first, "/erp", "acme", configured) == "/erp"
    assert known(second, "/erp", "acme", configured) == apart("b", "/erp")
    assert known(second, "/erp", "zenith", configured) == "/erp"
    assert known(third, "/erp", "zenith", configured) == apart("c", "/erp")
    assert known(second, "/erp", "acme", []) == "/erp"


def test_files_are_trusted_with_all_but_what_is_made_here() -> None:
    """Who sends them has the machine; an accident with a Smart Event's source is caught."""
    assert known(FILES, "/erp", "acme", []) == "/erp"
    assert known(FILES, own_source("acme", "smart-event", "hook"), "acme", []) is None
