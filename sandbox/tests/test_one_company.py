"""One company behind two surfaces: numbers, audit fields, states and balances are the same from either side."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, journal, rest_bill, rest_journal, rest_vendor, vendor
from lxml import etree
from test_payments import AP, AR, bill_payment, receipt

from intacct_sandbox import Sandbox

VENDOR, BILL, INVOICE = "accounts-payable/vendor", "accounts-payable/bill", "accounts-receivable/invoice"


async def read(xml: Xml, object: str, key: str) -> etree._Element:
    """A record as XML shows it."""
    result = await xml.one(f"<read><object>{object}</object><keys>{key}</keys></read>", uniqueid="false")
    found = result.find(f"data/{object}")
    assert found is not None, etree.tostring(result)
    return found


async def get(rest: Rest, path: str, key: str) -> Any:
    """A record as REST shows it."""
    status, body = await rest.call("GET", f"objects/{path}/{key}")
    assert status == 200, body
    return body["ia::result"]


@pytest.mark.parametrize(
    ("path", "object", "body", "id"),
    [
        (VENDOR, "VENDOR", rest_vendor("V-7", "Seven"), ("VENDORID", "V-7")),
        ("accounts-receivable/customer", "CUSTOMER", {"id": "C-7", "name": "Seven"}, ("CUSTOMERID", "C-7")),
        ("general-ledger/journal-entry", "GLBATCH", rest_journal(), ("REFERENCENO", "PR-1")),
        ("platform-apps/nsp::fleet_vehicle", "fleet_vehicle", {"name": "Truck"}, ("name", "Truck")),
    ],
)
async def test_made_by_rest_is_found_by_xml(
    rest: Rest, xml: Xml, path: str, object: str, body: Any, id: tuple[str, str]
) -> None:
    """The key of REST is the record number of XML."""
    key = await rest.create(path, body)
    assert (await read(xml, object, key)).findtext(id[0]) == id[1]


async def test_made_by_xml_is_found_by_rest(rest: Rest, xml: Xml) -> None:
    """The record number of XML is the key of REST, for master data, documents and journals."""
    answer = await xml.send(vendor("V-1"), customer("C-1"), bill("B-1"), invoice("I-1"), journal(reference="J-1"))
    numbers = [each.text or "" for each in answer.xpath("//RECORDNO | //key")]
    paths = (VENDOR, "accounts-receivable/customer", BILL, INVOICE, "general-ledger/journal-entry")
    names = ("id", "id", "billNumber", "invoiceNumber", "referenceNumber")
    for number, path, name, id in zip(numbers, paths, names, ("V-1", "C-1", "B-1", "I-1", "J-1"), strict=True):
        assert (await get(rest, path, number))[name] == id


async def test_audit_fields_tell_who_and_when(rest: Rest, xml: Xml, sandbox: Sandbox) -> None:
    """Created by one surface at one time, changed by the other later: both show both."""
    sandbox.clock.move_to(datetime(2026, 5, 1, 9, tzinfo=UTC))
    number = (await xml.one(vendor("V-1"))).findtext(".//RECORDNO") or ""
    sandbox.clock.advance(3600)
    await rest.sign_in("clerk_ws@HARBORLINE")
    await rest.call("PATCH", f"objects/{VENDOR}/{number}", {"name": "Renamed"})
    audit = (await get(rest, VENDOR, number))["audit"]
    assert audit["createdDateTime"][:16] == "2026-05-01T09:00"
    assert audit["modifiedDateTime"][:16] == "2026-05-01T10:00"
    assert (audit["createdByUser"]["id"], audit["modifiedByUser"]["id"]) == ("relay_ws", "clerk_ws")
    shown = await read(xml, "VENDOR", number)
    assert (shown.findtext("NAME"), (shown.findtext("WHENMODIFIED") or "")[:16]) == ("Renamed", "05/01/2026 10:00")
    assert (shown.findtext("CREATEDBY"), shown.findtext("MODIFIEDBY")) == ("1", "2")


async def test_bill_lives_on_both_surfaces(rest: Rest, xml: Xml) -> None:
    """Draft, posted, partly paid, paid, open again, reversed: the state and what is due are told alike at each step."""
    await xml.one(vendor("V-1"))
    key = await rest.create(BILL, rest_bill(amount="84.50"))
    steps: list[tuple[str, str, str]] = []

    async def note() -> None:
        shown, told = await read(xml, "APBILL", key), await get(rest, BILL, key)
        assert Decimal(shown.findtext("TRX_TOTALDUE") or "") == Decimal(told["totalTxnAmountDue"])
        (owner,) = await rest.find(VENDOR, ["key", "totalDue"])
        due = (await read(xml, "VENDOR", owner["key"])).findtext("TOTALDUE")
        assert Decimal(due or "") == Decimal(owner["totalDue"])
        steps.append((shown.findtext("STATE") or "", told["state"], owner["totalDue"]))

    await note()
    await rest.call("POST", f"workflows/{BILL}/submit", {"key": key})
    await note()
    first = await rest.create(AP, bill_payment(key, "80.00"))
    await note()
    await rest.create(AP, bill_payment(key, "4.50", documentNumber="2"))
    await note()
    await rest.call("POST", f"workflows/{AP}/reverse", {"key": first, "paymentDate": "2026-03-25"})
    await note()
    assert steps == [
        ("Draft", "draft", "0.00"), ("Posted", "posted", "84.50"), ("Partially Paid", "partiallyPaid", "4.50"),
        ("Paid", "paid", "0.00"), ("Partially Paid", "partiallyPaid", "80.00"),
    ]  # fmt: skip


async def test_invoice_paid_over_rest_is_paid_over_xml(rest: Rest, xml: Xml) -> None:
    """A receipt over REST pays what a legacy function created; the reversal is seen by XML."""
    await xml.one(customer("C-1"))
    key = (await xml.one(invoice())).findtext("key") or ""
    payment = await rest.create(AR, receipt(key))
    shown = await read(xml, "ARINVOICE", key)
    assert (shown.findtext("STATE"), shown.findtext("TRX_TOTALDUE")) == ("Paid", "0")
    await rest.call("POST", f"workflows/{AR}/reverse", {"key": payment, "reversedDate": "2026-03-25"})
    assert (await read(xml, "ARINVOICE", key)).findtext("STATE") == "Posted"
    assert await rest.find("accounts-receivable/customer", ["totalDue"]) == [{"totalDue": "250.00"}]


async def test_what_one_surface_deletes_is_gone_for_the_other(rest: Rest, xml: Xml) -> None:
    """Deleted over REST, unknown to XML, and the id is free again; and the other way round."""
    key = await rest.create(VENDOR, rest_vendor("V-1"))
    await rest.call("DELETE", f"objects/{VENDOR}/{key}")
    result = await xml.one(f"<read><object>VENDOR</object><keys>{key}</keys></read>", uniqueid="false")
    assert result.find("data").get("count") == "0"  # type: ignore[union-attr]
    number = (await xml.one(vendor("V-1"))).findtext(".//RECORDNO") or ""
    assert int(number) > int(key)
    await xml.one(f"<delete><object>VENDOR</object><keys>{number}</keys></delete>")
    assert (await rest.call("GET", f"objects/{VENDOR}/{number}"))[0] == 404


@pytest.mark.parametrize("company", ["unique_bill_numbers"])
async def test_duplicates_are_seen_across_surfaces(rest: Rest, xml: Xml, sandbox: Sandbox) -> None:
    """An id or number that one surface used is taken for the other, each in its own words."""
    await xml.send(vendor("V-1"), bill("B-1"))
    assert (await rest.call("POST", f"objects/{VENDOR}", rest_vendor("V-1")))[0] == 409
    assert (await rest.call("POST", f"objects/{BILL}", rest_bill("B-1")))[0] == 409
    await rest.create(BILL, rest_bill("B-2"))
    assert (await xml.one(bill("B-2"))).findtext("status") == "failure"
    assert [row["key"] for row in sandbox.ledger()] == ["V-1", "B-1", "B-2"]


async def test_entities_own_what_they_made_on_both_surfaces(rest: Rest, xml: Xml) -> None:
    """A record of one entity is invisible to the other and to the top level, whichever surface asks."""
    xml.login["locationid"] = "E100"
    number = (await xml.one(vendor("V-1"))).findtext(".//RECORDNO") or ""
    for sign_in, seen in (("", 0), ("|E200", 0), ("|E100", 1)):
        await rest.sign_in(f"relay_ws@HARBORLINE{sign_in}")
        assert len(await rest.find(VENDOR, ["key"], {"$eq": {"key": number}})) == seen
    await rest.sign_in()
    headers = {"X-IA-API-Param-Entity": "E100"}
    body = {"object": VENDOR, "fields": ["key"]}
    _, answer = await rest.call("POST", "services/core/query", body, **headers)
    assert answer["ia::result"] == [{"key": number}]
    _, answer = await rest.call("POST", "services/core/query", body, **{"Sage-Param-Entity": "E100"})
    assert answer["ia::result"] == []
