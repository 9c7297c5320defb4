"""The client against the sandbox, which shares no code with it; its ledger is the judge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from intacct_sandbox.sandbox import Sandbox

from schemas.verdict import DeadLetterClass
from schemas.write import Write
from service.clock import SystemClock
from service.delivery.client_port import (
    Action,
    Attempt,
    IntacctClient,
    LookUpAnswer,
    Outcome,
    OutcomeKind,
    Prepared,
    RecordQuery,
    RecordState,
    Surface,
    WriteRequest,
)
from service.intacct.client import open_client
from service.intacct.preflight import preflight
from tests.intacct.tenant import FULL, SECRETS, asks, bill, creates, full, prepared, settings, vendor

COMPANY = "HARBORLINE"
THERE = frozenset({"location", "department", "account", "amount", "memo", "direction", "currency"})
"""Line fields whose records the shipped company has."""


@asynccontextmanager
async def company(name: str = "harborline", /, **switches: Any) -> AsyncIterator[tuple[Sandbox, IntacctClient]]:
    """A fresh company of the sandbox's, by its name, and a client of it."""
    async with Sandbox(companies=[name], switches=switches) as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        try:
            yield sandbox, client
        finally:
            await client.close()


def possible(object: str) -> Write:
    """The full write, without references to records that the shipped company does not have."""
    write = full(object)
    fields = {name: value for name, value in write.fields.items() if name not in ("manager", "type")}
    if object == "custom-record":
        fields["type"] = "fleet_vehicle"
    elif object == "account":
        fields["type"] = write.fields["type"]
    lines = fields.get("lines")
    if isinstance(lines, tuple):
        fields["lines"] = tuple({name: value for name, value in line.items() if name in THERE} for line in lines)
    return replace(write, fields=fields)


async def write(client: IntacctClient, surface: Surface, one: Write, id: str = "w0") -> Outcome:
    """Create one record, and submit it where it is created as a draft."""
    return (await written(client, surface, one, id))[0]


async def written(client: IntacctClient, surface: Surface, one: Write, id: str = "w0") -> tuple[Outcome, int]:
    """The same with what it cost."""
    answer = await client.submit(asks(surface, one, Action.CREATE, id=id, entity=one.entity))
    (outcome,) = answer.outcomes
    if outcome.kind is not OutcomeKind.DRAFTED:
        return outcome, answer.transactions
    submitted = await client.submit(
        asks(surface, one, Action.SUBMIT, outcome.record_number, id=f"{id}s", entity=one.entity)
    )
    return submitted.outcomes[0], answer.transactions + submitted.transactions


def surface_of(client: IntacctClient, one: Write) -> Surface:
    """Where the client sends it."""
    made = client.prepare(one)
    assert isinstance(made, Prepared), made
    return made.surface


async def look_up(client: IntacctClient, surface: Surface, *writes: Write) -> LookUpAnswer:
    """What is found for these."""
    return await client.look_up([prepared(one, surface) for one in writes])


@pytest.mark.parametrize("surface", Surface)
async def test_every_object_arrives_and_is_found_again(surface: Surface) -> None:
    """Written with all its fields, then looked up on the same surface with nothing to complain about."""
    async with company() as (sandbox, client):
        spent = 0
        for object in (key[0] for key in FULL):
            one = possible(object)
            way = Surface.REST if object == "task" else surface
            outcome, cost = await written(client, way, one, f"id-{object}")
            assert outcome.kind is OutcomeKind.APPLIED, (object, outcome)
            looked = await look_up(client, way, one)
            assert looked.failure is None, (object, looked)
            (found,) = looked.found[one.key]
            assert (found.differences, found.state) == ((), outcome.state), object
            assert found.record_number == outcome.record_number
            spent += cost + looked.transactions
        assert spent == sandbox.counters(COMPANY)["transactions"]
        created = [row["object"] for row in sandbox.ledger() if row["operation"] == "create"]
        assert created == [key[0] if key[0] != "custom-record" else "fleet_vehicle" for key in FULL]


@pytest.mark.parametrize("surface", Surface)
async def test_a_bill_ends_posted(surface: Surface) -> None:
    """Whatever state the company gives a new one."""
    for initial in ("draft", "posted"):
        async with company(bill_initial_state=initial) as (sandbox, client):
            await write(client, surface, vendor(), "v")
            found = await write(client, surface, bill())
            assert (found.kind, found.state) == (OutcomeKind.APPLIED, RecordState.POSTED)
            last = [row for row in sandbox.ledger() if row["object"] == "bill"][-1]
            assert last["fields"]["state"] == "posted"


