"""Timesheets over both surfaces: their period, their tasks, and the decision on each entry."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, vendor
from lxml import etree
from test_business_rules import stack
from test_more_objects import CONTACT, EMPLOYEE

from intacct_sandbox import Sandbox

PROJECT = (
    "<create><PROJECT><PROJECTID>P-1</PROJECTID><NAME>Dock</NAME><PROJECTCATEGORY>Contract</PROJECTCATEGORY></PROJECT>"
    "</create>"
)
TASK = "<create><TASK><TASKID>DIG</TASKID><NAME>Dig</NAME><PROJECTID>P-1</PROJECTID></TASK></create>"


def entry(day: str = "03/10/2026", hours: str = "7.5", more: str = "") -> str:
    return f"<TIMESHEETENTRY>{more}<ENTRYDATE>{day}</ENTRYDATE><QTY>{hours}</QTY></TIMESHEETENTRY>"


def timesheet(*entries: str, state: str = "", more: str = "") -> str:
    return (
        "<create><TIMESHEET><EMPLOYEEID>E-77</EMPLOYEEID><BEGINDATE>03/09/2026</BEGINDATE>"
        f"<STATE>{state}</STATE>{more}<TIMESHEETENTRIES>{''.join(entries or (entry(),))}</TIMESHEETENTRIES></TIMESHEET>"
        "</create>"
    )


@pytest.fixture
async def tasked(xml: Xml) -> str:
    """An employee, a project and a task; gives the number of the task."""
    answer = await xml.send(CONTACT, EMPLOYEE, PROJECT, TASK)
    return answer.findtext(".//task/RECORDNO") or ""


async def made(xml: Xml, call: str) -> str:
    result = await xml.one(call)
    assert result.findtext("status") == "success", etree.tostring(result)
    return result.findtext(".//RECORDNO") or result.findtext("key") or ""


async def seen(rest: Rest, key: str) -> Any:
    status, body = await rest.call("GET", f"objects/time/timesheet/{key}")
    assert status == 200, body
    return body["ia::result"]


async def test_a_timesheet_is_a_draft_and_knows_its_period(xml: Xml, rest: Rest, sandbox: Sandbox, tasked: str) -> None:
    """The generic create makes a draft of a week; the posting date is the end of it."""
    key = await made(xml, timesheet(entry(more=f"<PROJECTID>P-1</PROJECTID><TASKKEY>{tasked}</TASKKEY>")))
    shown = await seen(rest, key)
    assert (shown["state"], shown["endDate"], shown["postingDate"]) == ("draft", "2026-03-15", "2026-03-15")
    (line,) = shown["lines"]
    assert (line["quantity"], line["state"], line["lineNumber"]) == (7.5, "draft", 1)
    assert (line["dimensions"]["task"]["id"], line["dimensions"]["employee"]["id"]) == ("DIG", "E-77")
    row = sandbox.ledger()[-1]
    assert (row["object"], row["operation"], row["fields"]["lines"][0]["quantity"]) == ("timesheet", "create", "7.5")


async def test_the_posting_date_is_the_first_open_day(xml: Xml, rest: Rest, tasked: str) -> None:
    """When the end is in a closed period; a closed date that is asked for is refused."""
    old = timesheet(entry("12/02/2025")).replace("03/09/2026", "12/01/2025")
    assert (await seen(rest, await made(xml, old)))["postingDate"] == "2026-01-01"
    asked = timesheet(state="Submitted", more="<GLPOSTDATE>12/31/2025</GLPOSTDATE>")
    assert "closed" in stack(await xml.one(asked))[0][1]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (timesheet(entry("03/16/2026")), "is not from 2026-03-09 to 2026-03-15"),
        (timesheet(state="Approved"), "Draft or Submitted"),
        (timesheet(entry(more="<TASKID>DIG</TASKID>")), "Invalid Task 'DIG'"),
        (timesheet(entry(more="<PROJECTID>P-1</PROJECTID><TASKID>NO</TASKID>")), "Invalid Task 'NO'"),
        (timesheet(entry(more="<PROJECTID>P-1</PROJECTID><TASKKEY>99999</TASKKEY>")), "Invalid Task '99999'"),
        (timesheet(entry(more="<RECORDNO>1</RECORDNO>")), "RECORDNO is a read-only field"),
        (timesheet("<TIMESHEETENTRY><QTY>1</QTY></TIMESHEETENTRY>"), "ENTRYDATE is required"),
        (timesheet().replace(entry(), ""), "at least 1 line"),
    ],
)
async def test_what_cannot_be_is_refused(xml: Xml, sandbox: Sandbox, tasked: str, call: str, said: str) -> None:
    """Days outside the period, states that are not asked for, tasks of nowhere."""
    before = len(sandbox.ledger())
    assert said in str(stack(await xml.one(call)))
    assert len(sandbox.ledger()) == before


async def test_the_task_is_named_once(xml: Xml, tasked: str) -> None:
    """TASKKEY and TASKID that say different things, and a task of another project."""
    await made(xml, TASK.replace("DIG", "FILL").replace("Dig", "Fill"))
    await made(xml, PROJECT.replace("P-1", "P-2"))
    both = f"<PROJECTID>P-1</PROJECTID><TASKKEY>{tasked}</TASKKEY><TASKID>FILL</TASKID>"
    assert "Only one of TASKKEY and TASKID" in str(stack(await xml.one(timesheet(entry(more=both)))))
    other = f"<PROJECTID>P-2</PROJECTID><TASKKEY>{tasked}</TASKKEY>"
    assert "is one of project 'P-1'" in str(stack(await xml.one(timesheet(entry(more=other)))))


async def test_each_entry_is_decided_for_itself(xml: Xml, rest: Rest, sandbox: Sandbox, tasked: str) -> None:
    """The timesheet says what the decisions come to, and what is approved stays."""
    key = await made(xml, timesheet(entry(), entry("03/11/2026"), state="Submitted"))
    first, second = (line["key"] for line in (await seen(rest, key))["lines"])
    decide = "<{0}><TIMESHEET><RECORDNO>{1}</RECORDNO><ENTRYKEYS>{2}</ENTRYKEYS><COMMENT>so</COMMENT></TIMESHEET></{0}>"
    await made(xml, decide.format("approve", key, first))
    assert (await seen(rest, key))["state"] == "partiallyApproved"
    assert "no submitted entry" in str(stack(await xml.one(decide.format("approve", key, first))))
    await made(xml, decide.format("decline", key, ""))
    shown = await seen(rest, key)
    assert [shown["state"], *(line["state"] for line in shown["lines"])] == [
        "partiallyDeclined", "approved", "declined",
    ]  # fmt: skip
    assert [row["operation"] for row in sandbox.ledger()[-2:]] == ["approve", "decline"]
    found = await xml.one(
        "<query><object>TIMESHEETENTRY</object><select><field>RECORDNO</field><field>APPROVEDBY</field></select>"
        "<filter><equalto><field>STATE</field><value>Declined</value></equalto></filter></query>"
    )
    assert [each.text for each in found.iter("RECORDNO", "APPROVEDBY")] == [second, "relay_ws"]
    assert "Only a submitted" in str(stack(await xml.one(decide.format("approve", key, ""))))


async def test_an_approved_timesheet_is_closed(xml: Xml, rest: Rest, tasked: str) -> None:
    """Neither changed nor deleted on either surface; a stranger cannot approve, nor can a draft be approved."""
    key = await made(xml, timesheet())
    approve = "<approve><TIMESHEET><RECORDNO>{}</RECORDNO><APPROVEDBY>{}</APPROVEDBY></TIMESHEET></approve>"
    assert "Only a submitted" in str(stack(await xml.one(approve.format(key, "clerk_ws"))))
    path = f"objects/time/timesheet/{key}"
    assert (await rest.call("PATCH", path, {"state": "submitted"}))[0] == 200
    assert "Invalid User" in str(stack(await xml.one(approve.format(key, "nobody"))))
    await made(xml, approve.format(key, "clerk_ws"))
    assert (await seen(rest, key))["state"] == "approved"
    assert (await rest.call("PATCH", path, {"description": "x"}))[0] == 422
    assert (await rest.call("DELETE", path))[0] == 422
    assert "approved" in str(stack(await xml.one(f"<delete><object>TIMESHEET</object><keys>{key}</keys></delete>")))


async def test_an_update_replaces_the_entries(xml: Xml, rest: Rest, tasked: str) -> None:
    """Those that are named by number keep it, others are new or gone; a number of elsewhere is refused."""
    key = await made(xml, timesheet(entry(), entry("03/11/2026")))
    first = (await seen(rest, key))["lines"][0]["key"]
    update = "<update><TIMESHEET><RECORDNO>{}</RECORDNO><TIMESHEETENTRIES>{}</TIMESHEETENTRIES></TIMESHEET></update>"
    changed = entry("03/12/2026", "2", f"<RECORDNO>{first}</RECORDNO>")
    await made(xml, update.format(key, changed + entry("03/13/2026", "3")))
    lines = (await seen(rest, key))["lines"]
    assert [(line["entryDate"], line["quantity"]) for line in lines] == [("2026-03-12", 2), ("2026-03-13", 3)]
    assert lines[0]["key"] == first
    assert "no line with record number 1" in str(
        stack(await xml.one(update.format(key, entry(more="<RECORDNO>1</RECORDNO>"))))
    )


async def test_the_older_functions_submit(xml: Xml, rest: Rest, tasked: str) -> None:
    """Without a state, and an update has all entries, whatever was there."""
    body = (
        "<employeeid>E-77</employeeid><begindate><year>2026</year><month>03</month><day>09</day></begindate>"
        "<timesheetitems><timesheetitem><projectid>P-1</projectid><taskname>Dig</taskname><entrydate><year>2026</year>"
        "<month>03</month><day>10</day></entrydate><qty>{}</qty></timesheetitem></timesheetitems>"
    )
    key = await made(xml, f"<create_timesheet>{body.format(8)}</create_timesheet>")
    await made(xml, f"<update_timesheet key='{key}'>{body.format(4)}</update_timesheet>")
    shown = await seen(rest, key)
    assert (shown["state"], [line["quantity"] for line in shown["lines"]]) == ("submitted", [4])
    assert shown["lines"][0]["dimensions"]["task"]["id"] == "DIG"
    assert (await xml.one(f"<delete_timesheet key='{key}'/>")).findtext("status") == "success"
    assert (await rest.call("GET", f"objects/time/timesheet/{key}"))[0] == 404


async def test_lines_over_rest(rest: Rest, xml: Xml, sandbox: Sandbox, tasked: str) -> None:
    """A timesheet and its lines are written by REST alone; a line has no number before it is there."""
    line = {"entryDate": "2026-03-10", "quantity": 6, "dimensions": {"project": {"id": "P-1"}, "task": {"id": "DIG"}}}
    body = {"employee": {"id": "E-77"}, "beginDate": "2026-03-09", "state": "submitted", "lines": [line]}
    key = await rest.create("time/timesheet", body)
    added = {"timesheet": {"key": key}, **line, "quantity": 1.5, "isBillable": True}
    status, answer = await rest.call("POST", "objects/time/timesheet-line", added)
    assert status == 201, answer
    path = f"objects/time/timesheet-line/{answer['ia::result']['key']}"
    assert (await rest.call("PATCH", path, {"notes": "rain"}))[0] == 200
    shown = (await rest.call("GET", path))[1]["ia::result"]
    assert (shown["notes"], shown["isBillable"], shown["state"]) == ("rain", True, "submitted")
    assert (await rest.call("DELETE", path))[0] == 204
    assert (await rest.call("POST", "objects/time/timesheet", {**body, "lines": [{**line, "lineNumber": 3}]}))[0] == 400
    assert [row["operation"] for row in sandbox.ledger()[-4:]] == ["create", "update", "update", "update"]


async def test_a_period_without_an_end(xml: Xml, rest: Rest, sandbox: Sandbox, tasked: str) -> None:
    """By switch entries may be of any day."""
    sandbox.set_switches(timesheet_days=0)
    assert (await seen(rest, await made(xml, timesheet(entry("04/01/2026")))))["endDate"] is None


async def test_purchases_and_bills_are_approved_over_xml(http: Any) -> None:
    """approve and decline take a purchase by its document id and a bill by its number."""
    approvals = {"approvals": ["purchasing-document", "bill"]}
    async with Sandbox(companies=[approvals], switches={"hold_seconds": 0}) as running:
        client = Xml(running, http)
        await client.send(vendor())
        number = await made(client, bill())
        order = (
            "<create_potransaction><transactiontype>Purchase Order</transactiontype><datecreated><year>2026</year>"
            "<month>03</month><day>14</day></datecreated><vendorid>V-1</vendorid><returnto><contactname/></returnto><payto><contactname/></payto><potransitems><potransitem>"
            "<itemid>KIT-4</itemid><quantity>2</quantity><unit>Each</unit><price>3.00</price><locationid>100</locationid>"
            "</potransitem></potransitems></create_potransaction>"
        )
        document = (await client.one(order)).findtext("key")
        approved = f"<approve><PODOCUMENT><DOCID>{document}</DOCID><COMMENT>yes</COMMENT></PODOCUMENT></approve>"
        assert (await client.one(approved)).findtext("status") == "success"
        assert stack(await client.one(approved))[0][0] == "BL03002129"
        declined = f"<decline><APBILL><RECORDNO>{number}</RECORDNO></APBILL></decline>"
        assert (await client.one(declined)).findtext("status") == "success"
        assert [(row["object"], row["operation"]) for row in running.ledger()[-2:]] == [
            ("purchasing-document", "approve"),
            ("bill", "decline"),
        ]
        unknown = "<approve><PODOCUMENT><DOCID>x</DOCID></PODOCUMENT></approve>"
        assert (await client.one(unknown)).findtext("status") == "failure"
        for wrong in ("<approve><VENDOR><RECORDNO>1</RECORDNO></VENDOR></approve>", "<approve/>",
                      "<approve><PODOCUMENT><COMMENT>x</COMMENT></PODOCUMENT></approve>"):  # fmt: skip
            assert (await client.send(wrong)).findtext("errormessage/error/errorno") == "XL03000003"
