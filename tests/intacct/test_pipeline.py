"""What the pipeline adds to a request: states of new documents, costs by write, and why an account was refused."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from intacct_sandbox.sandbox import Sandbox

from schemas.verdict import DeadLetterClass
from schemas.write import Write
from service.clock import SystemClock
from service.delivery.client_port import Action, Outcome, OutcomeKind, RecordState, Surface
from service.errors import NoAnswer
from service.intacct.client import open_client
from tests.intacct.books import COMPANY
from tests.intacct.scripted import (
    ScriptedHttp,
    client_of,
    control_failure,
    done,
    error,
    failed,
    refused,
    results,
    rows,
)
from tests.intacct.tenant import asks, bill, creates, full, settings, vendor

REST, XML = Surface.REST, Surface.XML
APPLIED, REJECTED = OutcomeKind.APPLIED, OutcomeKind.REJECTED


def states(*records: tuple[str, str]) -> Any:
    """A page with the states of bills."""
    found = "".join(
        f"<APBILL><RECORDNO>{number}</RECORDNO><STATE>{state}</STATE></APBILL>" for number, state in records
    )
    return results(
        f'<result><status>success</status><controlid>q</controlid><data count="{len(records)}" numremaining="0">{found}'
        "</data></result>"
    )


async def test_the_states_of_new_bills_are_one_query() -> None:
    """Posted, submitted for approval, or a draft that has to be submitted; one transaction for all of them."""
    http = ScriptedHttp(
        results(done("w0", "1"), done("w1", "2"), done("w2", "3"), done("w3", "4")),
        states(("1", "Posted"), ("2", "Submitted"), ("3", "Draft")),
    )
    answer = await client_of(http).submit(creates(XML, *(bill(f"B-{n}") for n in range(3)), vendor()))
    assert [(each.kind, each.state) for each in answer.outcomes] == [
        (APPLIED, RecordState.POSTED),
        (APPLIED, RecordState.SUBMITTED),
        (OutcomeKind.DRAFTED, RecordState.DRAFT),
        (APPLIED, RecordState.NONE),
    ]
    assert (answer.shared, answer.transactions) == (1, 5)
    asked = http.sent[1].xml.find(".//query")
    assert asked is not None
    assert [each.text for each in asked.iterfind("select/field")] == ["RECORDNO", "STATE"]
    assert [each.text for each in asked.iterfind("filter/in/value")] == ["1", "2", "3"]


async def test_where_nobody_approves_nothing_is_read() -> None:
    """The tenant says so, or the object posts at once in every company."""
    http = ScriptedHttp(results(done("w0"), done("w1")))
    answer = await client_of(http, company_settings={"approvals": False}).submit(creates(XML, bill(), full("invoice")))
    assert [each.state for each in answer.outcomes] == [RecordState.POSTED] * 2
    assert (answer.shared, len(http.sent)) == (0, 1)


@pytest.mark.parametrize("later", [NoAnswer("reset"), states(), states(("8", "Posted"))])
async def test_a_state_that_cannot_be_read_leaves_a_proven_record(later: Any) -> None:
    """The bill is there and ours: a look-up tells its state, and nothing is sent again."""
    answer = await client_of(ScriptedHttp(results(done("w0", "7")), later)).submit(creates(XML, bill()))
    (found,) = answer.outcomes
    assert (found.kind, found.record_number, found.transactions) == (OutcomeKind.UNCERTAIN, "7", 1)


async def test_each_write_has_its_own_cost() -> None:
    """Forty bills of which one is refused: thirty-nine cost one each, and the refused one nothing."""
    judged = [done(f"w{n}", str(n + 1)) for n in range(39)]
    refusal = failed("w39", error("BL01001973", "Invalid Vendor 'V-9' specified."))
    http = ScriptedHttp(results(*judged, refusal), states(*((str(n + 1), "Posted") for n in range(39))))
    answer = await client_of(http).submit(creates(XML, *(bill(f"B-{n}") for n in range(40))))
    assert [each.transactions for each in answer.outcomes] == [1] * 39 + [0]
    assert (answer.shared, answer.transactions, answer.request_refused) == (1, 40, False)


SCHEMA = control_failure(error("XL03000003", "XML Parse schema error: line 1"))
UNKNOWN = error("BL01001973", "Invalid Vendor 'V-9' specified.")


@pytest.mark.parametrize(
    ("reply", "count", "whole"),
    [
        (SCHEMA, 3, True),
        (SCHEMA, 1, False),
        (control_failure(error("X1", "control id w0 already used")), 3, True),
        (control_failure(error("GW-0010", "API rate limit exceeded"), status=429), 3, False),
        (NoAnswer("reset"), 3, False),
        (results(*(failed(f"w{n}", UNKNOWN) for n in range(3))), 3, False),
    ],
)
async def test_only_what_the_request_was_refused_for_is_everybodys(reply: Any, count: int, whole: bool) -> None:
    """Functions that are refused alike were judged one by one; what one write cannot cause is no sign either."""
    answer = await client_of(ScriptedHttp(reply)).submit(creates(XML, *(vendor(f"V-{n}") for n in range(count))))
    assert answer.request_refused is whole


async def test_the_gateways_validator_refuses_a_whole_document() -> None:
    """The sandbox's schema: an invoice without lines spoils the vendor beside it, which alone is created."""
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        bare = replace(full("invoice"), fields={**full("invoice").fields, "lines": ()})
        answer = await client.submit(creates(XML, vendor(), bare))
        assert sandbox.ledger() == []
        alone = await client.submit(creates(XML, vendor()))
        await client.close()
    assert ([each.kind for each in answer.outcomes], answer.request_refused) == ([REJECTED] * 2, True)
    assert (alone.outcomes[0].kind, alone.request_refused) == (APPLIED, False)


