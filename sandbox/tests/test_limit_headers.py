"""Minute, hour, tenant and CPU limits as headers tell them; sizes; the gateway's timeout."""

import asyncio
from typing import Any

import pytest
from clients import Rest, Xml
from documents import journal, rest_bill, rest_vendor, vendor

from intacct_sandbox import Sandbox

MODEL = "services/core/model"
VENDOR = "objects/accounts-payable/vendor"


async def test_every_answer_tells_the_slots(rest: Rest) -> None:
    """Application and company limits are told, the company's in the form of the printed sample."""
    await rest.call("GET", MODEL)
    told = {name: value for name, value in rest.headers.items() if name.startswith("X-IA-")}
    assert told == {"X-IA-Throttle-Limit": "2", "X-IA-Throttle-Limit-Remaining": "1",
                    "X-IA-TENANT-Throttle-Limit": "LIMIT001-2", "X-IA-TENANT-Throttle-Remaining": "1"}  # fmt: skip


async def test_refusal_names_the_limit_that_was_hit(http: Any) -> None:
    """Above the company's slots the tenant header says when to come back; above the application's it does not."""
    for slots, tenant in (({"application": 1, "company": 5}, False), ({"application": 5, "company": 1}, True)):
        async with Sandbox(companies=[{"slots": slots}], switches={"hold_seconds": 0}) as sandbox:
            rest = Rest(sandbox, http)
            await rest.sign_in()
            sandbox.set_faults([{"kind": "delay", "seconds": 0.05}])
            seen = []

            async def get(rest: Rest = rest, seen: list[Any] = seen) -> None:
                status, _ = await rest.call("GET", MODEL)
                seen.append((status, rest.headers))

            await asyncio.gather(get(), get())
            headers = next(each for status, each in seen if status == 429)
            assert headers["X-IA-Throttle-Limit-Retry-After"] == "60"
            assert ("X-IA-TENANT-Throttle-Retry-After" in headers) is tenant


async def test_minute_limit_is_soft(rest: Rest, sandbox: Sandbox) -> None:
    """Above the minute's limit requests are still done; a minute later there is room again."""
    sandbox.set_switches(minute_limit=2)
    left = []
    for _ in range(3):
        assert (await rest.call("GET", MODEL))[0] == 200
        left.append(rest.headers["X-IA-Minute-Rate-Limit-Remaining"])
    assert left == ["1", "0", "0"]
    sandbox.clock.advance(61)
    await rest.call("GET", MODEL)
    assert rest.headers["X-IA-Minute-Rate-Limit-Remaining"] == "1"


async def test_hour_limit_is_hard(rest: Rest, sandbox: Sandbox) -> None:
    """Above the hour's limit requests are refused until the hour is over; nothing of them is done."""
    sandbox.set_switches(hour_limit=2)
    for n in range(2):
        assert (await rest.call("POST", VENDOR, rest_vendor(f"V-{n}", f"{n}")))[0] == 201
    status, body = await rest.call("POST", VENDOR, rest_vendor("V-3", "3"))
    assert (status, body["ia::error"]["code"], len(sandbox.ledger())) == (429, "GW-0010", 2)
    seconds = int(rest.headers["X-IA-Hour-Rate-Limit-Retry-After"])
    assert 3590 <= seconds <= 3600
    assert rest.headers["X-IA-Hour-Rate-Limit-Remaining"] == "0"
    sandbox.clock.advance(seconds)
    assert (await rest.call("POST", VENDOR, rest_vendor("V-3", "3")))[0] == 201


async def test_refused_request_does_not_use_its_key_up(rest: Rest, sandbox: Sandbox) -> None:
    """A 429 is not stored under the key, unless the switch says so."""
    for used, later in ((False, 201), (True, 429)):
        await rest.call("GET", MODEL)
        sandbox.set_switches(hour_limit=1, throttled_key_is_used=used)
        key = {"Idempotency-Key": f"k-{used}"}
        assert (await rest.call("POST", VENDOR, rest_vendor(f"V-{used}", f"{used}"), **key))[0] == 429
        sandbox.set_switches(hour_limit=0)
        assert (await rest.call("POST", VENDOR, rest_vendor(f"V-{used}", f"{used}"), **key))[0] == later


