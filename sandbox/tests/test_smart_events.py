"""Smart Events: named arguments to a URL, for every write, once."""

import json
from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml
from documents import bill, customer, invoice, journal, rest_bill, rest_vendor, vendor
from receiver import Receiver

from intacct_sandbox import Sandbox
from intacct_sandbox.company.definition import WrongCompany


def event(receiver: Receiver, arguments: Any, object: str = "VENDOR", **more: Any) -> dict[str, Any]:
    return {"name": "tell", "kind": "smart_event", "object": object, "events": ["add", "set", "delete"],
            "url": f"{receiver.url}/in?key=1", "arguments": arguments, **more}  # fmt: skip


VENDOR = {"obj": "VENDOR", "recordno": "{!VENDOR.RECORDNO!}", "name": "{!VENDOR.NAME!}", "memo": "{!VENDOR.COMMENTS!}"}


async def test_every_write_on_both_surfaces_is_told(sandbox: Sandbox, xml: Xml, rest: Rest, receiver: Receiver) -> None:
    """Add, set and delete over XML and REST are posted as a form, merge fields filled in, empty ones kept."""
    sandbox.set_triggers([event(receiver, VENDOR)])
    await xml.one(vendor("V-1", "Harbor &amp; Pine Supply"))
    got = await receiver.next()
    number = sandbox.ledger()[0]["record_number"]
    assert (got.method, got.url, got.headers["Content-Type"]) == (
        "POST", "/in?key=1", "application/x-www-form-urlencoded",
    )  # fmt: skip
    assert got.form() == [("obj", "VENDOR"), ("recordno", number), ("name", "Harbor & Pine Supply"), ("memo", "")]
    key = await rest.create("accounts-payable/vendor", rest_vendor("V-2"))
    await rest.call("PATCH", f"objects/accounts-payable/vendor/{key}", {"name": "Gulf Bolts"})
    await rest.call("DELETE", f"objects/accounts-payable/vendor/{key}")
    await sandbox.settled()
    assert [dict(each.form())["name"] for each in receiver.requests[1:]] == [
        "Gulf Fasteners",
        "Gulf Bolts",
        "Gulf Bolts",
    ]
    assert [each["event"] for each in sandbox.deliveries()] == [
        "after_create", "after_create", "after_update", "after_delete",
    ]  # fmt: skip


