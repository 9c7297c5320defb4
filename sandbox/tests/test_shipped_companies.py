"""The companies that come along by name: each is harborline with one thing that integrations trip over."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import aiohttp
import pytest
from clients import Rest, Xml
from documents import bill, journal, rest_bill, rest_invoice, rest_journal, vendor
from lxml import etree
from test_command import start

from intacct_sandbox import Sandbox
from intacct_sandbox.company import definition
from intacct_sandbox.company.definition import WrongCompany, load
from intacct_sandbox.threaded import SandboxThread

NAMES = sorted(each.stem for each in (Path(definition.__file__).parents[1] / "companies").glob("*.yaml"))
BILL = "objects/accounts-payable/bill"


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """The company that the test names."""
    switches = {"hold_seconds": 0, "bill_initial_state": "posted"}
    async with Sandbox(companies=(request.param,), switches=switches) as running:
        yield running


def of(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sandbox", [name], indirect=True)


async def known(rest: Rest) -> None:
    """A vendor and a customer to write documents for."""
    await rest.create("accounts-payable/vendor", {"id": "V-1", "name": "Gulf Fasteners"})
    await rest.create("accounts-receivable/customer", {"id": "C-1", "name": "Oakline Cabinets"})


def with_lines(body: dict[str, Any], *gone: str, **more: Any) -> dict[str, Any]:
    lines = [{name: each for name, each in {**line, **more}.items() if name not in gone} for line in body["lines"]]
    return {**body, "lines": lines}


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_company_can_be_used(name: str) -> None:
    """Each file beside harborline is whole, by its name alone, and starts."""
    assert load(name).id == "HARBORLINE"
    with SandboxThread(companies=[name]) as running:
        assert running.ledger() == []


async def test_the_command_takes_a_name() -> None:
    """`intacct-sandbox --company vat` runs that company."""
    process = await start("--company", "vat")
    assert process.stdout is not None
    url = json.loads(await process.stdout.readline())["url"]
    with urlopen(f"{url}/_sandbox/health") as answer:
        assert json.load(answer)["companies"] == ["HARBORLINE"]
    process.terminate()
    await process.wait()


@pytest.mark.intacct_company("approvals")
def test_a_marker_chooses_the_company(intacct_sandbox: SandboxThread) -> None:
    """With the pytest plugin a test names its company in a marker."""
    assert "bill" in intacct_sandbox._sandbox.world.companies["HARBORLINE"].definition.approvals


def test_several_companies_need_ids_of_their_own() -> None:
    """A company can be laid over any shipped one; two with one id are refused."""
    second = load({"extends": "vat", "id": "SECOND"})
    assert (second.id, second.base_currency, "relay_ws" in second.users) == ("SECOND", "GBP", True)
    with pytest.raises(WrongCompany, match="ids of their own"):
        Sandbox(companies=("harborline", "vat"))


@of("multi_currency")
async def test_multi_currency(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """Entries say their currency, and bills in euro are booked in euro."""
    assert (await xml.one(journal())).findtext("status") == "failure"
    await known(rest)
    await rest.create("accounts-payable/bill", rest_bill(currency={"txnCurrency": "EUR"}))
    assert sandbox.ledger()[-1]["fields"]["currency"] == "EUR"


@of("vat")
async def test_vat(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """A bill and an invoice without tax fail on both surfaces, with tax entries they are booked."""
    await known(rest)
    sent = rest_bill(currency={"txnCurrency": "GBP"})
    assert [(await rest.call("POST", BILL, sent))[0], (await xml.one(bill())).findtext("status")] == [400, "failure"]
    assert (await rest.call("POST", "objects/accounts-receivable/invoice", rest_invoice()))[0] == 400
    tax = [{"purchasingTaxDetail": {"id": "UK Purchase Goods Standard Rate"}}]
    await rest.create("accounts-payable/bill", with_lines(sent, taxEntries=tax))
    entry = "<TAXENTRIES><TAXENTRY><DETAILID>UK Purchase Goods Standard Rate</DETAILID></TAXENTRY></TAXENTRIES>"
    taxed = bill("B-2").replace("</TRX_AMOUNT>", f"</TRX_AMOUNT>{entry}")
    assert (await xml.one(taxed)).findtext("status") == "success"
    assert [row["object"] for row in sandbox.ledger()] == ["vendor", "customer", "bill", "bill"]


@of("account_labels")
async def test_account_labels(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """A line that names an account is refused with 422 and AR-0279; one with the label is booked to its account."""
    await known(rest)
    status, answer = await rest.call("POST", "objects/accounts-receivable/invoice", rest_invoice())
    error = answer["ia::result"]["ia::error"]
    assert (status, error["errorId"]) == (422, "AR-0279")
    assert "account label" in error["details"][0]["message"]
    assert (await xml.one(bill())).findtext("status") == "failure"
    labelled = with_lines(rest_invoice(), "glAccount", accountLabel={"id": "Service"})
    await rest.create("accounts-receivable/invoice", labelled)
    by_label = bill().replace("ACCOUNTNO>", "ACCOUNTLABEL>").replace("6105", "Freight")
    assert (await xml.one(by_label)).findtext("status") == "success"
    assert [row["fields"]["lines"][0]["account"] for row in sandbox.ledger()[2:]] == ["4010", "6105"]


@of("approvals")
async def test_approvals(sandbox: Sandbox, rest: Rest, http: aiohttp.ClientSession) -> None:
    """Bill and entry wait for june: nothing is owed before she approves."""
    june = Rest(sandbox, http)
    await june.sign_in("june@HARBORLINE")
    key = await rest.create("accounts-payable/vendor", {"id": "V-1", "name": "Gulf Fasteners"})
    bill_key = await rest.create("accounts-payable/bill", rest_bill())
    await rest.create("general-ledger/journal-entry", rest_journal())
    assert [row["fields"]["state"] for row in sandbox.ledger()[-2:]] == ["submitted", "submitted"]
    await june.call("POST", "workflows/accounts-payable/bill/approve", {"key": bill_key})
    _, found = await rest.call("GET", f"objects/accounts-payable/vendor/{key}")
    assert found["ia::result"]["totalDue"] == "96.50"


@of("restricted_entities")
async def test_restricted_entities(sandbox: Sandbox, xml: Xml, rest: Rest, http: aiohttp.ClientSession) -> None:
    """The integration works in E100 only; a vendor of the top level it reads and cannot change, its own it can."""
    june = Rest(sandbox, http)
    await june.sign_in("june@HARBORLINE")
    top = await june.create("accounts-payable/vendor", {"id": "V-1", "name": "Gulf Fasteners"})
    assert (await xml.send(vendor("V-2"))).findtext("operation/authentication/status") == "failure"
    xml.login["locationid"] = "E100"
    moved = await xml.one("<getAPISession><locationid>E200</locationid></getAPISession>", ids=("s",))
    assert moved.findtext("status") == "failure"
    assert (await rest.call("GET", f"objects/accounts-payable/vendor/{top}"))[0] == 400
    await rest.sign_in("relay_ws@HARBORLINE|E100")
    path = f"objects/accounts-payable/vendor/{top}"
    assert (await rest.call("GET", path))[0] == 200
    assert (await rest.call("PATCH", path, {"name": "Other"}))[0] == 422
    update = f"<update><VENDOR><RECORDNO>{top}</RECORDNO><NAME>Other</NAME></VENDOR></update>"
    refused = await xml.one(update)
    assert "root level vendor from an entity restricted user" in etree.tostring(refused, encoding="unicode")
    own = await rest.create("accounts-payable/vendor", {"id": "V-3", "name": "Alder Freight"})
    assert (await rest.call("PATCH", f"objects/accounts-payable/vendor/{own}", {"name": "Alder"}))[0] == 200
    assert [row["operation"] for row in sandbox.ledger() if row["record_number"] == top] == ["create"]


@of("restricted_entities")
async def test_numbers_that_may_repeat(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    """Two bills of one vendor with one number are two bills where the company does not forbid it."""
    june = Rest(sandbox, http)
    await june.sign_in("june@HARBORLINE")
    await june.create("accounts-payable/vendor", {"id": "V-1", "name": "Gulf Fasteners"})
    keys = {await june.create("accounts-payable/bill", rest_bill()) for _ in range(2)}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("sandbox", "status"), [("harborline", 201), ("unique_bill_numbers", 409)], indirect=["sandbox"]
)
async def test_whether_bill_numbers_repeat_is_a_setting(rest: Rest, status: int) -> None:
    """Harborline takes a second bill with the number of the first; where they are unique it is a conflict."""
    await known(rest)
    await rest.create("accounts-payable/bill", rest_bill())
    assert (await rest.call("POST", BILL, rest_bill()))[0] == status


@of("harborline")
async def test_harborline_is_none_of_them(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """In the first company accounts are named, no tax is asked for and nothing waits."""
    await known(rest)
    assert (await xml.one(bill())).findtext("status") == "success"
    await rest.create("accounts-payable/bill", rest_bill())
    assert [row["fields"]["state"] for row in sandbox.ledger()[-2:]] == ["posted", "posted"]
