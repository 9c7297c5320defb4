"""XML writes: the envelope, one result per function, groups, and every doubt kept as a doubt."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import DeadLetterClass
from schemas.write import Write
from service.delivery.client_port import Action, Attempt, Outcome, OutcomeKind, Surface, WriteRequest
from service.errors import NoAnswer, NotSent
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import (
    ScriptedHttp,
    client_of,
    control_failure,
    done,
    error,
    failed,
    gateway_error,
    results,
    xml,
)
from tests.intacct.tenant import SECRETS, asks, bill, creates, prepared, vendor

APPLIED, UNCERTAIN, REJECTED = OutcomeKind.APPLIED, OutcomeKind.UNCERTAIN, OutcomeKind.REJECTED
ROLLED_BACK = error("XL03000009", "The entire transaction in this operation has been rolled back due to an error.")
WRAPPER = error("BL01001973", "Could not create vendor record!")
CLASH = error("BL34000061", "Another Vendor with the given value(s) V-1  already exists [Support ID: p5%7Ex]")
MISSING = error("BL01001973", "Invalid Vendor 'V-9' specified.")


async def outcomes(reply: HttpAnswer | Exception, *writes: Write, atomic: bool = False) -> tuple[Outcome, ...]:
    """What becomes of creates that are answered so."""
    http = ScriptedHttp(reply)
    answer = await client_of(http).submit(creates(Surface.XML, *(writes or (vendor(),)), atomic=atomic))
    return answer.outcomes


async def test_the_envelope_is_as_documented() -> None:
    """Children in the order of the official writers, DTD 3.0, and ids that make writes unique."""
    http = ScriptedHttp(results(done("w0"), done("w1")))
    await client_of(http, company_settings={"approvals": False}).submit(
        creates(Surface.XML, vendor(), bill(), atomic=True)
    )
    root = http.sent[0].xml
    assert http.sent[0].headers["Content-Type"] == "application/xml"
    control = [(each.tag, each.text) for each in root.iterfind("control/*") if each.tag != "controlid"]
    assert control == [
        ("senderid", "relay_sender"),
        ("password", SECRETS[1]),
        ("uniqueid", "true"),
        ("dtdversion", "3.0"),
        ("includewhitespace", "false"),
        ("showadditionalerrorinfo", "true"),
    ]
    assert [each.get("transaction") for each in root.iterfind("operation")] == ["true"]
    assert [each.get("controlid") for each in root.iterfind("operation/content/function")] == ["w0", "w1"]
    assert [each.tag for each in root.iterfind("operation/content/function/*")] == ["create", "create"]


async def test_reads_are_never_unique() -> None:
    """A retried read with a used id would fail, so reads and writes never share a request."""
    http = ScriptedHttp(
        results("<result><status>success</status><controlid>query</controlid><data count='0'/></result>")
    )
    await client_of(http).look_up([prepared(vendor(), Surface.XML)])
    assert http.sent[0].xml.findtext("control/uniqueid") == "false"
    assert [each.tag for each in http.sent[0].xml.iterfind("operation/content/function/*")] == ["query"]


async def test_results_are_matched_by_control_id() -> None:
    """Not by position; a legacy function answers with a key, a generic one with data."""
    legacy = (
        "<result><status>success</status><function>create_invoice</function><controlid>w0</controlid>"
        "<key>3430</key></result>"
    )
    found = await outcomes(results(done("w1", "42"), legacy), vendor("V-0"), vendor("V-1"))
    assert [(each.kind, each.record_number) for each in found] == [(APPLIED, "3430"), (APPLIED, "42")]


async def test_one_bad_write_does_not_touch_the_others() -> None:
    """Functions are independent; only what happened is counted."""
    http = ScriptedHttp(results(done("w0"), failed("w1", MISSING, WRAPPER), done("w2")))
    answer = await client_of(http).submit(creates(Surface.XML, vendor("V-0"), bill(), vendor("V-2")))
    assert [each.kind for each in answer.outcomes] == [APPLIED, OutcomeKind.MISSING_REFERENCE, APPLIED]
    assert answer.transactions == 2


async def test_data_that_cannot_be_rendered_is_refused_alone() -> None:
    """The rest of the request goes out."""
    http = ScriptedHttp(results(done("w0"), done("w2")))
    answer = await client_of(http).submit(creates(Surface.XML, vendor(), vendor("V-1", notes="\x00"), vendor("V-2")))
    assert [each.kind for each in answer.outcomes] == [APPLIED, REJECTED, APPLIED]


@pytest.mark.parametrize(
    "reply",
    [
        results(),
        results(done("other")),
        results(done("w0"), done("w0")),
        results(failed("w0", CLASH, data='<data count="1"><vendor><RECORDNO>7</RECORDNO></vendor></data>')),
        xml("<response>"),
        xml("<html><body>Maintenance</body></html>"),
        xml("<response><acknowledgement><status>success</status></acknowledgement></response>"),
        xml('<!DOCTYPE r [<!ENTITY e "x">]><response>&e;</response>'),
        results(failed("w0", MISSING, status="unheard-of")),
        HttpAnswer(200, {}, b""),
        HttpAnswer(500, {}, b""),
        HttpAnswer(503, {}, b"<html>"),
        HttpAnswer(524, {}, b""),
        NoAnswer("reset"),
        results(failed("w0", error("", "A request's function with the control ID w0 is in process."))),
        control_failure(error("EMU-DUP-INFLIGHT", "A request's function with the control ID w0 is in process.")),
        control_failure(error("GW-0001", "Unable to process request")),
    ],
)
async def test_doubt_stays_doubt(reply: HttpAnswer | Exception) -> None:
    """A missing, doubled, partial or unreadable result may hide a record."""
    found = (await outcomes(reply))[0]
    assert (found.kind, found.id_spent) == (UNCERTAIN, False)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (NotSent("dns"), OutcomeKind.UNAVAILABLE),
        (gateway_error(429, "GW-0010"), OutcomeKind.THROTTLED),
        (control_failure(error("GW-0010", "API rate limit exceeded"), status=429), OutcomeKind.THROTTLED),
        (control_failure(error("", "API rate limit exceeded")), OutcomeKind.THROTTLED),
        (
            results(failed("w0", error("", "There are too many operations running for this company (200024)."))),
            OutcomeKind.THROTTLED,
        ),
        (results(failed("w0", error("", "The Service is Temporarily Off-line, [Support ID: x]"))),
         OutcomeKind.UNAVAILABLE),
        (results(failed("w0", CLASH, WRAPPER)), OutcomeKind.DUPLICATE),
        (results(failed("w0", error("EMU-DUP-COMPLETED", "control ID w0 has already been completed."))),
         OutcomeKind.DUPLICATE),
        (control_failure(error("X1", "control id w0 already used")), OutcomeKind.DUPLICATE),
        (results(failed("w0", error("PL04000005", "You do not have permission for API operation CREATE"))), REJECTED),
        (results(failed("w0", status="aborted")), REJECTED),
        (control_failure(error("XL03000003", "XML Parse schema error")), REJECTED),
    ],
)  # fmt: skip
async def test_what_a_failure_means(reply: HttpAnswer | Exception, kind: OutcomeKind) -> None:
    """Only the word success is success; a function's id stays the same whatever happened to it."""
    found = (await outcomes(reply))[0]
    assert (found.kind, found.id_spent) == (kind, False)


