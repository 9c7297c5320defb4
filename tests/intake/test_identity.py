"""An id that is made up here names one delivery."""

from hypothesis import given
from hypothesis import strategies as st

from service.intake.identity import LONGEST, delivery_id, unlike_any_other

parts = st.lists(st.none() | st.text(max_size=200), max_size=4)
tokens = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(parts, tokens, parts, tokens)
def test_two_deliveries_never_share_an_id(
    one: list[str | None], token: str, other: list[str | None], mark: str
) -> None:
    """Whatever they say, also the same, also what looks like the token of another one."""
    assert token == mark or delivery_id(one, token) != delivery_id(other, mark)
    assert token == mark or delivery_id([*one, mark], token) != delivery_id(other, mark)


@given(parts, tokens)
def test_every_id_fits(said: list[str | None], token: str) -> None:
    """And ends with its token, however long the readable part would be."""
    event_id = delivery_id(said, token)
    assert len(event_id) <= LONGEST
    assert event_id.rpartition("/")[2] == token
    assert event_id.isprintable()


def test_tokens_are_of_no_clock() -> None:
    """As many as one likes in one instant."""
    assert len({unlike_any_other() for _ in range(10_000)}) == 10_000
