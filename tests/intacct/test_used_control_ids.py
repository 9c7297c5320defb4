"""The answer to a used control id is not published: it is recognised in any word order, and only looked up."""

import pytest
from intacct_sandbox.sandbox import Sandbox

from service.clock import SystemClock
from service.delivery.client_port import OutcomeKind, Surface
from service.intacct.client import open_client
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import (
    ScriptedHttp,
    authentication_failure,
    client_of,
    control_failure,
    error,
    failed,
    results,
)
from tests.intacct.tenant import bill, creates, prepared, settings, vendor

USED = [
    "A request's function with the control ID {id} has already been completed.",
    "already executed and completed",
    "The operation was previously executed and completed.",
    "duplicate control id",
    "Duplicate controlid {id}",
    "CONTROL ID {id} IS NOT UNIQUE",
    "control ID {id} has already been completed",
    "A function with this control id already exists",
    "This request has already been processed; control-id {id}",
    "The function was already executed.",
    "Already processed: the function with control_id {id}",
]
RUNNING = [
    "A request's function with the control ID {id} is in process.",
    "Still running: the function with control id {id}",
    "In process already: control ID {id}",
    "Duplicate: the function with controlid {id} is being processed",
]
NOT_ABOUT_IDS = [
    "Another Vendor with the name is invalid",
    "The payment has already been applied",
    "The bill is already paid",
    "This transaction was already posted in a closed batch",
    "The control account is not valid for this line",
]


def answers(text: str) -> list[HttpAnswer]:
    """Both levels on which it may be said."""
    told = error("XL99", text.format(id="w0"))
    return [results(failed("w0", told)), control_failure(told)]


async def kind_of(reply: HttpAnswer) -> OutcomeKind:
    """What becomes of a create that is answered so."""
    return (await client_of(ScriptedHttp(reply)).submit(creates(Surface.XML, vendor()))).outcomes[0].kind


@pytest.mark.parametrize("text", [*USED, *(each.upper() for each in USED)])
async def test_a_used_id_is_a_duplicate_in_any_word_order(text: str) -> None:
    """It proves nothing about the record: a duplicate is always looked up."""
    for reply in answers(text.replace("{ID}", "{id}")):
        assert await kind_of(reply) is OutcomeKind.DUPLICATE


@pytest.mark.parametrize("text", RUNNING)
async def test_a_twin_that_still_runs_is_no_duplicate_yet(text: str) -> None:
    """Nobody knows how it will end."""
    for reply in answers(text):
        assert await kind_of(reply) is OutcomeKind.UNCERTAIN


@pytest.mark.parametrize("text", NOT_ABOUT_IDS)
async def test_a_refusal_of_the_record_is_no_used_id(text: str) -> None:
    """«Already» alone says nothing about ids."""
    assert await kind_of(answers(text)[0]) is not OutcomeKind.DUPLICATE


@pytest.mark.parametrize(
    "text", ["Another Vendor with the given value(s) V-1  already exists", "", "Use a unique value"]
)
async def test_bl34000061_is_a_duplicate_and_no_expired_session(text: str) -> None:
    """Wherever it stands: nobody logs in again, and the record is looked up."""
    told = error("BL34000061", text)
    for reply in (results(failed("w0", told)), control_failure(told), authentication_failure(told)):
        http = ScriptedHttp(reply)
        answer = await client_of(http).submit(creates(Surface.XML, vendor()))
        assert answer.outcomes[0].kind is OutcomeKind.DUPLICATE
        assert len(http.every) == 2


@pytest.mark.parametrize("level", ["function", "control"])
@pytest.mark.parametrize("text", USED)
async def test_the_same_id_never_makes_a_second_bill_whatever_it_is_called(text: str, level: str) -> None:
    """The sandbox refuses it in each wording; its ledger holds one bill, and the look-up finds that one."""
    switches = {"completed_text": text, "completed_errorno": "XL99", "duplicate_level": level}
    async with Sandbox(switches=switches) as sandbox:
        client = open_client("acme", settings(sandbox.url, surface="xml"), SystemClock())
        one = creates(Surface.XML, vendor(), bill())
        first, again = await client.submit(one), await client.submit(one)
        assert {each.kind for each in first.outcomes} == {OutcomeKind.APPLIED}
        assert {each.kind for each in again.outcomes} == {OutcomeKind.DUPLICATE}
        assert bill().key in (await client.look_up([prepared(bill(), Surface.XML)])).found
        made = [row for row in sandbox.ledger() if (row["object"], row["operation"]) == ("bill", "create")]
        assert len(made) == 1
        await client.close()
