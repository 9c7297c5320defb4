"""What employees are owed: expense reports, their adjustments, and reimbursements that pay them."""

from typing import Any

import pytest
from clients import Rest, Xml
from lxml import etree
from test_business_rules import stack
from test_more_objects import CONTACT, EMPLOYEE

from intacct_sandbox import Sandbox

DATE = "<{0}><year>2026</year><month>03</month><day>{1}</day></{0}>"


def report(amount: str = "40.00", number: str = "ER-1") -> dict[str, Any]:
    return {"employee": {"id": "E-77"}, "createdDate": "2026-03-14", "expenseReportNumber": number,
            "lines": [{"glAccount": {"id": "6200"}, "txnAmount": amount}]}  # fmt: skip


def adjustment(amount: str, number: str = "EA-1") -> str:
    return (
        f"<create_expenseadjustmentreport><employeeid>E-77</employeeid>{DATE.format('datecreated', 15)}"
        f"<adjustmentno>{number}</adjustmentno><expenseadjustments><expenseadjustment><glaccountno>6200</glaccountno>"
        f"<amount>{amount}</amount></expenseadjustment></expenseadjustments></create_expenseadjustmentreport>"
    )


def reimburse(*items: tuple[str, str, str], day: str = "25") -> str:
    paid = "".join(
        f"<eppaymentrequestitem><key>{key}</key><paymentamount>{amount}</paymentamount>"
        f"<credittoapply>{credit}</credittoapply></eppaymentrequestitem>"
        for key, amount, credit in items
    )
    return (
        "<create_reimbursementrequest><bankaccountid>OPER-CHK</bankaccountid><employeeid>E-77</employeeid>"
        f"<paymentmethod>Cash</paymentmethod>{DATE.format('paymentdate', day)}<eppaymentrequestitems>{paid}"
        "</eppaymentrequestitems></create_reimbursementrequest>"
    )


async def made(xml: Xml, call: str) -> str:
    result = await xml.one(call)
    assert result.findtext("status") == "success", etree.tostring(result)
    return result.findtext("key") or ""


async def owed(rest: Rest, object: str, key: str) -> list[Any]:
    _, body = await rest.call("GET", f"objects/expenses/{object}/{key}")
    shown = body["ia::result"]
    return [shown.get("reimbursementInformation", shown)["totalDue"], shown["state"]]


@pytest.fixture
async def expense(xml: Xml, rest: Rest) -> str:
    """The number of a posted expense report of 40.00."""
    await xml.send(CONTACT, EMPLOYEE)
    return await rest.create("expenses/employee-expense", report())


async def test_a_reimbursement_pays_in_parts(xml: Xml, rest: Rest, sandbox: Sandbox, expense: str) -> None:
    """What is due goes down, never below nothing, and a paid report is not changed."""
    key = await made(xml, reimburse((expense, "15.00", "")))
    assert await owed(rest, "employee-expense", expense) == ["25.00", "partiallyPaid"]
    assert "has 25.00 due, not 25.01" in str(stack(await xml.one(reimburse((expense, "25.01", "")))))
    await made(xml, reimburse((expense, "25.00", "")))
    assert await owed(rest, "employee-expense", expense) == ["0.00", "paid"]
    assert (await rest.call("DELETE", f"objects/expenses/employee-expense/{expense}"))[0] == 422
    read = await xml.one(f"<read><object>EPPAYMENT</object><keys>{key}</keys><fields>*</fields></read>")
    assert [read.findtext(f"data/EPPAYMENT/{name}") for name in ("EMPLOYEEID", "PAYMENTMETHOD", "PAYMENTAMOUNT")] == [
        "E-77", "Cash", "15",
    ]  # fmt: skip
    rows = [row for row in sandbox.ledger() if row["object"] == "reimbursement"]
    assert [(row["operation"], row["fields"]["total"]) for row in rows] == [("create", "15.00"), ("create", "25.00")]
    assert rows[0]["fields"]["lines"][0]["paid"] == expense


