"""Waiting for what is missing: never in a circle, never for what cannot come, and for nothing but what is missing."""

import random
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter
from schemas.write import ObjectKey, Operation, Write
from service.delivery.missing import missing_objects
from tests.delivery.engine import SETTINGS, Engine, event
from tests.delivery.fake_intacct import FakeIntacct
from tests.support.clock import FakeClock


def engine() -> Engine:
    clock = FakeClock()
    return Engine(clock, FakeIntacct(clock))


def letter(run: Engine, number: int | str) -> DeadLetter:
    found = next(each for each in reversed(run.log.published) if each.event_id == f"e{number}")
    assert isinstance(found, DeadLetter)
    return found


async def test_a_payment_before_its_bill_lets_the_bill_pass() -> None:
    """The payment changes the bill and waits for it; the bill, which comes later, goes at once."""
    run = engine()
    await run.work(
        event(1, ("create", "payment", "P1", "5", ["bill:B1"])),
        event(2, ("create", "bill", "B1", "5")),
    )
    assert run.receipts() == {"e1", "e2"}
    assert run.clock.monotonic() < 10.0


async def test_an_update_before_its_create_lets_the_create_pass() -> None:
    """It writes the same object, and still waits for it and not the other way round."""
    run = engine()
    await run.work(event(1, ("update", "vendor", "V1", "2")), event(2, ("upsert", "vendor", "V1", "1")))
    assert run.receipts() == {"e1", "e2"}
    assert run.clock.monotonic() < 10.0


async def test_an_event_that_writes_one_object_twice_lets_its_create_pass() -> None:
    """Its second write stands behind its first one, and no more than that in the way of the create."""
    run = engine()
    await run.work(
        event(1, ("update", "vendor", "V1", "2"), ("update", "vendor", "V1", "3")),
        event(2, ("create", "vendor", "V1", "1")),
    )
    assert run.receipts() == {"e1", "e2"}
    assert run.clock.monotonic() < 10.0
    assert not run.intacct.raced


async def test_who_stood_aside_never_writes_beside_those_who_passed() -> None:
    """Of several events of one object no two are under way at the same time, and the order ends as it began."""
    run = engine()
    await run.work(
        event(1, ("update", "vendor", "V1", "1")),
        *(event(n, ("upsert", "vendor", "V1", str(n))) for n in range(2, 8)),
    )
    assert run.receipts() == {f"e{n}" for n in range(1, 8)}
    assert not run.intacct.raced


async def test_two_events_for_one_document_never_pass_each_other() -> None:
    """While the first waits for its vendor, the second of the same number waits behind it."""
    run = engine()
    run.intacct.unique = False
    await run.work(
        event(1, ("create", "bill", "B1", "5", ["V1"])),
        event(2, ("create", "bill", "B1", "5", ["V1"])),
        event(3, ("upsert", "vendor", "V1", "1")),
    )
    assert run.receipts() == {"e1", "e2", "e3"}
    assert len(run.intacct.records[ObjectKey("bill", ("B1",))]) == 1


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
async def test_shuffled_storms_converge_without_a_dead_letter(seed: int) -> None:
    """Payments, bills and vendors in any order, each document under two event ids, all end in the books, each once."""
    chance, events = random.Random(seed), []
    for number, again in product(range(12), ("", "-again")):
        vendor, bill = f"V{number % 3}", f"B{number % 8}"
        events.append(event(f"b{number}{again}", ("create", "bill", f"B{number}", "5", [vendor])))
        events.append(event(f"p{number}{again}", ("create", "payment", f"P{number}", "5", [vendor, f"bill:{bill}"])))
    events += [event(f"v{number}", ("upsert", "vendor", f"V{number}", "1")) for number in range(3)]
    chance.shuffle(events)
    run = engine()
    run.intacct.unique = False
    await run.work(*events)
    assert run.receipts() == {each.id for each in events}
    assert run.clock.monotonic() < 60.0
    creates = [key for action, key, _ in run.intacct.ledger if action == "create"]
    assert len(creates) == len(set(creates)) == 27


