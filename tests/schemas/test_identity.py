"""Keys of events, and the names that a dead letter waits for."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.event import event_key
from schemas.verdict import DeadLetterClass, Failure

parts = st.tuples(*[st.text(st.sampled_from("a1:/"), max_size=4)] * 4)


@given(parts, parts)
def test_two_identities_never_share_a_key(one: tuple[str, ...], two: tuple[str, ...]) -> None:
    """However the characters are spread over tenant, source, id and variant."""
    assert (event_key(*one) == event_key(*two)) == (one == two)


def waits(text: str) -> tuple[str, ...]:
    """Of a failure with this text."""
    return Failure(DeadLetterClass.MISSING_REFERENCE, "", "", waits_for=text).awaited


def test_what_is_waited_for_is_told_name_by_name() -> None:
    """One a line, whatever the keys hold."""
    assert waits("") == ()
    assert waits("vendor V-1") == ("vendor V-1",)
    assert waits("vendor Smith, John\nbill V-1 / B, 2") == ("vendor Smith, John", "bill V-1 / B, 2")


def test_names_that_are_joined_by_a_comma_are_told_apart() -> None:
    """As older dead letters have them; where that is not certain, the whole is a name as well."""
    assert waits("vendor Smith, John") == ("vendor Smith, John",)
    assert set(waits("vendor V-1, item-gl-group I-1")) >= {"vendor V-1", "item-gl-group I-1"}
