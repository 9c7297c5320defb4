"""Statistical accounts, journals and entries, over both surfaces (developer.intacct.com: general-ledger/stat-accounts,
stat-journal-entries; OpenAPI group general-ledger)."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import journal, rest_journal
from test_business_rules import stack

from intacct_sandbox import Sandbox

ENTRY = (
    "<create><GLBATCH><JOURNAL>{journal}</JOURNAL><BATCH_DATE>{date}</BATCH_DATE><BATCH_TITLE>Headcount</BATCH_TITLE>"
    "<ENTRIES><GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>-1</TR_TYPE><TRX_AMOUNT>3</TRX_AMOUNT>"
    "<LOCATION>100</LOCATION></GLENTRY></ENTRIES></GLBATCH></create>"
)
REST_ENTRY: dict[str, Any] = {
    "statisticalJournal": {"id": "SHC"}, "postingDate": "2026-03-31", "description": "Headcount",
    "lines": [{"txnType": "increase", "txnAmount": "15", "statisticalAccount": {"id": "HEADS"},
               "dimensions": {"location": {"id": "100"}}}],
}  # fmt: skip


def entry(journal: str = "SHC", account: str = "HEADS", date: str = "03/31/2026") -> str:
    return ENTRY.format(journal=journal, account=account, date=date)


async def test_an_entry_in_a_statistical_journal_need_not_balance(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """One line is enough over XML; REST knows the entry as a statistical one, and only as that."""
    assert (await xml.one(entry())).findtext("status") == "success"
    row = sandbox.ledger()[-1]
    assert (row["object"], row["fields"]["lines"][0]["account"]) == ("statistical-journal-entry", "HEADS")
    (found,) = await rest.find("general-ledger/statistical-journal-entry", ["key", "statisticalJournal.id"])
    assert found["statisticalJournal.id"] == "SHC"
    _, body = await rest.call("GET", f"objects/general-ledger/statistical-journal-entry/{found['key']}")
    line = body["ia::result"]["lines"][0]
    assert (line["txnType"], line["txnAmount"], line["statisticalAccount"]["id"]) == ("decrease", "3.00", "HEADS")
    assert (await rest.call("GET", f"objects/general-ledger/journal-entry/{found['key']}"))[0] == 404
    assert await rest.find("general-ledger/journal-entry", ["key"]) == []
    assert await rest.find("general-ledger/journal-entry-line", ["key"]) == []
    assert len(await rest.find("general-ledger/statistical-journal-entry-line", ["key"])) == 1


async def test_an_entry_made_over_rest_is_a_glbatch(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """Created, changed and deleted over REST; XML reads it beside the financial ones, with its lines."""
    key = await rest.create("general-ledger/statistical-journal-entry", REST_ENTRY)
    await xml.one(journal())
    path = f"objects/general-ledger/statistical-journal-entry/{key}"
    assert (await rest.call("PATCH", path, {"description": "Heads"}))[0] == 200
    query = "<query><object>{}</object><select><field>{}</field></select></query>"
    titles = (await xml.one(query.format("GLBATCH", "BATCH_TITLE"))).iter("BATCH_TITLE")
    assert [each.text for each in titles] == ["Heads", "Rent accrual"]
    accounts = (await xml.one(query.format("GLENTRY", "ACCOUNTNO"))).iter("ACCOUNTNO")
    assert [each.text for each in accounts] == ["HEADS", "6500", "2100"]
    assert (await rest.call("DELETE", path))[0] == 204
    rows = [(row["object"], row["operation"]) for row in sandbox.ledger()]
    assert rows == [("statistical-journal-entry", "create"), ("journal-entry", "create"),
                    ("statistical-journal-entry", "update"), ("statistical-journal-entry", "delete")]  # fmt: skip


@pytest.mark.parametrize(("journal", "account"), [("GJ", "HEADS"), ("SHC", "6400"), ("GJ", "6400")])
async def test_statistical_and_financial_do_not_mix(xml: Xml, sandbox: Sandbox, journal: str, account: str) -> None:
    """A statistical journal takes statistical accounts only, another one takes none, and needs two lines."""
    assert (await xml.one(entry(journal, account))).findtext("status") == "failure"
    assert sandbox.ledger() == []


async def test_rest_does_not_mix_them_either(rest: Rest, sandbox: Sandbox) -> None:
    """Each of the two objects knows the journals and accounts of its own kind only."""
    for change in ({"statisticalJournal": {"id": "GJ"}},
                   {"lines": [{**REST_ENTRY["lines"][0], "statisticalAccount": {"id": "6400"}}]}):  # fmt: skip
        body = {**REST_ENTRY, **change}
        assert (await rest.call("POST", "objects/general-ledger/statistical-journal-entry", body))[0] == 422
    body = rest_journal(glJournal={"id": "SHC"})
    assert (await rest.call("POST", "objects/general-ledger/journal-entry", body))[0] == 422
    assert sandbox.ledger() == []


async def test_no_document_is_booked_to_a_statistical_account(rest: Rest) -> None:
    """A statistical account is unknown wherever a general ledger account is wanted."""
    body = rest_journal()
    body["lines"][0]["glAccount"] = {"id": "HEADS"}
    status, answer = await rest.call("POST", "objects/general-ledger/journal-entry", body)
    assert status == 422
    assert "HEADS" in str(answer)


async def test_a_closed_period_is_closed_for_it_too(xml: Xml) -> None:
    """A statistical entry is posted like any other."""
    assert "been closed" in stack(await xml.one(entry(date="12/31/2025")))[0][1]


async def test_an_entry_cannot_move_to_a_journal_of_the_other_kind(xml: Xml) -> None:
    """What was written as a statistical entry stays one."""
    key = (await xml.one(entry())).findtext(".//RECORDNO")
    whole = entry().replace("create>", "update>").replace("<JOURNAL>SHC", f"<RECORDNO>{key}</RECORDNO><JOURNAL>GJ")
    move = whole.replace("HEADS", "6400")
    assert "Invalid Journal 'GJ'" in stack(await xml.one(move))[0][1]


async def test_a_statistical_account_has_no_number_of_another_account(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """Both kinds share their numbers, yet each is read, changed and deleted as its own object only."""
    create = "<create><STATACCOUNT><ACCOUNTNO>{}</ACCOUNTNO><TITLE>Miles</TITLE></STATACCOUNT></create>"
    assert stack(await xml.one(create.format("6400")))[0][0] == "BL01001973"
    assert (await xml.one(create.format("MILES"))).findtext("status") == "success"
    assert sandbox.ledger()[-1]["object"] == "statistical-account"
    change = "<update><{0}><ACCOUNTNO>MILES</ACCOUNTNO><TITLE>Miles driven</TITLE></{0}></update>"
    assert (await xml.one(change.format("GLACCOUNT"))).findtext("status") == "failure"
    assert (await xml.one(change.format("STATACCOUNT"))).findtext("status") == "success"
    rows = await rest.find("general-ledger/statistical-account", ["key", "id", "name", "reportType"])
    assert [each["id"] for each in rows] == ["HEADS", "HOURS", "MILES"]
    assert rows[2]["reportType"] == "forPeriod"
    assert "MILES" not in [each["id"] for each in await rest.find("general-ledger/account", ["id"])]
    assert (await xml.one('<delete_glaccount glaccountno="MILES"/>')).findtext("status") == "failure"
    assert (await rest.call("DELETE", f"objects/general-ledger/statistical-account/{rows[2]['key']}"))[0] == 204


async def test_a_statistical_account_or_journal_in_use_stays(xml: Xml) -> None:
    """What an entry refers to is not deleted."""
    await xml.one(entry())
    for call in ('<delete_statglaccount glaccountno="HEADS"/>', '<delete_statjournal symbol="SHC"/>'):
        assert stack(await xml.one(call))[0][0] == "BL03002129"


async def test_journals_are_written_over_rest_and_read_over_xml(xml: Xml, rest: Rest) -> None:
    """Statistical journals are STATJOURNAL, the others JOURNAL; the generic functions write neither."""
    await rest.create("general-ledger/statistical-journal", {"id": "TSSJ", "name": "Timesheets"})
    listed = "<query><object>{}</object><select><field>SYMBOL</field></select></query>"
    names = {name: [each.text for each in (await xml.one(listed.format(name))).iter("SYMBOL")]
             for name in ("JOURNAL", "STATJOURNAL")}  # fmt: skip
    assert names == {"JOURNAL": ["GJ", "APJ", "ARJ"], "STATJOURNAL": ["SHC", "TSSJ"]}
    create = "<create><STATJOURNAL><SYMBOL>X</SYMBOL><TITLE>x</TITLE></STATJOURNAL></create>"
    assert "not offered" in stack(await xml.one(create))[0][1]
