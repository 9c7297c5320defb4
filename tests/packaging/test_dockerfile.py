"""The image, read rather than built: what it is made of, as whom it runs, what stays out of it."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator

import pytest

from service.settings import AdminSettings, ReceiverSettings
from tests.packaging.conftest import ROOT
from tests.packaging.dockerfile import Stage, is_ignored, stages

IGNORE = ROOT / ".dockerignore"
KEPT_OUT = [
    *(".git/config", ".venv/bin/python", ".env", "intacct-relay.db", "config.yaml"),
    *("tests/x.py", "sandbox/pyproject.toml", "k8s/base/config.yaml"),
    *("service/.env", "service/intacct/__pycache__/x.pyc", "handlers/x.pyo"),
]
BUILD, FINAL = stages(ROOT / "Dockerfile")


def commands(stage: Stage) -> Iterator[list[str]]:
    """Every shell command of a stage, as words."""
    for run in stage.arguments("RUN"):
        yield from (shlex.split(command) for command in run.split("&&"))


def copied() -> list[str]:
    """Every path that is copied out of the build context."""
    copies = [line.split() for stage in (BUILD, FINAL) for line in stage.arguments("COPY")]
    return [path.removeprefix("./") for words in copies if not words[0].startswith("--from") for path in words[:-1]]


def test_both_stages_stand_on_one_pinned_slim_base() -> None:
    """A virtual environment moves between stages only if the interpreter is the same one, to the patch."""
    assert BUILD.base == FINAL.base
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", FINAL.base)


def test_the_interpreter_is_the_one_that_is_checked() -> None:
    """The image's Python is the version that mypy checks and the project supports."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert FINAL.base.startswith(f"python:{project['tool']['mypy']['python_version']}.")


def test_everything_from_a_registry_is_checked_by_hash() -> None:
    """Each pip install names a lock file and its hashes, or takes nothing but the wheel that was just built."""
    installs = [words for words in commands(BUILD) if "install" in words]
    assert installs
    for words in installs:
        locked = "--require-hashes" in words and any(word.endswith(".lock") for word in words)
        assert locked or {"--no-deps", "--no-index"} <= set(words)


def test_the_wheel_is_built_without_fetching_anything() -> None:
    """The build backend comes from the lock file, not from build isolation."""
    (build,) = [words for words in commands(BUILD) if "wheel" in words]
    assert {"--no-deps", "--no-build-isolation"} <= set(build)


def test_the_final_stage_installs_nothing() -> None:
    """What runs was made in the build stage; no package manager runs in the final one."""
    assert not [words for words in commands(FINAL) if {"pip", "apt-get", "curl"} & set(words)]


@pytest.mark.parametrize("path", copied())
def test_every_copied_path_exists_and_reaches_the_build(path: str) -> None:
    """A COPY cannot fail for want of its source."""
    assert (ROOT / path).exists()
    assert not is_ignored(path, IGNORE)


@pytest.mark.parametrize("path", KEPT_OUT)
def test_nothing_else_reaches_the_build(path: str) -> None:
    """Tests, virtual environments, history, databases, caches and secrets stay outside."""
    assert is_ignored(path, IGNORE)


@pytest.mark.parametrize("path", ["service/cli.py", "service/intacct/errors.yaml", "schemas/py.typed"])
def test_the_packages_reach_the_build(path: str) -> None:
    """Code and data files of the packages are let through."""
    assert not is_ignored(path, IGNORE)


def test_it_runs_as_a_number_that_is_not_root() -> None:
    """A numeric user, so that runAsNonRoot can be verified; nothing after it goes back to root."""
    (user,) = FINAL.arguments("USER")
    identity, group = user.split(":")
    assert int(identity) >= 10000
    assert int(group) >= 10000


def test_nothing_is_written_beside_the_code() -> None:
    """The root file system may be read-only: no bytecode at run time, state in its own folder."""
    environment = dict(pair.split("=", 1) for line in FINAL.arguments("ENV") for pair in line.split())
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert FINAL.arguments("WORKDIR") == ["/var/lib/intacct-relay"] == [environment["HOME"]]


def test_bytecode_is_compiled_in_the_build() -> None:
    """Start-up does not compile: the build stage leaves pip's compilation on."""
    assert not [line for line in BUILD.arguments("ENV") if "DONTWRITEBYTECODE" in line]
    assert not [words for words in commands(BUILD) if "--no-compile" in words]


def test_signals_reach_the_service() -> None:
    """Exec form, so that SIGTERM is not swallowed by a shell."""
    assert FINAL.arguments("STOPSIGNAL") == ["SIGTERM"]
    command = json.loads(FINAL.arguments("ENTRYPOINT")[0]) + json.loads(FINAL.arguments("CMD")[0])
    assert command == ["intacct-relay", "run", "--config", "/etc/intacct-relay/config.yaml"]


def test_the_exposed_ports_are_the_defaults() -> None:
    """EXPOSE documents where the service listens."""
    assert FINAL.arguments("EXPOSE") == [f"{ReceiverSettings().port} {AdminSettings().port}"]


def test_no_secret_can_be_baked_in() -> None:
    """No build argument, and no variable that is named like a secret: both stay in the image's history."""
    for stage in (BUILD, FINAL):
        assert not stage.arguments("ARG")
        assert not [line for line in stage.arguments("ENV") if re.search(r"(?i)secret|password|token|key", line)]
