"""python -m bench [--list] [NAME ...]: runs the named benchmarks, or all; status 1 when a proof fails.

A benchmark is a module in this folder whose name does not begin with an underscore, with a `main` that gives a status.
"""

import argparse
import ast
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The benchmarks in this folder."""
    return sorted(each.name for each in pkgutil.iter_modules([str(FOLDER)]) if not each.name.startswith("_"))


def about(name: str) -> str:
    """The first line of what it says of itself."""
    text = ast.get_docstring(ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))) or ""
    return re.split(r"[:.] python -m", text.partition("\n")[0])[0]


def run(name: str) -> bool:
    """Run one in a process of its own; whether its proof held."""
    print(f"== {name}: {about(name)}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=FOLDER.parent, check=False).returncode == 0


def main() -> int:
    """List or run."""
    parser = argparse.ArgumentParser(
        "python -m bench", description="Run benchmarks; each ends with a correctness proof."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *names()], help=", ".join(names()))
    parser.add_argument("--list", action="store_true", help="say what there is and run nothing")
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{name:20} {about(name)}" for name in names()))
        return 0
    failed = [name for name in options.names or names() if not run(name)]
    print(f"Failed: {', '.join(failed)}" if failed else "All proofs hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
