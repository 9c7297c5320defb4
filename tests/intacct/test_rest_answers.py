"""Reading REST answers: four error shapes, one meaning each, and no bytes that break it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Outcome, OutcomeKind, Surface
from service.intacct.network import HttpAnswer
from service.intacct.redaction import Redaction
from service.intacct.rest.answer import read_answer
from tests.intacct.scripted import ScriptedHttp, answer, client_of, created, gateway_error, refused
from tests.intacct.tenant import creates, vendor

CACHED = {"x_ia_idempotency_cached_date": "2026-03-14"}
_ERROR = {
    "code": "invalidRequest",
    "message": "Payload contains errors",
    "errorId": "REST-1064",
    "details": [{"code": "invalidRequest", "message": "/dueDay is not a valid field", "errorId": "REST-1043"}],
}
SHAPES: list[Any] = [
    {"ia::result": {"ia::error": _ERROR}, "ia::meta": {"totalError": 1}},
    {"ia::error": _ERROR, "ia::meta": {"totalError": 1}},
    {"ia::error": [_ERROR]},
    {"ia::result": [{"ia::error": _ERROR, "ia::status": 422}]},
    {"error": _ERROR},
]


async def outcome(reply: HttpAnswer) -> Outcome:
    """What becomes of a create that is answered so."""
    result = await client_of(ScriptedHttp(reply)).submit(creates(Surface.REST, vendor()))
    return result.outcomes[0]


@pytest.mark.parametrize("document", SHAPES)
@pytest.mark.parametrize("status", [200, 207, 400, 422])
async def test_every_shape_of_error_is_understood(document: Any, status: int) -> None:
    """Inside the result, at the top, as a list, per item, under «error», even with HTTP 200."""
    found = await outcome(answer(status, document))
    assert found.kind is OutcomeKind.REJECTED
    assert found.diagnosis is not None
    assert (found.diagnosis.code, found.diagnosis.text) == ("REST-1043", "/dueDay is not a valid field")


async def test_the_details_of_a_gateway_error_are_an_object() -> None:
    """GW errors name a request id there instead of causes."""
    assert (await outcome(gateway_error(400, "GW-0011"))).kind is OutcomeKind.UNAUTHORIZED


@pytest.mark.parametrize(
    ("reply", "kind", "spent"),
    [
        (refused(422, "Transactions do not balance", "invalidConfiguration"), OutcomeKind.REJECTED, True),
        (refused(422, "Invalid Vendor 'V-9' specified."), OutcomeKind.MISSING_REFERENCE, True),
        (refused(409, "Another record with the value V-1 already exists"), OutcomeKind.DUPLICATE, False),
        (refused(422, "Another record with the value V-1 already exists"), OutcomeKind.DUPLICATE, False),
        (refused(409, "Idempotency key was used with another body"), OutcomeKind.DUPLICATE, False),
        (refused(409, "A request with this key is in progress"), OutcomeKind.UNCERTAIN, False),
        (refused(403, "no", "unauthorizedUser"), OutcomeKind.REJECTED, True),
        (gateway_error(429, "GW-0010"), OutcomeKind.THROTTLED, False),
        (gateway_error(429, "GW-0010", **CACHED), OutcomeKind.THROTTLED, True),
        (answer(429, "slow down"), OutcomeKind.THROTTLED, False),
        (gateway_error(500, "GW-0001"), OutcomeKind.UNCERTAIN, False),
        (refused(500, "internal"), OutcomeKind.UNCERTAIN, False),
        (refused(500, "internal", **CACHED), OutcomeKind.DUPLICATE, False),
        (HttpAnswer(503, {}, b"<html>Maintenance</html>"), OutcomeKind.UNCERTAIN, False),
        (HttpAnswer(524, {}, b""), OutcomeKind.UNCERTAIN, False),
        (HttpAnswer(404, {}, b"<html>"), OutcomeKind.UNCERTAIN, False),
        (HttpAnswer(302, {"location": "https://x"}, b""), OutcomeKind.UNCERTAIN, False),
        (HttpAnswer(200, {}, b"<html>Maintenance</html>"), OutcomeKind.UNCERTAIN, False),
        (HttpAnswer(201, {}, b""), OutcomeKind.UNCERTAIN, False),
        (answer(201, {"ia::result": {}}), OutcomeKind.UNCERTAIN, False),
        (answer(202, {"ia::result": {"key": "7"}}), OutcomeKind.UNCERTAIN, False),
        (answer(201, {"ia::result": [{"key": "7"}]}), OutcomeKind.APPLIED, False),
        (created(), OutcomeKind.APPLIED, False),
    ],
)
async def test_what_an_answer_to_a_write_means(reply: HttpAnswer, kind: OutcomeKind, spent: bool) -> None:
    """The id is spent only when the stored answer is a definite refusal; doubt is never taken for a refusal."""
    found = await outcome(reply)
    assert (found.kind, found.id_spent) == (kind, spent)


async def test_a_closed_period_is_told_apart() -> None:
    """The tenant's policy decides what follows."""
    found = await outcome(refused(422, "The date is within a period that's been closed"))
    assert found.diagnosis is not None
    assert found.diagnosis.category is DeadLetterClass.CLOSED_PERIOD


async def test_a_delay_is_passed_on() -> None:
    """Intacct's own header is honoured."""
    found = await outcome(gateway_error(429, "GW-0010", x_ia_throttle_limit_retry_after="60"))
    assert found.retry_after == 60.0


async def test_refused_writes_cost_nothing_and_unknown_ones_count() -> None:
    """Transactions: one per record written, none for a refusal or a replayed answer."""
    for reply, cost in (
        (created(), 1),
        (answer(201, {"ia::result": {"key": "7"}}, **CACHED), 0),
        (refused(422, "no"), 0),
        (gateway_error(429, "GW-0010"), 0),
        (HttpAnswer(500, {}, b""), 1),
    ):
        result = await client_of(ScriptedHttp(reply)).submit(creates(Surface.REST, vendor()))
        assert result.transactions == cost


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ia::result", "ia::error", "error", "details", "key", "code", "message", "ia::meta", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from([200, 201, 204, 207, 400, 409, 422, 500]), JSON)
def test_any_document_can_be_read(status: int, document: Any) -> None:
    """Every accessor of a read answer works, whatever the document holds."""
    read = read_answer(HttpAnswer(status, {}, json.dumps(document).encode()), Redaction())
    assert isinstance(read.record, dict)
    assert read.rows is None or isinstance(read.rows, list)
    assert read.next_start is None or isinstance(read.next_start, int)
    assert read.succeeded in (True, False)
    assert read.token_problem in (True, False)


@given(
    st.integers(min_value=100, max_value=599),
    st.binary(max_size=300) | JSON.map(lambda each: json.dumps(each).encode()),
)
async def test_any_answer_becomes_an_outcome(status: int, body: bytes) -> None:
    """Never an exception, and never applied without a record key."""
    reply = HttpAnswer(status, {}, body)
    http = ScriptedHttp(*[reply] * 4)
    result = await client_of(http).submit(creates(Surface.REST, vendor()))
    found = result.outcomes[0]
    assert found.kind is not OutcomeKind.APPLIED or found.record_number
