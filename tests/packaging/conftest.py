"""The wheel, built once with the steps that the Dockerfile uses, from a snapshot of what it is made of."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check"]
PACKAGES = ["handlers", "schemas", "service"]
FILES = ["pyproject.toml", "README.md", "LICENSE", ".gitignore"]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages and of what their build reads, which nobody edits while the tests run."""
    folder = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="session")
def wheel(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution that `pip install .` would install."""
    folder = tmp_path_factory.mktemp("dist")
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(snapshot)]
    subprocess.run([sys.executable, *PIP, *build], check=True)
    (built,) = folder.glob("*.whl")
    return built
