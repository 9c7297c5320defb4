"""Contracts and their lines over both surfaces: states, amounts, and schedules that are held and resumed."""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import customer
from lxml import etree
from test_business_rules import stack

from intacct_sandbox import Sandbox

CONTRACT, LINE = "contracts/contract", "contracts/contract-line"
CONTACT = "<create><CONTACT><CONTACTNAME>Mill gate</CONTACTNAME><PRINTAS>Mill gate</PRINTAS></CONTACT></create>"


def contract(id: str = "K-1", more: str = "", end: str = "<ENDDATE>12/31/2026</ENDDATE>") -> str:
    return (
        f"<create><CONTRACT><CONTRACTID>{id}</CONTRACTID><CUSTOMERID>C-1</CUSTOMERID><NAME>Hosting</NAME>"
        f"<BEGINDATE>01/01/2026</BEGINDATE>{end}<BILLINGFREQUENCY>Monthly</BILLINGFREQUENCY><TERMNAME>N30</TERMNAME>"
        f"<LOCATIONID>100</LOCATIONID>{more}</CONTRACT></create>"
    )


def line(more: str = "<FLATAMOUNT>1000.00</FLATAMOUNT>", begin: str = "02/01/2026") -> str:
    return (
        f"<create><CONTRACTDETAIL><CONTRACTID>K-1</CONTRACTID><ITEMID>KIT-4</ITEMID><BEGINDATE>{begin}</BEGINDATE>"
        f"<ENDDATE>11/30/2026</ENDDATE><BILLINGMETHOD>Fixed price</BILLINGMETHOD>{more}</CONTRACTDETAIL></create>"
    )


async def made(xml: Xml, call: str) -> str:
    result = await xml.one(call)
    assert result.findtext("status") == "success", etree.tostring(result)
    return result.findtext(".//RECORDNO") or ""


async def seen(rest: Rest, path: str, key: str) -> Any:
    status, body = await rest.call("GET", f"objects/{path}/{key}")
    assert status == 200, body
    return body["ia::result"]


@pytest.fixture
async def signed(xml: Xml) -> str:
    """The number of a contract of a customer."""
    await made(xml, customer())
    return await made(xml, contract())


