"""The companies that come along beside Harborline, by name: each refuses what the others take."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml, tags
from documents import bill, customer, invoice, journal, rest_bill, rest_invoice, rest_vendor, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox
from intacct_sandbox.company.definition import WrongCompany, shipped_names

BILL, INVOICE = "accounts-payable/bill", "accounts-receivable/invoice"


@pytest.fixture
def name() -> str:
    """The company's name; each test says its own."""
    return "harborline"


@pytest.fixture
async def sandbox(name: str, switches: dict[str, Any]) -> AsyncIterator[Sandbox]:
    async with Sandbox(companies=[name], switches=switches) as running:
        yield running


@pytest.fixture
def company(sandbox: Sandbox) -> str:
    (id,) = sandbox.world.companies
    return id


@pytest.fixture
def xml(sandbox: Sandbox, http: aiohttp.ClientSession, company: str) -> Xml:
    client = Xml(sandbox, http)
    client.login["companyid"] = company
    return client


@pytest.fixture
async def rest(sandbox: Sandbox, http: aiohttp.ClientSession, company: str) -> Rest:
    client = Rest(sandbox, http)
    await client.sign_in(f"relay_ws@{company}")
    return client


def labelled(markup: str, label: str) -> str:
    return markup.replace("<ACCOUNTNO>6105</ACCOUNTNO>", f"<ACCOUNTLABEL>{label}</ACCOUNTLABEL>")


def taxed(detail: str, tax: str = "", extra: str = "") -> str:
    """A bill whose line says its tax."""
    entry = f"<TAXENTRIES><TAXENTRY><DETAILID>{detail}</DETAILID>{tax}</TAXENTRY></TAXENTRIES>"
    return bill(extra=extra).replace("</APBILLITEM>", f"{entry}</APBILLITEM>")


async def preferences(xml: Xml, application: str) -> dict[str | None, str | None]:
    told = await xml.one(f'<get_companyprefs application="{application}"/>', uniqueid="false")
    return {each.findtext("preference"): each.findtext("prefvalue") for each in told.iter("companypref")}


def test_every_company_can_be_had_by_its_name() -> None:
    """All load, each has an id of its own, and a name that is none is told which there are."""
    names = shipped_names()
    assert {"harborline", "multi_currency", "vat", "account_labels", "approvals", "entities"} == set(names)
    assert len(Sandbox(companies=names).world.companies) == len(names)
    with pytest.raises(WrongCompany, match=r"there are account_labels, approvals"):
        Sandbox(companies=["nowhere"])