@pytest.mark.parametrize("surface", Surface)
async def test_the_same_id_never_makes_a_second_record(surface: Surface) -> None:
    """REST repeats its first answer; XML refuses the id, and the look-up confirms."""
    async with company() as (sandbox, client):
        await write(client, surface, vendor(), "v")
        first = await write(client, surface, bill())
        again = await write(client, surface, bill())
        assert again.kind in (OutcomeKind.APPLIED, OutcomeKind.DUPLICATE)
        looked = await look_up(client, surface, bill())
        assert [each.record_number for each in looked.found[bill().key]] == [first.record_number]
        assert len([row for row in sandbox.ledger() if (row["object"], row["operation"]) == ("bill", "create")]) == 1


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize(
    "switches",
    [
        {"rest_error_shape": "B", "business_status": 400, "missing_field_status": 422, "expired_token_status": 400},
        {"duplicate_status": 422, "support_id": False},
        {"duplicate_status": 400, "duplicate_level": "control"},
        {"failed_burns_id": True, "session_endpoint_strict": True, "strict_content_type": True},
    ],
)
async def test_errors_mean_the_same_under_every_reading_of_the_sources(surface: Surface, switches: Any) -> None:
    """Each open question has a switch; the outcome does not depend on it, where bill numbers are unique."""
    async with company("unique_bill_numbers", **switches) as (_, client):
        missing = await write(client, surface, bill())
        assert missing.kind is OutcomeKind.MISSING_REFERENCE
        assert missing.diagnosis is not None
        assert "V-1" in missing.diagnosis.cause
        await write(client, surface, vendor(), "v")
        assert (await write(client, surface, vendor(name="other"), "v2")).kind is OutcomeKind.DUPLICATE
        assert (await write(client, surface, bill(), "b1")).kind is OutcomeKind.APPLIED
        assert (await write(client, surface, bill(), "b2")).kind is OutcomeKind.DUPLICATE


@pytest.mark.parametrize("surface", Surface)
async def test_a_closed_period_leaves_nothing_behind(surface: Surface) -> None:
    """No bill, no draft, no balance; opened again, the replay posts it."""
    early = bill(bill_date=date(2025, 12, 1), due_date=date(2025, 12, 31))
    async with company() as (sandbox, client):
        await write(client, surface, vendor(), "v")
        found, cost = await written(client, surface, early)
        assert (found.kind, cost) == (OutcomeKind.REJECTED, 0 if surface is Surface.XML else 2)
        assert found.diagnosis is not None
        assert found.diagnosis.category is DeadLetterClass.CLOSED_PERIOD
        assert (await look_up(client, surface, early)).found == {}
        sandbox.close_books("2024-12-31")
        assert (await write(client, surface, early, "w0.p1")).state is RecordState.POSTED


async def test_a_months_end_in_a_closed_period_costs_no_more_than_one_transaction_each() -> None:
    """Forty bills over REST: the first one tells that the month is closed."""
    async with company() as (sandbox, client):
        await write(client, Surface.REST, vendor(), "v")
        spent = 0
        for number in range(40):
            early = bill(f"B-{number}", bill_date=date(2025, 12, 1), due_date=date(2025, 12, 31))
            found, cost = await written(client, Surface.REST, early, f"b{number}")
            assert found.kind is OutcomeKind.REJECTED
            spent += cost
        assert spent == sandbox.counters(COMPANY)["transactions"] - 1 == 2
        operations = [row["operation"] for row in sandbox.ledger() if row["object"] == "bill"]
        assert operations == ["create", "delete"]


@pytest.mark.parametrize("surface", Surface)
async def test_permission_for_one_object_is_a_rejection(surface: Surface) -> None:
    """The clerk may not create journal entries; everything else goes on."""
    async with Sandbox() as sandbox:
        whole = settings(sandbox.url)
        assert whole.rest is not None
        assert whole.xml is not None
        clerk = settings(
            sandbox.url,
            rest={**whole.rest.model_dump(), "username": f"clerk_ws@{COMPANY}"},
            xml={**whole.xml.model_dump(), "user_id": "clerk_ws", "user_password": "clerk-secret"},
        )
        client = open_client("clerk", clerk, SystemClock())
        found = await write(client, surface, possible("journal-entry"))
        assert found.kind is OutcomeKind.REJECTED
        assert found.diagnosis is not None
        assert found.diagnosis.category is DeadLetterClass.PERMISSION
        assert (await write(client, surface, vendor(), "v")).kind is OutcomeKind.APPLIED
        await client.close()


