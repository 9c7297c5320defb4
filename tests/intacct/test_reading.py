"""Look-ups and queries: one request for many keys, exact comparison, pages, failures kept apart from absence."""

from decimal import Decimal
from typing import Any

import pytest

from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Attempt, Found, LookUpAnswer, OutcomeKind, RecordQuery, Surface
from service.errors import NoAnswer, NotSent
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import ScriptedHttp, client_of, error, failed, gateway_error, refused, results, rows
from tests.intacct.tenant import attempt, bill, full, vendor

REST, XML = Surface.REST, Surface.XML
THERE = {
    "key": "9",
    "vendor.id": "V-1",
    "billNumber": "B-77",
    "createdDate": "2026-03-14",
    "totalTxnAmount": "84.50000000",
    "state": "posted",
}


async def look_up(write: Write, *found: dict[str, Any]) -> LookUpAnswer:
    """A look-up over REST that finds these rows."""
    return await client_of(ScriptedHttp(rows(*found))).look_up([write], REST)


async def found(**changes: Any) -> Found:
    """What is known about the sample bill when Intacct shows it with these changes."""
    answer = await look_up(bill(), THERE | changes)
    return answer.found[bill().key]


async def test_a_hundred_keys_are_one_query() -> None:
    """One transaction, with $in filters; keys that are not found are not there."""
    writes = [bill(f"B-{number}") for number in range(100)]
    http = ScriptedHttp(rows({**THERE, "billNumber": "B-3"}))
    answer = await client_of(http).look_up(writes, REST)
    assert list(answer.found) == [writes[3].key]
    assert answer.transactions == len(http.sent) == 1
    vendors, numbers = http.sent[0].json["filters"]
    assert vendors == {"$eq": {"vendor.id": "V-1"}}
    assert len(numbers["$in"]["billNumber"]) == 100
    assert http.sent[0].json["orderBy"] == [{"key": "asc"}]
    assert http.sent[0].json["filterParameters"] == {"caseSensitiveComparison": True}


async def test_the_same_content_is_told_from_other_content() -> None:
    """Dates and totals are compared as what they are, not as text."""
    assert await found() == Found("9", same=True)
    other = await found(totalTxnAmount="84.51", createdDate="2026-03-15")
    assert (other.same, other.complete) == (False, True)
    assert other.differences == ("bill_date: there 2026-03-15, wanted 2026-03-14", "total: there 84.51, wanted 84.50")


async def test_our_draft_is_incomplete_and_nobody_elses_is_touched() -> None:
    """A draft with our content is finished; one with other content is somebody's work."""
    assert await found(state="draft") == Found("9", same=True, complete=False)
    foreign = await found(state="draft", totalTxnAmount="1.00")
    assert (foreign.same, foreign.complete) == (False, True)


@pytest.mark.parametrize("state", ["reversed", "reversal", "declined"])
async def test_a_document_that_does_not_count_proves_nothing(state: str) -> None:
    """A reversed bill with the same content does not make a new one already applied."""
    assert "state" in (await found(state=state)).differences[0]


@pytest.mark.parametrize("state", ["submitted", "partiallyApproved", "partiallyPaid", "paid"])
async def test_approval_and_payment_change_nothing(state: str) -> None:
    """Such a bill is in the books, or on its way through the company's approval."""
    assert (await found(state=state)).same


async def test_a_draft_invoice_is_not_ours() -> None:
    """We never create one, so it is neither finished nor taken as proof."""
    there = {
        "key": "5", "customer.id": "C-1", "invoiceNumber": "INV-42", "invoiceDate": "2026-03-14",
        "totalTxnAmount": "84.5", "state": "draft",
    }  # fmt: skip
    answer = await look_up(full("invoice"), there)
    invoice = answer.found[full("invoice").key]
    assert (invoice.same, invoice.complete) == (False, True)


async def test_keys_are_exact() -> None:
    """A number in other letters, or of another vendor, is another bill."""
    answer = await look_up(bill(), THERE | {"billNumber": "b-77"}, THERE | {"vendor.id": "V-2"})
    assert answer.found == {}
    assert answer.failure is None


async def test_of_several_records_the_same_one_counts() -> None:
    """Numbers need not be unique: the one with our content is ours."""
    answer = await look_up(bill(), THERE | {"key": "8", "totalTxnAmount": "1"}, THERE, THERE | {"state": "reversed"})
    assert answer.found[bill().key] == Found("9", same=True)


async def test_master_data_is_compared_in_every_field_that_the_write_carries() -> None:
    """Otherwise an upsert with a new address would be taken for done."""
    wanted = vendor(email="new@x.example", credit_limit=Decimal("10.00"))
    there = {
        "key": "41",
        "id": "V-1",
        "name": "Vendor V-1",
        "contacts.default.printAs": "Vendor V-1",
        "creditLimit": 10,
    }
    answer = await look_up(wanted, there | {"contacts.default.email1": "old@x.example"})
    assert answer.found[wanted.key].differences == ("email: there old@x.example, wanted new@x.example",)
    answer = await look_up(wanted, there | {"contacts.default.email1": "new@x.example "})
    assert answer.found[wanted.key].same


