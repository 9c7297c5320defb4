"""Order entry, purchasing, inventory transactions: definitions, numbers, units, totals, conversion, both surfaces."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import customer, rest_vendor, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox

ORDER = "order-entry/document::Sales%20Order"
INVOICE = "order-entry/document::Sales%20Invoice"
PURCHASE = "purchasing/document::Purchase%20Order"


def order(lines: str = "", definition: str = "Sales Order", extra: str = "", number: str = "") -> str:
    return (
        f"<create_sotransaction><transactiontype>{definition}</transactiontype>"
        f"<datecreated><year>2026</year><month>03</month><day>14</day></datecreated>{extra}"
        f"<customerid>C-1</customerid>{f'<documentno>{number}</documentno>' if number else ''}"
        f"<sotransitems>{lines or line()}</sotransitems></create_sotransaction>"
    )


def line(quantity: str = "2", price: str = "19.95", unit: str = "Each", more: str = "") -> str:
    return (
        f"<sotransitem><itemid>KIT-4</itemid><warehouseid>WH1</warehouseid><quantity>{quantity}</quantity>"
        f"<unit>{unit}</unit><price>{price}</price>{more}<locationid>100</locationid></sotransitem>"
    )


def rest_order(**more: Any) -> dict[str, Any]:
    dimensions = {"item": {"id": "KIT-4"}, "warehouse": {"id": "WH1"}, "location": {"id": "100"}}
    lines = [{"unit": "Each", "unitQuantity": "4", "unitPrice": "312.50", "dimensions": dimensions}]
    return {"customer": {"id": "C-1"}, "txnDate": "2026-02-12", "dueDate": "2026-03-12", "lines": lines, **more}


@pytest.fixture
async def shop(xml: Xml) -> Xml:
    await xml.send(customer("C-1"), vendor("V-1"))
    return xml


async def test_an_order_is_numbered_and_added_up(shop: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """The answer is the document id; REST finds the document with its total under the definition's path."""
    first, second = (await shop.one(order()), await shop.one(order()))
    assert (first.findtext("key"), second.findtext("key")) == ("Sales Order-SO-0001", "Sales Order-SO-0002")
    rows = await rest.find("order-entry/document::Sales Order", ["documentNumber", "total", "state", "customer.id"])
    assert rows[0] == {"documentNumber": "SO-0001", "total": "39.90", "state": "pending", "customer.id": "C-1"}
    row = sandbox.ledger()[-1]
    assert (row["object"], row["key"], row["fields"]["lines"][0]["total"]) == (
        "order-entry-document", "Sales Order-SO-0002", "39.90",
    )  # fmt: skip


async def test_rest_order_is_read_over_xml(shop: Xml, rest: Rest) -> None:
    """A document that REST made is a SODOCUMENT; its lines count from zero in a read."""
    status, body = await rest.call("POST", f"objects/{ORDER}", rest_order())
    assert (status, body["ia::result"]["documentType"]) == (201, "Sales Order")
    key = body["ia::result"]["key"]
    read = await shop.one(f"<read><object>SODOCUMENT</object><keys>{key}</keys><fields>*</fields></read>")
    assert read.findtext("data/SODOCUMENT/TOTAL") == "1250"
    assert read.findtext("data/SODOCUMENT/SODOCUMENTENTRIES/sodocumententry/LINE_NO") == "0"
    assert (await rest.call("GET", f"objects/{INVOICE}/{key}"))[0] == 404
    assert (await rest.call("POST", "objects/order-entry/document", rest_order()))[0] == 405


@pytest.mark.parametrize(
    ("call", "errorno", "text"),
    [
        (order(definition="Manual Order"), "PL01000127", "Document Number is missing"),
        (order(definition="Nothing"), "BL01001973", "Invalid Transaction definition 'Nothing' specified."),
        (order(definition="Purchase Order"), "BL01001973", "Invalid Transaction definition"),
        (order(definition="Retired Order"), "BL01001973", "is inactive"),
        (order(line(unit="Crate")), "BL03000018", "Missing unit"),
        (order(line().replace("KIT-4", "NO-ITEM")), "BL01001973", "Invalid Item 'NO-ITEM' specified."),
        (
            order(extra="<dateposted><year>2025</year><month>12</month><day>31</day></dateposted>"),
            "BL01001973",
            "closed",
        ),
        (order("<sotransitem/>"), "XL03000003", "quantity"),
    ],
)
async def test_refused_orders(shop: Xml, sandbox: Sandbox, call: str, errorno: str, text: str) -> None:
    """Numbering, definition, unit, item, period and the lines themselves are checked."""
    answer = await shop.send(call)
    error = next(answer.iter("error"))
    assert error.findtext("errorno") == errorno
    assert text in (error.findtext("description2") or "") or errorno == "XL03000003"
    assert [row["object"] for row in sandbox.ledger()] == ["customer", "vendor"]


