"""The whole end-to-end suite under each value of each switch that concerns writes: python -m tests.end_to_end.matrix

    --minutes N     stop starting new ones after so long (90)
    --only TEXT     values of switches whose name contains it
    anything else   goes to pytest, as in -k failures

Too long for every run; ``test_switches`` is its time-bounded form there. The tests that need Kafka mostly wait, so they
run beside the others. Ends with status 1 if a run failed, hung, or was not reached in time.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.end_to_end.test_switches import CASES

SUITE = ["tests/end_to_end", "--ignore", "tests/end_to_end/test_switches.py"]
HALVES = {"embedded log": "not kafka", "Kafka": "kafka"}
LONGEST_SECONDS = 600
NO_TESTS = 5


@dataclass(slots=True)
class Half:
    """One part of the suite under one value."""

    name: str
    process: subprocess.Popen[str]

    def finished(self) -> tuple[bool, str]:
        """Whether it passed, and what it printed."""
        try:
            out, _ = self.process.communicate(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return False, f"hung for {LONGEST_SECONDS} s"
        return self.process.returncode in (0, NO_TESTS), out.strip() or "no output"


def start(name: str, marked: str, switch: str, more: list[str]) -> Half:
    """Run one half in a process of its own."""
    command = [sys.executable, "-m", "pytest", *SUITE, "-m", marked, *more]
    environment = os.environ | {"SANDBOX_SWITCHES": switch}
    return Half(name, subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))


def passed(switch: str, more: list[str]) -> bool:
    """Run both halves side by side; one line each, and all that a half printed which failed."""
    halves = [start(name, marked, switch, more) for name, marked in HALVES.items()]
    verdicts = [half.finished() for half in halves]
    for half, (good, out) in zip(halves, verdicts, strict=True):
        print(f"{'ok    ' if good else 'FAILED'} {switch:50} {half.name:13} {out.splitlines()[-1]}", flush=True)
        print("" if good else f"{out}\n", end="", flush=True)
    return all(good for good, _ in verdicts)


def assignment(name: str, value: Any) -> str:
    """As the sandbox's command line takes it."""
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"


def main() -> int:
    """Run them one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--only", default="")
    options, more = parser.parse_known_args()
    switches = [assignment(*case) for case in CASES if options.only in case[0]]
    end = time.monotonic() + options.minutes * 60
    done = [passed(each, more) for each in switches if time.monotonic() < end]
    left = len(switches) - len(done)
    print(f"{len(switches)} values: {sum(done)} passed, {done.count(False)} failed, {left} not reached")
    return 0 if done.count(True) == len(switches) else 1


if __name__ == "__main__":
    sys.exit(main())