def entry(*accounts: str) -> Write:
    """A journal entry between two accounts."""
    sides = zip(accounts, ("debit", "credit"), strict=True)
    lines = tuple({"account": each, "direction": side, "amount": Decimal(5), "location": "100"} for each, side in sides)
    write = full("journal-entry")
    fields = {name: value for name, value in write.fields.items() if name != "reverse_on"}
    return replace(write, fields={**fields, "lines": lines})


@pytest.mark.parametrize("surface", Surface)
async def test_statistical_accounts_are_named_as_such(surface: Surface) -> None:
    """Not «HEADS is not in Intacct yet»: it is there, and no waiting makes it a financial account."""
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        answer = await client.submit(creates(surface, entry("HEADS", "HOURS")))
        unknown = await client.submit(asks(surface, entry("6105", "9999"), Action.CREATE, id="u"))
        await client.close()
        assert sandbox.ledger() == []
        billed = sandbox.counters("HARBORLINE")["transactions"]
    (found,) = answer.outcomes
    assert (found.kind, found.transactions, answer.shared) == (REJECTED, 0, 1)
    assert found.diagnosis is not None
    assert "statistical account" in found.diagnosis.cause
    assert "HEADS, HOURS" in found.diagnosis.cause
    assert "statistical journal" in found.diagnosis.next_step
    assert unknown.outcomes[0].kind is OutcomeKind.MISSING_REFERENCE
    assert billed == answer.transactions + unknown.transactions


async def test_a_refused_account_is_looked_at_once() -> None:
    """The same write asks again and again whether its account is there by now; the explanation is asked for once."""
    no = refused(422, "Invalid Account '9999' specified.")
    http = ScriptedHttp(no, rows(), no, no)
    client = client_of(http)
    for id in ("w0", "w0.r1", "w0.r2"):
        answer = await client.submit(asks(REST, entry("6105", "9999"), Action.CREATE, id=id))
        assert answer.outcomes[0].kind is OutcomeKind.MISSING_REFERENCE
    assert [each.path for each in http.sent].count("/services/core/query") == 1


@pytest.mark.parametrize("surface", Surface)
async def test_with_approvals_on_a_bill_is_only_submitted(surface: Surface) -> None:
    """And says so: it does not count in the books before somebody approves it."""
    async with Sandbox(companies=[{**COMPANY, "approvals": ["bill"]}]) as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        found = await _to_its_end(client, surface, bill())
        await client.close()
        record = sandbox.world.companies["HARBORLINE"].tables["bill"].numbered(found.record_number)
        assert record is not None
        owed = sandbox.world.companies["HARBORLINE"].tables["vendor"].by_id("V-1")
        assert owed is not None
        assert (found.kind, found.state, record["state"]) == (APPLIED, RecordState.SUBMITTED, "submitted")
        assert owed["total_due"] == 0


async def _to_its_end(client: Any, surface: Surface, one: Write) -> Outcome:
    found: Outcome = (await client.submit(creates(surface, one))).outcomes[0]
    if found.kind is OutcomeKind.DRAFTED:
        found = (await client.submit(asks(surface, one, Action.SUBMIT, found.record_number, id="s"))).outcomes[0]
    return found


async def test_a_number_that_two_records_have_is_not_updated() -> None:
    """Nobody can tell which one is meant, so neither is touched."""
    http = ScriptedHttp(
        rows(*({"key": key, "vendor.id": "V-1", "billNumber": "B-77", "state": "posted"} for key in ("8", "9")))
    )
    update = replace(bill(), fields={"description": "corrected"})
    (found,) = (await client_of(http).submit(asks(REST, update, Action.UPDATE))).outcomes
    assert (found.kind, found.diagnosis and found.diagnosis.category) == (REJECTED, DeadLetterClass.DUPLICATE)
