"""What goes wrong around the service: none of it loses or doubles anything."""

import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.company import bill, journal, vendor
from tests.end_to_end.judge import written_once
from tests.support.free_ports import free_ports
from tests.support.service_process import (
    SandboxProcess,
    ServiceProcess,
    http,
    sandbox_process,
    settings_for,
    wait_for,
)


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    """A fresh company."""
    with sandbox_process() as running:
        yield running


@pytest.fixture
def service(sandbox: SandboxProcess, tmp_path: Path) -> Iterator[ServiceProcess]:
    """A running service on the embedded log."""
    with ServiceProcess(tmp_path, settings_for(sandbox.url, embedded(tmp_path))) as running:
        yield running


def embedded(folder: Path) -> dict[str, str]:
    return {"kind": "sqlite", "path": str(folder / "relay.db")}


def test_intacct_may_be_away_for_a_while(tmp_path: Path) -> None:
    """While Intacct is down events wait and both probes stay green; afterwards all is written once."""
    port = str(free_ports(1)[0])
    service = ServiceProcess(tmp_path, settings_for(f"http://127.0.0.1:{port}", embedded(tmp_path)))
    with service:
        service.send([vendor(1), bill(1, 1), journal(1)])
        wait_for(lambda: _lane(service)["state"] == "unavailable", "the circuit is open")
        assert http(f"{service.admin}/livez")[0] == http(f"{service.admin}/readyz")[0] == 200
        with sandbox_process("--port", port) as sandbox:
            service.wait_for_verdicts({"e-v1", "e-b1", "e-j1"})
            assert not service.dead_letters()
            assert len(written_once(sandbox.ledger())) == 3


def _lane(service: ServiceProcess) -> dict[str, str]:
    lane: dict[str, str] = http(f"{service.admin}/api/status")[1]["lanes"][0]
    return lane


def test_maintenance_and_server_errors_lose_nothing(sandbox: SandboxProcess, service: ServiceProcess) -> None:
    """Maintenance pages and errors before and after the commit end in one record each."""
    sandbox.set_faults(
        {"kind": "maintenance", "count": 3},
        {"kind": "status", "status": 500, "when": "after", "operation": "write", "count": 2},
        {"kind": "status", "status": 502, "when": "before", "operation": "write", "count": 2},
        {"kind": "truncate", "operation": "write", "count": 2},
        {"kind": "garbage", "operation": "write", "count": 1},
    )
    service.send([vendor(1), *(bill(number, 1) for number in range(8)), journal(1)])
    service.wait_for_verdicts({"e-v1", "e-j1", *(f"e-b{number}" for number in range(8))})
    assert not service.dead_letters()
    assert len(written_once(sandbox.ledger())) == 10


@pytest.mark.parametrize("surface", ["rest", "xml"])
def test_a_document_that_takes_too_long_is_written_once(surface: str, tmp_path: Path) -> None:
    """The gateway gives up on a bill and a journal entry of a thousand lines; both are in the books, each once."""
    with sandbox_process("--switch", "timeout_lines=999") as sandbox:
        settings = settings_for(sandbox.url, embedded(tmp_path), surface=surface)
        with ServiceProcess(tmp_path, settings) as service:
            line = {"account": "6105", "amount": "1.00", "location": "100"}
            service.send([vendor(1), bill(1, 1, lines=[line] * 1000), _long_journal(1000)])
            service.wait_for_verdicts({"e-v1", "e-b1", "e-j1"})
            assert not service.dead_letters()
        assert len(written_once(sandbox.ledger())) == 3


def _long_journal(lines: int) -> dict[str, Any]:
    event = journal(1)
    event["data"]["lines"] *= lines // 2
    return event


def test_throttling_slows_down_and_kills_nothing(tmp_path: Path) -> None:
    """«Too many operations» costs no attempt: everything is applied in the end."""
    with sandbox_process("--switch", "xml_throttle_style=200024") as sandbox:
        sandbox.set_faults({"kind": "throttle", "count": 6})
        with ServiceProcess(tmp_path, settings_for(sandbox.url, embedded(tmp_path), surface="xml")) as service:
            service.send([vendor(1), bill(1, 1), bill(2, 1)])
            service.wait_for_verdicts({"e-v1", "e-b1", "e-b2"})
            assert not service.dead_letters()
        assert len(written_once(sandbox.ledger())) == 3


