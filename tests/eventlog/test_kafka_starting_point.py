"""Where a lane goes on, from what is committed and what the topic holds."""

from aiokafka.structs import OffsetAndMetadata, TopicPartition

from service.eventlog.codec.progress import encode_progress
from service.eventlog.kafka.committed import starting_point
from service.eventlog.port import Progress

EVENTS = TopicPartition("intacct.events", 3)


def _start(committed: Progress | None, begin: int, end: int, *, worked: bool = True) -> Progress:
    offset = OffsetAndMetadata(committed.watermark, encode_progress(committed)) if committed else None
    return starting_point(EVENTS, offset, {EVENTS: begin}, {EVENTS: end}, worked)


def test_committed_progress_is_the_starting_point() -> None:
    """Watermark, finished map and reserved."""
    progress = Progress(10, frozenset({12, 14}), reserved=16)
    assert _start(progress, 0, 20) == progress


def test_a_new_group_starts_at_the_beginning_with_nothing_reserved() -> None:
    """Nobody has ever sent anything."""
    assert _start(None, 5, 20, worked=False) == Progress(5, reserved=5)


def test_a_group_whose_commits_have_expired_looks_before_it_writes() -> None:
    """A broker forgets the commits of a group that is away for a week; what it sent is still in Intacct."""
    assert _start(None, 5, 20, worked=True) == Progress(5, reserved=20)


def test_retention_that_overtook_the_lane_moves_the_start() -> None:
    """To the first record that is left; what is finished and left is still known."""
    progress = Progress(10, frozenset({12, 31}), reserved=40)
    assert _start(progress, 30, 50) == Progress(30, frozenset({31}), reserved=40)


def test_a_topic_that_is_shorter_than_the_commit_is_another_one() -> None:
    """It is read from its beginning, and everything in it looked up before it is written."""
    assert _start(Progress(100, frozenset({105}), 110), 0, 7) == Progress(0, reserved=7)


def test_finished_offsets_beyond_the_end_are_ignored() -> None:
    """They were offsets of records that are gone; new records will get them."""
    assert _start(Progress(10, frozenset({11, 25}), 10), 0, 20).finished == {11}
