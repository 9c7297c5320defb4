"""Lines with endpoints of their own."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import invoice, rest_bill, rest_customer, rest_journal, rest_vendor

from intacct_sandbox import Sandbox

BILL, LINE = "accounts-payable/bill", "objects/accounts-payable/bill-line"
PLACE = {"glAccount": {"id": "6200"}, "dimensions": {"location": {"id": "100"}}}


@pytest.fixture
async def bill(rest: Rest) -> tuple[str, str]:
    """Key of a bill, and of its line."""
    await rest.create("accounts-payable/vendor", rest_vendor())
    key = await rest.create(BILL, rest_bill())
    _, body = await rest.call("GET", f"objects/{BILL}/{key}")
    return key, body["ia::result"]["lines"][0]["key"]


async def total(rest: Rest, key: str) -> Any:
    _, body = await rest.call("GET", f"objects/{BILL}/{key}")
    return body["ia::result"]["totalTxnAmount"]


async def test_a_line_is_read_and_listed(rest: Rest, bill: tuple[str, str]) -> None:
    """A line shows its fields and its owner; the list has references."""
    key, line = bill
    status, body = await rest.call("GET", f"{LINE}/{line}")
    shown = body["ia::result"]
    assert (status, shown["txnAmount"], shown["bill"]["key"], shown["href"]) == (200, "96.50", key, f"/{LINE}/{line}")
    _, body = await rest.call("GET", LINE)
    assert body["ia::result"] == [{"key": line, "id": line, "href": f"/{LINE}/{line}"}]
    assert (await rest.call("GET", f"{LINE}/{key}"))[0] == 404
    assert (await rest.call("GET", f"{LINE}/{line},999"))[0] == 207


async def test_a_line_is_added_changed_and_removed(rest: Rest, bill: tuple[str, str], sandbox: Sandbox) -> None:
    """The owner's total follows; the ledger has the owner's updates."""
    key, line = bill
    status, body = await rest.call("POST", LINE, {"bill": {"key": key}, "txnAmount": "3.50", **PLACE})
    added = body["ia::result"]["key"]
    assert (status, await total(rest, key)) == (201, "100.00")
    assert (await rest.call("PATCH", f"{LINE}/{line}", {"txnAmount": "6.50"}))[0] == 200
    assert await total(rest, key) == "10.00"
    assert (await rest.call("DELETE", f"{LINE}/{added}"))[0] == 204
    assert await total(rest, key) == "6.50"
    assert [(row["operation"], row["object"]) for row in sandbox.ledger()[2:]] == [("update", "bill")] * 3
    assert (await rest.call("DELETE", f"{LINE}/{line}"))[0] == 400


async def test_batches_of_lines(rest: Rest, bill: tuple[str, str]) -> None:
    """Arrays work as for other objects, all or nothing when asked."""
    key, line = bill
    extra = {"bill": {"key": key}, "txnAmount": "1.00", **PLACE}
    status, body = await rest.call("POST", LINE, [extra, extra | {"txnAmount": "x"}])
    assert (status, [each["ia::status"] for each in body["ia::result"]]) == (207, [201, 400])
    changes = [{"key": line, "txnAmount": "2.00"}, {"key": "999", "txnAmount": "2.00"}]
    assert (await rest.call("PATCH", LINE, changes, **{"X-IA-API-Param-Transaction": "true"}))[0] == 207
    assert await total(rest, key) == "97.50"


@pytest.mark.parametrize(
    ("body", "status", "target"),
    [
        ({"txnAmount": "1"}, 400, "/bill/key"),
        ({"bill": {"key": "999"}, "txnAmount": "1"}, 422, "/bill"),
        ({"bill": {"key": "KEY"}}, 400, "/glAccount"),
        ({"bill": {"key": "KEY"}, "txnAmount": "x", **PLACE}, 400, "/txnAmount"),
        ({"bill": {"key": "KEY"}, "txnAmount": "1", "colour": 1, **PLACE}, 400, "/colour"),
    ],
)
async def test_wrong_lines(rest: Rest, bill: tuple[str, str], body: dict[str, Any], status: int, target: str) -> None:
    """Places are those of the line's own body."""
    if body.get("bill") == {"key": "KEY"}:
        body = body | {"bill": {"key": bill[0]}}
    got, answer = await rest.call("POST", LINE, body)
    assert (got, answer["ia::result"]["ia::error"]["details"][0]["target"]) == (status, target)


