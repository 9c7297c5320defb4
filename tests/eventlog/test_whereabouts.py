"""Which of several records about one event counts."""

import pytest

from schemas.verdict import Resolution, ResolutionKind
from service.eventlog.port import EventState, KnownVerdict
from service.eventlog.whereabouts import known_verdict, whereabouts
from tests.support.log_samples import MORNING, a_dead_letter, a_receipt, an_event, replayed

EVENT = an_event(1)
DISCARDED = a_dead_letter(EVENT).resolved(Resolution(ResolutionKind.DISCARDED, MORNING))


@pytest.mark.parametrize(
    ("receipt", "letter", "is_open", "expected"),
    [
        (None, None, False, None),
        (0, None, False, KnownVerdict(True, 0)),
        (None, 0, True, KnownVerdict(False, 0)),
        (None, 2, False, KnownVerdict(True, 2)),
        (1, 1, True, KnownVerdict(True, 1)),
        (0, 1, True, KnownVerdict(False, 1)),
    ],
)
def test_a_receipt_outweighs_a_dead_letter_unless_the_event_was_sent_back_after_it(
    receipt: int | None, letter: int | None, is_open: bool, expected: KnownVerdict | None
) -> None:
    """A late dead letter of an owner that has lost the partition cannot undo an applied event."""
    assert known_verdict(receipt, letter, is_open) == expected


def test_a_dead_letter_that_arrives_after_the_receipt_changes_nothing() -> None:
    """The event is applied."""
    found = whereabouts(None, a_receipt(EVENT), a_dead_letter(EVENT))
    assert found is not None
    assert found.state is EventState.APPLIED


def test_a_discarded_event_is_discarded() -> None:
    """Neither applied nor waiting."""
    found = whereabouts(EVENT, None, DISCARDED)
    assert found is not None
    assert found.state is EventState.DISCARDED


def test_an_event_that_was_sent_back_waits() -> None:
    """Its old dead letter is no longer the answer."""
    found = whereabouts(replayed(EVENT), None, a_dead_letter(EVENT))
    assert found is not None
    assert (found.state, found.dead_letter) == (EventState.WAITING, None)
