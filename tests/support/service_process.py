"""The real service as a process of its own, so that it can be killed, stopped and started again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import yaml

from tests.support.free_ports import free_ports

PROGRAMS = Path(sys.executable).parent
PATIENCE = 60.0


def wait_for(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Poll until it holds; fail with words when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.05)


def http(
    url: str, body: bytes | None = None, headers: dict[str, str] | None = None, method: str = ""
) -> tuple[int, Any]:
    """Status and JSON (or text) of one request; status 0 when nobody answers."""
    request = Request(url, data=body, headers=headers or {}, method=method or ("POST" if body is not None else "GET"))
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, _read(answer.read())
    except HTTPError as error:
        return error.code, _read(error.read())
    except (URLError, ConnectionError, TimeoutError):
        return 0, None


def _read(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


@contextmanager
def sandbox_process(*arguments: str) -> Iterator["SandboxProcess"]:
    """A sandbox in a process of its own, so that it does not share a core with the test.

    ``SANDBOX_SWITCHES`` (NAME=VALUE, one a line) runs any end-to-end test under another reading of the public sources.
    """
    switches = [each for switch in os.environ.get("SANDBOX_SWITCHES", "").splitlines() for each in ("--switch", switch)]
    command = [PROGRAMS / "intacct-sandbox", *switches, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield SandboxProcess(json.loads(process.stdout.readline())["url"], process)
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(timeout=20)


@dataclass(slots=True)
class SandboxProcess:
    """The judge."""

    url: str
    process: subprocess.Popen[str]

    def ledger(self, company: str = "HARBORLINE") -> list[dict[str, Any]]:
        """What was really written."""
        rows: list[dict[str, Any]] = http(f"{self.url}/_sandbox/ledger?company={company}")[1]
        return rows

    def counters(self, company: str = "HARBORLINE") -> dict[str, int]:
        """Requests, transactions, most in flight."""
        counters: dict[str, dict[str, int]] = http(f"{self.url}/_sandbox/counters")[1]
        return counters[company]

    def set_faults(self, *rules: dict[str, Any]) -> None:
        """From now on."""
        status, answer = http(f"{self.url}/_sandbox/faults", json.dumps(rules).encode(), method="PUT")
        assert status == 200, answer


def settings_for(sandbox_url: str, log: dict[str, Any], **tenant: Any) -> dict[str, Any]:
    """A configuration of one tenant of the sandbox's company, impatient enough for tests."""
    receiver, admin = free_ports(2)
    return {
        "tenants": {"harborline": tenant_for(sandbox_url, **tenant)},
        "sources": {
            "shop": {"kind": "cloudevents", "secrets": ["whsec_ZW5kLXRvLWVuZC10ZXN0cy1vbmx5LXNlY3JldA=="]},
            "smart": {
                "kind": "intacct-smart-event",
                "tenant": "harborline",
                "secrets": ["smart-secret"],
                "id_arguments": ["obj", "evt", "recordno"],
            },
        },
        "log": log,
        "receiver": {"port": receiver},
        "admin": {"port": admin},
        "shutdown_grace": 10,
    }


def tenant_for(sandbox_url: str, **more: Any) -> dict[str, Any]:
    """The sandbox's default company, both surfaces."""
    waiting = {
        "missing_reference": 8,
        "backoff_first": 0.1,
        "backoff_longest": 1,
        "settle_after": 0.2,
        "probe_every": 0.5,
        "request_timeout": 20,
    }
    return {
        "company": "HARBORLINE",
        "allow_loopback": True,
        "rest": {
            "base_url": f"{sandbox_url}/ia/api/v1",
            "client_id": "relay.app.sage.com",
            "client_secret": "client-secret",
            "username": "relay_ws@HARBORLINE",
        },
        "xml": {
            "endpoint": f"{sandbox_url}/ia/xml/xmlgw.phtml",
            "sender_id": "relay_sender",
            "sender_password": "sender-secret",
            "company_id": "HARBORLINE",
            "user_id": "relay_ws",
            "user_password": "user-secret",
        },
        "rate": {"requests": 1000, "seconds": 1},
        "waiting": waiting | more.pop("waiting", {}),
        **more,
    }


@dataclass
class ServiceProcess:
    """``intacct-relay`` on one configuration."""

    folder: Path
    settings: dict[str, Any]
    roles: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.config = self.folder / f"relay-{id(self)}.yaml"
        self.config.write_text(yaml.safe_dump(self.settings))
        self.log = self.folder / f"relay-{id(self)}.log"

    @property
    def receiver(self) -> str:
        return f"http://127.0.0.1:{self.settings['receiver']['port']}"

    @property
    def admin(self) -> str:
        return f"http://127.0.0.1:{self.settings['admin']['port']}"

    def start(self, *, ready: bool = True) -> "ServiceProcess":
        """Start; by default wait until it is ready."""
        roles = [argument for role in self.roles for argument in ("--role", role)]
        command = [PROGRAMS / "intacct-relay", "run", "--config", self.config, *roles]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": ""})
        if ready:
            wait_for(lambda: http(f"{self.admin}/readyz")[0] == 200 or self._dead(), "the service is ready", 30)
            assert not self._dead(), self.log.read_text()[-3000:]
        return self

    def _dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        if self.process is None:
            return 0
        self.process.terminate()
        return self.process.wait(timeout=30)

    def __enter__(self) -> "ServiceProcess":
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.stop()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of intacct-relay on the same configuration."""
        command = [PROGRAMS / "intacct-relay", *arguments, "--config", str(self.config)]
        return subprocess.run(command, text=True, capture_output=True, timeout=120, check=False)

    def send(self, events: list[dict[str, Any]]) -> None:
        """Put events into the log with ``intacct-relay send``."""
        path = self.folder / f"events-{len(events)}-{time.monotonic_ns()}.jsonl"
        path.write_text("".join(json.dumps(event) + "\n" for event in events))
        sent = self.command("send", str(path))
        assert sent.returncode == 0, sent.stdout + sent.stderr

    def receipts(self) -> dict[str, dict[str, Any]]:
        """By event id."""
        return {receipt["event_id"]: receipt for receipt in http(f"{self.admin}/api/receipts?limit=100000")[1] or ()}

    def dead_letters(self) -> dict[str, dict[str, Any]]:
        """Open ones, by event id."""
        return {letter["event_id"]: letter for letter in http(f"{self.admin}/api/dead-letters?limit=100000")[1] or ()}

    def backlog(self) -> int:
        """Accepted events without a verdict; -1 when it does not answer."""
        status, metrics = http(f"{self.admin}/metrics")
        if status != 200:
            return -1
        lines = [line for line in metrics.splitlines() if line.startswith("intacct_relay_backlog")]
        return int(sum(float(line.rsplit(" ", 1)[1]) for line in lines))

    def wait_for_verdicts(self, ids: set[str], seconds: float = PATIENCE) -> None:
        """Until each of these events has a receipt or a dead letter."""
        wait_for(lambda: ids <= self.receipts().keys() | self.dead_letters().keys(), "all verdicts are in", seconds)