async def test_what_is_rolled_back_is_not_told(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """A transaction that fails tells nobody; a before trigger has told of it all the same."""
    before = {"name": "early", "kind": "http_post", "object": "vendor", "events": ["before_create"],
              "url": receiver.url, "body": "<v>{!VENDOR.VENDORID!}</v>"}  # fmt: skip
    sandbox.set_triggers([event(receiver, VENDOR), before])
    await xml.send(vendor("V-1"), bill("B-1", vendor="nobody"), transaction=True)
    await sandbox.settled()
    assert sandbox.ledger() == []
    assert [each.body for each in receiver.requests] == [b"<v>V-1</v>"]
    assert receiver.requests[0].headers["Content-Type"] == "text/xml"


async def test_the_answer_does_not_wait_for_the_receiver(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """A receiver that keeps the sandbox waiting keeps nobody else waiting."""
    sandbox.set_triggers([event(receiver, VENDOR)])
    receiver.hold.clear()
    assert (await xml.one(vendor("V-1"))).findtext("status") == "success"
    await receiver.next()
    assert (await xml.one(vendor("V-2"))).findtext("status") == "success"
    assert [each["state"] for each in sandbox.deliveries()] == ["sending", "ready"]
    receiver.hold.set()
    await receiver.next()


@pytest.mark.parametrize("status", [302, 404, 500, 503])
async def test_smart_events_are_sent_once(sandbox: Sandbox, xml: Xml, receiver: Receiver, status: int) -> None:
    """Whatever the receiver answers, there is no second attempt, and no redirect is followed."""
    sandbox.set_triggers([event(receiver, VENDOR)])
    receiver.statuses = [status]
    await xml.one(vendor("V-1"))
    await sandbox.settled()
    sandbox.clock.advance(86_400)
    await sandbox.settled()
    assert len(receiver.requests) == 1
    assert sandbox.deliveries()[0]["state"] == "failed"
    assert [each["status"] for each in sandbox.deliveries()[0]["attempts"]] == [status]


async def test_get_has_the_arguments_in_the_address(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """With method get nothing is in the body; an argument may be given twice."""
    twice = [{"argument": "dim", "value": "10"}, {"argument": "dim", "value": "{!VENDOR.VENDORID!}"}]
    sandbox.set_triggers([event(receiver, twice, method="get")])
    await xml.one(vendor("V 1"))
    got = await receiver.next()
    assert (got.method, got.url, got.body) == ("GET", "/in?key=1&dim=10&dim=V+1", b"")


async def test_merge_fields_reach_related_records(sandbox: Sandbox, xml: Xml, rest: Rest, receiver: Receiver) -> None:
    """Paths lead from a bill to its vendor; unknown and audit fields stay as they are; REST tokens have REST values."""
    arguments = {
        "vendor": "{!APBILL.VENDOR.NAME!}", "due": "{!APBILL.WHENDUE!}", "total": "{!APBILL.TOTALENTERED!}",
        "unknown": "{!APBILL.COLOUR!}", "audit": "{!APBILL.WHENMODIFIED!}", "other": "{!CUSTOMER.NAME!}",
        "rest": "{!objects/accounts-payable/bill.dueDate!}", "custom": "{!apbill.source_id!}",
        "local": "{!objects/accounts-payable/bill.dueDate#userformat!}",
    }  # fmt: skip
    sandbox.set_triggers([event(receiver, arguments, "APBILL")])
    await rest.create("accounts-payable/vendor", rest_vendor("V-1"))
    await rest.create("accounts-payable/bill", rest_bill("B-1", **{"nsp::SOURCE_ID": "s-1"}))
    assert dict((await receiver.next()).form()) == {
        "vendor": "Gulf Fasteners", "due": "03/05/2026", "total": "96.5", "unknown": "{!APBILL.COLOUR!}",
        "audit": "{!APBILL.WHENMODIFIED!}", "other": "{!CUSTOMER.NAME!}", "rest": "2026-03-05", "custom": "s-1",
        "local": "03/05/2026",
    }  # fmt: skip


async def test_every_field_of_every_object_can_be_merged(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """Whatever a template names, by its XML or its REST name, the write is answered and the event goes out."""
    await xml.one(customer("C-1"))
    for object, write in (
        ("vendor", vendor("V-1")),
        ("bill", bill()),
        ("journal-entry", journal()),
        ("invoice", invoice()),
    ):
        type = sandbox.world.companies["HARBORLINE"].types[object]
        tokens = [f"{{!{object}.{each.xml}!}}" for each in type.all_fields if each.xml]
        tokens += [f"{{!objects/{type.rest}.{each.rest}!}}" for each in type.all_fields if each.rest]
        template = {str(position): token for position, token in enumerate(tokens)}
        sandbox.set_triggers([event(receiver, template, object)])
        assert (await xml.one(write)).findtext("status") == "success"
        sent = dict((await receiver.next()).form())
        left = {token for token in sent.values() if token.startswith("{!")}
        assert all("when" in each.lower() or "by" in each.lower() or "audit" in each for each in left)


async def test_a_user_who_may_not_read_loses_the_event(sandbox: Sandbox, http: Any, receiver: Receiver) -> None:
    """A merge field on an object that the acting user cannot read makes the event fail, for this user only."""
    company = {"users": [{"id": "relay_ws", "password": "user-secret", "denied": ["read vendor"]}]}
    async with Sandbox(companies=[company]) as other:
        other.set_triggers([event(receiver, {"name": "{!APBILL.VENDOR.NAME!}"}, "APBILL")])
        rest = Rest(other, http)
        await rest.create("accounts-payable/vendor", rest_vendor("V-1"))
        await rest.create("accounts-payable/bill", rest_bill("B-1"))
        await other.settled()
        row = other.deliveries()[0]
        assert (row["state"], row["reason"]) == ("refused", "relay_ws may not read Vendor")
        assert receiver.requests == []


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ("1 == 1", True),
        ("{!VENDOR.ONETIME!}==False", True),
        ('({!VENDOR.CREDITLIMIT!} > "3000.00")', True),
        ("{!VENDOR.CREDITLIMIT!} < 500", False),
        ('{!VENDOR.NAME!} = "larkspur tooling" && {!VENDOR.STATUS!} != "inactive"', True),
        ('"{!VENDOR.VENDORID!}" == "V-9" or ({!VENDOR.VENDORID!} >= "V-1" and 2 <= 1)', False),
    ],
)
async def test_conditions_gate(sandbox: Sandbox, xml: Xml, receiver: Receiver, condition: str, fires: bool) -> None:
    """A condition that is not true keeps the event from being sent."""
    sandbox.set_triggers([event(receiver, VENDOR, condition=condition)])
    await xml.one(vendor("V-1", extra="<ONETIME>false</ONETIME><CREDITLIMIT>5000</CREDITLIMIT>"))
    await sandbox.settled()
    assert bool(receiver.requests) == fires


@pytest.mark.parametrize(
    ("escaping", "sent"),
    [
        ("none", '{"n":"12" <hose> & "}'),
        ("xml", '{"n":"12&quot; &lt;hose&gt; &amp; "}'),
        ("json", r'{"n":"12\" <hose> & "}'),
    ],
)
async def test_escaping_is_a_switch(sandbox: Sandbox, rest: Rest, receiver: Receiver, escaping: str, sent: str) -> None:
    """By default values go into a template unescaped, and break it."""
    sandbox.set_switches(merge_escaping=escaping)
    sandbox.set_triggers([event(receiver, {"doc": '{"n":"{!VENDOR.NAME!}"}'})])
    await rest.create("accounts-payable/vendor", rest_vendor("V-1", '12" <hose> & '))
    assert (await receiver.next()).form() == [("doc", sent)]


async def test_other_charset_and_empty_unknown_fields(sandbox: Sandbox, rest: Rest, receiver: Receiver) -> None:
    """Switches: a form in latin-1, and unknown merge fields left empty."""
    sandbox.set_switches(smart_event_charset="iso-8859-1", unresolved_merge_field="empty")
    sandbox.set_triggers([event(receiver, {"name": "{!VENDOR.NAME!}", "x": "{!VENDOR.X!}"})])
    await rest.create("accounts-payable/vendor", rest_vendor("V-1", "Café"))
    assert (await receiver.next()).body == b"name=Caf%E9&x="


async def test_nobody_there(sandbox: Sandbox, xml: Xml, receiver: Receiver) -> None:
    """A receiver that is not there loses the event, and the write stands."""
    sandbox.set_triggers([event(receiver, VENDOR, url="http://127.0.0.1:9/")])
    assert (await xml.one(vendor("V-1"))).findtext("status") == "success"
    await sandbox.settled()
    [row] = sandbox.deliveries()
    assert (row["state"], row["attempts"][0]["status"]) == ("failed", None)
    assert row["attempts"][0]["error"].startswith("Client")


async def test_triggers_from_the_company_definition(http: aiohttp.ClientSession, receiver: Receiver) -> None:
    """Triggers in the definition belong to that company; reset brings them back and drops what was sent."""
    company = {"id": "TOLD", "triggers": [event(receiver, VENDOR)]}
    async with Sandbox(companies=["harborline", company]) as sandbox:
        xml = Xml(sandbox, http)
        await xml.one(vendor("V-1"))
        xml.login["companyid"] = "TOLD"
        await xml.one(vendor("V-1"))
        await sandbox.settled()
        assert [each["company"] for each in sandbox.deliveries()] == ["TOLD"]
        sandbox.set_triggers([])
        sandbox.reset()
        assert sandbox.deliveries() == []
        async with http.get(f"{sandbox.url}/_sandbox/triggers") as answer:
            assert [(each["name"], each["company"]) for each in await answer.json()] == [("tell", "TOLD")]
    with pytest.raises(WrongCompany, match="there is no object"):
        Sandbox(companies=[{"triggers": [event(receiver, VENDOR, "SHIP")]}])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "pigeon"}, "kind"), ({"events": []}, "events"), ({"events": ["after_create"]}, "events"),
        ({"url": "ftp://x"}, "url"), ({"object": "SHIP"}, "no object"), ({"company": "X"}, "no company"),
        ({"arguments": [1]}, "arguments"), ({"body": "x"}, "no body"), ({"colour": 1}, "colour"),
        ({"timeout": 11}, "timeout"), ({"condition": "pastdate(6)"}, "condition"),
        ({"condition": "(1 == 1"}, "missing"), ({"condition": "1 =="}, "its end"),
        ({"method": "put"}, "method"), ({"name": ""}, "name"),
        ({"kind": "webhook", "arguments": [], "events": ["after_create"], "client_id": "x"}, "no application"),
        ({"kind": "event_queue", "arguments": [], "events": ["after_create"]}, "client_id"),
        ({"kind": "http_post", "events": ["after_create"]}, "arguments"), ({"active": "yes"}, "active"),
        ({"name": 7}, "name"),
    ],
)  # fmt: skip
async def test_wrong_triggers_are_told(
    sandbox: Sandbox, http: aiohttp.ClientSession, receiver: Receiver, change: dict[str, Any], says: str
) -> None:
    """What cannot be used is refused with its reason, and the triggers before stay."""
    good = event(receiver, VENDOR)
    sandbox.set_triggers([good])
    async with http.put(f"{sandbox.url}/_sandbox/triggers", data=json.dumps([good | change])) as answer:
        assert answer.status == 400
        assert says in (await answer.json())["error"]
    async with http.get(f"{sandbox.url}/_sandbox/triggers") as answer:
        assert len(await answer.json()) == 1
