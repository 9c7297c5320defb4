"""Nothing that a client can send makes the sandbox answer with an internal error."""

from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml
from documents import bill, invoice, journal, rest_bill, rest_journal, rest_vendor, vendor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intacct_sandbox import Sandbox

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["V-1", "USD", "1.00"])
KEYS = st.sampled_from(["id", "key", "x", "lines"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["id", "name", "vendor", "lines", "currency", "state", "createdDate", "contacts", "details", "key"]
)
OBJECTS = [
    "accounts-payable/vendor",
    "accounts-payable/bill",
    "general-ledger/journal-entry",
    "accounts-payable/payment",
]


@pytest.fixture
async def rows(xml: Xml, rest: Rest) -> None:
    await xml.send(vendor("V-1"), bill("B-1"))
    await rest.sign_in()


def examples(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Draw examples up front, so that the test itself stays an ordinary coroutine."""
    found: list[Any] = []

    @settings(
        max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


async def test_random_json(rest: Rest, rows: None) -> None:
    """Random bodies, whole or laid over good ones, for every kind of REST call."""
    good = {OBJECTS[0]: rest_vendor("V-7"), OBJECTS[1]: rest_bill("B-7"), OBJECTS[2]: rest_journal()}
    for name, change in zip(OBJECTS * 60, examples(st.dictionaries(NAMES, JSON, max_size=3), 240), strict=False):
        for body in (change, good.get(name, {}) | change):
            assert (await rest.call("POST", f"objects/{name}", body))[0] != 500
        await rest.call("PATCH", f"objects/{name}/1", change)
        query = {"object": name, "fields": ["key"], "filters": [change], **change}
        assert (await rest.call("POST", "services/core/query", query))[0] != 500
        assert (await rest.call("POST", "workflows/accounts-payable/bill/submit", change))[0] != 500


async def test_damaged_xml(xml: Xml, rows: None) -> None:
    """Good requests with a piece cut out or doubled, as text and as bytes."""
    whole = [xml.envelope(call) for call in (vendor("V-5"), bill("B-5"), journal(), invoice())]
    cuts = st.tuples(
        st.sampled_from(whole), st.integers(0, 900), st.integers(0, 60), st.sampled_from(["", "<", "\x00", "é]]>"])
    )
    for text, at, length, piece in examples(cuts, 400):
        await xml.post((text[:at] + piece + text[at + length :]).encode())
        assert xml.status == 200


async def test_odd_paths(rest: Rest, rows: None) -> None:
    """Strange paths and methods are refused."""
    for path in (
        "objects",
        "objects/",
        "objects//",
        "objects/a/b/c/d",
        "objects/accounts-payable/bill/%00",
        "workflows/x",
        "objects/accounts-payable/bill-line/x/y",
        "objects/accounts-payable/bill/9" + "9" * 40,
        "services/core/x",
    ):
        for method in ("GET", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"):
            status, _ = await rest.call(method, path, {} if method in ("POST", "PATCH", "PUT") else None)
            assert 400 <= status < 500, (method, path, status)


async def test_unknown_paths(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """Everything outside the three families is 404."""
    async with http.get(f"{sandbox.url}/elsewhere") as answer:
        assert answer.status == 404
