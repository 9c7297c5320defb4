"""The published examples hold: each validates, and its handler makes writes of it."""

import json
from decimal import Decimal
from typing import Any

import pytest

from handlers.loading import load_registry
from schemas.event import event_key
from schemas.write import Operation, write_id
from tests.handlers.example_files import CANONICAL, CUSTOMER_ADD, EXAMPLES, envelope, example, form, handle


def test_there_is_one_example_for_each_shipped_type() -> None:
    """A type without an example is a type that nobody can try."""
    files = {path.name.removesuffix(path.suffix) for path in (EXAMPLES / "events").iterdir()}
    assert files == set(load_registry(plugins=()).types()) == {*CANONICAL, CUSTOMER_ADD}


@pytest.mark.parametrize("event_type", CANONICAL)
def test_an_example_is_a_structured_cloudevent_of_its_type(event_type: str) -> None:
    """It can be posted or sent as it is."""
    event = envelope(event_type)
    assert event["specversion"] == "1.0"
    assert event["type"] == event_type
    assert event["tenant"] == "harborline"
    assert {"id", "source", "time", "datacontenttype", "data"} < event.keys()


KEYS = {
    "vendor.upserted": (Operation.UPSERT, "vendor V-1001"),
    "customer.upserted": (Operation.UPSERT, "customer C-300"),
    "account.upserted": (Operation.UPSERT, "account 6140"),
    "bill.approved": (Operation.CREATE, "bill V-1001 / B-77"),
    "bill-payment.made": (Operation.CREATE, "bill-payment OPER-CHK / CHK-100400"),
    "invoice.issued": (Operation.CREATE, "invoice C-300 / INV-0042"),
    "payment.received": (Operation.CREATE, "payment C-300 / ACH-0088"),
    "journal-entry.posted": (Operation.CREATE, "journal-entry GJ / JE-5521"),
    "project.upserted": (Operation.UPSERT, "project P-202"),
    "task.upserted": (Operation.UPSERT, "task P-202 / T-100"),
    "custom-record.upserted": (Operation.UPSERT, "custom-record fleet_vehicle / Forklift 9"),
}


@pytest.mark.parametrize("event_type", CANONICAL)
async def test_an_example_becomes_the_write_of_its_business_key(event_type: str) -> None:
    """Facts that may come again are upserts; documents are created once."""
    (write,) = await handle(event_type, example(event_type), entity="E100")
    assert (write.operation, str(write.key)) == KEYS[event_type]
    assert write.entity == "E100"
    assert write.key not in write.references


@pytest.mark.parametrize("event_type", CANONICAL)
async def test_the_same_event_always_means_the_same_writes(event_type: str) -> None:
    """A replay after a crash must find what the first run sent: same keys, same fields, same ids."""
    first, again = [await handle(event_type, example(event_type)) for _ in range(2)]
    assert first == again
    ids = [write_id(event_key("harborline", "/harborline/examples", "e"), index) for index, _ in enumerate(first)]
    assert ids == [
        write_id(event_key("harborline", "/harborline/examples", "e"), index) for index, _ in enumerate(again)
    ]


@pytest.mark.parametrize("event_type", CANONICAL)
async def test_a_write_carries_every_field_that_the_event_states(event_type: str) -> None:
    """Nothing that was sent is lost on the way, and no amount changes."""
    (write,) = await handle(event_type, example(event_type))
    assert comparable(write.fields) == comparable(example(event_type))


def comparable(value: Any) -> Any:
    """The same shapes for JSON and for writes."""
    if isinstance(value, dict):
        return {name: comparable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [comparable(each) for each in value]
    return f"{value:.2f}" if isinstance(value, Decimal) else json.loads(json.dumps(value, default=str))


async def test_the_smart_event_example_opens_the_customers_project() -> None:
    """The form body is what Intacct posts."""
    body = (EXAMPLES / "events" / f"{CUSTOMER_ADD}.form").read_text()
    (write,) = await handle(CUSTOMER_ADD, form(body))
    assert (write.operation, str(write.key)) == (Operation.CREATE, "project P-C-300")
