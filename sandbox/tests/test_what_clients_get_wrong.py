"""What Intacct refuses, or takes otherwise than a client may believe: ids, names, currencies, whole updates."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from clients import Rest, Xml
from documents import bill, journal, rest_journal, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox


@pytest.fixture
async def euro(http: aiohttp.ClientSession) -> AsyncIterator[Sandbox]:
    """Harborline with a second currency."""
    async with Sandbox(companies=({"currencies": ["USD", "EUR"]},)) as running:
        yield running


async def refusal(xml: Xml, call: str) -> str:
    """The first text of a call that must fail."""
    result = await xml.one(call)
    assert result.findtext("status") == "failure"
    return (result.findtext("errormessage/error/description2") or "").partition(" [Support ID")[0]


def entry(line: str) -> str:
    """A journal entry with `line` in each of its lines."""
    return journal().replace("</TRX_AMOUNT>", f"</TRX_AMOUNT>{line}")


async def test_an_empty_control_id_is_taken_where_nothing_is_unique(xml: Xml, sandbox: Sandbox) -> None:
    """Without `uniqueid` a function may have an empty id, twice even; with it the whole request is refused."""
    answer = await xml.send(vendor("V-1"), vendor("V-2", "Cobalt Rigging"), ids=("", ""), uniqueid="false")
    assert [each.findtext("controlid") for each in answer.iter("result")] == ["", ""]
    assert len(sandbox.ledger()) == 2
    answer = await xml.send(vendor("V-3", "Alder Freight"), ids=("",), uniqueid="true")
    assert answer.findtext("control/status") == "failure"
    assert "controlid" in (answer.findtext("errormessage/error/description2") or "")
    assert len(sandbox.ledger()) == 2


@pytest.mark.parametrize("name", ["vendor", "Vendor", "VENDOR"])
async def test_objects_are_named_in_any_case(xml: Xml, sandbox: Sandbox, name: str) -> None:
    """All generic functions take the name of an object as it is written; reads answer with it."""
    assert (await xml.one(vendor().replace("VENDOR>", f"{name}>"))).findtext("status") == "success"
    key = sandbox.ledger()[0]["record_number"]
    changed = f"<update><{name}><RECORDNO>{key}</RECORDNO><NAME>Cobalt</NAME></{name}></update>"
    assert (await xml.one(changed)).findtext("status") == "success"
    asked = f"<query><object>{name}</object><select><field>NAME</field></select></query>"
    assert (await xml.one(asked)).findtext(f"data/{name}/NAME") == "Cobalt"
    found = await xml.one(f"<readByQuery><object>{name}</object><fields>NAME</fields><query/></readByQuery>")
    assert found.findtext(f"data/{name.lower()}/NAME") == "Cobalt"
    deleted = await xml.one(f"<delete><object>{name}</object><keys>{key}</keys></delete>")
    assert deleted.findtext("status") == "success"


async def test_what_lookup_lists_can_be_queried(xml: Xml, sandbox: Sandbox) -> None:
    """For every object each field of its lookup is a column of its query."""
    for name in sandbox.world.companies["HARBORLINE"].by_xml:
        listed = [each.text for each in (await xml.one(f"<lookup><object>{name}</object></lookup>")).iter("ID")]
        chosen = "".join(f"<field>{each}</field>" for each in listed)
        result = await xml.one(f"<query><object>{name}</object><select>{chosen}</select></query>")
        assert result.findtext("status") == "success", (name, stack(result))


async def test_an_element_that_is_only_written_cannot_be_read(xml: Xml) -> None:
    """ACTION of a bill is no column: neither lookup nor query has it."""
    listed = [each.text for each in (await xml.one("<lookup><object>APBILL</object></lookup>")).iter("ID")]
    assert "ACTION" not in listed
    assert "VENDORID" in listed
    asked = "<query><object>APBILL</object><select><field>ACTION</field></select></query>"
    assert (await xml.one(asked)).findtext("status") == "failure"


async def test_an_invoice_tells_its_record_type(xml: Xml) -> None:
    """ARINVOICE can be asked for by RECORDTYPE, as APBILL can."""
    for name in ("ARINVOICE", "APBILL"):
        asked = f"<query><object>{name}</object><select><field>RECORDTYPE</field></select></query>"
        assert (await xml.one(asked)).findtext("status") == "success"


@pytest.mark.parametrize(("switches", "status"), [({}, "failure"), ({"generic_invoice_create": True}, "success")])
async def test_a_generic_create_of_an_invoice_is_a_switch(xml: Xml, rest: Rest, status: str) -> None:
    """Only create_invoice is documented; by switch the generic function works too."""
    await rest.create("accounts-receivable/customer", {"id": "C-1", "name": "Oakline Cabinets"})
    call = bill().replace("APBILL", "ARINVOICE").replace("VENDORID>V-1", "CUSTOMERID>C-1").replace("VENDOR", "CUSTOMER")
    assert (await xml.one(call)).findtext("status") == status


@pytest.mark.parametrize("gone", ["ENTRIES", "BATCH_DATE", "BATCH_TITLE"])
async def test_a_journal_entry_is_updated_as_a_whole(xml: Xml, sandbox: Sandbox, gone: str) -> None:
    """An update of GLBATCH without lines, date or title is refused; with all three it is done."""
    await xml.one(journal())
    number = f"<RECORDNO>{sandbox.ledger()[0]['record_number']}</RECORDNO><JOURNAL>"
    whole = journal(reference="je-2").replace("create>", "update>").replace("<JOURNAL>", number)
    start, end = whole.index(f"<{gone}>"), whole.index(f"</{gone}>") + len(gone) + 3
    assert await refusal(xml, whole[:start] + whole[end:]) == f"{gone} is required"
    assert (await xml.one(whole)).findtext("status") == "success"
    assert sandbox.ledger()[-1]["fields"]["reference_number"] == "je-2"


@pytest.mark.parametrize("currency", ["USD", "EUR"])
async def test_journal_lines_say_their_currency(euro: Sandbox, http: aiohttp.ClientSession, currency: str) -> None:
    """With several currencies each line has its currency and a rate or its type; the type may be empty."""
    xml, said = Xml(euro, http), f"<CURRENCY>{currency}</CURRENCY>"
    assert "CURRENCY is required" in await refusal(xml, journal())
    assert "EXCH_RATE_TYPE_ID is required" in await refusal(xml, entry(said))
    assert euro.ledger() == []
    for rate in ("<EXCH_RATE_TYPE_ID/>", "<EXCHANGE_RATE>1.1</EXCHANGE_RATE>"):
        assert (await xml.one(entry(said + rate))).findtext("status") == "success"
    euro.set_switches(journal_rate_type="foreign")
    assert ((await xml.one(entry(said))).findtext("status") == "success") is (currency == "USD")


async def test_a_company_with_one_currency_asks_for_none(xml: Xml) -> None:
    """Harborline's entries need no currency."""
    assert (await xml.one(journal())).findtext("status") == "success"


