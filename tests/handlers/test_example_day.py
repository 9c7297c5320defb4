"""The example day is consistent in itself: what can be known without Intacct is as its expectations say."""

from collections import Counter
from typing import Any

import pytest
from pydantic import ValidationError

from handlers.loading import load_registry
from handlers.registry import EventRefused
from schemas.verdict import DeadLetterClass
from schemas.write import Write
from tests.handlers.example_files import (
    CUSTOMER_ADD,
    CannedReader,
    context,
    expected_verdicts,
    form,
    handle,
    json_lines,
)

ALIASES = {"erp.vendor.changed": "vendor.upserted"}
FILE, WEBHOOKS, SMART = (json_lines(f"{name}.jsonl") for name in ("events", "webhooks", "smart-events"))
EXPECTED = expected_verdicts()
LOCAL = {"schema", "handler", "unknown-type", "undecodable"}
"""Classes that are found before Intacct is asked."""

APPLIED = [each for each in EXPECTED if each["verdict"] == "applied"]
DEAD = [each for each in EXPECTED if each["verdict"] == "dead-letter"]


def name_of(expected: dict[str, Any]) -> str:
    return str(expected["id"])


async def writes_of(expected: dict[str, Any]) -> list[Write]:
    posted = [each for each in SMART if each["id"] == expected["id"]]
    if posted:
        reader = CannedReader([{"name": "Oakline Cabinets"}])
        return await handle(CUSTOMER_ADD, form(posted[0]["body"]), context(reader=reader))
    event = next(each for each in [*FILE, *WEBHOOKS] if each["id"] == expected["id"])
    return await handle(ALIASES.get(event["type"], event["type"]), event["data"])


def test_every_event_has_one_expectation() -> None:
    """And every expectation an event."""
    published = {each["id"] for each in [*FILE, *WEBHOOKS, *SMART]}
    names = [name_of(each) for each in EXPECTED]
    assert Counter(names) == Counter(published)
    assert 55 <= len(names) <= 70


def test_one_event_comes_twice_by_both_ways_and_is_the_same() -> None:
    """Same source and id, same content: one effect."""
    both = [each for each in WEBHOOKS if each in FILE]
    assert [each["id"] for each in both] == ["erp-0012"]
    assert max(Counter((each["source"], each["id"]) for each in [*FILE, *WEBHOOKS]).values()) == 2


@pytest.mark.parametrize("expected", APPLIED, ids=name_of)
async def test_what_is_to_be_applied_becomes_the_write_that_is_expected(expected: dict[str, Any]) -> None:
    """Validated and handled by the shipped code."""
    assert [str(write.key) for write in await writes_of(expected)] == [expected["record"]]


@pytest.mark.parametrize("expected", DEAD, ids=name_of)
async def test_what_is_to_fail_fails_where_it_is_expected_to(expected: dict[str, Any]) -> None:
    """Here when it needs no Intacct; else the handler makes a write that only Intacct can refuse."""
    assert expected["class"] in list(DeadLetterClass)
    if expected["class"] in ("schema", "handler"):
        with pytest.raises((ValidationError, EventRefused)):
            await writes_of(expected)
    elif expected["class"] not in LOCAL:
        assert await writes_of(expected)


def test_what_must_be_in_the_day_is_in_it() -> None:
    """Every kind of trouble that the product promises to survive."""
    classes = {each["class"] for each in DEAD}
    assert classes == {*LOCAL, "missing-reference", "closed-period", "rejected"}
    types = {ALIASES.get(each["type"], each["type"]) for each in [*FILE, *WEBHOOKS]}
    assert types - {"shipment.dispatched"} == set(load_registry(plugins=()).types()) - {CUSTOMER_ADD}
    assert any(each["type"] in ALIASES for each in WEBHOOKS)


def test_a_bill_comes_before_its_vendor() -> None:
    """And its vendor comes later by the same way."""
    order = [(each["type"], each["data"].get("vendor") or each["data"].get("id")) for each in FILE]
    assert order.index(("bill.approved", "V-2004")) < order.index(("vendor.upserted", "V-2004"))


def test_payments_leave_the_balances_that_the_reasons_speak_of() -> None:
    """One bill and one invoice are paid in part, none is overpaid by what is applied, and two overpayments fail."""
    applied = {each["id"] for each in APPLIED}
    events = {each["id"]: each for each in [*FILE, *WEBHOOKS]}.values()
    owed = {each["data"]["number"]: total(each["data"]["lines"]) for each in events if "due_date" in each["data"]}
    paid: Counter[str] = Counter()
    for each in events:
        for line in each["data"].get("bills", each["data"].get("invoices", [])):
            number, amount = line.get("bill") or line["invoice"], total([line])
            if each["id"] in applied:
                paid[number] += amount
            else:
                assert amount > owed[number]
    assert all(amount <= owed[number] for number, amount in paid.items())
    assert {number for number, amount in paid.items() if amount < owed[number]} == {"GF-5502", "WEB-7001"}


def total(lines: list[dict[str, Any]]) -> int:
    """Cents."""
    return sum(round(float(line["amount"]) * 100) for line in lines)


@pytest.mark.parametrize("line", SMART, ids=name_of)
def test_a_smart_event_follows_the_event_that_makes_its_customer(line: dict[str, Any]) -> None:
    """Intacct posts it after the customer is there: whoever publishes the day waits for that receipt."""
    (event,) = [each for each in [*FILE, *WEBHOOKS] if each["id"] == line["after"]]
    assert event["type"] == "customer.upserted"
    arguments = form(line["body"])
    assert arguments["customerid"] in ("", event["data"]["id"])
    assert line["id"] == "/".join(arguments[name] for name in ("obj", "evt", "recordno"))