async def test_a_hundred_functions_are_one_request() -> None:
    """Each with its own result."""
    async with company() as (sandbox, client):
        before = sandbox.counters(COMPANY)["requests"]
        answer = await client.submit(creates(Surface.XML, *(vendor(f"V-{number}") for number in range(100))))
        assert {each.kind for each in answer.outcomes} == {OutcomeKind.APPLIED}
        assert answer.transactions == 100
        assert sandbox.counters(COMPANY)["requests"] - before <= 2
        looked = await look_up(client, Surface.XML, *(vendor(f"V-{number}") for number in range(100)))
        assert (len(looked.found), looked.transactions) == (100, 1)


@pytest.mark.parametrize("shape", ["A", "B"])
@pytest.mark.parametrize("later", [True, False])
async def test_an_atomic_group_is_one_unit(shape: str, later: bool) -> None:
    """One bad member: nothing is there, and all share its outcome; without it all are there."""
    async with company(aborted_shape=shape, results_after_failure=later) as (sandbox, client):
        group = (vendor("V-8"), bill(vendor="V-9"), vendor("V-7"))
        answer = await client.submit(creates(Surface.XML, *group, atomic=True))
        assert {each.kind for each in answer.outcomes} == {OutcomeKind.MISSING_REFERENCE}
        assert answer.transactions == 0
        assert sandbox.ledger() == []
        good = (vendor("V-9"), bill(vendor="V-9"))
        attempts = tuple(
            Attempt(prepared(one, Surface.XML), f"g{index}", Action.CREATE) for index, one in enumerate(good)
        )
        again = await client.submit(WriteRequest(Surface.XML, "", attempts, atomic=True))
        assert {each.kind for each in again.outcomes} == {OutcomeKind.APPLIED}


@pytest.mark.parametrize("surface", Surface)
async def test_an_entity_is_where_the_record_goes(surface: Surface) -> None:
    """The header, or the session's location, decides who owns it."""
    async with company() as (sandbox, client):
        one = replace(vendor(), entity="E100")
        await client.submit(creates(surface, one, entity="E100"))
        assert [row["entity"] for row in sandbox.ledger()] == ["E100"]
        assert vendor().key in (await look_up(client, surface, one)).found


@pytest.mark.parametrize("surface", Surface)
async def test_an_unknown_entity_is_the_events_trouble(surface: Surface) -> None:
    """Not the tenant's: the next event goes through."""
    async with company() as (_, client):
        wrong = (await client.submit(creates(surface, vendor(), entity="E999"))).outcomes[0]
        assert wrong.kind in (OutcomeKind.REJECTED, OutcomeKind.MISSING_REFERENCE)
        assert wrong.diagnosis is not None
        assert "E999" in wrong.diagnosis.cause
        assert (await write(client, surface, vendor(), "v")).kind is OutcomeKind.APPLIED


@pytest.mark.parametrize("surface", Surface)
async def test_an_update_changes_what_it_states(surface: Surface) -> None:
    """And nothing else; afterwards the look-up finds it the same."""
    async with company() as (_, client):
        await write(client, surface, vendor(notes="old", tax_id="74"), "v")
        changed = vendor(notes="new")
        (found,) = (await look_up(client, surface, changed)).found[changed.key]
        assert found.differences == ("notes: there old, wanted new",)
        update = asks(surface, changed, Action.UPDATE, found.record_number, id="vu")
        assert (await client.submit(update)).outcomes[0].kind is OutcomeKind.APPLIED
        (found,) = (await look_up(client, surface, vendor(notes="new", tax_id="74"))).found[changed.key]
        assert found.same


@pytest.mark.parametrize("policy", ["rest", "xml"])
async def test_handlers_read_on_the_tenants_surface(policy: str) -> None:
    """Neutral names, neutral values, pages as needed."""
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url, surface=policy), SystemClock())
        way = Surface(policy)
        await client.submit(creates(way, *(vendor(f"V-{number}", notes="n") for number in range(5))))
        answer = await client.query(RecordQuery("vendor", ("id", "notes", "status"), {"notes": "n"}, limit=3))
        assert [row["id"] for row in answer.rows] == ["V-0", "V-1", "V-2"]
        assert answer.rows[0] == {"id": "V-0", "notes": "n", "status": "active"}
        assert answer.transactions == 1
        await client.close()


