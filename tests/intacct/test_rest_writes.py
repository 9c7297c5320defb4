"""REST writes: headers, drafts that end posted, numbers resolved to keys, updates."""

from dataclasses import replace
from typing import Any

import pytest

from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Attempt, OutcomeKind, Surface
from service.errors import ClientError, NoAnswer, NotSent
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import ScriptedHttp, client_of, created, gateway_error, refused, rows
from tests.intacct.tenant import attempt, bill, creates, full, vendor

DRAFT = rows({"key": "7", "state": "draft"})
POSTED = rows({"key": "7", "state": "posted"})
BILL = creates(Surface.REST, bill())
FINISH = attempt(Surface.REST, Attempt(bill(), "w0", Operation.CREATE, record_number="7"))


async def test_a_create_carries_key_entity_and_body() -> None:
    """The entity header is spelled exactly so: any other spelling writes to the top level in silence."""
    http = ScriptedHttp(created())
    await client_of(http).submit(creates(Surface.REST, vendor(), entity="E100"))
    sent = http.sent[0]
    assert (sent.method, sent.path) == ("POST", "/objects/accounts-payable/vendor")
    assert sent.headers["X-IA-API-Param-Entity"] == "E100"
    assert sent.headers["Idempotency-Key"] == "w0"
    assert sent.json["id"] == "V-1"


async def test_without_an_entity_there_is_no_header() -> None:
    """The token's default decides."""
    http = ScriptedHttp(created())
    await client_of(http).submit(creates(Surface.REST, vendor()))
    assert "X-IA-API-Param-Entity" not in http.sent[0].headers


@pytest.mark.parametrize("entity", ["E1\r\nX-Evil: 1", "\x00", "x" * 200])
async def test_an_entity_cannot_smuggle_a_header(entity: str) -> None:
    """It is refused before anything is sent."""
    http = ScriptedHttp()
    for surface in Surface:
        result = await client_of(http).submit(creates(surface, vendor(), entity=entity))
        assert result.outcomes[0].kind is OutcomeKind.REJECTED
    assert http.every == []


async def test_a_draft_bill_is_submitted() -> None:
    """Create, read the state, submit: three calls, each write with its own key, three transactions."""
    http = ScriptedHttp(created(), DRAFT, created())
    result = await client_of(http).submit(BILL)
    assert (result.outcomes[0].kind, result.outcomes[0].record_number, result.transactions) == (
        OutcomeKind.APPLIED,
        "7",
        3,
    )
    assert [each.path for each in http.sent] == [
        "/objects/accounts-payable/bill",
        "/services/core/query",
        "/workflows/accounts-payable/bill/submit",
    ]
    assert http.sent[2].json == {"key": "7"}
    assert [each.headers.get("Idempotency-Key") for each in http.sent] == ["w0", None, "w0:submit"]


async def test_a_bill_that_is_posted_at_once_is_left_alone() -> None:
    """Whether a create leaves a draft depends on the company."""
    http = ScriptedHttp(created(), POSTED)
    result = await client_of(http).submit(BILL)
    assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.APPLIED, 2)


@pytest.mark.parametrize(
    "later",
    [
        [NoAnswer("reset")],
        [NotSent("refused")],
        [HttpAnswer(500, {}, b"")],
        [gateway_error(429, "GW-0010")],
        [rows()],
        [DRAFT, NoAnswer("reset")],
        [DRAFT, NotSent("refused")],
        [DRAFT, HttpAnswer(503, {}, b"<html>")],
        [DRAFT, gateway_error(429, "GW-0010")],
        [DRAFT, refused(422, "within a period that's been closed")],
    ],
)
async def test_a_created_bill_is_never_reported_as_not_there(later: list[Any]) -> None:
    """Once the create is done, whatever fails later is uncertain: a look-up finds the draft, it is finished then."""
    http = ScriptedHttp(created(), *later)
    found = (await client_of(http).submit(BILL)).outcomes[0]
    assert (found.kind, found.record_number, found.id_spent) == (OutcomeKind.UNCERTAIN, "7", False)


async def test_a_found_draft_is_only_finished() -> None:
    """With a record number a create sends the submit alone: the bill is not created again."""
    http = ScriptedHttp(created())
    result = await client_of(http).submit(FINISH)
    assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.APPLIED, 1)
    assert [each.path for each in http.sent] == ["/workflows/accounts-payable/bill/submit"]


async def test_finishing_reports_exactly_what_happened() -> None:
    """A refused submit spends its id, says why, and that a draft is left behind."""
    http = ScriptedHttp(refused(422, "within a period that's been closed"))
    found = (await client_of(http).submit(FINISH)).outcomes[0]
    assert (found.kind, found.id_spent) == (OutcomeKind.REJECTED, True)
    assert found.diagnosis is not None
    assert "Record 7 is left in Intacct as a draft" in found.diagnosis.cause