async def test_what_only_a_dead_event_would_create_fails_its_dependants_at_once() -> None:
    """They name the event that failed and its cause, whether they waited behind it or had been tried already."""
    run = engine()
    run.intacct.refuse = {ObjectKey("bill", ("B1",))}
    await run.work(
        event(1, ("create", "payment", "P0", "5", ["bill:B1"])),
        event(2, ("create", "bill", "B1", "5")),
        event(3, ("create", "payment", "P1", "5", ["bill:B1"])),
        event(4, ("create", "payment", "P2", "5", ["bill:B1"])),
    )
    assert run.clock.monotonic() < 10.0
    for number in (1, 3, 4):
        failure = letter(run, number).failure
        assert "«e2»" in failure.cause
        assert "Intacct said: refused" in failure.cause
        assert failure.waits_for == "bill B1"


async def test_what_refers_to_a_dead_one_later_fails_at_once_too() -> None:
    """It comes when the dead letter is long written; a bill that comes again after all is paid."""
    run = engine()
    run.intacct.refuse = {ObjectKey("bill", ("B1",))}
    await run.work(event(1, ("create", "bill", "B1", "5")))
    begun = run.clock.monotonic()
    await run.log.append([event(2, ("create", "payment", "P1", "5", ["bill:B1"]))])
    await run.clock.run_until(lambda: run.done)
    assert "«e1»" in letter(run, 2).failure.cause
    assert run.clock.monotonic() - begun < 5.0
    run.intacct.refuse = set()
    again = [event(3, ("create", "payment", "P2", "5", ["bill:B1"])), event(4, ("create", "bill", "B1", "5"))]
    await run.log.append(list(reversed(again)))
    await run.clock.run_until(lambda: run.done)
    assert run.receipts() == {"e3", "e4"}


async def test_a_dependant_waits_for_the_next_event_that_brings_what_a_dead_one_did_not() -> None:
    """The bill comes again under another event id, right behind the payment: the payment waits for that one."""
    run = engine()
    run.intacct.refuse = {ObjectKey("vendor", ("V9",))}
    await run.work(
        event(1, ("create", "vendor", "V9", "1"), ("create", "bill", "B1", "5")),
        event(2, ("create", "payment", "P1", "5", ["bill:B1"])),
        event(3, ("create", "bill", "B1", "5")),
    )
    assert run.receipts() == {"e2", "e3"}


async def test_the_dependants_of_a_refused_change_go_on() -> None:
    """The vendor exists; that one change of it is refused keeps no bill of it waiting."""
    run = engine()
    run.intacct.put(Write(Operation.UPSERT, ObjectKey("vendor", ("V1",)), {"id": "V1", "amount": Decimal(1)}))
    run.intacct.refuse = {ObjectKey("vendor", ("V1",))}
    await run.work(event(1, ("upsert", "vendor", "V1", "2")), event(2, ("create", "bill", "B1", "5", ["V1"])))
    assert run.receipts() == {"e2"}


async def test_a_dead_letter_names_exactly_what_is_missing() -> None:
    """Of two references the one that Intacct named."""
    run = engine()
    await run.work(
        event(1, ("upsert", "vendor", "V1", "1")),
        event(2, ("create", "bill", "B1", "5", ["V1", "term:N45"])),
    )
    assert letter(run, 2).failure.waits_for == "term N45"


async def test_a_long_chain_of_states_that_are_superseded_at_once_is_no_deep_one() -> None:
    """Three thousand older states behind one newer end as superseded, one after the other."""
    run = engine()
    base = run.clock.now()
    newest = event("new", ("upsert", "vendor", "V1", "9"), time=base.replace(year=2027))
    older: list[StoredEvent] = [event(n, ("upsert", "vendor", "V1", str(n)), time=base) for n in range(3_000)]
    await run.work(newest, *older)
    assert len(run.intacct.ledger) == 1


