"""Starting is cheap, and what happens follows from the start value."""

import json
import subprocess
import sys
from typing import Any

import aiohttp
import pytest
from clients import Xml
from documents import bill, vendor

from intacct_sandbox import Sandbox

# Counts instead of seconds: they are the same on every machine. An empty aiohttp server alone loads about 310 modules.
MODULES = 620
CALLS = 12_000


def test_few_modules_are_loaded() -> None:
    """The command loads what it needs to serve and nothing for tests, certificates or other clients."""
    code = "import sys, json, intacct_sandbox.command; json.dump(sorted(sys.modules), sys.stdout)"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    assert len(loaded) < MODULES
    assert not {"pytest", "hypothesis", "cryptography", "requests", "sageintacctsdk"} & set(loaded)


def test_the_pytest_plugin_loads_nothing() -> None:
    """Test runs that use no sandbox do not pay for one: the plugin brings only itself."""
    code = "import sys, pytest, intacct_sandbox.pytest_plugin; print([m for m in sys.modules if 'intacct' in m])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert loaded == "['intacct_sandbox', 'intacct_sandbox.pytest_plugin']\n"


def test_a_sandbox_is_made_with_little_work() -> None:
    """A further sandbox in the process reads no YAML again and takes a few thousand calls."""
    calls: list[str] = []

    def count(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            calls.append(frame.f_code.co_filename)

    Sandbox()
    sys.setprofile(count)
    try:
        Sandbox()
    finally:
        sys.setprofile(None)
    assert len(calls) < CALLS
    assert not [each for each in calls if "yaml" in each]


async def played(http: aiohttp.ClientSession, seed: int) -> tuple[list[str], list[dict[str, Any]]]:
    """What a sequence of requests under random faults comes to: the statuses, and the ledger without times."""
    rule = {"kind": "status", "status": 503, "when": "after", "probability": 0.5, "seed": seed}
    async with Sandbox(switches={"seed": seed, "hold_seconds": 0}) as sandbox:
        sandbox.set_faults([rule])
        xml, seen = Xml(sandbox, http), []
        for number in range(20):
            answer = await xml.post(xml.envelope(vendor(f"V-{number}"), bill("B", vendor="nobody")))
            seen.append(f"{xml.status} {answer[answer.find(b'Support ID') :][:40].decode()}")
        return seen, [{**row, "time": ""} for row in sandbox.ledger()]


async def test_the_same_start_value_gives_the_same_day(http: aiohttp.ClientSession) -> None:
    """Faults, support ids, record numbers and ledger follow from the start value; another value differs."""
    assert await played(http, 7) == await played(http, 7)
    assert (await played(http, 7))[0] != (await played(http, 8))[0]


@pytest.mark.parametrize("reset", [False, True])
async def test_reset_starts_the_same_day_again(http: aiohttp.ClientSession, reset: bool) -> None:
    """After a reset the record numbers begin anew."""
    async with Sandbox() as sandbox:
        await Xml(sandbox, http).one(vendor("V-1"))
        first = sandbox.ledger()[0]["record_number"]
        if reset:
            sandbox.reset()
        await Xml(sandbox, http).one(vendor("V-2"), ids=("other",))
        assert (sandbox.ledger()[-1]["record_number"] == first) == reset
