"""Progress: what may be committed, for any order of finishing."""

from hypothesis import given
from hypothesis import strategies as st

from service.delivery.tracker import RESERVE_AHEAD, Tracker
from service.eventlog.port import Progress


@given(
    gaps=st.lists(st.integers(1, 5), min_size=1, max_size=60),
    chosen=st.data(),
)
def test_the_watermark_never_passes_an_unfinished_offset(gaps: list[int], chosen: st.DataObject) -> None:
    """After any finishing order: below the watermark all is finished, above it exactly the finished are listed."""
    tracker = Tracker(Progress(0))
    offsets = [sum(gaps[: index + 1]) for index in range(len(gaps))]
    for offset in offsets:
        tracker.admit(offset)
    finished = chosen.draw(st.sets(st.sampled_from(offsets)))
    for offset in finished:
        tracker.finish(offset)
    progress = tracker.snapshot()
    unfinished = set(offsets) - finished
    assert all(offset >= progress.watermark for offset in unfinished)
    assert progress.finished == {offset for offset in finished if offset >= progress.watermark}
    assert tracker.open == len(unfinished)


def test_progress_survives_a_restart() -> None:
    """A tracker that starts from a snapshot goes on exactly there."""
    tracker = Tracker(Progress(5, frozenset({7}), 9))
    tracker.admit(5)
    tracker.admit(6)
    tracker.finish(6)
    assert tracker.snapshot() == Progress(5, frozenset({6, 7}), 9)


def test_nothing_beyond_the_reservation_may_be_sent() -> None:
    """A reservation covers the offset and a little more; releasing it leaves only what was admitted."""
    tracker = Tracker(Progress(0))
    tracker.admit(10)
    assert tracker.needs_reservation(10)
    tracker.reserve(10)
    assert not tracker.needs_reservation(10 + RESERVE_AHEAD)
    tracker.release_reservation()
    assert tracker.snapshot().reserved == 11
