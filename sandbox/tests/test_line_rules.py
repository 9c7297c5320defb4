"""What lines may say: accounts, offset accounts, dimensions, lengths, enumerations, currencies; approvals of bills."""

import aiohttp
import pytest
from clients import Rest, Xml
from documents import bill, journal, vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox


def with_line(part: str, account: str = "<ACCOUNTNO>6105</ACCOUNTNO>") -> str:
    return bill().replace("<ACCOUNTNO>6105</ACCOUNTNO>", account).replace("<LOCATIONID>", f"{part}<LOCATIONID>")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (with_line("", ""), "Exactly one of"),
        (with_line("<ACCOUNTLABEL>Freight</ACCOUNTLABEL>"), "Exactly one of"),
        (with_line("<OFFSETGLACCOUNTNO>1200</OFFSETGLACCOUNTNO>"), "cannot be an offset account"),
        (with_line("<ITEMID>NO-ITEM</ITEMID>"), "Invalid Item 'NO-ITEM' specified."),
        (with_line("<CLASSID>NO-CLASS</CLASSID>"), "Invalid Class 'NO-CLASS' specified."),
        (with_line("<FORM1099>yes</FORM1099>"), "must be true or false"),
        (bill(extra="<PAYMENTPRIORITY>soon</PAYMENTPRIORITY>"), "must be one of urgent, high, normal, low"),
        (bill(extra="<CURRENCY>EUR</CURRENCY>"), "Invalid Currency 'EUR' specified."),
        (bill(number="B" * 46), "at most 45 characters"),
        (bill(extra="<EXCHANGE_RATE>1.1</EXCHANGE_RATE><EXCH_RATE_TYPE_ID>Daily</EXCH_RATE_TYPE_ID>"), "not both"),
        (bill(amount="84.5.0"), "must be an amount"),
        (journal().replace("<TRX_AMOUNT>", "<CURRENCY>EUR</CURRENCY><TRX_AMOUNT>"), "Invalid Currency 'EUR'"),
        (vendor("V" * 21), "at most 20 characters"),
        (vendor("V-2", extra="<STATUS>asleep</STATUS>"), "must be one of active"),
        (vendor("V-2", extra="<SUPDOCID>NO-SCAN</SUPDOCID>"), "Invalid SupDoc 'NO-SCAN' specified."),
    ],
)
async def test_refused(xml: Xml, sandbox: Sandbox, call: str, text: str) -> None:
    """Each wrong value is named, and nothing is written."""
    await xml.one(vendor("V-1"))
    assert text in stack(await xml.one(call))[0][1]
    assert len(sandbox.ledger()) == 1


async def test_offset_account_that_may(xml: Xml) -> None:
    """An account that is set up as a payables account can be an offset account."""
    await xml.one(vendor("V-1"))
    result = await xml.one(with_line("<OFFSETGLACCOUNTNO>2000</OFFSETGLACCOUNTNO>"))
    assert result.findtext("status") == "success"


async def test_task_needs_its_project(xml: Xml, rest: Rest) -> None:
    """A task without its project on the line is refused."""
    project = {"id": "P-1", "name": "Dock", "category": "contract"}
    await rest.create("projects/project", project)
    await rest.create("projects/task", {"id": "T-1", "name": "Dig", "project": {"id": "P-1"}})
    await xml.one(vendor("V-1"))
    assert "TASKID needs project" in stack(await xml.one(with_line("<TASKID>T-1</TASKID>")))[0][1]
    both = with_line("<PROJECTID>P-1</PROJECTID><TASKID>T-1</TASKID>")
    assert (await xml.one(both)).findtext("status") == "success"


@pytest.mark.parametrize("object", ["DEPARTMENT", "LOCATION", "CLASS", "ITEM", "PROJECT", "EMPLOYEE", "APTERM"])
async def test_what_is_referred_to_stays(xml: Xml, object: str) -> None:
    """Dimensions of a bill's line, and its term, cannot be deleted."""
    await xml.send(
        "<create><CONTACT><CONTACTNAME>Ada</CONTACTNAME><PRINTAS>Ada</PRINTAS></CONTACT></create>",
        "<create><EMPLOYEE><EMPLOYEEID>E-1</EMPLOYEEID><PERSONALINFO><CONTACTNAME>Ada</CONTACTNAME></PERSONALINFO>"
        "</EMPLOYEE></create>",
        "<create><CLASS><CLASSID>RETAIL</CLASSID><NAME>Retail</NAME></CLASS></create>",
        "<create><PROJECT><PROJECTID>P-1</PROJECTID><NAME>Dock</NAME><PROJECTCATEGORY>Contract</PROJECTCATEGORY>"
        "</PROJECT></create>",
        vendor("V-1"),
    )
    ids = {"DEPARTMENT": "OPS", "LOCATION": "100", "CLASS": "RETAIL", "ITEM": "SAND", "PROJECT": "P-1",
           "EMPLOYEE": "E-1", "APTERM": "N30"}  # fmt: skip
    line = "".join(f"<{name}ID>{id}</{name}ID>" for name, id in ids.items() if name not in ("LOCATION", "APTERM"))
    call = with_line(line).replace("<APBILLITEMS>", "<TERMNAME>N30</TERMNAME><APBILLITEMS>")
    assert (await xml.one(call)).findtext("status") == "success"
    read = f"<readByName><object>{object}</object><keys>{ids[object]}</keys><fields>*</fields></readByName>"
    number = (await xml.one(read)).findtext(f"data/{object}/RECORDNO")
    gone = await xml.one(f"<delete><object>{object}</object><keys>{number}</keys></delete>")
    assert "refer to it" in stack(gone)[0][1]


async def test_bills_wait_for_approval() -> None:
    """Where the company approves bills a submitted one is not owed yet; recalled it is a draft, approved posted."""
    company = {"approvals": ["bill"]}
    async with Sandbox(companies=[company], switches={"hold_seconds": 0}) as sandbox, aiohttp.ClientSession() as http:
        xml, rest = Xml(sandbox, http), Rest(sandbox, http)
        await xml.one(vendor("V-1"))
        key = (await xml.one(bill())).findtext("data/apbill/RECORDNO")
        recall = f"<recallApBill><recordno>{key}</recordno></recallApBill>"
        assert await rest.find("accounts-payable/vendor", ["totalDue"]) == [{"totalDue": "0.00"}]
        assert (await xml.one(recall)).findtext("status") == "success"
        assert (await xml.one(recall)).findtext("status") == "failure"
        for action, state in (("submit", "submitted"), ("approve", "posted")):
            _, body = await rest.call("POST", f"workflows/accounts-payable/bill/{action}", {"key": key})
            assert body["ia::result"]["state"] == state
        assert await rest.find("accounts-payable/vendor", ["totalDue"]) == [{"totalDue": "84.50"}]