async def test_a_line_stays_with_its_owner(rest: Rest, bill: tuple[str, str]) -> None:
    """It cannot be moved; a paid or reversed owner's lines cannot be changed."""
    key, line = bill
    other = await rest.create(BILL, rest_bill("HB-2"))
    assert (await rest.call("PATCH", f"{LINE}/{line}", {"bill": {"key": other}}))[0] == 400
    assert (await rest.call("PATCH", f"{LINE}/{line}", {"bill": {"key": key}, "memo": "same"}))[0] == 200
    await rest.call("POST", "workflows/accounts-payable/bill/submit", {"key": key})
    await rest.call("POST", "workflows/accounts-payable/bill/reverse", {"key": key, "reverseDate": "2026-03-01"})
    assert (await rest.call("PATCH", f"{LINE}/{line}", {"memo": "x"}))[0] == 422


async def test_lines_made_by_xml(rest: Rest, xml: Xml) -> None:
    """A line of an invoice made by a legacy function has the same number over REST."""
    await rest.create("accounts-receivable/customer", {"id": "C-1", "name": "Oakline"})
    await xml.one(invoice())
    found = await xml.one(
        "<query><object>ARINVOICEITEM</object><select><field>RECORDNO</field></select></query>", uniqueid="false"
    )
    number = found.findtext(".//RECORDNO")
    _, body = await rest.call("GET", f"objects/accounts-receivable/invoice-line/{number}")
    assert (body["ia::result"]["txnAmount"], body["ia::result"]["lineNumber"]) == ("250.00", 1)


async def test_journal_lines_are_read_and_deleted_only(rest: Rest) -> None:
    """journal-entry-line has GET and DELETE; a delete that unbalances the entry is refused."""
    key = await rest.create("general-ledger/journal-entry", rest_journal())
    _, body = await rest.call("GET", f"objects/general-ledger/journal-entry/{key}")
    line = body["ia::result"]["lines"][0]["key"]
    path = "objects/general-ledger/journal-entry-line"
    assert (await rest.call("GET", f"{path}/{line}"))[0] == 200
    assert (await rest.call("PATCH", f"{path}/{line}", {"description": "x"}))[0] == 405
    assert (await rest.call("POST", path, {}))[0] == 405
    assert (await rest.call("DELETE", f"{path}/{line}"))[0] in (400, 422)


async def test_release_of_a_line(rest: Rest, bill: tuple[str, str]) -> None:
    """bill-line/release marks the line."""
    status, body = await rest.call("POST", "workflows/accounts-payable/bill-line/release", {"key": bill[1]})
    assert (status, body["ia::result"]["key"]) == (200, bill[1])
    _, body = await rest.call("GET", f"{LINE}/{bill[1]}")
    assert body["ia::result"]["releaseToPay"] is True
    assert (await rest.call("POST", "workflows/accounts-payable/bill-line/release", {}))[0] == 400


async def test_lines_of_orders_by_definition(rest: Rest, sandbox: Sandbox) -> None:
    """A line belongs to a document of its own definition, whose total follows; without the definition it is read."""
    await rest.create("accounts-receivable/customer", rest_customer())
    line = {"unit": "Each", "unitQuantity": "2", "unitPrice": "10.00",
            "dimensions": {"item": {"id": "KIT-4"}, "location": {"id": "100"}}}  # fmt: skip
    body = {"customer": {"id": "C-1"}, "txnDate": "2026-03-14", "lines": [line]}
    order = await rest.create("order-entry/document::Sales%20Order", body)
    path = "objects/order-entry/document-line::Sales%20Order"
    status, answer = await rest.call("POST", path, {"documentHeader": {"key": order}, **line, "unitQuantity": "1"})
    assert status == 201, answer
    added = answer["ia::result"]
    assert added["href"] == f"/{path}/{added['key']}"
    assert (await rest.call("PATCH", f"{path}/{added['key']}", {"unitPrice": "15.00"}))[0] == 200
    shown = (await rest.call("GET", f"objects/order-entry/document-line/{added['key']}"))[1]["ia::result"]
    assert (shown["totalAmount"], shown["documentHeader"]["key"]) == ("15.00", order)
    whole = (await rest.call("GET", f"objects/order-entry/document/{order}"))[1]["ia::result"]
    assert whole["total"] == "35.00"
    assert (await rest.call("GET", f"objects/order-entry/document-line::Sales%20Quote/{added['key']}"))[0] == 404
    assert (await rest.call("GET", "objects/order-entry/document-line::Sales%20Quote"))[1]["ia::result"] == []
    assert len((await rest.call("GET", path))[1]["ia::result"]) == 2
    quote = "objects/order-entry/document-line::Sales%20Quote"
    assert (await rest.call("POST", quote, {"documentHeader": {"key": order}, **line}))[0] == 422
    assert (await rest.call("POST", "objects/order-entry/document-line", {}))[0] == 405
    assert (await rest.call("DELETE", f"{path}/{added['key']}"))[0] == 204
    assert [row["operation"] for row in sandbox.ledger()[1:]] == ["create", "update", "update", "update"]
