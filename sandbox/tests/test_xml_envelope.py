"""The request envelope and the three levels of failure."""

import aiohttp
import pytest
from clients import Xml
from documents import vendor
from lxml import etree

from intacct_sandbox import Sandbox


def errornos(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.text or "" for each in answer.iter("errorno")]


async def test_get_is_refused(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    """The gateway takes POST only."""
    async with http.get(f"{sandbox.url}/ia/xml/xmlgw.phtml") as answer:
        assert answer.status == 405


async def test_malformed_xml_is_a_control_failure_with_position(xml: Xml) -> None:
    """Malformed XML: HTTP 200, XL03000003 with line and column, sender and control id echoed, no operation."""
    body = "<request><control><senderid>s</senderid><controlid>c-1</controlid>\n</oops></request>"
    answer = etree.fromstring(await xml.post(body))
    assert (xml.status, answer.findtext("control/status")) == (200, "failure")
    assert answer.findtext("control/controlid") == "c-1"
    assert set(errornos(answer)) == {"XL03000003"}
    assert "Line: 2, column:" in (answer.findtext("errormessage/error/description2") or "")
    assert answer.find("operation") is None


async def test_malformed_xml_is_told_its_own_mistakes_alone(xml: Xml) -> None:
    """The errors of a malformed request are those of this one, not of one that came before it."""
    await xml.post("<request>\x00</request>")
    answer = etree.fromstring(await xml.post("<request>\n</oops>"))
    texts = [each.text or "" for each in answer.iter("description2")]
    assert len(texts) == 1
    assert "mismatch: request line 1 and oops. Line: 2, column:" in texts[0]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<other/>",
        b"<!DOCTYPE r [<!ENTITY a 'b'>]><request>&a;</request>",
        b"<request><control/><operation/></request>",
        b"<request/>",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="bogus"?><request/>',
    ],
)
async def test_what_is_no_request_is_refused(xml: Xml, body: bytes) -> None:
    """Anything that is not a request envelope gets XL03000003."""
    assert b"<errorno>XL03000003</errorno>" in await xml.post(body)


async def test_unknown_control_element_is_refused(xml: Xml) -> None:
    """The control block takes only its documented children."""
    assert errornos(await xml.send(vendor(), colour="red")) == ["XL03000003"]


async def test_wrong_sender_is_a_control_failure(xml: Xml) -> None:
    """A wrong sender password fails at the control level."""
    xml.control["password"] = "nope"
    answer = await xml.send(vendor())
    assert answer.findtext("control/status") == "failure"
    assert "Partner ID" in (answer.findtext("errormessage/error/description2") or "")


async def test_sender_must_be_authorised_by_the_company(http: aiohttp.ClientSession) -> None:
    """A known sender that the company has not authorised fails at the authentication level."""
    other = {"id": "OTHER", "senders": {"other_sender": "pw"}}
    async with Sandbox(companies=["harborline", other]) as sandbox:
        xml = Xml(sandbox, http)
        xml.login["companyid"] = "OTHER"
        answer = await xml.send(vendor())
    assert answer.findtext("operation/authentication/status") == "failure"
    error = answer.find("operation/errormessage/error")
    assert error is not None
    assert error.findtext("description") == "Invalid Web Services Authorization"


async def test_wrong_user_is_an_authentication_failure(xml: Xml) -> None:
    """A wrong user password: control succeeds, the error is beside the authentication block."""
    xml.login["password"] = "nope"
    answer = await xml.send(vendor())
    assert answer.findtext("control/status") == "success"
    assert answer.findtext("operation/authentication/status") == "failure"
    assert (answer.findtext("operation/errormessage/error/description2") or "").startswith("Sign-in information")


async def test_unknown_company_is_refused_by_the_gateway(xml: Xml) -> None:
    """An unknown company gets the thin GW-0011 shape."""
    xml.login["companyid"] = "NOBODY"
    answer = await xml.send(vendor())
    assert errornos(answer) == ["GW-0011"]
    assert answer.find("errormessage/error/description2") is None


async def test_unknown_dtds_are_refused(xml: Xml) -> None:
    """Only DTD 3.0 and 2.1 are spoken."""
    assert errornos(await xml.send(vendor(), dtdversion="4.0")) == ["XL03000003"]


async def test_unknown_function_fails_the_whole_request(xml: Xml, sandbox: Sandbox) -> None:
    """An unknown function is a schema failure: nothing runs, not even the good function before it."""
    answer = await xml.send(vendor(), "<explode/>")
    assert errornos(answer) == ["XL03000003"]
    assert sandbox.ledger() == []


async def test_additional_info_and_whitespace_follow_their_options(xml: Xml) -> None:
    """showadditionalerrorinfo adds machine keys; includewhitespace=false gives a compact answer."""
    call = "<create><GLACCOUNT><ACCOUNTNO>1010</ACCOUNTNO><TITLE>x</TITLE></GLACCOUNT></create>"
    body = await xml.post(xml.envelope(call, showadditionalerrorinfo="true", includewhitespace="false"))
    assert b"<errorid>GL-0493</errorid>" in body
    assert b">\n<control>" not in body
    assert b"[Support ID: " in body


async def test_unknown_transport_policy_is_refused(xml: Xml) -> None:
    """policyid needs a policy that exists."""
    answer = await xml.send(vendor(), policyid="nightly")
    assert "is not a valid transport policy" in (answer.findtext("errormessage/error/description2") or "")