async def test_the_matcher_for_used_ids_is_configured() -> None:
    """Sage has not published the answer, so a captured one can be dropped in."""
    xml_section = {
        "sender_id": "s", "sender_password": "p", "company_id": "c", "user_id": "u", "user_password": "w",
        "endpoint": "http://127.0.0.1:1/x", "duplicate_pattern": "^QQ17 ",
    }  # fmt: skip
    http = ScriptedHttp(results(failed("w0", error("QQ17", "seen before"))))
    answer = await client_of(http, xml=xml_section).submit(creates(Surface.XML, vendor()))
    assert answer.outcomes[0].kind is OutcomeKind.DUPLICATE


async def test_support_ids_are_not_part_of_the_text() -> None:
    """They differ every time; the cause names the record."""
    found = (await outcomes(results(failed("w0", CLASH))))[0]
    assert found.diagnosis is not None
    assert found.diagnosis.text == "Another Vendor with the given value(s) V-1 already exists"
    assert found.diagnosis.category is DeadLetterClass.DUPLICATE


async def test_additional_error_info_decides() -> None:
    """errorid and messageid are stable where errorno is not."""
    more = (
        "<additionalinfo><errorid>GL-0493</errorid><description><messageid>IA.DUPLICATE_ACCOUNT_NUMBER</messageid>"
        "</description></additionalinfo>"
    )
    found = (await outcomes(results(failed("w0", error("BL01001973", "", more)))))[0]
    assert found.kind is OutcomeKind.DUPLICATE
    assert found.diagnosis is not None
    assert found.diagnosis.code == "GL-0493"


