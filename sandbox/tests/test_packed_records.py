"""What is kept packed behaves as what is kept open: reads, queries, changes, payments, deletes, the ledger."""

import pytest
from clients import Rest, Xml
from documents import bill, rest_vendor, vendor

from intacct_sandbox import Sandbox, ledger
from intacct_sandbox.company import table

BILL = "accounts-payable/bill"


@pytest.fixture(autouse=True)
def everything_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only two records of an object stay open, and the ledger packs its rows in threes."""
    monkeypatch.setattr(table, "KEPT_OPEN", 2)
    monkeypatch.setattr(ledger, "_BLOCK", 3)
    monkeypatch.setattr(ledger, "_RECENT", 2)


@pytest.fixture
async def bills(xml: Xml) -> list[str]:
    """A vendor with nine bills; their record numbers."""
    await xml.one(vendor())
    answer = await xml.send(*(bill(f"B-{n}", amount=f"{n}.50") for n in range(1, 10)))
    return [each.text or "" for each in answer.iterfind(".//RECORDNO")]


async def test_packed_records_are_found_changed_and_deleted(rest: Rest, bills: list[str], sandbox: Sandbox) -> None:
    """By key, by index, by a scan with order and paging; a change and a delete of the oldest are seen at once."""
    _, answer = await rest.call("GET", f"objects/{BILL}/{bills[0]}")
    assert (answer["ia::result"]["billNumber"], answer["ia::result"]["lines"][0]["txnAmount"]) == ("B-1", "1.50")
    rows = await rest.find(BILL, ["billNumber"], {"$gt": {"totalTxnAmount": "2"}}, orderBy=[{"key": "desc"}], size=2)
    assert [each["billNumber"] for each in rows] == ["B-9", "B-8"]
    assert (await rest.call("PATCH", f"objects/{BILL}/{bills[0]}", {"description": "oldest"}))[0] == 200
    assert (await rest.call("DELETE", f"objects/{BILL}/{bills[1]}"))[0] == 204
    rows = await rest.find(BILL, ["billNumber", "description"], {"$eq": {"vendor.id": "V-1"}}, size=2)
    assert rows == [{"billNumber": "B-1", "description": "oldest"}, {"billNumber": "B-3", "description": None}]
    assert len(await rest.find("accounts-payable/bill-line", ["txnAmount"])) == 8


async def test_the_ledger_keeps_its_order_over_blocks(bills: list[str], sandbox: Sandbox) -> None:
    """Sequence numbers have no gaps; `after` starts anywhere."""
    rows = sandbox.ledger()
    assert [row["sequence"] for row in rows] == list(range(1, 11))
    assert [row["key"] for row in rows] == ["V-1", *(f"B-{n}" for n in range(1, 10))]
    for after in range(12):
        assert list(sandbox.world.ledger.rows(after=after)) == rows[after:]


async def test_read_more_leaves_out_what_is_gone(xml: Xml, rest: Rest, bills: list[str]) -> None:
    """A record that was deleted between two pages is not in the second."""
    asked = "<object>APBILL</object><fields>RECORDID</fields><query></query><pagesize>5</pagesize>"
    first = await xml.one(f"<readByQuery>{asked}</readByQuery>", uniqueid="false")
    await rest.call("DELETE", f"objects/{BILL}/{bills[6]}")
    id = first.find("data").get("resultId")  # type: ignore[union-attr]
    second = await xml.one(f"<readMore><resultId>{id}</resultId></readMore>", uniqueid="false")
    assert [each.text for each in second.iterfind(".//RECORDID")] == ["B-6", "B-8", "B-9"]


@pytest.mark.parametrize("company", ["unique_bill_numbers"])
async def test_rolled_back_changes_of_packed_records_are_undone(xml: Xml, rest: Rest, bills: list[str]) -> None:
    """A rollback puts back what was packed, with its indexes."""
    change = f"<update><APBILL><RECORDNO>{bills[0]}</RECORDNO><RECORDID>B-1-new</RECORDID></APBILL></update>"
    await xml.send(change, bill("B-9"), transaction=True)
    assert await rest.find(BILL, ["key"], {"$eq": {"billNumber": "B-1"}}) == [{"key": bills[0]}]
    assert await rest.find(BILL, ["key"], {"$eq": {"billNumber": "B-1-new"}}) == []


async def test_stored_answers_come_back_whole(rest: Rest) -> None:
    """A replayed answer has its status, body and headers."""
    for n in range(3):
        first = await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor(f"V-{n}", f"{n}"),
                                Idempotency_Key=f"k{n}")  # fmt: skip
        assert first == await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor(f"V-{n}", f"{n}"),
                                        Idempotency_Key=f"k{n}")  # fmt: skip
        assert rest.headers["Idempotency-Key"] == f"k{n}"