async def test_sent_numbers_are_unique(shop: Xml) -> None:
    """A number that is taken is BL03002185."""
    assert (await shop.one(order(number="A-1"))).findtext("key") == "Sales Order-A-1"
    assert stack(await shop.one(order(number="A-1")))[0][0] == "BL03002185"


async def test_lines_are_changed_by_number(shop: Xml, rest: Rest) -> None:
    """line_num counts from one, other lines stay, new ones are added, the total follows."""
    id = (await shop.one(order(line() + line("1", "5.00")))).findtext("key")
    changes = '<updatesotransitem line_num="2"><quantity>3</quantity></updatesotransitem>' + line("1", "1.00")
    update = f'<update_sotransaction key="{id}"><updatesotransitems>{{}}</updatesotransitems></update_sotransaction>'
    assert (await shop.one(update.format(changes))).findtext("key") == id
    assert await rest.find("order-entry/document::Sales Order", ["total"]) == [{"total": "55.90"}]
    missing = update.format('<updatesotransitem line_num="9"><quantity>3</quantity></updatesotransitem>')
    assert "no line 9" in stack(await shop.one(missing))[0][1]


async def test_conversion_takes_from_the_source(shop: Xml, rest: Rest) -> None:
    """A converted order cannot be changed, deleted or converted again; deleting what it became gives it back."""
    id = (await shop.one(order(line("5")))).findtext("key")
    source = f"<createdfrom>{id}</createdfrom>"

    async def state() -> str:
        rows = await rest.find("order-entry/document::Sales Order", ["state"])
        return str(rows[0]["state"])

    first = (await shop.one(order(line("3"), "Sales Invoice", source))).findtext("key")
    assert await state() == "partiallyConverted"
    assert stack(await shop.one(order(line("3"), "Sales Invoice", source)))[0][0] == "XL03000027"
    await shop.one(order(line("2"), "Sales Invoice", source))
    assert await state() == "converted"
    update = f'<update_sotransaction key="{id}"><message>x</message></update_sotransaction>'
    for call in (update, f'<delete_sotransaction key="{id}"/>', order(line("1"), "Sales Invoice", source)):
        assert stack(await shop.one(call))[0][0] == "BL03002129"
    await shop.one(f'<delete_sotransaction key="{first}"/>')
    assert await state() == "partiallyConverted"
    wrong = order(line("1"), "Sales Quote", source)
    assert (await shop.one(wrong)).findtext("status") == "failure" or await state() == "partiallyConverted"


async def test_purchasing_over_rest(rest: Rest, sandbox: Sandbox) -> None:
    """A purchase order is made, changed and deleted; its required fields are told by place."""
    await rest.create("accounts-payable/vendor", rest_vendor("V-1"))
    dimensions = {"item": {"id": "BOLT-M8"}, "warehouse": {"id": "WH1"}, "location": {"id": "100"}}
    lines = [{"unit": "Each", "unitQuantity": "9", "unitPrice": "0.19", "dimensions": dimensions}]
    body = {"vendor": {"id": "V-1"}, "txnDate": "2026-02-01", "lines": lines}
    key = await rest.create(PURCHASE, body)
    path = f"objects/{PURCHASE}/{key}"
    assert (await rest.call("PATCH", path, {"referenceNumber": "r-1"}))[0] == 200
    status, refused = await rest.call("POST", f"objects/{PURCHASE}", {**body, "lines": [{"unit": "Each"}]})
    assert status == 400
    assert "/lines/0/dimensions/item" in str(refused)
    assert (await rest.call("DELETE", path))[0] == 204
    assert [row["operation"] for row in sandbox.ledger()] == ["create", "create", "update", "delete"]
    assert sandbox.ledger()[1]["object"] == "purchasing-document"


async def test_referenced_items_stay(shop: Xml) -> None:
    """An item on an order cannot be deleted."""
    await shop.one(order())
    assert stack(await shop.one('<delete_item itemid="KIT-4"/>'))[0][0] == "BL03002129"