SHAPE_A = [failed("w0", ROLLED_BACK, status="aborted"), failed("w1", MISSING, WRAPPER, ROLLED_BACK)]
SHAPE_B = [failed("w0", ROLLED_BACK, status="aborted"), failed("w1", MISSING, ROLLED_BACK, status="aborted")]


@pytest.mark.parametrize("shape", [SHAPE_A, SHAPE_B])
@pytest.mark.parametrize("later", [[], [failed("w2", ROLLED_BACK, status="aborted")]])
async def test_a_group_that_was_rolled_back_shares_one_fate(shape: list[str], later: list[str]) -> None:
    """Both published shapes, with or without results for later functions: nothing happened, all wait together."""
    found = await outcomes(results(*shape, *later), vendor("V-0"), bill(), vendor("V-2"), atomic=True)
    assert {each.kind for each in found} == {OutcomeKind.MISSING_REFERENCE}
    assert all(each.diagnosis and "Vendor V-9" in each.diagnosis.cause for each in found)


async def test_a_rollback_without_a_cause_is_a_refusal() -> None:
    """Nothing happened, and nothing says why."""
    group = [failed(each, ROLLED_BACK, status="aborted") for each in ("w0", "w1")]
    assert {each.kind for each in await outcomes(results(*group), vendor("V-0"), vendor("V-1"), atomic=True)} == {
        REJECTED
    }


async def test_a_group_with_a_part_of_an_answer_is_in_doubt() -> None:
    """Without the word that it was rolled back, the rest may be there."""
    found = await outcomes(results(done("w0")), vendor("V-0"), vendor("V-1"), atomic=True)
    assert [each.kind for each in found] == [UNCERTAIN, UNCERTAIN]


async def test_a_group_with_a_part_that_cannot_be_rendered_is_not_sent() -> None:
    """All or nothing starts here."""
    http = ScriptedHttp()
    request = creates(Surface.XML, vendor(), vendor("V-1", notes="\x00"), atomic=True)
    assert [each.kind for each in (await client_of(http).submit(request)).outcomes] == [REJECTED, REJECTED]
    assert http.sent == []


async def test_a_document_that_is_refused_as_a_whole_gives_every_write_the_same_refusal() -> None:
    """One function that Intacct cannot read spoils it: the equal outcomes tell the engine to try each by itself."""
    schema = control_failure(error("XL03000003", "XML Parse schema error: line 1"))
    found = await outcomes(schema, vendor("V-0"), vendor("V-1"), vendor("V-2"))
    assert len(found) == 3
    assert len(set(found)) == 1
    assert found[0].kind is REJECTED


