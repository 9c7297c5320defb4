"""Look-ups and queries: one request for many keys, exact comparison, pages, failures kept apart from absence."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from schemas.write import ObjectKey, Write
from service.delivery.client_port import (
    Found,
    LookUpAnswer,
    OutcomeKind,
    RecordQuery,
    RecordState,
    Surface,
)
from service.errors import NoAnswer, NotSent
from service.intacct import reading
from service.intacct.client import open_surfaces
from service.intacct.network import HttpAnswer
from tests.intacct import scripted
from tests.intacct.scripted import (
    URL,
    ScriptedHttp,
    client_of,
    error,
    failed,
    gateway_error,
    refused,
    results,
    rows,
)
from tests.intacct.tenant import bill, full, prepared, settings, vendor
from tests.support.clock import FakeClock

REST, XML = Surface.REST, Surface.XML
THERE = {
    "key": "9",
    "vendor.id": "V-1",
    "billNumber": "B-77",
    "createdDate": "2026-03-14",
    "dueDate": "2026-04-13",
    "currency.txnCurrency": "USD",
    "totalTxnAmount": "84.50000000",
    "state": "posted",
}


async def look_up(write: Write, *found: dict[str, Any]) -> LookUpAnswer:
    """A look-up over REST that finds these rows, and no lines."""
    return await scripted.look_up(ScriptedHttp(rows(*found), rows()), REST, write)


async def found(write: Write, **changes: Any) -> Found:
    """What is known about the sample bill when Intacct shows its header with these changes."""
    answer = await look_up(write, THERE | changes)
    return answer.found[write.key][0]


def header(**changes: Any) -> Write:
    """The sample bill without its lines, which nothing then reads."""
    whole = bill(**changes)
    return replace(whole, fields={name: value for name, value in whole.fields.items() if name != "lines"})


async def test_a_hundred_keys_are_one_query() -> None:
    """With $in filters, entities included; one more for the lines of those found. The others are not there."""
    writes = [bill(f"B-{number}") for number in range(100)]
    http = ScriptedHttp(rows({**THERE, "billNumber": "B-3", "createdDate": "2026-01-01"}), rows())
    answer = await scripted.look_up(http, REST, *writes)
    assert list(answer.found) == [writes[3].key]
    assert answer.transactions == len(http.sent) == 2
    vendors, numbers = http.sent[0].json["filters"]
    assert vendors == {"$eq": {"vendor.id": "V-1"}}
    assert len(numbers["$in"]["billNumber"]) == 100
    assert http.sent[0].json["orderBy"] == [{"key": "asc"}]
    assert http.sent[0].json["filterParameters"] == {"caseSensitiveComparison": True, "includePrivate": True}


async def test_an_entity_looks_at_what_it_is_shown() -> None:
    """Its own records and those of the top level; where each is, is told."""
    http = ScriptedHttp(rows(THERE | {"entity.id": "E100"}, THERE | {"entity.id": None}))
    write = replace(header(), entity="E100")
    answer = await scripted.look_up(http, REST, write)
    assert [each.entity for each in answer.found[write.key]] == ["E100", ""]
    assert http.sent[0].json["filterParameters"] == {"caseSensitiveComparison": True}
    assert http.sent[0].headers["X-IA-API-Param-Entity"] == "E100"


async def test_the_same_content_is_told_from_other_content() -> None:
    """Every field that the write states; dates and totals are compared as what they are, not as text."""
    assert (await found(header())).same
    other = await found(bill(), totalTxnAmount="84.51", createdDate="2026-03-15", **{"currency.txnCurrency": "EUR"})
    assert other.differences == (
        "bill_date: there 2026-03-15, wanted 2026-03-14",
        "currency: there EUR, wanted USD",
        "total: there 84.51, wanted 84.50",
    )


async def test_what_a_write_does_not_state_is_not_compared() -> None:
    """Intacct fills in a due date from the term, a posting date, a description; an empty text says nothing."""
    there = {"postingDate": "2026-03-14", "description": "whatever", "referenceNumber": "PO-1"}
    assert (await found(header(description="", reference=""), **there)).same


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ({"term": "Net 30"}, {"term.id": "NET 30"}),
        ({"description": "two  bolts "}, {"description": " two bolts"}),
        ({"description": "one\r\ntwo"}, {"description": "one\ntwo"}),
        ({"description": "Cafe\u0301"}, {"description": "Caf\u00e9"}),
    ],
)
async def test_another_way_of_writing_is_no_difference(stated: dict[str, Any], shown: dict[str, Any]) -> None:
    """Ids in other letters, spaces, line ends, composed letters."""
    assert (await found(header(**stated), **shown)).same


STATES = {
    "draft": RecordState.DRAFT, "submitted": RecordState.SUBMITTED, "partiallyApproved": RecordState.SUBMITTED,
    "Partially Approved": RecordState.SUBMITTED, "posted": RecordState.POSTED, "Partially Paid": RecordState.PAID,
    "partiallyPaid": RecordState.PAID, "selected": RecordState.PAID, "paid": RecordState.PAID,
    "Reversed": RecordState.UNDONE, "reversal": RecordState.UNDONE, "declined": RecordState.UNDONE,
    "Voided": RecordState.UNDONE, "frozen": RecordState.UNKNOWN, "": RecordState.UNKNOWN,
}  # fmt: skip


@pytest.mark.parametrize(("word", "state"), STATES.items())
async def test_the_state_is_told_and_is_no_difference(word: str, state: RecordState) -> None:
    """By what it means and in Intacct's word; one that nobody declared is unknown, which nothing may use."""
    bill = await found(header(), state=word)
    assert (bill.state, bill.state_text, bill.same) == (state, word, True)


