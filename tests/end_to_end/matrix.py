"""The whole end-to-end suite under each value of each switch that concerns writes: python -m tests.end_to_end.matrix

Too long for every run (half an hour); ``test_switches`` is its time-bounded form. Ends with status 1 if any run failed.
Arguments are passed to pytest, as in ``-k failures``.
"""

import os
import subprocess
import sys

from tests.end_to_end.test_switches import CASES

SPACED = " "


def main() -> int:
    """Run them one after the other, one line each."""
    failed = 0
    for name, value in CASES:
        if SPACED in str(value):
            continue  # texts are covered by test_switches
        switch = f"{name}={str(value).lower() if isinstance(value, bool) else value}"
        suite = ["tests/end_to_end", "-m", "not kafka", "--ignore", "tests/end_to_end/test_switches.py"]
        command = [sys.executable, "-m", "pytest", *suite, *sys.argv[1:]]
        environment = os.environ | {"SANDBOX_SWITCHES": switch}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        failed += run.returncode != 0
        print(f"{switch:45} {run.stdout.strip().splitlines()[-1]}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
