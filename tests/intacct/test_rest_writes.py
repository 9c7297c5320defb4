"""REST writes: headers, drafts and what becomes of them, updates."""

from datetime import date
from typing import Any

import pytest

from schemas.verdict import DeadLetterClass
from schemas.write import Write
from service.delivery.client_port import Action, Outcome, OutcomeKind, RecordState, Surface
from service.errors import ClientError, NoAnswer, NotSent
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import (
    ScriptedHttp,
    answer,
    client_of,
    created,
    done,
    error,
    failed,
    gateway_error,
    refused,
    results,
    rows,
)
from tests.intacct.tenant import asks, bill, creates, full, vendor
from tests.support.clock import FakeClock

BILL = creates(Surface.REST, bill())
SUBMIT = asks(Surface.REST, bill(), Action.SUBMIT, "7")


def state_row(element: str, number: str, state: str) -> str:
    """The result of a query for the state of one record."""
    return (
        '<result><status>success</status><controlid>q</controlid><data count="1" numremaining="0">'
        f"<{element}><RECORDNO>{number}</RECORDNO><STATE>{state}</STATE></{element}></data></result>"
    )


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


async def test_a_bill_that_may_be_a_draft_is_drafted() -> None:
    """One call, one transaction, and the number that proves whose it is: submitting it is an action of its own."""
    http = ScriptedHttp(created())
    result = await client_of(http).submit(BILL)
    assert result.outcomes == (Outcome(OutcomeKind.DRAFTED, "7", state=RecordState.DRAFT, transactions=1),)
    assert [each.path for each in http.sent] == ["/objects/accounts-payable/bill"]


async def test_a_create_that_tells_its_state_is_believed() -> None:
    """Then nothing has to be submitted."""
    http = ScriptedHttp(answer(201, {"ia::result": {"key": "7", "id": "7", "state": "posted"}}))
    (found,) = (await client_of(http).submit(BILL)).outcomes
    assert (found.kind, found.state) == (OutcomeKind.APPLIED, RecordState.POSTED)


async def test_a_stored_answer_of_the_create_proves_the_draft_again() -> None:
    """After a lost answer: the same key brings our record number, for nothing."""
    stored = answer(201, {"ia::result": {"key": "7"}}, x_ia_idempotency_cached_date="2026-03-14T09:00:00Z")
    (found,) = (await client_of(ScriptedHttp(stored)).submit(BILL)).outcomes
    assert (found.kind, found.record_number, found.transactions) == (OutcomeKind.DRAFTED, "7", 0)


@pytest.mark.parametrize("said", ["posted", "submitted"])
async def test_submitting_tells_the_state_that_is_reached(said: str) -> None:
    """With approvals on it is only submitted; the answer says so and nothing is read."""
    http = ScriptedHttp(answer(200, {"ia::result": {"key": "7", "id": "7", "state": said}}))
    result = await client_of(http).submit(SUBMIT)
    (found,) = result.outcomes
    assert (found.kind, found.record_number, found.state) == (OutcomeKind.APPLIED, "7", RecordState(said))
    assert (found.transactions, result.transactions) == (1, 1)
    assert [(each.path, each.json) for each in http.sent] == [("/workflows/accounts-payable/bill/submit", {"key": "7"})]
    assert http.sent[0].headers["Idempotency-Key"] == "w0:submit"


async def test_a_state_that_the_submit_does_not_tell_is_read() -> None:
    """Unless the tenant says that nobody approves anything."""
    http = ScriptedHttp(created(), rows({"key": "7", "state": "submitted"}))
    result = await client_of(http).submit(SUBMIT)
    assert (result.outcomes[0].state, result.shared, result.transactions) == (RecordState.SUBMITTED, 1, 2)
    result = await client_of(ScriptedHttp(created()), company_settings={"approvals": False}).submit(SUBMIT)
    assert (result.outcomes[0].state, result.transactions) == (RecordState.POSTED, 1)


async def test_a_document_that_got_further_without_us_is_applied() -> None:
    """A company that posts at once, a person, or a submit whose answer was lost: the refusal is no trouble then."""
    http = ScriptedHttp(refused(422, "Only a draft can be submitted"), rows({"key": "7", "state": "posted"}))
    result = await client_of(http).submit(SUBMIT)
    assert (result.outcomes[0].kind, result.outcomes[0].state) == (OutcomeKind.APPLIED, RecordState.POSTED)
    assert result.transactions == 1


CLOSED = refused(422, "within a period that's been closed")
NOT_VALID = refused(422, "Vendor 'V-1' is on hold.")
NO_CONTENT = HttpAnswer(204, {}, b"")