@pytest.mark.parametrize("name", ["account_labels"])
async def test_a_company_with_labels_refuses_accounts(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """A line with an account is refused on both surfaces, on REST as AR-0279 with 422; with its label it is booked."""
    await xml.send(vendor(), customer())
    assert "account labels" in stack(await xml.one(bill()))[0][1]
    assert (await xml.one(labelled(bill(), "Freight"))).findtext("status") == "success"
    for path, body in ((BILL, rest_bill()), (INVOICE, rest_invoice())):
        status, answer = await rest.call("POST", f"objects/{path}", body)
        assert (status, "AR-0279" in json.dumps(answer)) == (422, True)
        label = "Freight" if path == BILL else "Service"
        body["lines"][0] = {**body["lines"][0], "accountLabel": {"id": label}}
        del body["lines"][0]["glAccount"]
        await rest.create(path, body)
    booked = [row["fields"]["lines"][0]["account"] for row in sandbox.ledger()[2:]]
    assert booked == ["6105", "6105", "4010"]


@pytest.mark.parametrize("name", ["vat"])
async def test_a_bill_without_tax_fails(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """Lines without tax, and documents of the top level without their solution, are refused on both surfaces."""
    await xml.send(vendor(), customer())
    solution = "<TAXSOLUTIONID>United Kingdom - VAT</TAXSOLUTIONID>"
    assert "TAXSOLUTIONID is required" in stack(await xml.one(taxed("UK Purchase Standard")))[0][1]
    assert "Tax details are required" in stack(await xml.one(bill(extra=solution)))[0][1]
    for wrong in ("AU Purchase GST", "UK Sale Standard", "nothing"):
        assert wrong in stack(await xml.one(taxed(wrong, extra=solution)))[0][1]
    assert (await rest.call("POST", f"objects/{BILL}", rest_bill()))[0] == 422
    assert "Tax details" in stack(await xml.one(invoice().replace("<invoiceitems>", f"{solution.lower()}<invoiceitems>")
        .replace("united kingdom - vat", "United Kingdom - VAT")))[0][1]  # fmt: skip
    assert len(sandbox.ledger()) == 2


@pytest.mark.parametrize("name", ["vat"])
async def test_tax_is_part_of_what_is_owed(xml: Xml, rest: Rest) -> None:
    """The total of a bill is net plus tax; the tax follows from the detail unless it is sent."""
    await xml.one(vendor())
    solution = "<TAXSOLUTIONID>United Kingdom - VAT</TAXSOLUTIONID>"
    for number, (tax, total) in enumerate([("", "101.4"), ("<TRX_TAX>16.91</TRX_TAX>", "101.41")]):
        made = taxed("UK Purchase Standard", tax, solution).replace("B-1", f"B-{number}")
        key = (await xml.one(made)).findtext(".//RECORDNO") or ""
        _, told = await rest.call("GET", f"objects/{BILL}/{key}")
        assert float(told["ia::result"]["totalTxnAmountDue"]) == float(total)
    entries = [{"purchasingTaxDetail": {"id": "UK Purchase Standard"}}]
    line = {**rest_bill()["lines"][0], "totalTxnAmount": "120.00", "taxEntries": entries}
    del line["txnAmount"]
    more = {"isTaxInclusive": True, "taxSolution": {"id": "United Kingdom - VAT"}, "lines": [line]}
    key = await rest.create(BILL, rest_bill("HB-9") | more)
    _, told = await rest.call("GET", f"objects/{BILL}/{key}")
    shown = told["ia::result"]
    assert (shown["totalTxnAmount"], shown["lines"][0]["txnAmount"]) == ("120.00", "100.00")


@pytest.mark.parametrize("name", ["vat"])
async def test_invoices_say_their_tax_in_the_legacy_function(xml: Xml, sandbox: Sandbox) -> None:
    """create_invoice takes taxentries on its lines, in an entity without naming the solution."""
    await xml.one(customer())
    xml.login["locationid"] = "E100"
    entry = "<taxentries><taxentry><detailid>UK Sale Standard</detailid></taxentry></taxentries>"
    result = await xml.one(invoice(amount="250.00").replace("</lineitem>", f"{entry}</lineitem>"))
    assert result.findtext("status") == "success", stack(result)
    assert str(sandbox.ledger()[-1]["fields"]["total"]) == "300.00"


@pytest.mark.parametrize("name", ["multi_currency"])
async def test_a_company_of_several_currencies_says_so(xml: Xml) -> None:
    """It takes documents in each of its currencies, and tells that it has several."""
    await xml.one(vendor())
    rate = "<CURRENCY>EUR</CURRENCY><EXCH_RATE_TYPE_ID/>"
    assert (await xml.one(bill(extra=f"<BASECURR>USD</BASECURR>{rate}"))).findtext("status") == "success"
    told = await xml.one("<getFinancialSetup/>", uniqueid="false")
    assert told.findtext("data/financialSetup/multiCurrency") == "true"


@pytest.mark.parametrize("name", ["approvals"])
async def test_documents_wait_where_approvals_are_on(xml: Xml, rest: Rest) -> None:
    """Bills and entries are submitted, not posted; the preferences tell that they have to be approved."""
    await xml.one(vendor())
    for call, path in ((bill(), BILL), (journal(), "general-ledger/journal-entry")):
        key = (await xml.one(call)).findtext(".//RECORDNO")
        _, told = await rest.call("GET", f"objects/{path}/{key}")
        assert told["ia::result"]["state"] == "submitted"
    assert (await preferences(xml, "AP"))["BILLAPPROVALS"] == "T"
    assert (await preferences(xml, "GL"))["JOURNALENTRYAPPROVALS"] == "T"


@pytest.mark.parametrize("name", ["entities"])
async def test_a_restricted_user_works_in_its_entity_alone(xml: Xml, rest: Rest) -> None:
    """It is in its entity without asking, may enter no other, and changes nothing of the top level."""
    await xml.one(vendor())
    change = "<update><VENDOR><VENDORID>V-1</VENDORID><NAME>Renamed</NAME></VENDOR></update>"
    xml.login |= {"userid": "east_ws", "password": "east-secret"}
    refused = stack(await xml.one(change))[0][1]
    assert "root level vendor from an entity restricted user" in refused
    (key,) = [row["key"] for row in await rest.find("accounts-payable/vendor", ["key"])]
    await rest.sign_in("east_ws@TWINHARBOR")
    assert (await rest.call("PATCH", f"objects/accounts-payable/vendor/{key}", {"name": "Renamed"}))[0] == 422
    assert (await rest.call("GET", f"objects/{BILL}", X_IA_API_Param_Entity="E200"))[0] == 400
    assert "access_token" not in await rest.sign_in("east_ws@TWINHARBOR|E200")
    own = await xml.one(vendor("V-2", "Alder Freight"))
    assert own.findtext("status") == "success"
    assert (await xml.one(change.replace("V-1", "V-2"))).findtext("status") == "success"
    xml.login["locationid"] = "E200"
    assert (await xml.send(change)).findtext("operation/authentication/status") == "failure"


@pytest.mark.parametrize("name", ["entities"])
async def test_a_session_of_a_restricted_user_enters_no_other_entity(xml: Xml) -> None:
    """getAPISession for another entity, or for the top level, is refused."""
    xml.login |= {"userid": "east_ws", "password": "east-secret"}
    for entity, told in (("E200", "failure"), ("", "failure"), ("E100", "success")):
        asked = f"<getAPISession>{tags(locationid=entity)}</getAPISession>"
        assert (await xml.one(asked, uniqueid="false")).findtext("status") == told, entity


async def test_transactions_of_the_top_level_are_not_edited_from_an_entity(xml: Xml, sandbox: Sandbox) -> None:
    """Whoever is in an entity leaves bills of the top level as they are; vendors may be changed by those who are free
    to."""
    await xml.send(vendor(), bill())
    key = sandbox.ledger()[-1]["record_number"]
    xml.login["locationid"] = "E100"
    change = f"<update><APBILL><RECORDNO>{key}</RECORDNO><DESCRIPTION>x</DESCRIPTION></APBILL></update>"
    assert "root level apbill" in stack(await xml.one(change))[0][1]
    assert "root level" in stack(await xml.one(f"<delete><object>APBILL</object><keys>{key}</keys></delete>"))[0][1]
    renamed = "<update><VENDOR><VENDORID>V-1</VENDORID><NAME>Renamed</NAME></VENDOR></update>"
    assert (await xml.one(renamed)).findtext("status") == "success"


@pytest.mark.parametrize("unique", [True, False])
async def test_a_company_says_whether_numbers_are_unique(http: aiohttp.ClientSession, unique: bool) -> None:
    """Its word goes before the switch, for bills and invoices on both surfaces, and can be read as a preference."""
    company = {"unique_numbers": {"bill": unique, "invoice": unique}}
    other = {"unique_bill_numbers": not unique, "unique_invoice_numbers": not unique}
    async with Sandbox(companies=[company], switches=other) as sandbox:
        xml, rest = Xml(sandbox, http), Rest(sandbox, http)
        await xml.send(vendor(), customer(), bill(), invoice())
        assert ((await xml.one(bill())).findtext("status") == "success") is not unique
        assert ((await xml.one(invoice())).findtext("status") == "success") is not unique
        assert ((await rest.call("POST", f"objects/{BILL}", rest_bill("B-1")))[0] == 201) is not unique
        told = await preferences(xml, "AP"), await preferences(xml, "AR")
        assert told[0]["UNIQUEBILLNUMBERS"] == told[1]["UNIQUEINVOICENUMBERS"] == ("T" if unique else "F")


async def test_rest_vendors_are_free(rest: Rest) -> None:
    """Harborline restricts nobody: from inside an entity a vendor of the top level is changed."""
    key = await rest.create("accounts-payable/vendor", rest_vendor())
    path = f"objects/accounts-payable/vendor/{key}"
    assert (await rest.call("PATCH", path, {"name": "Renamed"}, X_IA_API_Param_Entity="E100"))[0] == 200
