"""What `pip install .` installs: our packages with their data, typed, and one command. Nothing else."""

from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

from tests.packaging.conftest import PACKAGES


@pytest.fixture(scope="module")
def content(wheel: Path) -> dict[str, str]:
    """Every file in the wheel, by its path, as text."""
    with ZipFile(wheel) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def metadata(content: dict[str, str], name: str) -> str:
    """A file of the distribution's metadata."""
    (text,) = [text for path, text in content.items() if path.endswith(f".dist-info/{name}")]
    return text


def test_it_holds_our_packages_alone(content: dict[str, str]) -> None:
    """Tests, sandbox, benchmarks and manifests are not installed into anybody's site-packages."""
    top = {PurePosixPath(path).parts[0] for path in content}
    assert {name for name in top if not name.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_it_holds_every_file_of_a_package(content: dict[str, str], snapshot: Path, package: str) -> None:
    """Data files come along with the code, byte-compiled files do not."""
    expected = {str(path.relative_to(snapshot)) for path in (snapshot / package).rglob("*") if path.is_file()}
    assert {path for path in content if path.startswith(f"{package}/")} == expected


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_typed(content: dict[str, str], package: str) -> None:
    """Type checkers of those who write their own handlers read our annotations (PEP 561)."""
    assert f"{package}/py.typed" in content


def test_it_brings_one_command(content: dict[str, str]) -> None:
    """The console script is intacct-relay, and its module is in the wheel."""
    scripts = ConfigParser()
    scripts.read_string(metadata(content, "entry_points.txt"))
    assert dict(scripts["console_scripts"]) == {"intacct-relay": "service.cli:main"}
    assert {"service/cli.py", "service/cli/__init__.py"} & set(content)


def test_it_carries_its_licence(content: dict[str, str]) -> None:
    """The licence's text and its SPDX name are part of the distribution."""
    assert "Apache License" in metadata(content, "licenses/LICENSE")
    assert Parser().parsestr(metadata(content, "METADATA"))["License-Expression"] == "Apache-2.0"