async def test_a_closed_period_leaves_no_draft() -> None:
    """The refusal proves that it is a draft: it is deleted, and the dead letter says that nothing is left."""
    http = ScriptedHttp(CLOSED, NO_CONTENT)
    (found,) = (await client_of(http).submit(SUBMIT)).outcomes
    assert (found.kind, found.id_spent, found.transactions) == (OutcomeKind.REJECTED, True, 1)
    assert found.diagnosis is not None
    assert found.diagnosis.category is DeadLetterClass.CLOSED_PERIOD
    assert found.diagnosis.cause.endswith("The draft (record 7) was deleted again: nothing of it is left in Intacct.")
    assert [(each.method, each.path) for each in http.sent[1:]] == [("DELETE", "/objects/accounts-payable/bill/7")]


async def test_another_refusal_deletes_what_is_still_a_draft() -> None:
    """Its state is read first: a person may have submitted it meanwhile, and then it counts."""
    http = ScriptedHttp(NOT_VALID, rows({"key": "7", "state": "draft"}), NO_CONTENT)
    result = await client_of(http).submit(SUBMIT)
    assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.REJECTED, 2)
    assert http.sent[2].method == "DELETE"


async def test_a_stored_refusal_does_not_prove_a_draft() -> None:
    """It tells how it was: the period may be open again, and the bill posted."""
    stored = refused(422, "within a period that's been closed", x_ia_idempotency_cached_date="2026-03-14T09:00:00Z")
    http = ScriptedHttp(stored, rows({"key": "7", "state": "posted"}))
    assert (await client_of(http).submit(SUBMIT)).outcomes[0].kind is OutcomeKind.APPLIED


@pytest.mark.parametrize(
    ("deletion", "said", "transactions"),
    [
        (NoAnswer("reset"), "may still be in Intacct", 1),
        (HttpAnswer(500, {}, b""), "may still be in Intacct", 1),
        (NotSent("dns"), "is left in Intacct as a draft", 0),
        (refused(403, "You do not have permission", "unauthorizedUser"), "is left in Intacct as a draft", 0),
    ],
)
async def test_a_draft_that_stays_is_named(deletion: Any, said: str, transactions: int) -> None:
    """Whatever happens to the deletion, the dead letter tells the record and what to do."""
    (found,) = (await client_of(ScriptedHttp(CLOSED, deletion)).submit(SUBMIT)).outcomes
    assert (found.kind, found.transactions) == (OutcomeKind.REJECTED, transactions)
    assert found.diagnosis is not None
    assert said in found.diagnosis.cause
    assert "ecord 7" in found.diagnosis.cause


async def test_a_draft_that_somebody_deleted_is_gone() -> None:
    """The create's id would only bring back its number, so it is spent."""
    http = ScriptedHttp(refused(422, "No accounts-payable/bill with key 7 was found"), rows())
    (found,) = (await client_of(http).submit(SUBMIT)).outcomes
    assert (found.kind, found.id_spent) == (OutcomeKind.GONE, True)


@pytest.mark.parametrize(
    "replies",
    [
        [NoAnswer("reset")],
        [HttpAnswer(500, {}, b"")],
        [NOT_VALID, NoAnswer("reset")],
        [NOT_VALID, NotSent("dns")],
        [NOT_VALID, gateway_error(429, "GW-0010", retry_after="17")],
        [created(), NoAnswer("reset")],
        [created(), rows()],
    ],
)
async def test_a_submit_in_doubt_stays_in_doubt(replies: list[Any]) -> None:
    """The record is there and ours; a look-up tells how far it is. Nothing is deleted."""
    http = ScriptedHttp(*replies)
    (found,) = (await client_of(http).submit(SUBMIT)).outcomes
    assert (found.kind, found.id_spent) == (OutcomeKind.UNCERTAIN, False)
    assert len(http.sent) == len(replies)


async def test_a_draft_is_submitted_over_xml_where_xml_can() -> None:
    """A bill by an update with ACTION; an AP payment over REST, and without REST a person is told."""
    http = ScriptedHttp(results(done("w0:submit")), results(state_row("APBILL", "7", "Posted")))
    (found,) = (await client_of(http).submit(asks(Surface.XML, bill(), Action.SUBMIT, "7"))).outcomes
    assert (found.kind, found.record_number, found.state) == (OutcomeKind.APPLIED, "7", RecordState.POSTED)
    update = http.sent[0].xml.find(".//update/APBILL")
    assert [(each.tag, each.text) for each in update] == [
        ("RECORDNO", "7"), ("WHENDUE", "04/13/2026"), ("ACTION", "Submit"),
    ]  # fmt: skip
    payment = asks(Surface.XML, full("bill-payment"), Action.SUBMIT, "9")
    http = ScriptedHttp(answer(200, {"ia::result": {"key": "9", "state": "confirmed"}}))
    assert (await client_of(http).submit(payment)).outcomes[0].kind is OutcomeKind.APPLIED
    assert http.sent[0].path == "/workflows/accounts-payable/payment/submit"
    (found,) = (await client_of(ScriptedHttp(), rest=None).submit(payment)).outcomes
    assert found.kind is OutcomeKind.REJECTED
    assert found.diagnosis is not None
    assert (found.diagnosis.category, "record 9" in found.diagnosis.cause) == (DeadLetterClass.UNSUPPORTED, True)


