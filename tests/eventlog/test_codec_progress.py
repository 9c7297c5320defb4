"""Progress in the metadata of a commit."""

from hypothesis import given
from hypothesis import strategies as st

from service.eventlog.codec.progress import LONGEST, decode_progress, encode_progress
from service.eventlog.port import Progress

offsets = st.integers(0, 1 << 40)
progresses = st.builds(
    lambda watermark, ahead, reserved: Progress(watermark, frozenset(watermark + each for each in ahead), reserved),
    offsets,
    st.frozensets(st.integers(0, 3000), max_size=300),
    offsets,
)


@given(progresses)
def test_progress_comes_back_exactly(progress: Progress) -> None:
    """Watermark, finished map and reserved."""
    assert decode_progress(encode_progress(progress, 1 << 20), progress.watermark) == progress


@given(progresses, st.integers(40, 200))
def test_what_does_not_fit_is_cut_from_above(progress: Progress, longest: int) -> None:
    """The lowest finished offsets are kept and reserved is always whole."""
    text = encode_progress(progress, longest)
    kept = decode_progress(text, progress.watermark)
    assert len(text) <= longest
    assert kept.reserved == progress.reserved
    assert sorted(progress.finished)[: len(kept.finished)] == sorted(kept.finished)


def test_a_scattered_map_is_cut_to_what_a_broker_accepts() -> None:
    """A broker refuses 4,097 characters; as much as fits is used."""
    progress = Progress(0, frozenset(range(1, 100_000, 2)), reserved=99_999)
    text = encode_progress(progress)
    assert LONGEST - 8 <= len(text) <= LONGEST
    assert len(decode_progress(text, 0).finished) > 10_000


def test_runs_and_scatter_are_both_short() -> None:
    """A long run takes a few characters, a dense scatter about a bit an offset."""
    assert len(encode_progress(Progress(0, frozenset(range(5, 50_000))))) < 30
    assert len(encode_progress(Progress(0, frozenset(range(1, 6000, 2))))) < 1100


def test_offsets_below_the_watermark_are_not_written() -> None:
    """They are finished anyway."""
    assert decode_progress(encode_progress(Progress(10, frozenset({3, 12}))), 10).finished == {12}


@given(st.text(max_size=60) | st.text("v1;r=m0123456789_-AZaz", max_size=60))
def test_metadata_of_somebody_else_is_progress_without_a_map(text: str) -> None:
    """Reading never raises: other tools commit offsets too."""
    assert decode_progress(text, 7).watermark == 7


def test_a_damaged_map_cannot_fill_the_memory() -> None:
    """Run lengths beyond reason are ignored."""
    assert decode_progress("v1;r=5;m=cgD__________38", 0) == Progress(0, frozenset(), 5)
