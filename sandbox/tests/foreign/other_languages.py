"""Clients that are not Python: what they need, and their dependencies, fetched once into the repository's cache."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

HERE = Path(__file__).parent
CACHE = HERE.parents[2] / ".cache" / "foreign"


def program(name: str, advice: str) -> str:
    """Where it is; without it the test is skipped with the advice."""
    return shutil.which(name) or without(f"{name} is not installed: {advice}")


def without(why: str) -> NoReturn:
    """The one permitted reason to skip, unless FOREIGN_REQUIRED=1."""
    if os.environ.get("FOREIGN_REQUIRED") == "1":
        pytest.fail(f"FOREIGN_REQUIRED=1, but {why}", pytrace=False)
    pytest.skip(why)


def cached(language: str, sources: list[str], *command: str) -> Path:
    """A folder in which the command was run over copies of the sources; once for each of their contents."""
    contents = [(HERE / language / name).read_bytes() for name in sources]
    folder = CACHE / f"{language}-{hashlib.sha256(b''.join(contents)).hexdigest()[:16]}"
    if not folder.exists():
        _prepare(folder, language, sources, command)
    return folder


def _prepare(folder: Path, language: str, sources: list[str], command: tuple[str, ...]) -> None:
    """Made beside its place and then renamed, so that no one sees a half of it."""
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
    unfinished.mkdir(parents=True)
    for name in sources:
        shutil.copy(HERE / language / name, unfinished / name)
    done = subprocess.run(command, cwd=unfinished, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(unfinished)
        without(f"{' '.join(command[:2])} failed: {(done.stderr or done.stdout)[-500:]}")
    try:
        unfinished.rename(folder)
    except OSError:  # another run was first
        shutil.rmtree(unfinished)
