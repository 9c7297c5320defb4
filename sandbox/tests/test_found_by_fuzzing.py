"""What fuzzing found, each as a test of its own."""

import asyncio

import pytest
from clients import Rest, Xml
from documents import rest_bill, rest_vendor, vendor
from lxml import etree

from intacct_sandbox import Sandbox


async def test_a_key_of_thousands_of_digits_is_no_key(xml: Xml, rest: Rest) -> None:
    """Such a number is not found, on both surfaces."""
    key = "9" * 5000
    for call in (f"<delete><object>VENDOR</object><keys>{key}</keys></delete>", f'<delete_bill key="{key}"/>'):
        assert (await xml.one(call)).findtext("status") == "failure"
    read = await xml.one(f"<read><object>VENDOR</object><keys>{key}</keys><fields>*</fields></read>")
    assert read.find("data").get("count") == "0"  # type: ignore[union-attr]
    assert (await rest.call("GET", f"objects/accounts-payable/vendor/{key}"))[0] == 404
    body = rest_vendor() | {"parent": {"key": key}}
    assert (await rest.call("POST", "objects/accounts-payable/vendor", body))[0] == 422


async def test_lines_are_not_created_by_themselves(xml: Xml, sandbox: Sandbox) -> None:
    """A generic create of a line is refused: lines come with their document."""
    result = await xml.one("<create><APBILLITEM><TRX_AMOUNT>84.50</TRX_AMOUNT></APBILLITEM></create>")
    assert "not offered for APBILLITEM" in (result.findtext("errormessage/error/description2") or "")
    assert sandbox.ledger() == []


async def test_an_expense_report_is_asked_for_the_date_of_its_reversal(rest: Rest) -> None:
    """The workflow is known, so a body without a date is a wrong body."""
    status, body = await rest.call("POST", "workflows/expenses/employee-expense/reverse", {"key": "1"})
    assert (status, "reversedDate is required" in str(body)) == (400, True)


async def test_the_lines_of_a_payment_stay(rest: Rest, sandbox: Sandbox) -> None:
    """A change to what a payment pays is refused as one to a read-only part."""
    sandbox.set_switches(bill_initial_state="posted")
    await rest.create("accounts-payable/vendor", rest_vendor())
    bill = await rest.create("accounts-payable/bill", rest_bill())
    payment = {"financialEntity": {"entityId": "OPER-CHK"}, "vendor": {"id": "V-1"}, "paymentMethod": "printedCheck",
               "paymentDate": "2026-03-20", "txnCurrency": {"currency": "USD"},
               "details": [{"bill": {"key": bill}, "txnCurrency": {"paymentAmount": "1.00"}}]}  # fmt: skip
    key = await rest.create("accounts-payable/payment", payment)
    status, body = await rest.call("PATCH", f"objects/accounts-payable/payment/{key}", {"details": payment["details"]})
    assert (status, "/details is a read-only field" in str(body)) == (400, True)


async def test_numbers_in_parts_that_are_kept_as_sent_come_back_as_numbers(rest: Rest) -> None:
    """A list that the sandbox does not look into is read as it was written."""
    key = await rest.create("accounts-payable/vendor", rest_vendor() | {"contactList": [{"share": 0.5}]})
    _, body = await rest.call("GET", f"objects/accounts-payable/vendor/{key}")
    assert body["ia::result"]["contactList"] == [{"share": 0.5}]


async def test_what_json_can_say_and_xml_cannot_is_left_out_of_xml(rest: Rest, xml: Xml) -> None:
    """A name with a control character, written over REST, does not spoil the XML answer that shows it."""
    await rest.create("accounts-payable/vendor", rest_vendor(name="Gulf\u0001 Fasteners"))
    found = await xml.one("<readByName><object>VENDOR</object><keys>V-1</keys><fields>NAME</fields></readByName>")
    assert found.findtext("data/VENDOR/NAME") == "Gulf Fasteners"


async def test_the_echo_of_a_spoiled_request_is_xml(xml: Xml) -> None:
    """Sender and control id of a request that is no XML are echoed without what made it none."""
    answer = etree.fromstring(await xml.post(xml.envelope(vendor(), controlid="a\x18b")))
    assert answer.findtext("control/controlid") == "ab"


@pytest.mark.parametrize("text", [b'{"id": "V-1", "name": "\\ud800"}', b'{"id": "V-1", "creditLimit": 1e999999999}'])
async def test_json_that_is_no_text_or_no_number_is_refused(rest: Rest, text: bytes) -> None:
    """Half of a character, and a number that no computer holds, are not taken in."""
    status, body = await rest.call("POST", "objects/accounts-payable/vendor", text, Content_Type="application/json")
    assert (status, "not valid JSON" in str(body)) == (400, True)


async def test_a_client_that_leaves_and_one_that_speaks_no_http_leave_no_trace(
    sandbox: Sandbox, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Half of a request, and bytes that are no HTTP, are not complained about on stderr or in the log."""
    for sent in (
        b"POST /ia/xml/xmlgw.phtml HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n<req",
        b"\x16\x03\x01\x00\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(sandbox.url.rsplit(":", 1)[1]))
        writer.write(sent)
        writer.write_eof()
        await reader.read()
        writer.close()
    assert (capfd.readouterr().err, caplog.records) == ("", [])
