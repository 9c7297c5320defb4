"""The steps of the Dockerfile, without Docker."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import PIP, ROOT


@pytest.mark.slow
def test_the_locked_wheel_runs_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    """The lock file with its hashes, then the wheel alone: everything fits, and the command starts."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path)], check=True)
    python, lock = str(tmp_path / "bin/python"), str(ROOT / "requirements.lock")
    subprocess.run([python, *PIP, "install", "--no-compile", "--require-hashes", "-r", lock], check=True)
    subprocess.run([python, *PIP, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    subprocess.run([python, *PIP, "check"], check=True)
    answer = subprocess.run(
        [tmp_path / "bin/intacct-relay", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("Usage: intacct-relay")
