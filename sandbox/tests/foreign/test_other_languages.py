"""What clients in other languages need: told when it is missing, and asked for when it must be there."""

from pathlib import Path

import other_languages
import pytest


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("FOREIGN_REQUIRED", raising=False)


@pytest.mark.usefixtures("nothing_installed")
def test_without_the_program_a_test_is_skipped_with_advice() -> None:
    """The reason names what is missing and what to install."""
    with pytest.raises(pytest.skip.Exception, match="node is not installed: get it"):
        other_languages.program("node", "get it")


@pytest.mark.usefixtures("nothing_installed")
def test_where_it_is_required_a_test_fails_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """FOREIGN_REQUIRED=1 makes the missing program a failure."""
    monkeypatch.setenv("FOREIGN_REQUIRED", "1")
    with pytest.raises(pytest.fail.Exception, match="FOREIGN_REQUIRED=1, but node is not installed"):
        other_languages.program("node", "get it")


def test_what_cannot_be_fetched_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed command is the reason, and the next run tries again."""
    monkeypatch.setattr(other_languages, "CACHE", tmp_path)
    monkeypatch.delenv("FOREIGN_REQUIRED", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no network"):
        other_languages.cached("javascript", ["package.json"], "sh", "-c", "echo no network >&2; exit 1")
    assert list(tmp_path.iterdir()) == []


def test_what_was_fetched_is_kept_until_its_sources_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command runs once for each content of the sources."""
    monkeypatch.setattr(other_languages, "CACHE", tmp_path)
    first = other_languages.cached("javascript", ["package.json"], "touch", "made")
    assert (first / "made").exists()
    assert other_languages.cached("javascript", ["package.json"], "false") == first
    assert other_languages.cached("javascript", ["driver.js"], "true") != first