async def test_cpu_budget_is_told(rest: Rest, sandbox: Sandbox) -> None:
    """With a CPU limit each answer tells its cost; it refuses nothing."""
    sandbox.set_switches(cpu_limit=1)
    batch = [rest_vendor(f"V-{n}", f"{n}") for n in range(3)]
    assert (await rest.call("POST", VENDOR, batch))[0] == 201
    assert (rest.headers["X-IA-CPU-Request-Cost"], rest.headers["X-IA-CPU-Remaining"]) == ("3", "0")
    assert {"X-IA-CPU-Limit", "X-IA-CPU-Reset"} <= set(rest.headers)


async def test_switches_of_refusals(rest: Rest, sandbox: Sandbox) -> None:
    """By switch 503 in place of 429, and the spelling of the header table."""
    sandbox.set_switches(rest_throttle_status=503, throttle_header_style="table", send_retry_after=True)
    sandbox.set_faults([{"kind": "throttle", "operation": "other"}])
    assert (await rest.call("GET", MODEL))[0] == 503
    assert (rest.headers["X-IA-Throttle-Limit-RetryAfter"], rest.headers["Retry-After"]) == ("60", "60")


async def test_size_limit_of_a_request(rest: Rest, sandbox: Sandbox) -> None:
    """With a limit set, a larger body is 413 and nothing is done."""
    sandbox.set_switches(rest_most_bytes=100)
    assert (await rest.call("POST", VENDOR, rest_vendor("V-1", "x" * 90)))[0] == 413
    assert (await rest.call("POST", VENDOR, {"id": "V-1", "name": "x"}))[0] == 201


def _long_bill(lines: int) -> dict[str, Any]:
    bill = rest_bill()
    return bill | {"lines": bill["lines"] * lines}


@pytest.mark.parametrize("switches", [{"hold_seconds": 0, "timeout_lines": 3}])
async def test_too_many_lines_time_out_and_are_written(
    rest: Rest, xml: Xml, sandbox: Sandbox, switches: dict[str, Any]
) -> None:
    """More lines than the gateway has time for: 524 without a body, and the record is there; on both surfaces."""
    await rest.call("POST", VENDOR, rest_vendor())
    status, body = await rest.call("POST", "objects/accounts-payable/bill", _long_bill(4), Idempotency_Key="k")
    assert (status, body) == (524, None)
    assert (await rest.call("POST", "objects/accounts-payable/bill", _long_bill(4), Idempotency_Key="k"))[0] == 201
    assert [row["object"] for row in sandbox.ledger()] == ["vendor", "bill"]
    assert (await rest.call("PATCH", VENDOR + "/1", {}))[0] in (404, 200)
    entries = journal().replace("</ENTRIES>", "").split("<ENTRIES>")
    long = f"{entries[0]}<ENTRIES>{entries[1].split('</GLBATCH>')[0] * 2}</ENTRIES></GLBATCH></create>"
    assert await xml.post(xml.envelope(long)) == b""
    assert (xml.status, sandbox.ledger()[-1]["object"]) == (524, "journal-entry")


@pytest.mark.parametrize("switches", [{"hold_seconds": 0, "timeout_lines": 1, "timeout_waits": True}])
async def test_timeout_by_the_clock(rest: Rest, sandbox: Sandbox, switches: dict[str, Any]) -> None:
    """By switch the 524 comes when 15 minutes have passed on the sandbox's clock; the slot is taken until then."""
    await rest.call("POST", VENDOR, rest_vendor())
    sent = asyncio.create_task(rest.call("POST", "objects/accounts-payable/bill", _long_bill(2)))
    while len(sandbox.ledger()) < 2:
        await asyncio.sleep(0)
    sandbox.clock.advance(800)
    assert (sent.done(), sandbox.counters("HARBORLINE")["in_flight"]) == (False, 1)
    sandbox.clock.advance(101)
    assert (await sent)[0] == 524


async def test_an_ordinary_record_is_in_time(xml: Xml) -> None:
    """A record without lines, or with a few, never times out."""
    assert (await xml.one(vendor())).findtext("status") == "success"