async def test_an_update_names_its_record() -> None:
    """A vendor by its id, a bill by its record number, which is looked up when it is not known."""
    http = ScriptedHttp(results(done("w0u")))
    await client_of(http).submit(asks(Surface.XML, vendor(), Action.UPDATE, id="w0u"))
    assert http.sent[0].xml.findtext(".//update/VENDOR/VENDORID") == "V-1"
    row = (
        '<result><status>success</status><controlid>query</controlid><data count="1" numremaining="0"><APBILL>'
        "<RECORDNO>9</RECORDNO><VENDORID>V-1</VENDORID><RECORDID>B-77</RECORDID></APBILL></data></result>"
    )
    http = ScriptedHttp(results(row), results(done("w0u")))
    answer = await client_of(http).submit(asks(Surface.XML, bill(), Action.UPDATE, id="w0u"))
    assert http.sent[1].xml.findtext(".//update/APBILL/RECORDNO") == "9"
    assert (answer.outcomes[0].kind, answer.transactions) == (APPLIED, 2)


async def test_a_group_of_which_one_record_is_missing_is_not_sent() -> None:
    """An atomic update of something that is not there fails as a whole."""
    nothing = '<result><status>success</status><controlid>query</controlid><data count="0" numremaining="0"/></result>'
    http = ScriptedHttp(results(nothing))
    attempts = (
        Attempt(prepared(vendor(), Surface.XML), "w0", Action.CREATE),
        Attempt(prepared(bill(), Surface.XML), "w1", Action.UPDATE),
    )
    answer = await client_of(http).submit(WriteRequest(Surface.XML, "", attempts, atomic=True))
    assert {each.kind for each in answer.outcomes} == {OutcomeKind.GONE}
    assert len(http.sent) == 1


async def test_a_surface_without_credentials_sends_nothing() -> None:
    """Asked for by mistake, it is refused in words."""
    for surface, without in ((Surface.XML, "xml"), (Surface.REST, "rest")):
        answer = await client_of(ScriptedHttp(), **{without: None}).submit(creates(surface, vendor()))
        assert answer.outcomes[0].kind is REJECTED


MARKUP = st.sampled_from(
    [
        *("<response>", "</response>", "<control>", "</control>", "<status>success</status>", "<operation>"),
        *("</operation>", "<authentication><status>success</status></authentication>", "<result>", "</result>"),
        *("<data count='x'>", "</data>", "<controlid>w0</controlid>", "<errormessage><error>"),
        *("</error></errormessage>", "text", "&amp;", "<!-- -->"),
    ]
)


@given(st.integers(min_value=200, max_value=599), st.binary(max_size=200) | st.lists(MARKUP, max_size=14).map(
    lambda parts: "".join(parts).encode()))  # fmt: skip
async def test_any_answer_becomes_an_outcome(status: int, body: bytes) -> None:
    """Never an exception, whatever the bytes are."""
    reply = HttpAnswer(status, {}, body)
    http = ScriptedHttp(*[reply] * 4)
    answer = await client_of(http).submit(creates(Surface.XML, vendor()))
    assert len(answer.outcomes) == 1
    looked = await client_of(ScriptedHttp(*[reply] * 4)).look_up([prepared(vendor(), Surface.XML)])
    assert looked.failure is None or looked.failure.kind not in (UNCERTAIN, OutcomeKind.DUPLICATE)


async def test_a_deep_or_huge_answer_is_not_read() -> None:
    """Depth is limited: such an answer is no answer."""
    deep = "<response>" + "<a>" * 100 + "</a>" * 100 + "</response>"
    assert (await outcomes(xml(deep)))[0].kind is UNCERTAIN


async def test_text_is_read_whole() -> None:
    """Comments split text; the whole of it counts."""
    split = "<result><status>suc<!-- x -->cess</status><controlid>w<!-- -->0</controlid><key>7</key></result>"
    assert (await outcomes(results(split)))[0].record_number == "7"


async def test_repeated_ids_in_one_request_share_an_outcome() -> None:
    """It never happens, and it must not lose an answer."""
    one = Attempt(prepared(vendor(), Surface.XML), "w0", Action.CREATE)
    request = WriteRequest(Surface.XML, "", (one, replace(one)))
    answer = await client_of(ScriptedHttp(results(done("w0")))).submit(request)
    assert len(answer.outcomes) == 2
