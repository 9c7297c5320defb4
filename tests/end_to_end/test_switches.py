"""Wherever the public sources leave open how Intacct behaves, the service is right under each possibility.

The matrix is generated from the sandbox's own list of switches: a new one that concerns writes is in it by itself.
"""

import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from intacct_sandbox import Sandbox
from intacct_sandbox.switches import _CHOICES, Switches

from schemas.event import StoredEvent
from schemas.verdict import DeadLetterClass
from service.app import App
from service.clock import SystemClock
from service.configuration import load
from service.eventlog.port import DeadLetterFilter, EventLog
from service.lifecycle import Lifecycle
from service.roles import ALL_ROLES
from tests.end_to_end.company import bill, cloud_event, journal, vendor
from tests.end_to_end.judge import written_once
from tests.support.eventually import eventually
from tests.support.service_process import settings_for

NOT_ABOUT_WRITES = (
    *("seed", "hold_seconds", "minute_limit", "hour_limit", "cpu_limit", "timeout_", "rest_most_bytes", "offline_"),
    *("monthly_", "token_seconds", "refresh_", "one_refresh_grant", "composite_", "batch_all", "bulk_", "async_"),
    *("delivery_", "deliveries_", "smart_event_", "merge_", "unresolved_", "webhook_", "context_", "exhausted_"),
    *("event_queue_", "attachment_", "announced_endpoint", "unique_adjustment"),
)
LOST = [
    {"kind": "answer_lost", "surface": surface, "operation": "write", "skip": skip, "count": 1}
    for surface in ("xml", "rest")
    for skip in (0, 1, 3)
]
"""The first, the third and the sixth write request of each surface are committed and never answered."""
TROUBLE = [
    {"kind": "expire_sessions", "skip": 3, "count": 1},
    {"kind": "status", "status": 500, "when": "after", "operation": "write", "count": 1},
    {"kind": "status", "status": 502, "when": "before", "operation": "write", "skip": 1, "count": 1},
    {"kind": "truncate", "operation": "write", "skip": 2, "count": 1},
    {"kind": "garbage", "operation": "write", "skip": 2, "count": 1},
    {"kind": "reset_before", "operation": "write", "skip": 3, "count": 1},
    {"kind": "answer_lost", "operation": "query", "count": 1},
]
"""Everything else that can go wrong with a request, one after the other."""
SCENARIOS = {"lost answers": LOST, "trouble": TROUBLE}
OTHER_TEXTS: dict[str, list[Any]] = {
    "inflight_errorno": ["XL03000099"],
    "inflight_text": ["A request with control ID {id} is in process."],
    "completed_errorno": ["XL03000098"],
    "completed_text": ["Control ID {id} is not unique."],
    "closed_period_errorno": ["GL-0777"],
    "unbalanced_errorno": ["GL-1009"],
}


def alternatives() -> Iterator[tuple[str, Any]]:
    """Every switch that concerns writes, with each value that is not its default."""
    for field in fields(Switches):
        name, default = field.name, field.default
        if name.startswith(NOT_ABOUT_WRITES):
            continue
        if isinstance(default, bool):
            yield name, not default
        else:
            others = [value for value in _CHOICES.get(name, ()) if value != default]
            yield from ((name, value) for value in others or OTHER_TEXTS.get(name, []))


CASES = list(alternatives())


def day() -> list[dict[str, Any]]:
    """A little of everything, so that a backlog goes over XML and what is left over REST."""
    events = [vendor(number) for number in range(3)]
    events += [bill(number, number % 3) for number in range(12)]
    events += [journal(number) for number in range(3)]
    events += [
        cloud_event("c1", "customer.upserted", {"id": "C-1", "name": "Customer"}),
        cloud_event("i1", "invoice.issued", _invoice("I-1")),
        cloud_event("p1", "bill-payment.made", _payment("P-1", "B-0", "84.50")),
        cloud_event("r1", "project.upserted", {"id": "R-1", "name": "Dock", "category": "contract"}),
        cloud_event("late", "journal-entry.posted", journal("late")["data"] | {"posting_date": "2025-11-30"}),
    ]
    return events


def _invoice(number: str) -> dict[str, Any]:
    line = {"account": "4010", "amount": "10.00", "location": "100"}
    dates = {"invoice_date": "2026-03-14", "due_date": "2026-04-13"}
    return {"customer": "C-1", "number": number, **dates, "currency": "USD", "lines": [line]}


def _payment(number: str, bill_number: str, amount: str) -> dict[str, Any]:
    paid = [{"bill": bill_number, "amount": amount}]
    how = {"bank_account": "OPER-CHK", "method": "ach", "payment_date": "2026-03-20", "currency": "USD"}
    return {"vendor": "V-0", "number": number, **how, "bills": paid}


def stored(event: dict[str, Any]) -> StoredEvent:
    """As the log keeps it."""
    names = ("id", "source", "type", "tenant")
    return StoredEvent(**{name: event[name] for name in names}, body=json.dumps(event["data"]).encode())


async def run_day(folder: Path, sandbox: Sandbox) -> EventLog:
    """The whole service in this process, until every event has its verdict."""
    settings = settings_for(sandbox.url, {"kind": "sqlite", "path": str(folder / "relay.db")})
    settings |= {"receiver": {"port": 0}, "admin": {"port": 0}}
    config = folder / "relay.yaml"
    config.write_text(yaml.safe_dump(settings))
    app = App(load(config, {}), ALL_ROLES, Lifecycle(), SystemClock())
    events = [stored(event) for event in day()]
    async with AsyncExitStack() as stack:
        log = await app.start(stack)
        await log.append(events)
        await eventually(lambda: _all_settled(log, events))
        dead = await log.dead_letters(DeadLetterFilter())
        assert {letter.event_id: letter.failure.category for letter in dead} == {
            "e-late": DeadLetterClass.CLOSED_PERIOD
        }, dead
    return log


async def _all_settled(log: EventLog, events: list[StoredEvent]) -> bool:
    return len(await log.verdicts([event.key for event in events])) == len(events)


@pytest.mark.parametrize("faults", SCENARIOS.values(), ids=SCENARIOS)
@pytest.mark.parametrize(("name", "value"), CASES, ids=[f"{name}={value}" for name, value in CASES])
async def test_a_day_is_written_once_under(name: str, value: Any, faults: list[dict[str, Any]], tmp_path: Path) -> None:
    """Whatever goes wrong with requests, under this reading of the sources each write is there exactly once."""
    async with Sandbox(switches={"hold_seconds": 0, name: value}) as sandbox:
        sandbox.set_faults(faults)
        await run_day(tmp_path, sandbox)
        assert len(written_once(sandbox.ledger("HARBORLINE"))) == len(day()) - 1
        assert sandbox.counters("HARBORLINE")["in_flight_max"] <= 2
        states = {row["fields"].get("state") for row in sandbox.ledger("HARBORLINE") if row["operation"] == "submit"}
        assert states <= {"posted", "confirmed", "submitted", None}