async def test_credits_are_used_and_not_twice(xml: Xml, rest: Rest, expense: str) -> None:
    """A negative adjustment lowers what is paid in cash; more than it has is refused, and nothing moves."""
    credit = await made(xml, adjustment("-15.00"))
    assert "not enough credits" in str(stack(await xml.one(reimburse((expense, "1.00", "15.01")))))
    assert await owed(rest, "employee-expense", expense) == ["40.00", "posted"]
    await made(xml, reimburse((expense, "20.00", "10.00")))
    assert await owed(rest, "employee-expense", expense) == ["10.00", "partiallyPaid"]
    assert await owed(rest, "employee-expense-adjustment", credit) == ["-5.00", "partiallyPaid"]
    assert "not enough credits" in str(stack(await xml.one(reimburse((expense, "0.00", "5.01")))))


@pytest.mark.parametrize(
    ("item", "day", "said"),
    [
        (("99999", "1.00", ""), "25", "Invalid expense '99999'"),
        (("{}", "-1.00", ""), "25", "must not be negative"),
        (("{}", "1.00", "-1.00"), "25", "must not be negative"),
        (("{}", "", ""), "25", "paymentamount is required"),
    ],
)
async def test_what_cannot_be_paid_is_refused(
    xml: Xml, sandbox: Sandbox, expense: str, item: tuple[str, str, str], day: str, said: str
) -> None:
    """Expenses that are not there, and amounts that are none."""
    before = len(sandbox.ledger())
    key, amount, credit = item
    assert said in str(stack(await xml.one(reimburse((key.format(expense), amount, credit), day=day))))
    assert len(sandbox.ledger()) == before


async def test_adjustments_over_both_surfaces(xml: Xml, rest: Rest, sandbox: Sandbox, expense: str) -> None:
    """Made by either, changed by line number, read by the other; the number is taken once."""
    key = await made(xml, adjustment("12.00"))
    assert (await xml.one(adjustment("1.00"))).findtext("status") == "failure"
    change = (
        f"<update_expenseadjustmentreport key='{key}'><updateexpenseadjustments><updateexpenseadjustment line_num='1'>"
        "<amount>14.00</amount></updateexpenseadjustment></updateexpenseadjustments></update_expenseadjustmentreport>"
    )
    await made(xml, change)
    assert await owed(rest, "employee-expense-adjustment", key) == ["14.00", "posted"]
    body = {"state": "submitted", "expenseAdjustmentReportNumber": "EA-2", "employee": {"id": "E-77"},
            "createdDate": "2026-03-16", "lines": [{"glAccount": {"id": "6200"}, "txnAmount": "3.00"}]}  # fmt: skip
    other = await rest.create("expenses/employee-expense-adjustment", body)
    got = await xml.one(f"<get_expenseadjustmentreport key='{other}'/>")
    assert got.findtext(".//adjustmentno") == "EA-2"
    assert (await xml.one(f"<delete_expenseadjustmentreport key='{other}'/>")).findtext("status") == "success"
    assert [row["operation"] for row in sandbox.ledger() if row["object"] == "expense-adjustment"] == [
        "create", "update", "create", "delete",
    ]  # fmt: skip


async def test_territories(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """The older functions and REST write one list, which XML reads; one with parts stays."""
    parent = await rest.create("accounts-receivable/territory", {"id": "US", "name": "United States"})
    await made(
        xml,
        "<create_territory><territoryid>GULF</territoryid><name>Gulf</name><parentid>US</parentid></create_territory>",
    )
    assert (await rest.call("DELETE", f"objects/accounts-receivable/territory/{parent}"))[0] == 422
    await made(xml, "<update_territory territoryid='GULF'><name>Gulf coast</name></update_territory>")
    found = await xml.one("<readByName><object>TERRITORY</object><keys>GULF</keys><fields>*</fields></readByName>")
    assert found.findtext("data/TERRITORY/NAME") == "Gulf coast"
    assert (await xml.one("<delete_territory territoryid='GULF'/>")).findtext("status") == "success"
    assert [row["operation"] for row in sandbox.ledger()] == ["create", "create", "update", "delete"]
