"""What CI runs is what the README says."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT

SCRIPT = ROOT / ".ci/run"
COMMANDS = ["make test", "make run ONCE=1"]


def stand_in_for_make(folder: Path, status: int) -> dict[str, str]:
    """An environment whose `make` notes how it was called, and ends with ``status``."""
    make = folder / "make"
    required = "KAFKA_REQUIRED=$KAFKA_REQUIRED FOREIGN_REQUIRED=$FOREIGN_REQUIRED"
    make.write_text(f'#!/bin/sh\necho "make $* {required}" >> {folder}/calls\nexit {status}\n')
    make.chmod(0o755)
    return os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_it_runs_both_commands_with_everything_required(tmp_path: Path) -> None:
    """Started anywhere, it runs the two commands in order, and says how long each took."""
    environment = stand_in_for_make(tmp_path, 0)
    done = subprocess.run([SCRIPT], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    required = "KAFKA_REQUIRED=1 FOREIGN_REQUIRED=1"
    assert (tmp_path / "calls").read_text().splitlines() == [f"{command} {required}" for command in COMMANDS]
    assert len(re.findall(r"\d+ s", done.stdout)) == 3


def test_it_stops_at_the_first_failure(tmp_path: Path) -> None:
    """A failing command fails the run with its own status, its duration printed, and nothing runs after it."""
    environment = stand_in_for_make(tmp_path, 3)
    done = subprocess.run([SCRIPT], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "exit status 3" in done.stdout
    assert len((tmp_path / "calls").read_text().splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_says_the_same(command: str) -> None:
    """Nothing runs in CI that a reader of the README could not type."""
    assert command in (ROOT / "README.md").read_text()


def test_the_changelog_has_the_version() -> None:
    """The version of the project has its entry."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text()
