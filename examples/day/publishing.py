"""Publishing the day through the real ways in: a file, signed webhooks, Smart Events."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import plain_http as http
from processes import Day
from pydantic import SecretStr

from service.intake.standard_webhooks import sign

HERE = Path(__file__).parent
SHOP_SECRET = SecretStr("whsec_ZXhhbXBsZS1kYXktb25seS1zZWNyZXQtMDAwMQ==")
SMART_EVENT_SECRET = "example-day-smart-event-secret"


def send_file(day: Day) -> None:
    """``intacct-relay send``, as for a backfill."""
    sent = day.relay("send", str(HERE / "events.jsonl"))
    if sent.returncode:
        raise SystemExit(f"send failed:\n{sent.stdout}{sent.stderr}")


def post_webhooks(day: Day) -> None:
    """CloudEvents, signed as Standard Webhooks defines it."""
    for event in _lines("webhooks.jsonl"):
        body = json.dumps(event).encode()
        signature = sign(SHOP_SECRET, event["id"], datetime.now(UTC), body)
        headers = {"Content-Type": "application/cloudevents+json", **signature}
        http.post(f"{day.receiver}/webhooks/shop", body, headers)


def post_smart_events(day: Day, applied: Callable[[str], None]) -> dict[str, str]:
    """Form posts as Intacct sends them, each once the record that it speaks of is there.

    Returns the id that each was given at the door, where every delivery gets one of its own, by its name here.
    """
    given = {}
    for event in _lines("smart-events.jsonl"):
        applied(event["after"])
        body = f"{event['body']}&key={SMART_EVENT_SECRET}".encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        (given[event["id"]],) = http.post(f"{day.receiver}/webhooks/intacct", body, headers)["events"]
    return given


def _lines(name: str) -> Iterator[dict[str, Any]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        yield json.loads(line)