async def test_custom_records_are_asked_type_by_type() -> None:
    """Each custom object is an object of its own."""
    truck = full("custom-record")
    site = Write(truck.operation, ObjectKey("custom-record", ("site", "S")), {"type": "site", "name": "S"})
    http = ScriptedHttp(rows({"key": "1", "name": "Truck 9", "nsp::plate": "OH-1", "nsp::odometer": 120}), rows())
    answer = await client_of(http).look_up([truck, site], REST)
    assert [each.json["object"] for each in http.sent] == [
        "platform-apps/nsp::fleet_vehicle",
        "platform-apps/nsp::site",
    ]
    assert answer.found == {truck.key: Found("1", same=True)}
    assert answer.transactions == 2


async def test_xml_asks_with_a_query_function() -> None:
    """Ordered by record number, case-sensitive, a page at a time; element names come in either case."""
    page = (
        '<result><status>success</status><controlid>query</controlid><data count="1" numremaining="{}"><apbill>'
        "<recordno>9</recordno><vendorid>V-1</vendorid><recordid>{}</recordid><whencreated>03/14/2026</whencreated>"
        "<trx_totalentered>84.5</trx_totalentered><state>Posted</state></apbill></data></result>"
    )
    http = ScriptedHttp(results(page.format(1, "B-76")), results(page.format(0, "B-77")))
    answer = await client_of(http).look_up([bill("B-76"), bill()], XML)
    assert answer.found == {bill("B-76").key: Found("9", same=True), bill().key: Found("9", same=True)}
    assert answer.transactions == 2
    query = http.sent[0].xml.find("operation/content/function/query")
    assert query is not None
    assert query.findtext("object") == "APBILL"
    assert [each.text for each in query.iterfind("select/field")] == [
        "RECORDNO", "VENDORID", "RECORDID", "WHENCREATED", "TRX_TOTALENTERED", "STATE",
    ]  # fmt: skip
    assert [each.tag for each in query.iterfind("filter/and/*")] == ["equalto", "in"]
    assert [each.text for each in query.iterfind("filter/and/in/value")] == ["B-76", "B-77"]
    assert query.findtext("orderby/order/field") == "RECORDNO"
    assert query.findtext("options/caseinsensitive") == "false"
    assert [each.xml.findtext(".//query/offset") for each in http.sent] == ["0", "1"]


async def test_rest_pages_follow_next() -> None:
    """Each page is one transaction."""
    http = ScriptedHttp(rows(THERE, next_start=2), rows({**THERE, "billNumber": "B-78", "key": "10"}))
    answer = await client_of(http).look_up([bill(), bill("B-78")], REST)
    assert {key.parts[1] for key in answer.found} == {"B-77", "B-78"}
    assert [each.json["start"] for each in http.sent] == [1, 2]
    assert answer.transactions == 2


async def test_a_look_up_that_cannot_see_everything_knows_nothing() -> None:
    """A page that leads nowhere must not look like absence."""
    answer = await client_of(ScriptedHttp(rows(THERE, next_start=1))).look_up([bill(), bill("B-78")], REST)
    assert answer.failure is not None
    assert answer.found == {}


FAILURES = [
    (NotSent("dns"), OutcomeKind.UNAVAILABLE),
    (NoAnswer("reset"), OutcomeKind.UNAVAILABLE),
    (HttpAnswer(503, {}, b"<html>"), OutcomeKind.UNAVAILABLE),
    (HttpAnswer(200, {}, b"<html>Maintenance</html>"), OutcomeKind.UNAVAILABLE),
    (gateway_error(429, "GW-0010"), OutcomeKind.THROTTLED),
]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        *FAILURES,
        (rows(), None),
        (refused(400, "x is not a valid field"), OutcomeKind.REJECTED),
        (HttpAnswer(200, {}, b'{"ia::result":{}}'), OutcomeKind.UNAVAILABLE),
    ],
)
async def test_a_failed_look_up_over_rest_is_not_absence(reply: Any, kind: OutcomeKind | None) -> None:
    """Nothing is known; only an empty page says that nothing is there."""
    answer = await client_of(ScriptedHttp(reply)).look_up([bill()], REST)
    assert (answer.failure.kind if answer.failure else None) is kind
    assert answer.found == {}


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        *FAILURES,
        (results(), OutcomeKind.UNAVAILABLE),
        (results(failed("query", error("XL03000010", "Unknown field"))), OutcomeKind.REJECTED),
        (results(failed("query", error("", "control ID query is in process."))), OutcomeKind.UNAVAILABLE),
        (results(failed("query", error("PL04000005", "You do not have permission"))), OutcomeKind.REJECTED),
    ],
)
async def test_a_failed_look_up_over_xml_is_not_absence(reply: Any, kind: OutcomeKind) -> None:
    """A read is never uncertain: it changed nothing."""
    answer = await client_of(ScriptedHttp(reply)).look_up([bill()], XML)
    assert answer.failure is not None
    assert answer.failure.kind is kind


