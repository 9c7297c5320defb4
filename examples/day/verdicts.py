"""Collecting the verdicts of the day, and holding them against what is expected."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import plain_http as http
import yaml
from processes import Day
from rich.progress import Progress

HERE = Path(__file__).parent
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What must become of one event."""

    id: str
    verdict: str
    reason: str
    category: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one event."""

    id: str
    verdict: str
    category: str = ""
    cause: str = ""
    records: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    transactions: int = 0
    seconds: float = 0.0

    def fits(self, expected: Expected) -> bool:
        """Whether it is what was expected."""
        as_wanted = self.verdict == expected.verdict and self.category == expected.category
        return as_wanted and (not expected.record or expected.record in self.records)


def named(expected: Sequence[Expected], given: Mapping[str, str]) -> list[Expected]:
    """The same, under the ids that events were given at the door."""
    return [replace(one, id=given.get(one.id, one.id)) for one in expected]


def expectations() -> list[Expected]:
    """The shipped list."""
    return [
        Expected(entry["id"], entry["verdict"], entry["reason"], entry.get("class", ""), entry.get("record", ""))
        for entry in yaml.safe_load((HERE / "expected.yaml").read_text("utf-8"))
    ]


def collect(day: Day) -> dict[str, Verdict]:
    """All verdicts so far."""
    receipts = http.get(f"{day.admin}/api/receipts?limit=1000")
    dead = http.get(f"{day.admin}/api/dead-letters")
    return {verdict.id: verdict for verdict in (*map(_applied, receipts), *map(_dead, dead))}


def _applied(receipt: Mapping[str, Any]) -> Verdict:
    records: Sequence[Mapping[str, Any]] = receipt["records"]
    return Verdict(
        id=receipt["event_id"],
        verdict="applied",
        records=tuple(f"{record['object']} {record['key']}" for record in records),
        numbers=tuple(record["record_number"] for record in records),
        surfaces=tuple(dict.fromkeys(record["surface"] for record in records)),
        transactions=receipt["transactions"],
        seconds=_seconds(receipt["received_at"], receipt["applied_at"]),
    )


def _dead(letter: Mapping[str, Any]) -> Verdict:
    return Verdict(
        id=letter["event_id"],
        verdict="dead-letter",
        category=letter["category"],
        cause=letter["cause"],
        transactions=letter["transactions"],
        seconds=_seconds(letter.get("received_at"), letter["failed_at"]),
    )


def _seconds(begun: str | None, ended: str) -> float:
    if not begun:
        return 0.0
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()


def wait_for(day: Day, event_id: str) -> None:
    """Until this event has its verdict."""
    deadline = time.monotonic() + PATIENCE
    while event_id not in collect(day):
        if time.monotonic() > deadline:
            raise SystemExit(f"{event_id} has no verdict after {PATIENCE:.0f} s")
        time.sleep(0.2)


def wait_for_all(day: Day, expected: Sequence[Expected], progress: Progress) -> dict[str, Verdict]:
    """Until every expected event has its verdict, showing how many have."""
    task = progress.add_task("verdicts", total=len(expected))
    deadline = time.monotonic() + PATIENCE
    while True:
        verdicts = collect(day)
        done = sum(one.id in verdicts for one in expected)
        progress.update(task, completed=done)
        if done == len(expected) or time.monotonic() > deadline:
            return verdicts
        time.sleep(0.3)
