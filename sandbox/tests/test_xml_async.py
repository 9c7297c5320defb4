"""Asynchronous requests: acknowledged at once, executed from the queue, answered in a new connection."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from clients import Xml
from documents import vendor
from lxml import etree
from receiver import Receiver

from intacct_sandbox import Sandbox
from intacct_sandbox.company.definition import WrongCompany


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as running:
        yield running


@pytest.fixture
async def sandbox(receiver: Receiver, switches: dict[str, Any]) -> AsyncIterator[Sandbox]:
    policy = {"id": "nightly", "url": receiver.url + "/intacct", "user": "sage", "password": "pw"}
    async with Sandbox(companies=[{"policies": [policy]}], switches=switches) as running:
        yield running


def jobs(fields: str = "<field>STATE</field><field>JOBTYPE</field>") -> str:
    return f"<query><object>JOBQUEUERECORD</object><select>{fields}</select></query>"


async def test_acknowledged_then_answered(xml: Xml, sandbox: Sandbox, receiver: Receiver) -> None:
    """The acknowledgement comes before control and has no operation; the response comes to the policy's URL."""
    answer = await xml.send(vendor("V-1"), ids=("v1",), policyid="nightly", controlid="night-1")
    assert [each.tag for each in answer] == ["acknowledgement", "control"]
    assert answer.findtext("acknowledgement/status") == "success"
    got = await receiver.next()
    response = etree.fromstring(got.body)
    assert (got.method, got.url) == ("POST", "/intacct")
    assert got.headers["Authorization"] == "Basic " + base64.b64encode(b"sage:pw").decode()
    assert response.findtext("control/controlid") == "night-1"
    assert response.findtext("operation/result/data/vendor/VENDORID") == "V-1"
    assert [row["idempotency_id"] for row in sandbox.ledger()] == ["v1"]


async def test_job_is_visible(xml: Xml, sandbox: Sandbox, receiver: Receiver) -> None:
    """The job is in progress while it takes its time, then delivered; it is read by job id."""
    sandbox.set_switches(offline_seconds=60)
    await xml.send(vendor("V-1"), policyid="nightly")
    assert (await xml.one(jobs())).findtext("data/JOBQUEUERECORD/STATE") in ("Queued", "In Progress")
    assert sandbox.ledger() == []
    sandbox.clock.advance(61)
    await receiver.next()
    await sandbox.settled()
    found = await xml.one(
        jobs("".join(f"<field>{each}</field>" for each in ("STATE", "JOBTYPE", "JOBID", "ACTIVETIME")))
    )
    assert found.findtext("data/JOBQUEUERECORD/STATE") == "Delivered"
    assert found.findtext("data/JOBQUEUERECORD/JOBTYPE") == "Asynchronous API requests"
    assert found.findtext("data/JOBQUEUERECORD/ACTIVETIME") == "0:01:01"
    id = found.findtext("data/JOBQUEUERECORD/JOBID")
    read = await xml.one(f"<read><object>JOBQUEUERECORD</object><keys>{id}</keys><fields>*</fields></read>")
    assert read.findtext("data/JOBQUEUERECORD/ACTION") == "create"


@pytest.mark.parametrize(
    ("kind", "arrivals", "state"),
    [("delivery_twice", 2, "Delivered"), ("delivery_lost", 0, "In Progress")],
)
async def test_duplicated_or_never(
    xml: Xml, sandbox: Sandbox, receiver: Receiver, kind: str, arrivals: int, state: str
) -> None:
    """By fault rule the response comes twice or never; the work is done once all the same."""
    sandbox.set_faults([{"kind": kind, "trigger": "nightly", "object": "vendor"}])
    await xml.send(vendor("V-1"), policyid="nightly")
    for _ in range(arrivals):
        await receiver.next()
    await xml.one("<inspect><object>*</object></inspect>")
    await sandbox.settled()
    assert len(receiver.requests) == arrivals
    assert len(sandbox.ledger()) == 1
    assert (await xml.one(jobs())).findtext("data/JOBQUEUERECORD/STATE") == state


async def test_out_of_order(xml: Xml, sandbox: Sandbox, receiver: Receiver) -> None:
    """By fault rule the first response comes after the second."""
    sandbox.set_faults([{"kind": "delivery_out_of_order", "count": 1}])
    for name in ("first", "second"):
        await xml.send(vendor(f"V-{name}", name), policyid="nightly", controlid=name)
    got = [etree.fromstring((await receiver.next()).body).findtext("control/controlid") for _ in range(2)]
    assert got == ["second", "first"]


async def test_failed_delivery(xml: Xml, sandbox: Sandbox, receiver: Receiver) -> None:
    """A receiver that refuses makes the job failed, not the work."""
    receiver.statuses = [500]
    await xml.send(vendor("V-1"), policyid="nightly")
    await receiver.next()
    await sandbox.settled()
    assert (await xml.one(jobs())).findtext("data/JOBQUEUERECORD/STATE") == "Failed"
    assert len(sandbox.ledger()) == 1


async def test_session_that_ended_in_the_queue(xml: Xml, sandbox: Sandbox, receiver: Receiver) -> None:
    """The session is looked at again when the request runs: its response is an authentication failure."""
    session = (await xml.one("<getAPISession/>")).findtext("data/api/sessionid") or ""
    sandbox.set_switches(offline_seconds=86400)
    await xml.send(vendor("V-1"), session=session, policyid="nightly")
    sandbox.clock.advance(86401)
    response = etree.fromstring((await receiver.next()).body)
    assert response.findtext("operation/authentication/status") == "failure"
    assert sandbox.ledger() == []


async def test_control_id_is_used_once_over_both_ways(xml: Xml, sandbox: Sandbox, receiver: Receiver) -> None:
    """An id that an asynchronous request completed is a duplicate for the next synchronous one."""
    await xml.send(vendor("V-1"), ids=("v1",), policyid="nightly")
    await receiver.next()
    result = await xml.one(vendor("V-1"), ids=("v1",))
    assert "v1" in (result.findtext("errormessage/error/description2") or "")
    assert sandbox.counters("HARBORLINE")["duplicates_suppressed"] == 1


async def test_wrong_policy_login_or_size(xml: Xml, sandbox: Sandbox) -> None:
    """An unknown policy, a wrong sign-in and more than 500,000 characters are answered at once."""
    answer = await xml.send(vendor(), policyid="weekly")
    assert "weekly is not a valid transport policy." in (answer.findtext("errormessage/error/description2") or "")
    large = await xml.send(vendor("V-1", extra=f"<COMMENTS>{'x' * 500_000}</COMMENTS>"), policyid="nightly")
    assert large.findtext("errormessage/error/errorno") == "XL03000003"
    xml.login["password"] = "wrong"
    assert (await xml.send(vendor(), policyid="nightly")).findtext("operation/authentication/status") == "failure"
    assert sandbox.ledger() == []


async def test_full_queue_is_throttled(xml: Xml, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    """What the offline queue does not take is refused like a request without a slot."""
    sandbox.set_switches(offline_seconds=3600, offline_queue=1)
    for name in ("a", "b"):
        await xml.send(vendor(f"V-{name}", name), policyid="nightly")
    assert (await xml.send(vendor("V-c", "c"), policyid="nightly")).findtext("errormessage/error/errorno") == "GW-0010"


def test_response_url_is_https_or_local() -> None:
    """A policy that would send over plain HTTP to another machine is a mistake in the company file."""
    with pytest.raises(WrongCompany, match="https"):
        Sandbox(companies=[{"policies": [{"id": "p", "url": "http://example.com/in"}]}])
