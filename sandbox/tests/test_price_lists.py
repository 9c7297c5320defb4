"""Price lists of three applications, and what an entry may say."""

from typing import Any

import pytest
from clients import Rest, Xml
from test_business_rules import stack

from intacct_sandbox import Sandbox

ENTRY = "inventory-control/price-list-entry"


def entry(**more: Any) -> dict[str, Any]:
    return {"priceList": {"id": "Spring"}, "item": {"id": "KIT-4"}, "startDate": "2026-03-01", "endDate": "2026-06-30",
            "minimumQuantity": "1", "maximumQuantity": "99", "value": "19.95", "valueType": "actual",
            "isFixedPrice": "true", **more}  # fmt: skip


@pytest.fixture
async def spring(xml: Xml) -> None:
    """A price list of order entry, made by the older function."""
    assert (await xml.one("<create_sopricelist><name>Spring</name></create_sopricelist>")).findtext("key") == "Spring"


async def test_each_application_sees_its_own_lists(xml: Xml, rest: Rest, spring: None) -> None:
    """Order entry and purchasing are told apart on both surfaces; a name is taken once."""
    await rest.create("purchasing/price-list", {"id": "Steel", "startDate": "2026-01-01", "endDate": "2026-12-31"})
    assert await rest.find("order-entry/price-list", ["id"]) == [{"id": "Spring"}]
    assert await rest.find("purchasing/price-list", ["id"]) == [{"id": "Steel"}]
    found = await xml.one("<readByQuery><object>POPRICELIST</object><fields>NAME</fields><query/></readByQuery>")
    assert [each.text for each in found.iter("NAME")] == ["Steel"]
    assert (await rest.call("POST", "objects/order-entry/price-list", {"id": "Spring"}))[0] == 409
    other = await xml.one("<delete_popricelist name='Spring'/>")
    assert other.findtext("status") == "failure"


async def test_entries_over_both_surfaces(xml: Xml, rest: Rest, sandbox: Sandbox, spring: None) -> None:
    """Made over REST, changed and removed by the older functions; a list with entries stays."""
    key = await rest.create(ENTRY, entry())
    await xml.one(f"<update_invpricelistentry recordno='{key}'><value>18.50</value></update_invpricelistentry>")
    _, body = await rest.call("GET", f"objects/{ENTRY}/{key}")
    shown = body["ia::result"]
    assert (shown["value"], shown["item"]["id"], shown["isFixedPrice"]) == ("18.50", "KIT-4", "true")
    assert "refer to it" in str(stack(await xml.one("<delete_sopricelist name='Spring'/>")))
    assert (await xml.one(f"<delete_invpricelistentry recordno='{key}'/>")).findtext("status") == "success"
    assert (await xml.one("<delete_sopricelist name='Spring'/>")).findtext("status") == "success"
    assert [(row["object"], row["operation"]) for row in sandbox.ledger()] == [
        ("price-list", "create"), ("price-list-entry", "create"), ("price-list-entry", "update"),
        ("price-list-entry", "delete"), ("price-list", "delete"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"endDate": "2026-02-28"},
        {"minimumQuantity": "100"},
        {"productLine": {"id": "TOOLS"}},
        {"priceList": {"id": "Autumn"}},
        {"valueType": "guess"},
        {"value": None},
    ],
)
async def test_what_an_entry_cannot_say(rest: Rest, sandbox: Sandbox, spring: None, wrong: dict[str, Any]) -> None:
    """Ranges that end before they begin, an item and a product line, lists that are not there."""
    assert (await rest.call("POST", f"objects/{ENTRY}", entry(**wrong)))[0] in (400, 422)
    assert len(sandbox.ledger()) == 1