async def test_a_contract_and_its_lines(xml: Xml, rest: Rest, sandbox: Sandbox, signed: str) -> None:
    """A line has place and frequency of its contract, whose total is that of the lines."""
    more = "<BILLINGOPTIONS>Include with every invoice</BILLINGOPTIONS><QUANTITY>12</QUANTITY><PRICE>12</PRICE>"
    first = await made(xml, line(more + "<DISCOUNTPERCENT>10</DISCOUNTPERCENT>"))
    second = await made(xml, line())
    shown = await seen(rest, LINE, first)
    assert (shown["billing"]["flatFixedAmount"], shown["billing"]["frequency"]) == ("129.60", "monthly")
    assert (shown["dimensions"]["location"]["id"], shown["contract"]["id"], shown["state"]) == (
        "100", "K-1", "inProgress",
    )  # fmt: skip
    assert (shown["postingDate"], shown["lineNumber"]) == ("2026-02-01", 1)
    assert (await seen(rest, CONTRACT, signed))["contractTotalAmount"] == "1129.60"
    assert (await rest.call("PATCH", f"objects/{LINE}/{first}", {"billing": {"quantity": "10"}}))[0] == 200
    assert (await seen(rest, CONTRACT, signed))["contractTotalAmount"] == "1108.00"
    assert (await rest.call("DELETE", f"objects/{LINE}/{second}"))[0] == 204
    assert (await seen(rest, CONTRACT, signed))["contractTotalAmount"] == "108.00"
    assert (await rest.call("DELETE", f"objects/{CONTRACT}/{signed}"))[0] == 422
    rows = [(row["object"], row["operation"]) for row in sandbox.ledger()[1:]]
    assert rows == [("contract", "create"), ("contract-line", "create"), ("contract-line", "create"),
                    ("contract-line", "update"), ("contract-line", "delete")]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (contract("K-2", end=""), "ENDDATE is required"),
        (contract("K-2", "<TERMTYPE>Evergreen</TERMTYPE>"), "EVERGREENMACRO is required"),
        (contract("K-2", end="<ENDDATE>12/31/2025</ENDDATE>"), "ENDDATE must not be before BEGINDATE"),
        (contract("K-2", "<STATE>Renewed</STATE>"), "created as draft or in progress"),
        (contract("K-2", "<ADVBILLBY>2</ADVBILLBY>"), "ADVBILLBYTYPE is required"),
        (contract("K-2", "<CURRENCY>XXX</CURRENCY>"), "Invalid Currency"),
        (contract(), "already exists"),
        (line().replace("K-1", "K-9"), "Invalid Contract"),
        (line().replace("<ENDDATE>11/30/2026</ENDDATE>", ""), "ENDDATE is required"),
        (line("<STATE>Canceled</STATE>"), "cannot be created as canceled"),
        (line("<GLPOSTINGDATE>12/31/2025</GLPOSTINGDATE>"), "closed"),
        (line("<BILLINGSTARTDATE>05/02/2026</BILLINGSTARTDATE><BILLINGENDDATE>05/01/2026</BILLINGENDDATE>"),
         "BILLINGENDDATE must not be before"),
        ("<update><CONTRACT><CONTRACTID>K-1</CONTRACTID><STATE>Draft</STATE></CONTRACT></update>", "use post"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(xml: Xml, sandbox: Sandbox, signed: str, call: str, said: str) -> None:
    """Missing ends, wrong states and closed dates; nothing is written."""
    before = len(sandbox.ledger())
    assert said in str(stack(await xml.one(call)))
    assert len(sandbox.ledger()) == before


async def test_a_contract_without_an_id_takes_the_next_of_the_sequence(xml: Xml, rest: Rest, signed: str) -> None:
    """A number that somebody took is left out."""
    await made(xml, contract("CON-0001"))
    key = await made(xml, contract().replace("<CONTRACTID>K-1</CONTRACTID>", ""))
    assert (await seen(rest, CONTRACT, key))["id"] == "CON-0002"


async def test_a_draft_is_posted_before_its_lines(xml: Xml, rest: Rest, sandbox: Sandbox, signed: str) -> None:
    """A line of a draft is a draft; it is posted when the contract is in progress, on an open day, and once."""
    draft = await made(xml, contract("K-2", "<STATE>Draft</STATE>"))
    added = await made(xml, line().replace("K-1", "K-2"))
    post = "<post><{0}><RECORDNO>{1}</RECORDNO><GLPOSTINGDATE>{2}</GLPOSTINGDATE></{0}></post>"
    assert "contract in progress" in str(stack(await xml.one(post.format("CONTRACTDETAIL", added, "02/01/2026"))))
    assert "cannot be created as in_progress" in str(
        stack(await xml.one(line("<STATE>In progress</STATE>").replace("K-1", "K-2")))
    )
    assert "closed" in str(stack(await xml.one(post.format("CONTRACT", draft, "12/31/2025"))))
    await made(xml, post.format("CONTRACT", draft, "01/02/2026"))
    assert (await rest.call("POST", f"workflows/{LINE}/post", {"key": added, "glPostingDate": "2026-02-03"}))[1][
        "ia::result"
    ]["state"] == "inProgress"
    assert (await seen(rest, LINE, added))["postingDate"] == "2026-02-03"
    assert (await rest.call("POST", f"workflows/{CONTRACT}/post", {"key": draft}))[0] == 422
    assert [row["operation"] for row in sandbox.ledger()[-2:]] == ["post", "post"]


async def test_schedules_are_held_and_resumed(xml: Xml, rest: Rest, signed: str) -> None:
    """Each for itself, over XML as the official SDK asks; what is on hold is not held again nor resumed before."""
    key = await made(xml, line())
    step = "<{0}><CONTRACTDETAIL><RECORDNO>{1}</RECORDNO><ASOFDATE>{2}</ASOFDATE>{3}</CONTRACTDETAIL></{0}>"
    billing = "<BILLING>true</BILLING><REVENUE>false</REVENUE>"
    assert "at least one of" in str(stack(await xml.one(step.format("hold", key, "03/01/2026", ""))))
    assert "not on hold" in str(stack(await xml.one(step.format("resume", key, "03/01/2026", billing))))
    await made(xml, step.format("hold", key, "03/01/2026", billing))
    shown = await seen(rest, LINE, key)
    assert (shown["billing"]["holdDate"], shown["revenue"]["holdDate"], shown["state"]) == (
        "2026-03-01", None, "inProgress",
    )  # fmt: skip
    assert "already on hold" in str(stack(await xml.one(step.format("hold", key, "03/02/2026", billing))))
    assert "cannot be resumed before" in str(stack(await xml.one(step.format("resume", key, "02/28/2026", billing))))
    await made(xml, step.format("resume", key, "04/01/2026", billing))
    assert (await seen(rest, LINE, key))["billing"]["resumeDate"] == "2026-04-01"
    undated = step.format("hold", key, "", billing).replace("<ASOFDATE></ASOFDATE>", "")
    assert (await xml.send(undated)).findtext("errormessage/error/errorno") == "XL03000003"


async def test_the_lines_of_a_contract_are_held_together(xml: Xml, rest: Rest, sandbox: Sandbox, signed: str) -> None:
    """Named by their numbers; one that is of another contract refuses them all."""
    keys = [await made(xml, line()), await made(xml, line())]
    body = {"key": signed, "asOfDate": "2026-03-01", "memo": "Pause", "holdBilling": True, "holdRevenue": False,
            "holdExpense": False}  # fmt: skip
    path = f"workflows/{CONTRACT}/hold-schedules"
    assert (await rest.call("POST", path, body))[0] == 400
    assert (await rest.call("POST", path, {**body, "contractLineKeys": f"{keys[0]},{signed}"}))[0] == 422
    before = len(sandbox.ledger())
    status, answer = await rest.call("POST", path, {**body, "contractLineKeys": ",".join(keys)})
    assert (status, answer["ia::result"]["state"]) == (200, "inProgress")
    assert [(await seen(rest, LINE, key))["billing"]["memo"] for key in keys] == ["Pause", "Pause"]
    assert [row["object"] for row in sandbox.ledger()[before:]] == ["contract-line", "contract-line", "contract"]
    resume = (
        f"<resume><CONTRACT><CONTRACTID>K-1</CONTRACTID><CONTRACTDETAILKEYS>{keys[0]}</CONTRACTDETAILKEYS>"
        "<RESUMEDATE>04/01/2026</RESUMEDATE><RESUMEBILLINGSCHEDULES>true</RESUMEBILLINGSCHEDULES>"
        "<RESUMEREVENUESCHEDULES>false</RESUMEREVENUESCHEDULES><RESUMEEXPENSESCHEDULES>false</RESUMEEXPENSESCHEDULES>"
        "</CONTRACT></resume>"
    )
    await made(xml, resume)
    assert [(await seen(rest, LINE, key))["billing"]["holdDate"] for key in keys] == [None, "2026-03-01"]


async def test_a_line_is_delivered_once(rest: Rest, xml: Xml, signed: str) -> None:
    """The answer over REST tells the delivery."""
    key = await made(xml, line())
    body = {"key": key, "deliveryDate": "2026-05-01"}
    status, answer = await rest.call("POST", f"workflows/{LINE}/deliver", body)
    assert (status, answer["ia::result"]["state"]) == (200, "delivered")
    assert (await seen(rest, LINE, key))["deliveryStatus"] == "delivered"
    deliver = f"<deliver><CONTRACTDETAIL><RECORDNO>{key}</RECORDNO><DELIVERYDATE>05/01/2026</DELIVERYDATE>"
    assert "already delivered" in str(stack(await xml.one(f"{deliver}</CONTRACTDETAIL></deliver>")))


async def test_both_are_made_over_rest(rest: Rest, xml: Xml, signed: str) -> None:
    """With contacts, currency and terms; XML reads them."""
    await made(xml, CONTACT)
    body = {"id": "K-7", "name": "Support", "startDate": "2026-01-01", "endDate": "2026-12-31",
            "paymentTerm": {"id": "N30"}, "contacts": {"billTo": {"id": "Mill gate"}},
            "currency": {"txnCurrency": "USD"},
            "dimensions": {"customer": {"id": "C-1"}, "location": {"id": "200"}}}  # fmt: skip
    key = await rest.create(CONTRACT, body)
    more = {"contract": {"key": key}, "item": {"id": "SAND"}, "startDate": "2026-02-01", "endDate": "2026-11-30",
            "billing": {"method": "fixedPrice", "amountFrequency": "oneTime", "flatFixedAmount": "144"}}  # fmt: skip
    await rest.create(LINE, more)
    found = await xml.one(
        "<query><object>CONTRACTDETAIL</object><select><field>CONTRACTID</field><field>FLATAMOUNT</field>"
        "<field>CONTRACT.NAME</field><field>ITEMNAME</field></select></query>"
    )
    values = [each.text for each in found.iter("CONTRACTID", "FLATAMOUNT", "CONTRACT.NAME", "ITEMNAME")]
    assert values == ["K-7", "144", "Support", "Blasting sand"]
    assert (await rest.call("POST", f"objects/{LINE}", {"item": {"id": "SAND"}}))[0] == 400