async def waiting_bill(run: Engine) -> None:
    """A bill whose vendor never came in time, and then the vendor."""
    await run.work(event(1, ("create", "bill", "B1", "5", ["V1"])))
    assert letter(run, 1).failure.waits_for == "vendor V1"
    await run.log.append([event(2, ("upsert", "vendor", "V1", "1"))])
    await run.clock.run_until(lambda: "e2" in run.receipts())


async def test_a_dead_letter_that_waited_is_offered_when_what_it_waited_for_appears() -> None:
    """It says so itself, and a replay then ends well."""
    run = engine()
    await waiting_bill(run)
    await run.clock.run_until(lambda: letter(run, 1).failure.waits_for == "")
    assert letter(run, 1).failure.next_step == "Intacct holds vendor V1 now: replay this event."
    await run.log.append([event(1, ("create", "bill", "B1", "5", ["V1"]), replay=1)])
    await run.clock.run_until(lambda: run.receipts() == {"e1", "e2"})


async def test_a_tenant_may_have_such_dead_letters_replayed_by_themselves() -> None:
    """«replay: automatic» needs nobody."""
    waiting = SETTINGS.waiting.model_copy(update={"replay": "automatic"})
    clock = FakeClock()
    run = Engine(clock, FakeIntacct(clock), settings=SETTINGS.model_copy(update={"waiting": waiting}))
    await waiting_bill(run)
    await run.clock.run_until(lambda: run.receipts() == {"e1", "e2"})


async def test_an_offer_that_a_crash_prevented_is_made_by_the_successor() -> None:
    """What receipts prove to be there is offered when the tenant's next event comes."""
    run = engine()
    await waiting_bill(run)
    await run.kill()
    run.log.latest[letter(run, 1).id] = next(each for each in run.log.published if each.event_id == "e1")
    run.start()
    await run.log.append([event(3, ("upsert", "vendor", "V2", "1"))])
    await run.clock.run_until(lambda: letter(run, 1).failure.waits_for == "")


@pytest.mark.parametrize("between", ["\n", ", "])
async def test_what_waits_for_two_is_offered_when_both_are_there(between: str) -> None:
    """The first that appears is taken from what is awaited, the second makes the offer; older letters have commas."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5", ["V1"])))
    waiting = letter(run, 1)
    both = replace(waiting.failure, waits_for=between.join(("vendor V1", "vendor V2")))
    await run.log.publish([replace(waiting, failure=both)])
    await run.log.append([event(2, ("upsert", "vendor", "V1", "1"))])
    await run.clock.run_until(lambda: letter(run, 1).failure.waits_for == "vendor V2")
    assert letter(run, 1).failure.next_step == waiting.failure.next_step
    await run.log.append([event(3, ("upsert", "vendor", "V2", "1"))])
    await run.clock.run_until(lambda: letter(run, 1).failure.waits_for == "")
    assert letter(run, 1).failure.next_step == "Intacct holds vendor V2 now: replay this event."


def test_a_party_that_is_only_a_part_of_a_number_is_not_called_missing() -> None:
    """«bill V-1 / B-9 does not exist» is about the bill; words about the vendor are about the vendor."""
    vendor = ObjectKey("vendor", ("V-1",))
    short, bill = (ObjectKey("bill", ("V-1", number)) for number in ("B", "B-9"))
    write = Write(Operation.CREATE, ObjectKey("bill-payment", ("BANK", "1")), {}, (vendor, short, bill))
    assert missing_objects(write, "bill V-1 / B-9 does not exist Bill V-1 / B-9 is not in Intacct yet.") == (bill,)
    assert missing_objects(write, "Vendor 'V-1' specified is not valid.") == (vendor,)
    assert missing_objects(write, "bill V-1 / B-9 is a draft; vendor V-1 is unknown") == (vendor, bill)