@pytest.mark.parametrize(("reading", "without", "with_it"), [
    ("optional", 201, 201), ("required", 400, 201), ("read_only", 201, 400)])  # fmt: skip
async def test_the_currency_of_lines_over_rest_is_a_switch(
    euro: Sandbox, http: aiohttp.ClientSession, reading: str, without: int, with_it: int
) -> None:
    """OpenAPI calls it read-only and sends it in a sample; each reading can be chosen."""
    euro.set_switches(rest_journal_currency=reading)
    rest, plain, said = Rest(euro, http), rest_journal(), rest_journal()
    for line in said["lines"]:
        line["currency"] = {"txnCurrency": "EUR"}
    path = "objects/general-ledger/journal-entry"
    assert [(await rest.call("POST", path, each))[0] for each in (plain, said)] == [without, with_it]


async def test_a_bill_in_a_foreign_currency_names_its_rate(euro: Sandbox, http: aiohttp.ClientSession) -> None:
    """A currency that is not the base currency comes with a rate or a type, which may be empty."""
    xml = Xml(euro, http)
    await xml.one(vendor())
    assert await refusal(xml, bill(extra="<CURRENCY>EUR</CURRENCY>")) == "EXCH_RATE_TYPE_ID is required"
    sent = ("<CURRENCY>EUR</CURRENCY><EXCH_RATE_TYPE_ID/>", "<CURRENCY>USD</CURRENCY>", "")
    for number, extra in enumerate(sent):
        assert (await xml.one(bill(f"B-{number}", extra=extra))).findtext("status") == "success"
    assert [row["fields"]["currency"] for row in euro.ledger()[1:]] == ["EUR", "USD", "USD"]
