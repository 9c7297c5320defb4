"""The examples work, and the pytest plugin does what it says."""

import asyncio
import os
import sys
import tomllib
from pathlib import Path

import pytest

from intacct_sandbox import Sandbox

ROOT = Path(__file__).parent.parent
ALONE = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

USE = """
import pytest, urllib.request, json

@pytest.fixture
def intacct_sandbox_options():
    return {"companies": [{"id": "MINE", "records": {"vendor": [{"id": "V-0", "name": "There before"}]}}]}

def test_options_and_methods(intacct_sandbox, intacct_ledger):
    assert list(intacct_sandbox.counters("MINE").values()) == [0] * 6
    intacct_sandbox.set_switches(seed=2)
    intacct_sandbox.set_triggers([])
    intacct_sandbox.advance(3600)
    intacct_sandbox.settled()
    assert (len(intacct_ledger), list(intacct_ledger), intacct_sandbox.deliveries()) == (0, [], [])
    with urllib.request.urlopen(f"{intacct_sandbox.url}/_sandbox/records") as answer:
        counts = json.load(answer)
    assert (counts["vendor"], counts["location"]) == (1, 5)
    intacct_sandbox.reset()

def test_mistakes_come_through(intacct_sandbox):
    with pytest.raises(ValueError, match="kind must be"):
        intacct_sandbox.set_faults([{"kind": "explode"}])

def test_two_at_once(intacct_sandbox):
    from intacct_sandbox import SandboxThread
    with SandboxThread() as other:
        assert other.url != intacct_sandbox.url
    with pytest.raises(OSError):
        urllib.request.urlopen(other.url, timeout=1)
"""


async def run(*command: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env=ALONE
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


async def run_pytest(file: Path) -> tuple[int, str]:
    options = ("-p", "intacct_sandbox.pytest_plugin", "-p", "no:cacheprovider", "-q", "--rootdir", str(file.parent))
    return await run(sys.executable, "-m", "pytest", *options, str(file))


async def test_the_test_of_a_foreign_integration() -> None:
    """It fits on one screen and passes with nothing but the plugin."""
    file = ROOT / "examples" / "test_foreign_integration.py"
    code, out = await run_pytest(file)
    assert (code, "1 passed" in out) == (0, True), out
    assert len([line for line in file.read_text().splitlines() if line.strip()]) <= 24


async def test_the_fixtures(tmp_path: Path) -> None:
    """Options, every method from another thread, errors, and two sandboxes in one process."""
    file = tmp_path / "test_use.py"
    file.write_text(USE)
    code, out = await run_pytest(file)
    assert (code, "3 passed" in out) == (0, True), out


def test_the_plugin_is_found_by_pytest() -> None:
    """The distribution names the module as a plugin."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["pytest11"] == {"intacct_sandbox.pytest_plugin": "intacct_sandbox.pytest_plugin"}


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_session_with_curl(seed: int) -> None:
    """Every step of the shell session says what it should, and each record is written once."""
    async with Sandbox(switches={"seed": seed}) as sandbox:
        code, out = await run("sh", str(ROOT / "examples" / "curl-session.sh"), sandbox.url)
        rows = sandbox.ledger()
        assert code == 0, out
    vendor, bill = rows[0]["record_number"], rows[-1]["record_number"]
    assert out.splitlines() == [
        "signed in over REST", f"vendor {vendor}", f"vendor again {vendor}", "found Gulf Bolts", "signed in over XML",
        f"bill {bill}", out.splitlines()[6], "vendor of the bill: Gulf Bolts", "ledger: create vendor V-31",
        "ledger: update vendor V-31", "ledger: create bill B-77",
    ]  # fmt: skip
    assert "already been completed" in out.splitlines()[6]
