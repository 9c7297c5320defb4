"""The published example files, as tests read them."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml

from handlers.loading import load_registry
from handlers.registry import Context, Registry
from schemas.event import Event
from schemas.write import Write

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"

CANONICAL = (
    "account.upserted",
    "bill-payment.made",
    "bill.approved",
    "custom-record.upserted",
    "customer.upserted",
    "invoice.issued",
    "journal-entry.posted",
    "payment.received",
    "project.upserted",
    "task.upserted",
    "vendor.upserted",
)
CUSTOMER_ADD = "com.intacct.customer.add"


@dataclass
class CannedReader:
    """A handler's reads, answered from a list and written down."""

    rows: list[dict[str, str]] = field(default_factory=list)
    asked: list[tuple[str, tuple[str, ...], dict[str, str]]] = field(default_factory=list)

    async def find(self, object: str, fields: Any, **equals: str) -> list[dict[str, str]]:
        self.asked.append((object, tuple(fields), equals))
        return self.rows

    async def each(self, object: str, fields: Any, **equals: str) -> AsyncIterator[dict[str, str]]:
        for row in await self.find(object, fields, **equals):
            yield row


def context(settings: dict[str, Any] | None = None, reader: CannedReader | None = None) -> Context:
    """What a handler gets, with these tenant settings."""
    return Context(read=reader or CannedReader(), settings=settings or {})


def example(event_type: str) -> dict[str, Any]:
    """The data of the published example of a type."""
    data: dict[str, Any] = envelope(event_type)["data"]
    return data


def envelope(event_type: str) -> dict[str, Any]:
    """The published example of a type."""
    loaded: dict[str, Any] = json.loads((EXAMPLES / "events" / f"{event_type}.json").read_text())
    return loaded


def json_lines(name: str) -> list[dict[str, Any]]:
    """One file of the example day."""
    return [json.loads(line) for line in (EXAMPLES / "day" / name).read_text().splitlines()]


def expected_verdicts() -> list[dict[str, Any]]:
    """What the example day must end as."""
    loaded: list[dict[str, Any]] = yaml.safe_load((EXAMPLES / "day" / "expected.yaml").read_text())
    return loaded


def form(body: str) -> dict[str, str]:
    """The arguments of a Smart Event."""
    return dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))


async def handle(
    event_type: str, data: Any, given: Context | None = None, registry: Registry | None = None, entity: str = ""
) -> list[Write]:
    """Validate the data, call the handler, return its writes."""
    registration = (registry or load_registry(plugins=())).find(event_type)
    assert registration is not None, f"nobody handles {event_type}"
    event = Event(
        id="e-1",
        source="/test",
        type=event_type,
        tenant="harborline",
        data=registration.model.model_validate(data),
        entity=entity,
    )
    return list(await registration.handler(event, given or context()))
