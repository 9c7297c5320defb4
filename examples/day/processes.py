"""The sandbox and the service as processes of their own, as they would run anywhere."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import plain_http as http

HERE = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Day:
    """Where everything listens."""

    sandbox: str
    receiver: str
    admin: str
    folder: Path
    environment: dict[str, str]

    def relay(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of intacct-relay on this day's configuration."""
        command = [PROGRAMS / "intacct-relay", *arguments, "--config", HERE / "relay.yaml"]
        return subprocess.run(command, env=self.environment, text=True, capture_output=True, check=False)


@contextmanager
def started(folder: Path) -> Iterator[Day]:
    """Start both, wait until they answer, stop both at the end."""
    with _sandbox(folder) as sandbox:
        receiver, admin = _free_port(8080), _free_port(9464)
        environment = os.environ | {
            "SANDBOX_URL": sandbox,
            "DAY_FOLDER": str(folder),
            "RECEIVER_PORT": str(receiver),
            "ADMIN_PORT": str(admin),
        }
        day = Day(sandbox, f"http://127.0.0.1:{receiver}", f"http://127.0.0.1:{admin}", folder, environment)
        with _process([PROGRAMS / "intacct-relay", "run", "--config", HERE / "relay.yaml"], folder, day.environment):
            _wait_until_ready(day)
            yield day


@contextmanager
def _sandbox(folder: Path) -> Iterator[str]:
    command = [PROGRAMS / "intacct-sandbox", "--port", str(_free_port(8090))]
    with _process(command, folder, dict(os.environ), read=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"the sandbox did not start:\n{_last_lines(folder / 'intacct-sandbox.log')}")
        yield json.loads(line)["url"]


@contextmanager
def _process(
    command: list[str | Path], folder: Path, environment: dict[str, str], *, read: bool = False
) -> Iterator[subprocess.Popen[str]]:
    with (folder / f"{Path(command[0]).name}.log").open("w") as log:
        out = subprocess.PIPE if read else log
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=log, text=True)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=40)


def _free_port(wanted: int) -> int:
    """The wanted port when it is free, else any other."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SystemExit("no free port")


def _wait_until_ready(day: Day) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if http.status(f"{day.admin}/readyz") == 200:
            return
        time.sleep(0.1)
    raise SystemExit(f"the service did not become ready:\n{_last_lines(day.folder / 'intacct-relay.log')}")


def _last_lines(log: Path) -> str:
    """What it said before; the folder is gone once we have ended."""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])
