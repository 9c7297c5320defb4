"""The benchmarks can be listed and run, and a proof that fails is told by the status."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_every_benchmark_is_listed_with_what_it_measures() -> None:
    """The list has each module that is no helper, and the folder's readme names it."""
    listed = {line.split()[0]: line.split(maxsplit=1)[1] for line in bench("bench", "--list").stdout.splitlines()}
    modules = {each.stem for each in (ROOT / "bench").glob("[!_]*.py")}
    assert set(listed) == modules
    readme = (ROOT / "bench" / "README.md").read_text()
    assert all(f"`{name}`" in readme for name in modules)


def test_an_unknown_benchmark_is_a_usage_error() -> None:
    """A name that is none runs nothing."""
    assert bench("bench", "nonsense").returncode == 2


def test_the_speed_of_the_sandbox_is_measured_and_proven() -> None:
    """A short run ends with its proof."""
    ran = bench("bench.sandbox_speed", "--requests", "40")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "160 bills sent, 160 in the ledger, each exactly once" in ran.stdout