ENTRY = {
    "key": "9", "glJournal.id": "GJ", "referenceNumber": "JE-1", "postingDate": "2026-03-31",
    "description": "Rent accrual", "automaticReversalDate": "2026-04-01", "state": "posted",
}  # fmt: skip


@pytest.mark.parametrize(("day", "state"), [("2026-03-31", RecordState.POSTED), ("2026-04-01", RecordState.UNDONE)])
async def test_an_entry_that_undoes_another_is_undone_itself(day: str, state: RecordState) -> None:
    """It has the same reference and is posted, but it is not what we would post; that is the one which it undoes."""
    entry = replace(full("journal-entry"), fields={**full("journal-entry").fields, "lines": ()})
    shown = ENTRY | {"reversedFromDate": "2026-03-31", "postingDate": day}
    (found,) = (await look_up(entry, shown)).found[entry.key]
    assert found.state is state


async def test_master_data_has_no_state() -> None:
    """A vendor is there, or it is not."""
    answer = await look_up(vendor(), {"key": "41", "id": "V-1", "name": "Vendor V-1"})
    assert answer.found[vendor().key] == (Found("41"),)


async def test_who_made_it_is_told_when_it_is_shown() -> None:
    """As information only."""
    assert (await found(header(), **{"audit.createdByUser.id": "ada"})).made_by == "ada"