async def test_a_draft_found_over_xml_is_finished_over_rest() -> None:
    """Only REST documents how a draft is submitted; without REST a person is told."""
    http = ScriptedHttp(created())
    over_xml = replace(FINISH, surface=Surface.XML)
    assert (await client_of(http).submit(over_xml)).outcomes[0].kind is OutcomeKind.APPLIED
    assert [each.path for each in http.sent] == ["/workflows/accounts-payable/bill/submit"]
    found = (await client_of(ScriptedHttp(), rest=None).submit(over_xml)).outcomes[0]
    assert found.kind is OutcomeKind.REJECTED
    assert found.diagnosis is not None
    assert "draft" in found.diagnosis.cause


async def test_an_invoice_is_posted_by_its_create() -> None:
    """Its state defaults to posted, so nothing is read and nothing submitted."""
    http = ScriptedHttp(created())
    assert (await client_of(http).submit(creates(Surface.REST, full("invoice")))).transactions == 1


async def test_a_payment_names_its_bills_by_key() -> None:
    """Numbers are looked up first, for the vendor of the payment only; an AP payment may start as a draft."""
    found = rows(
        {"key": "90", "vendor.id": "V-2", "billNumber": "B-77"}, {"key": "91", "vendor.id": "V-1", "billNumber": "B-77"}
    )
    http = ScriptedHttp(found, created(), DRAFT, created())
    result = await client_of(http).submit(creates(Surface.REST, full("bill-payment")))
    assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.APPLIED, 4)
    assert http.sent[0].json["filters"] == [{"$eq": {"vendor.id": "V-1"}}, {"$eq": {"billNumber": "B-77"}}]
    assert http.sent[1].json["details"] == [{"bill": {"key": "91"}, "txnCurrency": {"paymentAmount": "84.60"}}]
    assert http.sent[3].path == "/workflows/accounts-payable/payment/submit"


async def test_a_payment_of_an_unknown_bill_waits_for_it() -> None:
    """The missing bill is named; nothing was written, so the id is not spent."""
    http = ScriptedHttp(rows({"key": "90", "vendor.id": "V-1", "billNumber": "b-77"}))
    result = await client_of(http).submit(creates(Surface.REST, full("bill-payment")))
    found = result.outcomes[0]
    assert (found.kind, found.id_spent, result.transactions) == (OutcomeKind.MISSING_REFERENCE, False, 1)
    assert found.diagnosis is not None
    assert "bill V-1 / B-77" in found.diagnosis.cause


@pytest.mark.parametrize("trouble", [NoAnswer("reset"), NotSent("no"), HttpAnswer(500, {}, b"")])
async def test_a_payment_whose_bills_cannot_be_read_was_not_sent(trouble: Any) -> None:
    """A failed query is no doubt about the payment."""
    result = await client_of(ScriptedHttp(trouble)).submit(creates(Surface.REST, full("payment")))
    assert result.outcomes[0].kind is OutcomeKind.UNAVAILABLE


async def test_an_update_is_a_patch_of_the_record() -> None:
    """With its own idempotency key; the key fields stay as they are."""
    http = ScriptedHttp(created("41"))
    update = Attempt(vendor(), "w0u", Operation.UPDATE, record_number="41")
    result = await client_of(http).submit(attempt(Surface.REST, update))
    assert result.outcomes[0].record_number == "41"
    assert (http.sent[0].method, http.sent[0].path) == ("PATCH", "/objects/accounts-payable/vendor/41")
    assert http.sent[0].json == {"name": "Vendor V-1"}


async def test_an_update_without_a_number_finds_it_first() -> None:
    """One query more; what is not there is a missing reference."""
    update = attempt(Surface.REST, Attempt(vendor(), "w0u", Operation.UPDATE))
    http = ScriptedHttp(rows({"key": "41", "id": "V-1", "name": "old"}), created("41"))
    result = await client_of(http).submit(update)
    assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.APPLIED, 2)
    missing = (await client_of(ScriptedHttp(rows())).submit(update)).outcomes[0]
    assert missing.kind is OutcomeKind.MISSING_REFERENCE
    assert missing.diagnosis is not None
    assert "vendor V-1" in missing.diagnosis.cause


async def test_data_that_cannot_be_sent_is_refused_here() -> None:
    """Without a request, without a transaction, with the field's name."""
    http = ScriptedHttp()
    wrong = Write(Operation.CREATE, ObjectKey("vendor", ("V-1",)), {"id": "V-1", "name": "x", "planet": "Mars"})
    for surface in Surface:
        result = await client_of(http).submit(creates(surface, wrong))
        assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.REJECTED, 0)
        assert result.outcomes[0].diagnosis is not None
        assert "planet" in result.outcomes[0].diagnosis.cause
    assert http.sent == []


@pytest.mark.parametrize(
    ("error", "kind"), [(NotSent("dns"), OutcomeKind.UNAVAILABLE), (NoAnswer("reset"), OutcomeKind.UNCERTAIN)]
)
async def test_what_was_not_sent_cannot_have_happened(error: ClientError, kind: OutcomeKind) -> None:
    """And what was sent may have."""
    assert (await client_of(ScriptedHttp(error)).submit(BILL)).outcomes[0].kind is kind
