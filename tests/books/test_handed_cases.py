"""Cases that have gone wrong once, as their senders sent them, on both logs and every surface, judged by the books."""

import json
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from schemas.verdict import DeadLetter, DeadLetterClass
from service.eventlog.port import DeadLetterFilter
from tests.books.documents import BILL, BILL_PAYMENT, JOURNAL_ENTRY
from tests.books.judge import applied, dead, due, no_draft_of_ours, superseded
from tests.books.patience import eventually
from tests.books.trouble import SURFACES, bounded
from tests.books.world import LONG_WAIT, SHORT_WAIT, World, company
from tests.support.kafka_broker import KafkaBroker

INPUTS = Path(__file__).parent / "cases"
Event = dict[str, Any]
Story = Callable[[World], Awaitable[None]]


def given(name: str) -> dict[str, Event]:
    """The events of a file, by their ids, in their order."""
    events = [json.loads(line) for line in (INPUTS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return {event["id"]: event for event in events}


async def a_term_that_does_not_exist(world: World) -> None:
    """A known vendor gets an unknown term: it waits at a bounded cost, and nobody else waits with it."""
    events = given("term-that-does-not-exist")
    with bounded(world, transactions=20, requests=40):
        verdicts = await world.send(*events.values())
    applied(verdicts, events["v"], events["w"], already=False)
    dead(verdicts, events["v2"], DeadLetterClass.MISSING_REFERENCE, "Net 45")
    assert {each["id"]: each["name"] for each in world.records("vendor")} == {
        "V-1": "Pelican Tools",
        "W-1": "Innocent Vendor",
    }


async def a_payment_twice(world: World) -> None:
    """One payment of a bill under two event ids is one payment: 150.00 of 250.00 are still due."""
    first, again = given("payment"), given("payment-again")
    applied(await world.send(*first.values()), *first.values(), already=False)
    applied(await world.send(*again.values()), *again.values(), already=True)
    assert _states(world, "bill-payment") == {"ACH-7": "confirmed"}
    assert due(world, BILL, "INV-10") == Decimal("150.00")
    assert [each["total_due"] for each in world.records("vendor")] == [Decimal("400.00")]


async def an_entry_three_times(world: World) -> None:
    """One entry under two event ids is one entry; other amounts under its reference are a dead letter."""
    first, again, other = (given(name) for name in ("entry", "entry-again", "entry-with-other-amounts"))
    applied(await world.send(*first.values()), *first.values(), already=False)
    applied(await world.send(*again.values()), *again.values(), already=True)
    dead(await world.send(*other.values()), *other.values(), DeadLetterClass.DUPLICATE, "12")
    (entry,) = world.records("journal-entry")
    assert [line["amount"] for line in entry["lines"]] == [Decimal("10.00")] * 2
    assert entry["state"] == JOURNAL_ENTRY.state


async def a_bill_that_changes(world: World) -> None:
    """A bill again with other accounts, due date and reference, then in another currency: each difference is named."""
    first, recoded, euro = (given(name) for name in ("bill", "bill-recoded", "bill-in-another-currency"))
    applied(await world.send(*first.values()), *first.values(), already=False)
    before = world.records("bill")
    named = ("2026-05-30", "PO-2", "6500", "6600")
    dead(await world.send(*recoded.values()), *recoded.values(), DeadLetterClass.DUPLICATE, *named)
    dead(await world.send(*euro.values()), *euro.values(), DeadLetterClass.DUPLICATE, "EUR")
    assert world.records("bill") == before
    assert [bill["state"] for bill in before] == ["posted"]


async def an_older_state_late(world: World) -> None:
    """A vendor's state of 2 March stays when the one of 1 March comes after it."""
    events = given("older-state-late")
    verdicts = await world.send(*events.values())
    applied(verdicts, events["s1"], already=False)
    superseded(verdicts, events["s2"], by=events["s1"])
    assert [each["name"] for each in world.records("vendor")] == ["Newest name"]


async def a_used_event_id(world: World) -> None:
    """Another bill under a used event id is a dead letter with both contents, and is counted."""
    events, other = given("event"), given("event-with-other-content")
    applied(await world.send(*events.values()), *events.values(), already=False)
    await world.put(*other.values())
    found: list[DeadLetter] = []

    async def told() -> bool:
        found[:] = await world.log.dead_letters(DeadLetterFilter(category=DeadLetterClass.CONFLICT))
        return len(found) == 1

    await eventually(told, "a dead letter of class «conflict»")
    first = found[0].failure.first
    assert first is not None
    assert b"S-1" in first.body
    assert b"S-2" in found[0].body
    assert _states(world, "bill") == {"S-1": "posted"}
    counted = [line for line in (await world.metrics()).splitlines() if "conflict" in line and line[0] != "#"]
    assert any(not line.endswith(" 0.0") for line in counted), counted


async def approvals_on(world: World) -> None:
    """A bill that awaits approval is said to; its payment waits for a person, and goes then."""
    world.configure(approvals=frozenset({"bill"}))
    events = given("bill-to-be-approved-and-its-payment")
    await world.put(*events.values())
    applied(await world.verdicts(events["ap"]), events["ap"], state="submitted", already=False)
    await world.waits(events["app"])
    assert _states(world, "bill") == {"N-1": "submitted"}
    await world.person.act(BILL, world.key("bill", "N-1"), "approve")
    applied(await world.verdicts(events["app"]), events["app"], already=False)
    assert _states(world, "bill-payment") == {"PA-1": BILL_PAYMENT.state}
    assert due(world, BILL, "N-1") == Decimal("0.00")


async def a_bill_in_an_entity(world: World) -> None:
    """The payment of a bill in E100 from the top level is told at once where the bill is."""
    events = given("bill-in-an-entity-and-its-payment")
    verdicts = await world.send(*events.values())
    applied(verdicts, events["v"], events["e5"], already=False)
    verdict = verdicts["e6"]
    assert isinstance(verdict, DeadLetter)
    assert "E100" in verdict.failure.cause + verdict.failure.next_step
    assert _states(world, "bill-payment") == {}
    assert due(world, BILL, "E-5") == Decimal("10.00")


async def statistical_accounts(world: World) -> None:
    """An entry on statistical accounts is told at once that they are that, and nothing is made."""
    events = given("statistical-accounts")
    verdict = (await world.send(*events.values()))["st"]
    assert isinstance(verdict, DeadLetter)
    said = verdict.failure.cause + verdict.failure.next_step
    assert "HEADS" in said
    assert "statistical" in said.lower()
    assert not world.records("journal-entry")


async def month_end(world: World) -> None:
    """Forty bills of a closed period leave no draft and cost one transaction each; opened, they are all posted."""
    vendor, *bills = given("month-end").values()
    applied(await world.send(vendor), vendor)
    with bounded(world, transactions=len(bills) + 1, requests=4 * len(bills)):
        verdicts = await world.send(*bills)
    for bill in bills:
        dead(verdicts, bill, DeadLetterClass.CLOSED_PERIOD)
    assert not world.records("bill")
    world.configure(closed_through="2025-10-31")
    applied(await world.replay(*bills), *bills, already=False)
    assert set(_states(world, "bill").values()) == {"posted"}
    assert len(world.records("bill")) == len(bills)


STORIES: dict[str, tuple[Story, float]] = {
    # what happens, and how long something missing is waited for
    "term": (a_term_that_does_not_exist, SHORT_WAIT),
    "payment": (a_payment_twice, SHORT_WAIT),
    "entry": (an_entry_three_times, SHORT_WAIT),
    "bill": (a_bill_that_changes, SHORT_WAIT),
    "older": (an_older_state_late, SHORT_WAIT),
    "used_id": (a_used_event_id, SHORT_WAIT),
    "approvals": (approvals_on, LONG_WAIT),
    "entity": (a_bill_in_an_entity, LONG_WAIT),
    "statistical": (statistical_accounts, LONG_WAIT),
    "month_end": (month_end, SHORT_WAIT),
}
CASES = [(name, surface) for name in STORIES for surface in SURFACES]
CASE = pytest.mark.parametrize(("name", "surface"), CASES, ids=[f"{name}-{surface}" for name, surface in CASES])


@CASE
async def test_the_books_are_right_on_the_embedded_log(name: str, surface: str, tmp_path: Path) -> None:
    """What has gone wrong once comes out right."""
    await _play(name, company(tmp_path, surface, waiting=STORIES[name][1]))


@pytest.mark.kafka
@CASE
async def test_the_books_are_right_on_kafka(name: str, surface: str, tmp_path: Path, kafka: KafkaBroker) -> None:
    """The log makes no difference to the books."""
    await _play(name, company(tmp_path, surface, waiting=STORIES[name][1], log=_on_kafka(kafka, tmp_path)))


async def _play(name: str, where: AbstractAsyncContextManager[World]) -> None:
    async with where as world:
        await STORIES[name][0](world)
        no_draft_of_ours(world)
        await world.no_event_is_judged_twice()


def _on_kafka(kafka: KafkaBroker, folder: Path) -> dict[str, Any]:
    return {
        "kind": "kafka",
        "bootstrap_servers": kafka.bootstrap_servers,
        "topic_prefix": f"books-{uuid.uuid4().hex[:8]}",
        "group": f"books-{uuid.uuid4().hex[:8]}",
        "partitions": 1,
        "replication": 1,
        "session_timeout": 3,
        "state_directory": str(folder / "state"),
    }


def _states(world: World, object: str) -> dict[str, str]:
    """Number -> state; fails when a number is there twice."""
    records = world.records(object)
    states = {each["number"]: each["state"] for each in records}
    assert len(states) == len(records), records
    return states