def test_expired_sessions_are_renewed(sandbox: SandboxProcess, service: ServiceProcess) -> None:
    """A session that the server has forgotten is renewed, and the write goes on under the same id."""
    service.send([vendor(1)])
    service.wait_for_verdicts({"e-v1"})
    sandbox.set_faults({"kind": "expire_sessions", "count": 1})
    service.send([bill(1, 1)])
    service.wait_for_verdicts({"e-b1"})
    assert not service.dead_letters()


def test_wrong_credentials_hold_the_tenant(sandbox: SandboxProcess, tmp_path: Path) -> None:
    """Events wait, nothing is dead-lettered, the login is not hammered, and the status names what to mend."""
    settings = settings_for(sandbox.url, embedded(tmp_path), surface="rest")
    settings["tenants"]["harborline"]["rest"]["client_secret"] = "not-it"
    with ServiceProcess(tmp_path, settings) as service:
        service.send([vendor(1)])
        wait_for(lambda: _lane(service)["state"] == "held", "the tenant is held")
        lane = _lane(service)
        assert lane["next_step"]
        assert "not-it" not in service.log.read_text()
        assert not service.dead_letters()
        assert service.backlog() == 1


def test_a_clean_stop_finishes_what_is_in_flight(sandbox: SandboxProcess, service: ServiceProcess) -> None:
    """SIGTERM ends with status 0, and a restart repeats nothing."""
    sandbox.set_faults({"kind": "delay", "operation": "write", "seconds": 0.05})
    ids = {f"e-b{number}" for number in range(300)}
    service.send([vendor(1), *(bill(number, 1) for number in range(300))])
    wait_for(lambda: len(sandbox.ledger()) > 50, "the service is in the middle")
    assert service.stop() == 0
    service.start()
    service.wait_for_verdicts(ids)
    assert not service.dead_letters()
    assert len(written_once(sandbox.ledger())) == 301


def test_a_second_signal_ends_at_once_and_loses_nothing(sandbox: SandboxProcess, service: ServiceProcess) -> None:
    """Correctness never depends on a clean stop."""
    sandbox.set_faults({"kind": "delay", "operation": "write", "seconds": 3})
    service.send([vendor(1)])
    wait_for(lambda: sandbox.counters()["in_flight"] > 0, "a request is in flight")
    assert service.process is not None
    service.process.send_signal(signal.SIGTERM)
    wait_for(lambda: http(f"{service.admin}/readyz")[0] != 200, "the service is stopping")
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(timeout=5) == 128 + signal.SIGTERM
    sandbox.set_faults()
    service.start()
    service.wait_for_verdicts({"e-v1"})
    assert len(written_once(sandbox.ledger())) == 1


def test_a_second_process_on_the_same_log_is_refused(service: ServiceProcess, tmp_path: Path) -> None:
    """It ends with status 3 and names the one that has it."""
    other = ServiceProcess(tmp_path, service.settings | {"admin": {"port": free_ports(1)[0]}})
    other.start(ready=False)
    assert other.process is not None
    assert other.process.wait(timeout=20) == 3
    assert service.process is not None
    assert str(service.process.pid) in other.log.read_text()


def test_the_commands_work_on_the_stopped_log(sandbox: SandboxProcess, service: ServiceProcess) -> None:
    """Where, dead letters and usage answer when nobody runs, and a replay waits for the next start."""
    service.send([bill(1, "nobody")])
    service.wait_for_verdicts({"e-b1"})
    assert service.stop() == 0
    assert "missing-reference" in service.command("dead-letters", "list").stdout
    assert "dead-letter" in service.command("where", "e-b1", "--json").stdout
    assert service.command("usage").returncode == 0
    replayed = service.command("dead-letters", "replay", "--yes", "--all")
    assert replayed.returncode == 0, replayed.stderr
    service.send([vendor("nobody")])
    service.start()
    wait_for(lambda: "e-b1" in service.receipts(), "the replayed bill is applied")
    assert len(written_once(sandbox.ledger())) == 2


def test_a_log_that_is_no_log_is_a_clear_error(sandbox: SandboxProcess, tmp_path: Path) -> None:
    """A file that is something else is not touched; the service says so instead of failing later."""
    path = tmp_path / "relay.db"
    path.write_text("these are our holiday pictures" * 100)
    service = ServiceProcess(tmp_path, settings_for(sandbox.url, embedded(tmp_path))).start(ready=False)
    wait_for(lambda: "relay.db" in service.log.read_text(), "the log says which file")
    assert http(f"{service.admin}/readyz")[0] in {0, 503}
    service.stop()
    assert path.read_text().startswith("these are our holiday pictures")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("select * from sqlite_master").fetchall()
