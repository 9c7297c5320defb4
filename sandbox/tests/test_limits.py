"""Connection slots, transactions, and what a throttled client sees."""

import asyncio
from typing import Any

import pytest
from clients import Rest, Xml
from documents import rest_vendor, vendor

from intacct_sandbox import Sandbox

SLOW = [{"kind": "delay", "seconds": 0.05}]


async def test_third_request_is_refused(xml: Xml, sandbox: Sandbox) -> None:
    """With two slots and no holding the third parallel request gets 429 and GW-0010, and nothing of it is done."""
    sandbox.set_faults(SLOW)
    answers = await asyncio.gather(*(xml.post(xml.envelope(vendor(f"V-{n}", f"Vendor {n}"))) for n in range(3)))
    assert sum(b"<errorno>GW-0010</errorno>" in each for each in answers) == 1
    counters = sandbox.counters("HARBORLINE")
    assert (counters["in_flight_max"], counters["throttled"], counters["in_flight"]) == (3, 1, 0)
    assert (len(sandbox.ledger()), counters["transactions"]) == (2, 2)


async def test_requests_without_delay_overlap_too(rest: Rest, sandbox: Sandbox) -> None:
    """Requests that arrive together are seen together, without any fault."""
    await rest.sign_in()
    answers = await asyncio.gather(*(rest.call("GET", "services/core/model") for _ in range(8)))
    assert 429 in [status for status, _ in answers]


@pytest.mark.parametrize("switches", [{"hold_seconds": 5.0}])
async def test_request_above_the_slots_is_held(xml: Xml, sandbox: Sandbox, switches: dict[str, Any]) -> None:
    """A held request runs when a slot is free, and counts as in flight while it waits."""
    sandbox.set_faults(SLOW)
    answers = await asyncio.gather(*(xml.one(vendor(f"V-{n}", f"Vendor {n}")) for n in range(4)))
    assert [each.findtext("status") for each in answers] == ["success"] * 4
    counters = sandbox.counters("HARBORLINE")
    assert (counters["in_flight_max"], counters["throttled"]) == (4, 0)


@pytest.mark.parametrize("switches", [{"hold_seconds": 0.01}])
async def test_hold_ends_in_refusal(rest: Rest, sandbox: Sandbox, switches: dict[str, Any]) -> None:
    """A request that is held for too long is refused, with the throttle headers on REST."""
    await rest.sign_in()
    sandbox.set_faults(SLOW)

    async def get() -> tuple[int, Any, dict[str, str]]:
        status, body = await rest.call("GET", "services/core/model")
        return status, body, rest.headers

    answers = await asyncio.gather(*(get() for _ in range(3)))
    assert sorted(status for status, *_ in answers) == [200, 200, 429]
    _, body, headers = next(each for each in answers if each[0] == 429)
    assert body["ia::error"]["code"] == "GW-0010"
    assert (headers["X-IA-Throttle-Limit"], headers["X-IA-Throttle-Limit-Retry-After"]) == ("2", "60")
    assert "Retry-After" not in headers


@pytest.mark.parametrize("switches", [{"hold_seconds": 0, "xml_throttle_style": "200024", "send_retry_after": True}])
async def test_switch_throttle_styles(xml: Xml, rest: Rest, sandbox: Sandbox, switches: dict[str, Any]) -> None:
    """By switch XML answers 200 with the 200024 text, and REST adds Retry-After."""
    sandbox.set_faults([{"kind": "throttle", "operation": "write"}])
    answer = await xml.send(vendor())
    assert "too many operations running for this company (200024)" in (answer.findtext(".//description2") or "")
    status, _ = await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor())
    assert (status, rest.headers["Retry-After"]) == (429, "60")
    assert sandbox.counters("HARBORLINE")["throttled"] == 2


async def test_slots_are_shared_by_surfaces_per_company(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """Both surfaces use the company's slots."""
    await rest.sign_in()
    sandbox.set_faults([{"kind": "delay", "seconds": 0.05, "surface": "xml"}])
    slow = [asyncio.create_task(xml.one(vendor(f"V-{n}", f"Vendor {n}"))) for n in range(2)]
    while sandbox.counters("HARBORLINE")["in_flight"] < 2:
        await asyncio.sleep(0)
    assert (await rest.call("GET", "services/core/model"))[0] == 429
    await asyncio.gather(*slow)


async def test_transactions_are_counted_per_record(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """Three created records are three, a query page is one, a refused write and a sign-in are none."""
    await xml.send(vendor("V-1", "A"), vendor("V-2", "B"), vendor("V-3", "C"), vendor("V-3", "D"))
    await rest.find("accounts-payable/vendor", ["id"])
    assert sandbox.counters("HARBORLINE")["transactions"] == 4
