"""Transactions by the month, and the two usage objects on both surfaces."""

from datetime import UTC, datetime

import aiohttp
import pytest
from clients import Rest, Xml
from documents import bill, rest_bill, rest_vendor, vendor

from intacct_sandbox import Sandbox

DETAIL, SUMMARY = "company-config/api-usage-detail", "company-config/api-usage-summary"


@pytest.mark.parametrize("company", ["unique_bill_numbers"])
async def test_usage_is_queried_on_both_surfaces(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """A record is one transaction whatever its lines, a query one whatever it returns; failures are told apart."""
    await xml.send(vendor("V-1", "A"), bill("B-1"), bill("B-1"), uniqueid="false")
    long = rest_bill("B-2")
    await rest.create("accounts-payable/bill", long | {"lines": long["lines"] * 5})
    await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor("V-1"))
    fields = ["application", "apiType", "objectName", "operation", "status", "transactions"]
    rows = await rest.find(DETAIL, fields, {"$ne": {"operation": "query"}})
    assert sorted(tuple(row.values()) for row in rows) == [
        ("relay.app.sage.com", "rest", "bill", "create", "successful", 1),
        ("relay.app.sage.com", "rest", "vendor", "create", "unsuccessful", 1),
        ("relay_sender", "xml", "", "create", "unsuccessful", 1),
        ("relay_sender", "xml", "bill", "create", "successful", 1),
        ("relay_sender", "xml", "vendor", "create", "successful", 1),
    ]  # fmt: skip
    result = await xml.one(
        "<query><object>APIUSAGESUMMARY</object><select><field>APPLICATION</field><field>TRANSACTIONS</field>"
        "<field>FAILURES</field></select></query>", uniqueid="false",
    )  # fmt: skip
    told = {each.findtext("APPLICATION"): (each.findtext("TRANSACTIONS"), each.findtext("FAILURES"))
            for each in result.iterfind("data/APIUSAGESUMMARY")}  # fmt: skip
    assert told["relay_sender"] == ("2", "1")
    assert told["relay.app.sage.com"] == ("2", "1")


async def test_a_month_above_its_quota_is_charged_and_never_blocked(
    xml: Xml, http: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    """Transactions above the month's number are told as over; a new month starts at nothing."""
    sandbox.set_switches(monthly_transactions=2)
    sandbox.clock.move_to(_day("2026-05-30"))
    await xml.send(*(vendor(f"V-{n}", f"{n}") for n in range(3)))
    sandbox.clock.move_to(_day("2026-06-02"))
    assert (await xml.one(vendor("V-9", "9"))).findtext("status") == "success"
    assert sandbox.usage("HARBORLINE") == {
        "2026-05": {"transactions": 3, "included": 2, "over": 1},
        "2026-06": {"transactions": 1, "included": 2, "over": 0},
    }
    async with http.get(f"{sandbox.url}/_sandbox/usage") as answer:
        assert (await answer.json())["HARBORLINE"] == sandbox.usage("HARBORLINE")
    assert sandbox.counters("HARBORLINE")["transactions"] == 4


async def test_usage_is_kept_for_sixty_days(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """What is older than 60 days is gone from the objects, by key too."""
    sandbox.clock.move_to(_day("2026-05-01"))
    await xml.one(vendor("V-1", "A"))
    (old,) = await rest.find(DETAIL, ["key"], {"$eq": {"operation": "create"}})
    sandbox.clock.move_to(_day("2026-07-15"))
    await rest.sign_in()
    await xml.one(vendor("V-2", "B"))
    rows = await rest.find(DETAIL, ["usageDateTime"], {"$eq": {"operation": "create"}})
    assert rows == [{"usageDateTime": "2026-07-15T12:00:00Z"}]
    assert (await rest.call("GET", f"objects/{DETAIL}/{old['key']}"))[0] == 404


async def test_replays_refusals_and_sign_ins_are_no_transactions(rest: Rest, sandbox: Sandbox) -> None:
    """A replayed answer, a 429 and a token count nothing."""
    for _ in range(3):
        await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor(), Idempotency_Key="k")
    sandbox.set_faults([{"kind": "throttle"}])
    await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor("V-2"))
    assert [each["transactions"] for each in sandbox.usage("HARBORLINE").values()] == [1]


async def test_usage_cannot_be_written(rest: Rest) -> None:
    """It is read only."""
    assert (await rest.call("POST", f"objects/{SUMMARY}", {"period": "2026-05"}))[0] == 405


def _day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00").replace(tzinfo=UTC)
