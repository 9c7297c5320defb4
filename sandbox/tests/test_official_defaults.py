"""The known danger of the official SDKs' defaults, and that the sandbox catches it.

github.com/Intacct/intacct-sdk-js sends `<uniqueid>false</uniqueid>` unless told otherwise and repeats a request after
every 5xx but 524, up to five times, with the same function control ids (RequestConfig, RequestHandler).
"""

from typing import Any

import pytest
from clients import Xml
from documents import customer, invoice, journal, vendor
from lxml import etree

from intacct_sandbox import Sandbox

REPEATS = 5
NOT_REPEATED = 524
BILL = (
    "<create_bill><vendorid>V-1</vendorid><datecreated><year>2026</year><month>03</month><day>14</day></datecreated>"
    "<termname>N30</termname><billitems><lineitem><glaccountno>6105</glaccountno><amount>84.50</amount>"
    "<locationid>100</locationid></lineitem></billitems></create_bill>"
)


class OfficialStyle:
    """Posts one function as those SDKs do, without their pauses."""

    def __init__(self, xml: Xml, unique: bool) -> None:
        self._xml = xml
        self._unique = str(unique).lower()

    async def execute(self, call: str, id: str) -> etree._Element | None:
        """The result of the last attempt; None when it got no XML."""
        body = self._xml.envelope(call, ids=(id,), uniqueid=self._unique)
        for _ in range(1 + REPEATS):
            answer = await self._xml.post(body)
            if self._xml.status < 500:
                return etree.fromstring(answer).find("operation/result")
            if self._xml.status == NOT_REPEATED:
                break
        return None


@pytest.fixture
async def xml(xml: Xml) -> Xml:
    await xml.send(vendor("V-1"), customer("C-1"))
    return xml


def lost(status: int, times: int) -> list[dict[str, Any]]:
    return [{"kind": "status", "status": status, "when": "after", "operation": "create", "count": times}]


def written(sandbox: Sandbox, object: str) -> int:
    return sum((row["object"], row["operation"]) == (object, "create") for row in sandbox.ledger())


@pytest.mark.parametrize(("object", "call"), [("bill", BILL), ("journal-entry", journal())])
async def test_defaults_write_it_again_after_each_lost_answer(
    xml: Xml, sandbox: Sandbox, object: str, call: str
) -> None:
    """uniqueid=false and three answers lost after the commit: four records, and the SDK reports one success."""
    sandbox.set_faults(lost(500, 3))
    result = await OfficialStyle(xml, unique=False).execute(call, "one-effect")
    assert result is not None
    assert result.findtext("status") == "success"
    assert written(sandbox, object) == 4


@pytest.mark.parametrize(("object", "call"), [("bill", BILL), ("journal-entry", journal())])
async def test_uniqueid_writes_it_once(xml: Xml, sandbox: Sandbox, object: str, call: str) -> None:
    """uniqueid=true in the same storm: one record; the repeat is told that it was done, which is no failure to book."""
    sandbox.set_faults(lost(500, 3))
    result = await OfficialStyle(xml, unique=True).execute(call, "one-effect")
    assert result is not None
    assert "ompleted" in (result.findtext("errormessage/error/description2") or "")
    assert written(sandbox, object) == 1
    assert sandbox.counters("HARBORLINE")["duplicates_suppressed"] == 3


async def test_a_document_number_guards_too_but_reports_a_failure(xml: Xml, sandbox: Sandbox) -> None:
    """With defaults and a numbered invoice the company's own rule stops the second one, and the SDK reports a failure
    for an invoice that exists."""
    sandbox.set_faults(lost(502, 1))
    result = await OfficialStyle(xml, unique=False).execute(invoice(), "one-effect")
    assert result is not None
    assert result.findtext("errormessage/error/errorno") == "BL03002185"
    assert written(sandbox, "invoice") == 1


async def test_a_524_is_not_repeated_and_leaves_the_caller_without_an_answer(xml: Xml, sandbox: Sandbox) -> None:
    """The proxy's timeout comes after the commit: one bill, no result, nobody knows."""
    sandbox.set_faults(lost(NOT_REPEATED, 1))
    assert await OfficialStyle(xml, unique=False).execute(BILL, "one-effect") is None
    assert written(sandbox, "bill") == 1