async def test_columns_that_are_refused_are_left_out_and_not_asked_for_again() -> None:
    """Who made a record and where it is cost no answer; a field that is not shown is not compared."""
    refusal = refused(400, "audit.createdByUser.id is not a valid field")
    http = ScriptedHttp(refusal, refused(400, "entity.id is not a valid field"), rows(THERE), rows(THERE))
    surface = open_surfaces("acme", settings(URL), FakeClock(), http)[REST]
    for _ in range(2):
        answer = await reading.look_up(surface, [prepared(header(), REST)])
        assert answer.found[header().key] == (Found("9", RecordState.POSTED, "posted"),)
    asked = [set(each.json["fields"]) & {"audit.createdByUser.id", "entity.id"} for each in http.sent]
    assert asked == [{"audit.createdByUser.id", "entity.id"}, {"entity.id"}, set(), set()]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("XL03000010", "The field CREATEDBY does not exist in APBILL."),
        ("XL03000006", "The following fields cannot be queried: MEGAENTITYID, CREATEDBY."),
        ("PL04000005", "You do not have permission to read field CREATEDBY"),
        ("DL02000001", "There was an error processing the request. Invalid field(s) CREATEDBY"),
    ],
)
async def test_columns_that_are_refused_over_xml_are_left_out(code: str, text: str) -> None:
    """In whatever words: the refusal names them."""
    shown = (
        '<result><status>success</status><controlid>query</controlid><data count="1" numremaining="0"><APBILL>'
        "<RECORDNO>9</RECORDNO><VENDORID>V-1</VENDORID><RECORDID>B-77</RECORDID><WHENCREATED>03/14/2026</WHENCREATED>"
        "<WHENDUE>04/13/2026</WHENDUE><CURRENCY>USD</CURRENCY><STATE>Posted</STATE></APBILL></data></result>"
    )
    http = ScriptedHttp(results(failed("query", error(code, text))), results(shown))
    answer = await scripted.look_up(http, XML, header())
    assert answer.found == {header().key: (Found("9", RecordState.POSTED, "Posted"),)}
    assert "CREATEDBY" not in [each.text for each in http.sent[1].xml.iterfind(".//select/field")]


async def test_a_column_that_is_needed_is_never_left_out() -> None:
    """Without its state a record cannot be judged: the refusal is the answer."""
    http = ScriptedHttp(refused(400, "state is not a valid field"))
    answer = await scripted.look_up(http, REST, header())
    assert answer.failure is not None
    assert len(http.sent) == 1


async def test_a_field_that_intacct_does_not_show_is_not_compared() -> None:
    """Live companies have refused the reversal date of entries in queries."""
    entry = replace(full("journal-entry"), fields={**full("journal-entry").fields, "lines": ()})
    there = {name: value for name, value in ENTRY.items() if name != "automaticReversalDate"}
    http = ScriptedHttp(refused(400, "automaticReversalDate is not a valid field"), rows(there))
    answer = await scripted.look_up(http, REST, entry)
    assert [each.same for each in answer.found[entry.key]] == [True]


async def test_keys_are_exact() -> None:
    """A number in other letters, or of another vendor, is another bill."""
    answer = await look_up(header(), THERE | {"billNumber": "b-77"}, THERE | {"vendor.id": "V-2"})
    assert answer.found == {}
    assert answer.failure is None


async def test_all_records_of_a_number_are_told() -> None:
    """Numbers need not be unique; whose each one is, is not decided here."""
    there = [THERE | {"key": "8", "createdDate": "2026-03-15"}, THERE, THERE | {"key": "10", "state": "reversed"}]
    answer = await look_up(header(), *there)
    assert [(each.record_number, each.same, each.state) for each in answer.found[header().key]] == [
        ("8", False, RecordState.POSTED),
        ("9", True, RecordState.POSTED),
        ("10", True, RecordState.UNDONE),
    ]


async def test_two_writes_of_one_key_have_no_answer() -> None:
    """It could not say which of them a difference is one of."""
    answer = await scripted.look_up(ScriptedHttp(), REST, bill(), bill(amount="1.00"))
    assert answer.failure is not None
    assert answer.found == {}


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
    assert answer.found[wanted.key][0].differences == ("email: there old@x.example, wanted new@x.example",)
    answer = await look_up(wanted, there | {"contacts.default.email1": "new@x.example "})
    assert answer.found[wanted.key][0].same


async def test_an_update_that_empties_a_field_is_not_done_before_it_is_empty() -> None:
    """Only a new record says nothing by an empty text."""
    there = {"key": "41", "id": "V-1", "name": "Vendor V-1", "notes": "old"}
    answer = await look_up(vendor(notes=""), there)
    assert answer.found[vendor().key][0].differences == ("notes: there old, wanted nothing",)