async def test_a_session_or_token_that_ends_is_renewed_unnoticed() -> None:
    """In the middle of work, without losing or doubling anything."""
    async with company() as (sandbox, client):
        for number, surface in enumerate([Surface.REST, Surface.XML] * 2):
            sandbox.clock.advance(50_000)
            assert (await write(client, surface, vendor(f"V-{number}"), f"v{number}")).kind is OutcomeKind.APPLIED
        assert len(sandbox.ledger()) == 4


BEFORE = [OutcomeKind.UNCERTAIN, OutcomeKind.UNAVAILABLE, OutcomeKind.THROTTLED]
FAULTS = [
    {"kind": "answer_lost"},
    {"kind": "reset_before"},
    {"kind": "status", "when": "after", "status": 500},
    {"kind": "status", "when": "before", "status": 502},
    {"kind": "throttle"},
    {"kind": "maintenance"},
    {"kind": "truncate"},
    {"kind": "garbage"},
]


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(str(each) for each in fault.values()))
async def test_no_fault_makes_a_second_bill_or_loses_one(surface: Surface, fault: dict[str, Any]) -> None:
    """Every third request about bills is hit. Publishing as the port prescribes ends with one posted bill."""
    async with company() as (sandbox, client):
        await write(client, surface, vendor(), "v")
        sandbox.set_faults([{**fault, "object": "bill", "probability": 0.34, "seed": 7}])
        for number in range(10):
            await settle(client, surface, bill(f"B-{number}"), f"b{number}")
        assert any(rule["fired"] for rule in sandbox.world.faults.as_list())
        sandbox.set_faults([])
        bills = [row for row in sandbox.ledger() if row["object"] == "bill"]
        created = [row["key"] for row in bills if row["operation"] == "create"]
        assert sorted(created) == [f"B-{number}" for number in range(10)]
        states = {row["key"]: row["fields"]["state"] for row in bills}
        assert set(states.values()) == {"posted"}


async def settle(client: IntacctClient, surface: Surface, one: Write, id: str) -> None:
    """What the engine does with one create, without its waiting."""
    action, record = Action.CREATE, ""
    for _ in range(80):
        done = (await client.submit(asks(surface, one, action, record, id=f"{id}{action.value[0]}"))).outcomes[0]
        if done.kind is OutcomeKind.APPLIED:
            return
        assert done.kind in (*BEFORE, OutcomeKind.DUPLICATE, OutcomeKind.DRAFTED), done
        if done.kind is OutcomeKind.DRAFTED:
            action, record = Action.SUBMIT, done.record_number
        if done.kind in (OutcomeKind.UNCERTAIN, OutcomeKind.DUPLICATE):
            looked = await look_up(client, surface, one)
            while looked.failure is not None:
                assert looked.failure.kind in (OutcomeKind.UNAVAILABLE, OutcomeKind.THROTTLED), looked
                looked = await look_up(client, surface, one)
            for found in looked.found.get(one.key, ()):
                assert found.same
                if found.state is not RecordState.DRAFT:
                    return
    raise AssertionError("never settled")


async def test_check_names_what_is_missing() -> None:
    """All well; a wrong sender; a user without a permission; nobody there."""
    async with Sandbox() as sandbox:
        whole = settings(sandbox.url)
        lines = await preflight("acme", whole, SystemClock())
        assert all(line.ok for line in lines), lines
        assert {line.subject for line in lines} == {
            *("credentials", "sender", "session endpoint", "permissions", "clock", "company settings"),
        }
        assert whole.xml is not None
        wrong = settings(sandbox.url, rest=None, xml={**whole.xml.model_dump(), "sender_password": "wrong-sender"})
        lines = await preflight("acme", wrong, SystemClock())
        sender = next(line for line in lines if line.subject == "sender")
        assert not sender.ok
        assert "sender_password" in sender.fix
        assert "wrong-sender" not in repr(lines)
        clerk = settings(sandbox.url, xml=None, rest={**whole.rest.model_dump(), "username": f"clerk_ws@{COMPANY}"})  # type: ignore[union-attr]
        lines = await preflight("acme", clerk, SystemClock())
        assert [line.found.split(":")[0] for line in lines if not line.ok] == ["bill-payment"]
    lines = await preflight("acme", whole, SystemClock())
    assert not any(line.ok for line in lines)
    assert not any(secret in repr(lines) for secret in SECRETS)
