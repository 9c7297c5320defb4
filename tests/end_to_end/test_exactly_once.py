"""Five thousand events, answers lost after the commit, and a kill: each write is in the ledger exactly once."""

from pathlib import Path

import pytest

from tests.end_to_end.company import busy_day
from tests.end_to_end.judge import written_once
from tests.support.service_process import ServiceProcess, sandbox_process, settings_for, wait_for

EVENTS = busy_day(vendors=200, bills=4_300, journals=500)
LOST = {"kind": "answer_lost", "operation": "write", "probability": 0.1, "seed": 7}
SLOW = {"kind": "delay", "operation": "write", "seconds": 0.02}


@pytest.mark.slow
def test_five_thousand_events_through_the_embedded_log(tmp_path: Path) -> None:
    """With 10 % of answers lost after the commit and one kill -9, each write is there once, within the slots."""
    with sandbox_process() as sandbox:
        sandbox.set_faults(LOST, SLOW)
        service = ServiceProcess(
            tmp_path, settings_for(sandbox.url, {"kind": "sqlite", "path": str(tmp_path / "relay.db")})
        )
        service.send(EVENTS)  # nobody runs yet: the command opens the log itself
        with service:
            wait_for(lambda: len(sandbox.ledger()) > 1500, "the service is in the middle")
            service.kill()
            service.start()
            wait_for(lambda: service.backlog() == 0, "all verdicts are in")
            assert not service.dead_letters()
            assert len(service.receipts()) == len(EVENTS)
        assert len(written_once(sandbox.ledger())) == len(EVENTS)
        assert sandbox.counters()["in_flight_max"] <= 2