async def test_a_draft_over_xml_is_not_left_behind_either() -> None:
    """A generic delete, without a unique id."""
    http = ScriptedHttp(results(failed("w0:submit", error("BL01001973", PERIOD))), results(done("whatever")))
    (found,) = (await client_of(http).submit(asks(Surface.XML, bill(), Action.SUBMIT, "7"))).outcomes
    assert (found.kind, found.transactions) == (OutcomeKind.REJECTED, 1)
    assert found.diagnosis is not None
    assert "nothing of it is left" in found.diagnosis.cause
    deletion = http.sent[1].xml.find(".//function/delete")
    assert deletion is not None
    assert (deletion.findtext("object"), deletion.findtext("keys")) == ("APBILL", "7")
    assert http.sent[1].xml.findtext("control/uniqueid") == "false"


PERIOD = "Your transaction date (2025-12-01) is within a period that's been closed."
EARLY = {"bill_date": date(2025, 12, 1), "due_date": date(2025, 12, 31)}


async def test_further_bills_of_a_closed_month_are_not_even_drafted() -> None:
    """For a minute, for the same entity and month; a replay goes out, and so does what is dated otherwise."""
    clock = FakeClock()
    http = ScriptedHttp(CLOSED, NO_CONTENT, *[created()] * 5)
    client = client_of(http, clock)
    await client.submit(asks(Surface.REST, bill(**EARLY), Action.SUBMIT, "7"))

    async def create(write: Write, id: str = "w1", entity: str = "") -> Outcome:
        asked = asks(Surface.REST, write, Action.CREATE, id=id, entity=entity)
        return (await client.submit(asked)).outcomes[0]

    spared = await create(bill("B-2", **EARLY))
    assert (spared.kind, spared.transactions) == (OutcomeKind.REJECTED, 0)
    assert spared.diagnosis is not None
    assert spared.diagnosis.category is DeadLetterClass.CLOSED_PERIOD
    for other in (
        create(bill("B-2", **EARLY), "w1.p1"),
        create(bill("B-2", **EARLY), entity="E100"),
        create(bill("B-2", **EARLY, posting_date=date(2026, 1, 2))),
        create(bill("B-2")),
    ):
        assert (await other).kind is OutcomeKind.DRAFTED
    await clock.advance(61)
    assert (await create(bill("B-2", **EARLY))).kind is OutcomeKind.DRAFTED


async def test_a_journal_entry_is_told_apart_by_its_state() -> None:
    """It posts at once, or waits for approval: the state is read once; nothing is submitted."""
    http = ScriptedHttp(created(), rows({"key": "7", "state": "submitted"}))
    result = await client_of(http).submit(creates(Surface.REST, full("journal-entry")))
    assert (result.outcomes[0].kind, result.outcomes[0].state) == (OutcomeKind.APPLIED, RecordState.SUBMITTED)


async def test_an_invoice_is_posted_by_its_create() -> None:
    """Its state defaults to posted and nobody approves it, so nothing is read and nothing submitted."""
    result = await client_of(ScriptedHttp(created())).submit(creates(Surface.REST, full("invoice")))
    assert (result.outcomes[0].state, result.transactions) == (RecordState.POSTED, 1)


async def test_an_update_is_a_patch_of_the_record() -> None:
    """With its own idempotency key; the key fields stay as they are."""
    http = ScriptedHttp(created("41"))
    result = await client_of(http).submit(asks(Surface.REST, vendor(), Action.UPDATE, "41"))
    assert result.outcomes[0].record_number == "41"
    assert (http.sent[0].method, http.sent[0].path) == ("PATCH", "/objects/accounts-payable/vendor/41")
    assert http.sent[0].json == {"name": "Vendor V-1"}


async def test_an_update_without_a_number_finds_it_first() -> None:
    """One query more, which is shared; what is not there is gone."""
    update = asks(Surface.REST, vendor(), Action.UPDATE)
    http = ScriptedHttp(rows({"key": "41", "id": "V-1", "name": "old"}), created("41"))
    result = await client_of(http).submit(update)
    assert (result.outcomes[0].kind, result.transactions) == (OutcomeKind.APPLIED, 2)
    missing = (await client_of(ScriptedHttp(rows())).submit(update)).outcomes[0]
    assert missing.kind is OutcomeKind.GONE
    assert missing.diagnosis is not None
    assert "vendor V-1" in missing.diagnosis.cause


@pytest.mark.parametrize(
    ("error", "kind"), [(NotSent("dns"), OutcomeKind.UNAVAILABLE), (NoAnswer("reset"), OutcomeKind.UNCERTAIN)]
)
async def test_what_was_not_sent_cannot_have_happened(error: ClientError, kind: OutcomeKind) -> None:
    """And what was sent may have."""
    assert (await client_of(ScriptedHttp(error)).submit(BILL)).outcomes[0].kind is kind
