"""What companies are set up as: taxes, entities, numbers, and what of it can be read."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, rest_bill, rest_vendor, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox

BILL = "accounts-payable/bill"
SOLUTION = "<TAXSOLUTIONID>United Kingdom - VAT</TAXSOLUTIONID>"
STANDARD = "UK Purchase Goods Standard Rate"


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest, switches: dict[str, Any]) -> AsyncIterator[Sandbox]:
    """The company that the test names, else harborline."""
    async with Sandbox(companies=[getattr(request, "param", "harborline")], switches=switches) as running:
        yield running


two_solutions = pytest.mark.parametrize("sandbox", ["two_tax_solutions"], indirect=True)


def taxed(detail: str, tax: str = "", extra: str = "", number: str = "B-1") -> str:
    """A bill whose line says its tax."""
    entry = f"<TAXENTRIES><TAXENTRY><DETAILID>{detail}</DETAILID>{tax}</TAXENTRY></TAXENTRIES>"
    return bill(number, extra=extra).replace("</APBILLITEM>", f"{entry}</APBILLITEM>")


async def preferences(xml: Xml, application: str) -> dict[str | None, str | None]:
    told = await xml.one(f'<get_companyprefs application="{application}"/>', uniqueid="false")
    return {each.findtext("preference"): each.findtext("prefvalue") for each in told.iter("companypref")}


@two_solutions
async def test_taxes_are_those_of_the_documents_solution(xml: Xml, sandbox: Sandbox) -> None:
    """At the top level the solution is named; details of another, of sales, and unknown ones are refused."""
    await xml.one(vendor())
    assert "TAXSOLUTIONID is required" in stack(await xml.one(taxed(STANDARD)))[0][1]
    for wrong in ("AU Purchase GST", "UK Sale Goods Standard Rate", "nothing"):
        assert wrong in stack(await xml.one(taxed(wrong, extra=SOLUTION)))[0][1]
    assert "nowhere" in stack(await xml.one(taxed(STANDARD, extra=SOLUTION.replace("United Kingdom", "nowhere"))))[0][1]
    assert "is not a number" in stack(await xml.one(taxed(STANDARD, "<TRX_TAX>much</TRX_TAX>", SOLUTION)))[0][1]
    assert len(sandbox.ledger()) == 1


@two_solutions
async def test_tax_is_part_of_what_is_owed(xml: Xml, rest: Rest) -> None:
    """The total of a bill is net plus tax; the tax follows from the detail unless it is sent."""
    await xml.one(vendor())
    for number, (tax, total) in enumerate([("", "101.40"), ("<TRX_TAX>16.91</TRX_TAX>", "101.41")]):
        made = await xml.one(taxed(STANDARD, tax, SOLUTION, f"B-{number}"))
        _, told = await rest.call("GET", f"objects/{BILL}/{made.findtext('.//RECORDNO')}")
        assert (told["ia::result"]["totalTxnAmount"], told["ia::result"]["totalTxnAmountDue"]) == (total, total)


@two_solutions
async def test_an_inclusive_line_says_what_it_costs_altogether(rest: Rest) -> None:
    """With isTaxInclusive the net amount follows from the gross one, which is then required."""
    await rest.create("accounts-payable/vendor", rest_vendor())
    line = {**rest_bill()["lines"][0], "taxEntries": [{"purchasingTaxDetail": {"id": STANDARD}}]}
    more = {"isTaxInclusive": True, "taxSolution": {"id": "United Kingdom - VAT"}, "currency": {"txnCurrency": "GBP"}}
    assert (await rest.call("POST", f"objects/{BILL}", rest_bill() | more | {"lines": [line]}))[0] == 400
    line["totalTxnAmount"] = "120.00"
    del line["txnAmount"]
    key = await rest.create(BILL, rest_bill() | more | {"lines": [line]})
    _, told = await rest.call("GET", f"objects/{BILL}/{key}")
    shown = told["ia::result"]
    assert (shown["totalTxnAmount"], shown["lines"][0]["txnAmount"]) == ("120.00", "100.00")


@two_solutions
async def test_invoices_say_their_tax_in_the_legacy_function(xml: Xml, sandbox: Sandbox) -> None:
    """create_invoice takes taxentries on its lines, inside an entity without naming the solution."""
    await xml.one(customer())
    xml.login["locationid"] = "E100"
    assert (await xml.one(invoice())).findtext("status") == "failure"
    entry = "<taxentries><taxentry><detailid>UK Sale Goods Standard Rate</detailid></taxentry></taxentries>"
    result = await xml.one(invoice(amount="250.00").replace("</lineitem>", f"{entry}</lineitem>"))
    assert result.findtext("status") == "success", stack(result)
    assert str(sandbox.ledger()[-1]["fields"]["total"]) == "300.00"


async def test_a_line_without_tax_has_an_amount(xml: Xml, rest: Rest) -> None:
    """Where no tax is due a gross amount alone is no amount."""
    await xml.one(vendor())
    line = {**rest_bill()["lines"][0], "totalTxnAmount": "120.00"}
    del line["txnAmount"]
    assert (await rest.call("POST", f"objects/{BILL}", rest_bill(lines=[line])))[0] == 400
    assert "TRX_AMOUNT is required" in stack(await xml.one(bill().replace("TRX_AMOUNT", "TOTALTRXAMOUNT")))[0][1]


async def test_transactions_of_the_top_level_are_not_edited_from_an_entity(xml: Xml, sandbox: Sandbox) -> None:
    """Whoever is in an entity leaves bills of the top level as they are; vendors are free for users without limits."""
    await xml.send(vendor(), bill())
    key = sandbox.ledger()[-1]["record_number"]
    xml.login["locationid"] = "E100"
    change = f"<update><APBILL><RECORDNO>{key}</RECORDNO><DESCRIPTION>x</DESCRIPTION></APBILL></update>"
    assert "root level apbill" in stack(await xml.one(change))[0][1]
    assert "root level" in stack(await xml.one(f"<delete><object>APBILL</object><keys>{key}</keys></delete>"))[0][1]
    renamed = "<update><VENDOR><VENDORID>V-1</VENDORID><NAME>Renamed</NAME></VENDOR></update>"
    assert (await xml.one(renamed)).findtext("status") == "success"


@pytest.mark.parametrize("numbers", [["bill", "invoice"], []])
async def test_a_company_says_whether_numbers_are_unique(http: aiohttp.ClientSession, numbers: list[str]) -> None:
    """Both settings work for bills and invoices on both surfaces, and can be read as preferences."""
    async with Sandbox(companies=[{"unique_numbers": numbers}]) as sandbox:
        xml, rest, unique = Xml(sandbox, http), Rest(sandbox, http), bool(numbers)
        await xml.send(vendor(), customer(), bill(), invoice())
        assert ((await xml.one(bill())).findtext("status") == "success") is not unique
        assert ((await xml.one(invoice())).findtext("status") == "success") is not unique
        assert ((await rest.call("POST", f"objects/{BILL}", rest_bill("B-1")))[0] == 201) is not unique
        told = (
            (await preferences(xml, "AP"))["UNIQUEBILLNUMBERS"],
            (await preferences(xml, "AR"))["UNIQUEINVOICENUMBERS"],
        )
        assert told == ("T" if unique else "F",) * 2


@pytest.mark.parametrize(("sandbox", "told"), [("approvals", "T"), ("harborline", "F")], indirect=["sandbox"])
async def test_approvals_can_be_read(xml: Xml, told: str) -> None:
    """The preferences of payables and of the ledger tell what has to be approved."""
    payables, ledger = await preferences(xml, "AP"), await preferences(xml, "GL")
    assert (payables["BILLAPPROVALS"], payables["PAYMENTAPPROVALS"]) == (told, told)
    assert (ledger["JOURNALENTRYAPPROVALS"], ledger["EMPLOYEEDIMENSION"]) == (told, "T")