async def test_a_query_speaks_neutral_names_both_ways() -> None:
    """Fields, filters and values; the record number is always there for the asking."""
    http = ScriptedHttp(rows({"key": "9", "billNumber": "B-77", "createdDate": "2026-03-14", "vendor.id": None}))
    asked = RecordQuery(
        "bill", ("record_number", "number", "bill_date", "vendor"), {"bill_date": "2026-03-14"}, limit=5
    )
    answer = await client_of(http).query(asked)
    assert answer.rows == [{"record_number": "9", "number": "B-77", "bill_date": "2026-03-14", "vendor": ""}]
    assert http.sent[0].json["filters"] == [{"$eq": {"createdDate": "2026-03-14"}}]
    assert http.sent[0].json["size"] == 5


async def test_a_query_over_xml_uses_the_names_of_queries() -> None:
    """An invoice is written in legacy names and read in others; dates go in as mm/dd/yyyy."""
    row = (
        '<result><status>success</status><controlid>query</controlid><data count="1" numremaining="3"><ARINVOICE>'
        "<RECORDNO>5</RECORDNO><RECORDID>INV-42</RECORDID></ARINVOICE></data></result>"
    )
    http = ScriptedHttp(results(row))
    asked = RecordQuery("invoice", ("number",), {"customer": "C-1", "due_date": "2026-04-13"}, limit=1)
    answer = await client_of(http, rest=None).query(asked)
    assert answer.rows == [{"number": "INV-42"}]
    query = http.sent[0].xml.find("operation/content/function/query")
    assert query is not None
    assert [each.text for each in query.iterfind("filter/and/*/field")] == ["CUSTOMERID", "WHENDUE"]
    assert [each.text for each in query.iterfind("filter/and/*/value")] == ["C-1", "04/13/2026"]


@pytest.mark.parametrize(
    "asked",
    [
        RecordQuery("planet", ("name",)),
        RecordQuery("vendor", ("planet",)),
        RecordQuery("vendor", ("name",), {"planet": "Mars"}),
        RecordQuery("bill", ("number",), {"bill_date": "tomorrow"}),
        RecordQuery("vendor", ("name",), {"status": "gone"}),
        RecordQuery("custom-record", ("name",)),
        RecordQuery("vendor", ("name",), entity="x\n"),
    ],
)
async def test_a_query_that_makes_no_sense_is_refused_here(asked: RecordQuery) -> None:
    """Nothing is sent, and the handler's author reads why."""
    http = ScriptedHttp()
    for without in ({}, {"rest": None}):
        answer = await client_of(http, **without).query(asked)
        assert answer.failure is not None
        assert answer.failure.kind is OutcomeKind.REJECTED
    assert http.every == []


async def test_what_cannot_be_read_is_said_so() -> None:
    """Tasks are read over REST only."""
    answer = await client_of(ScriptedHttp(), rest=None).query(RecordQuery("task", ("name",)))
    assert answer.failure is not None


async def test_a_write_that_makes_no_sense_does_not_harm_its_neighbours() -> None:
    """It counts as not found, so that sending it says what is wrong; the others are looked up."""
    wrong = vendor("V-9", planet="Mars")
    http = ScriptedHttp(rows({"key": "41", "id": "V-1", "name": "Vendor V-1"}))
    answer = await client_of(http).look_up([wrong, vendor()], REST)
    assert answer.found == {vendor().key: Found("41", same=True)}
    assert http.sent[0].json["filters"] == [{"$eq": {"id": "V-1"}}]
    assert await client_of(ScriptedHttp()).look_up([wrong], REST) == LookUpAnswer()
    update = attempt(REST, Attempt(wrong, "w0", Operation.UPDATE))
    assert (await client_of(ScriptedHttp()).submit(update)).outcomes[0].kind is OutcomeKind.REJECTED


async def test_a_default_of_new_records_is_no_difference_of_old_ones() -> None:
    """Somebody changed what is printed on checks; the write does not speak of it."""
    answer = await look_up(vendor(), {"key": "41", "id": "V-1", "name": "Vendor V-1", "contacts.default.printAs": "V"})
    assert answer.found[vendor().key].same


async def test_odd_look_ups_are_answered() -> None:
    """No writes, no credentials, half a character: an answer each time."""
    client = client_of(ScriptedHttp())
    assert await client.look_up([], REST) == LookUpAnswer()
    assert (await client_of(ScriptedHttp(), xml=None).look_up([vendor()], XML)).failure is not None
    strange = vendor("V\ud800")
    for surface in Surface:
        assert (await client_of(ScriptedHttp()).look_up([strange], surface)).failure is not None