async def test_custom_records_are_asked_type_by_type() -> None:
    """Each custom object is an object of its own; numbers are numbers and dates dates, however they are written."""
    truck = full("custom-record")
    fields = {"plate": "OH-1", "odometer": 120, "bought": "2026-03-14"}
    truck = replace(truck, fields={**truck.fields, "fields": fields})
    site = Write(truck.operation, ObjectKey("custom-record", ("site", "S")), {"type": "site", "name": "S"})
    shown = {
        "key": "1",
        "name": "Truck 9",
        "nsp::plate": "OH-1",
        "nsp::odometer": "120.00",
        "nsp::bought": "03/14/2026",
    }
    http = ScriptedHttp(rows(shown), rows())
    answer = await scripted.look_up(http, REST, truck, site)
    assert [each.json["object"] for each in http.sent] == [
        "platform-apps/nsp::fleet_vehicle",
        "platform-apps/nsp::site",
    ]
    assert answer.found == {truck.key: (Found("1"),)}
    assert answer.transactions == 2


async def test_xml_asks_with_a_query_function() -> None:
    """Ordered by record number, case-sensitive, a page at a time; element names come in either case."""
    page = (
        '<result><status>success</status><controlid>query</controlid><data count="1" numremaining="{}"><apbill>'
        "<recordno>9</recordno><vendorid>V-1</vendorid><recordid>{}</recordid><whencreated>03/14/2026</whencreated>"
        "<whendue>04/13/2026</whendue><currency>USD</currency><state>Posted</state><createdby>4</createdby>"
        "</apbill></data></result>"
    )
    http = ScriptedHttp(results(page.format(1, "B-76")), results(page.format(0, "B-77")))
    answer = await scripted.look_up(http, XML, header(number="B-76"), header())
    found = Found("9", RecordState.POSTED, "Posted", made_by="4")
    assert answer.found == {bill("B-76").key: (found,), bill().key: (found,)}
    assert answer.transactions == 2
    query = http.sent[0].xml.find("operation/content/function/query")
    assert query is not None
    assert query.findtext("object") == "APBILL"
    assert [each.text for each in query.iterfind("select/field")] == [
        "RECORDNO", "VENDORID", "RECORDID", "WHENCREATED", "WHENDUE", "CURRENCY", "STATE", "CREATEDBY", "MEGAENTITYID",
    ]  # fmt: skip
    assert [each.tag for each in query.iterfind("filter/and/*")] == ["equalto", "in"]
    assert [each.text for each in query.iterfind("filter/and/in/value")] == ["B-76", "B-77"]
    assert query.findtext("orderby/order/field") == "RECORDNO"
    assert query.findtext("options/caseinsensitive") == "false"
    assert query.findtext("options/showprivate") == "true"
    assert [each.xml.findtext(".//query/offset") for each in http.sent] == ["0", "1"]


async def test_rest_pages_follow_next() -> None:
    """Each page is one transaction."""
    http = ScriptedHttp(rows(THERE, next_start=2), rows({**THERE, "billNumber": "B-78", "key": "10"}))
    answer = await scripted.look_up(http, REST, header(), header(number="B-78"))
    assert {key.parts[1] for key in answer.found} == {"B-77", "B-78"}
    assert [each.json["start"] for each in http.sent] == [1, 2]
    assert answer.transactions == 2


async def test_a_look_up_that_cannot_see_everything_knows_nothing() -> None:
    """A page that leads nowhere must not look like absence."""
    answer = await scripted.look_up(ScriptedHttp(rows(THERE, next_start=1)), REST, bill(), bill("B-78"))
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
    answer = await scripted.look_up(ScriptedHttp(reply), REST, bill())
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
    answer = await scripted.look_up(ScriptedHttp(reply), XML, bill())
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


async def test_a_default_of_new_records_is_no_difference_of_old_ones() -> None:
    """Somebody changed what is printed on checks; the write does not speak of it."""
    answer = await look_up(vendor(), {"key": "41", "id": "V-1", "name": "Vendor V-1", "contacts.default.printAs": "V"})
    assert answer.found[vendor().key][0].same


async def test_odd_look_ups_are_answered() -> None:
    """No writes, half a character: an answer each time."""
    assert await scripted.look_up(ScriptedHttp(), REST) == LookUpAnswer()
    strange = vendor("V\ud800")
    for surface in Surface:
        assert (await scripted.look_up(ScriptedHttp(), surface, strange)).failure is not None
