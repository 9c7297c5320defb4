"""The engine's rules, on virtual time, between a fake log and a fake Intacct."""

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, DeadLetterClass
from schemas.write import ObjectKey
from service.delivery.client_port import Surface
from service.delivery.gate import GateState
from tests.delivery.engine import Engine, event
from tests.delivery.fake_intacct import FakeIntacct
from tests.support.clock import FakeClock

TROUBLE = st.fixed_dictionaries(
    {
        "lost": st.sampled_from([0.0, 0.1, 0.5]),
        "before": st.sampled_from([0.0, 0.2]),
        "throttled": st.sampled_from([0.0, 0.2]),
        "unavailable": st.sampled_from([0.0, 0.1]),
    }
)


def engine(**trouble: float) -> Engine:
    clock = FakeClock()
    return Engine(clock, FakeIntacct(clock, trouble))


def small_day(seed: int, count: int = 30) -> list[StoredEvent]:
    """Vendors that change, bills that refer to them, bills that come before their vendor, and duplicates."""
    chance = random.Random(seed)
    events = []
    for number in range(count):
        vendor = f"V{chance.randrange(4)}"
        if chance.random() < 0.4:
            events.append(event(number, ("upsert", "vendor", vendor, str(number))))
        else:
            events.append(event(number, ("create", "bill", f"B{number}", str(number), [vendor])))
    repeated = [chance.choice(events) for _ in range(3)]
    last = [event(f"last{n}", ("upsert", "vendor", f"V{n}", "9")) for n in range(4)]
    return [*events, *repeated, *last]


def assert_exactly_once(run: Engine, events: list[StoredEvent]) -> None:
    creates = Counter(key for operation, key, _ in run.intacct.ledger if operation == "create")
    assert not [key for key, times in creates.items() if times > 1]
    assert run.receipts() == {one.id for one in events}
    bills = {key for key in run.intacct.records if key.object == "bill"}
    assert len(bills) == len({one.id for one in events if b'"bill"' in one.body})
    for vendor in (key for key in run.intacct.records if key.object == "vendor"):
        last = [float(write.fields["amount"]) for _, key, write in run.intacct.ledger if key == vendor]
        assert last[-1] == 9.0, "the latest event's content is what stays"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), trouble=TROUBLE, deduplicates=st.booleans())
async def test_every_event_ends_once_whatever_is_lost(seed: int, trouble: dict[str, float], deduplicates: bool) -> None:
    """Lost answers, throttling and outages never make a duplicate or lose a write, with or without server ids."""
    clock = FakeClock()
    run = Engine(clock, FakeIntacct(clock, trouble, seed, ids_deduplicate=deduplicates, unique=False))
    events = small_day(seed)
    await run.work(*events)
    await run.stop()
    assert_exactly_once(run, events)
    assert run.intacct.most_in_flight <= 2


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), moments=st.lists(st.floats(0.05, 4.0), min_size=1, max_size=4))
async def test_kills_never_make_a_duplicate(seed: int, moments: list[float]) -> None:
    """However often the process dies in the middle, a restart ends with one record per write."""
    clock = FakeClock()
    run = Engine(clock, FakeIntacct(clock, {"lost": 0.2, "before": 0.1}, seed, ids_deduplicate=False, unique=False))
    events = small_day(seed)
    await run.log.append(events)
    for moment in moments:
        run.start()
        await clock.advance(moment)
        await run.kill()
        await clock.advance(1.0)  # what the server had in hand ends
    await run.work()
    await run.stop()
    assert_exactly_once(run, events)


async def test_the_same_event_twice_has_one_effect() -> None:
    """A duplicate is dropped, whether its twin is on its way or done."""
    run = engine()
    one = event(1, ("create", "bill", "B1", "5"))
    await run.work(one, one)
    await run.log.append([one])
    await run.clock.run_until(lambda: len(run.watcher.duplicates) == 2)
    assert len(run.intacct.ledger) == 1
    assert len(run.log.published) == 1


async def test_a_write_waits_for_the_earlier_one_that_creates_what_it_needs() -> None:
    """A bill right behind its vendor is not even tried before the vendor is there."""
    run = engine()
    await run.work(event(1, ("upsert", "vendor", "V1", "1")), event(2, ("create", "bill", "B1", "5", ["V1"])))
    assert [request.attempts[0].write.object for request in run.intacct.requests] == ["vendor", "bill"]


async def test_a_bill_before_its_vendor_is_woken_by_the_vendor() -> None:
    """It goes on as soon as the vendor's receipt appears, long before its backoff would."""
    run = engine()
    await run.log.append([event(1, ("create", "bill", "B1", "5", ["V1"]))])
    run.start()
    await run.clock.advance(200.0)
    begun = run.clock.monotonic()
    await run.log.append([event(2, ("upsert", "vendor", "V1", "1"))])
    await run.clock.run_until(lambda: run.done)
    assert run.clock.monotonic() - begun < 2.0


async def test_a_reference_that_never_comes_ends_in_a_dead_letter() -> None:
    """After the tenant's patience it is given to a person, with what it waited for."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5", ["V404"])))
    dead = run.log.published[0]
    assert isinstance(dead, DeadLetter)
    assert dead.failure.category is DeadLetterClass.MISSING_REFERENCE
    assert dead.failure.waits_for == "vendor V404"


async def test_a_known_record_is_updated_in_one_transaction() -> None:
    """The second upsert of a vendor needs no look-up."""
    run = engine()
    await run.work(event(1, ("upsert", "vendor", "V1", "1")), event(2, ("upsert", "vendor", "V1", "2")))
    second = next(verdict for verdict in run.log.published if verdict.event_id == "e2")
    assert second.transactions == 1


async def test_a_refused_write_dead_letters_its_event_alone() -> None:
    """Later writes of the event are not sent; other events go on."""
    run = engine()
    run.intacct.refuse.add(ObjectKey("bill", ("B1",)))
    await run.work(
        event(1, ("create", "bill", "B1", "5"), ("create", "bill", "B2", "5")), event(2, ("create", "bill", "B3", "5"))
    )
    assert [key.parts for _, key, _ in run.intacct.ledger] == [("B3",)]
    assert run.receipts() == {"e2"}


async def test_a_backlog_travels_in_xml_requests_of_many() -> None:
    """When more is ready than there are slots, up to a hundred writes share one request."""
    run = engine()
    await run.work(*(event(n, ("create", "bill", f"B{n}", "5")) for n in range(250)))
    sizes = [len(request.attempts) for request in run.intacct.requests]
    assert max(sizes) == 100
    assert {request.surface for request in run.intacct.requests if len(request.attempts) > 1} == {Surface.XML}


async def test_one_that_spoils_a_request_does_not_spoil_its_companions() -> None:
    """What the request as a whole is refused for is tried one by one: only the culprit is dead."""
    run = engine()
    run.intacct.spoiled = {ObjectKey("bill", ("B3",))}
    await run.work(*(event(n, ("create", "bill", f"B{n}", "5")) for n in range(5)))
    assert len(run.log.published) == 5
    assert run.receipts() == {"e0", "e1", "e2", "e4"}


async def test_refusals_of_single_writes_are_verdicts_even_if_all_are_alike() -> None:
    """Forty bills that Intacct judged one by one and refused alike are not sent a second time."""
    run = engine()
    run.intacct.refuse |= {ObjectKey("bill", (f"B{n}",)) for n in range(40)}
    await run.work(*(event(n, ("create", "bill", f"B{n}", "5")) for n in range(40)))
    assert sum(len(request.attempts) for request in run.intacct.requests) == 40
    assert not run.receipts()


async def test_bad_credentials_hold_the_tenant_and_are_not_hammered() -> None:
    """Nothing is dead-lettered, hardly anything is sent, and it goes on by itself once it is mended."""
    run = engine()
    run.intacct.held = True
    await run.log.append([event(1, ("create", "bill", "B1", "5"))])
    run.start()
    await run.clock.advance(1000.0)
    assert len(run.intacct.requests) == 1
    assert run.intacct.probes <= 10
    assert not run.log.published
    run.intacct.held = False
    await run.clock.run_until(lambda: run.done)
    assert run.watcher.gates == [GateState.HELD, GateState.OPEN]
    assert run.receipts() == {"e1"}


async def test_an_atomic_event_is_one_request_with_all_its_writes() -> None:
    """All-or-nothing writes travel together and alone, as one unit."""
    run = engine()
    writes = [("create", "vendor", "V1", "1", [], True), ("create", "vendor", "V2", "1", [], True)]
    await run.work(event(1, *writes))
    assert [(len(request.attempts), request.atomic) for request in run.intacct.requests] == [(2, True)]


async def test_an_unknown_tenant_is_a_dead_letter() -> None:
    """An event of a tenant that is not configured is not lost."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5"), tenant="nobody"))
    assert run.log.published[0].failure.category is DeadLetterClass.UNKNOWN_TENANT


async def test_a_replay_looks_before_it_writes() -> None:
    """A dead letter sent back whose write is in Intacct after all is confirmed, not posted again."""
    run = engine()
    run.intacct.refuse.add(ObjectKey("bill", ("B1",)))
    first = event(1, ("create", "bill", "B1", "5"))
    await run.work(first)
    run.intacct.refuse.clear()
    write = run.intacct.requests[0].attempts[0].write
    run.intacct.put(write)
    await run.log.append([event(1, ("create", "bill", "B1", "5"), replay=1)])
    await run.clock.run_until(lambda: run.receipts() == {"e1"})
    assert not run.intacct.ledger


async def test_a_log_that_fails_for_a_while_loses_no_verdict() -> None:
    """Verdicts are published again until the log takes them, and progress waits for it."""
    run = engine()
    run.log.failures = 5
    await run.work(event(1, ("create", "bill", "B1", "5")))
    await run.stop()
    assert run.watcher.failures == 5
    assert run.log.progress.watermark == 1


@pytest.mark.parametrize("content", ["5", "6"])
async def test_a_number_that_is_taken(content: str) -> None:
    """The same content under the same number is that bill; other content is a duplicate for a person to judge."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5")))
    await run.log.append([event(2, ("create", "bill", "B1", content))])
    await run.clock.run_until(lambda: run.done)
    second = run.log.latest[event(2).key]
    assert isinstance(second, DeadLetter) is (content == "6")
    assert len(run.intacct.ledger) == 1


async def test_stored_refusals_are_passed_quickly_and_a_replay_has_ids_of_its_own() -> None:
    """What the server only repeats costs no waiting; after a replay it has nothing to repeat."""
    run = engine()
    run.intacct.stores_refusals = True
    waiting = event(1, ("create", "bill", "B1", "5", ["V1"]))
    await run.work(waiting)
    await run.log.append([event(1, ("create", "bill", "B1", "5", ["V1"]), replay=1)])
    await run.log.append([event(2, ("upsert", "vendor", "V1", "1"))])
    begun = run.clock.monotonic()
    await run.clock.run_until(lambda: run.receipts() == {"e1", "e2"})
    assert run.clock.monotonic() - begun < 5.0
    assert len(run.intacct.ledger) == 2


async def test_a_restart_passes_stored_refusals_without_waiting() -> None:
    """An owner that takes over is told every old refusal again, and waits for none of them."""
    run = engine()
    run.intacct.stores_refusals = True
    await run.log.append([event(1, ("create", "bill", "B1", "5", ["V1"]))])
    run.start()
    await run.clock.advance(300.0)
    await run.kill()
    await run.log.append([event(2, ("upsert", "vendor", "V1", "1"))])
    run.start()
    begun = run.clock.monotonic()
    await run.clock.run_until(lambda: run.done)
    assert run.receipts() == {"e1", "e2"}
    assert run.clock.monotonic() - begun < 10.0


def neighbours() -> Engine:
    """Two tenants in one partition; the first is held."""
    run = engine()
    run.neighbour = FakeIntacct(run.clock)
    run.intacct.held = True
    return run


def crowd(count: int) -> list[StoredEvent]:
    """Events of a busy tenant, and every tenth one of its neighbour."""
    return [event(n, ("create", "bill", f"B{n}", "5"), tenant="other" if n % 10 == 0 else "acme") for n in range(count)]


async def test_a_held_tenant_is_in_nobodys_way() -> None:
    """Its events are left in the log once a thousand wait, its neighbour's go on, and later all come in order."""
    run, events = neighbours(), crowd(8_000)
    await run.log.append(events)
    run.start()
    others = {one.id for one in events if one.tenant == "other"}
    await run.clock.run_until(lambda: len(run.log.latest) == len(others))
    assert run.receipts() == others
    assert len(run.run._works) <= 5_000, "memory does not grow with what is parked"
    run.intacct.held = False
    await run.clock.run_until(lambda: len(run.log.latest) == len(events))
    await run.stop()
    assert not run.crashes
    numbers = [int(key.parts[0][1:]) for _, key, _ in run.intacct.ledger]
    assert len(numbers) == len(set(numbers)) == 7_200
    assert run.log.progress.watermark == 8_000


async def test_parked_events_survive_a_kill() -> None:
    """A restart in the middle of a hold, and one in the middle of catching up, lose and double nothing."""
    run, events = neighbours(), crowd(3_000)
    await run.log.append(events)
    for held, seconds in ((True, 30.0), (True, 5.0), (False, 20.0)):
        run.intacct.held = held
        run.start()
        await run.clock.advance(seconds)
        await run.kill()
        await run.clock.advance(1.0)
    run.start()
    await run.clock.run_until(lambda: len(run.log.latest) == len(events))
    assert not run.crashes
    assert len(run.intacct.ledger) == 2_700
    assert len({key for _, key, _ in run.intacct.ledger}) == 2_700


async def test_the_order_of_a_tenant_outlives_parking() -> None:
    """Updates of one vendor, parked and read again, are applied in event order."""
    run = neighbours()
    first = [event(n, ("upsert", "vendor", "V1", str(n))) for n in range(1_000)]
    await run.log.append(first)
    run.start()
    await run.clock.advance(60.0)
    await run.log.append([event(n, ("upsert", "vendor", "V1", str(n))) for n in range(1_000, 1_800)])
    await run.clock.advance(60.0)
    assert len(run.run._works) == 1_000
    run.intacct.held = False
    await run.clock.run_until(lambda: len(run.log.latest) == 1_800)
    applied = [int(write.fields["amount"]) for _, _, write in run.intacct.ledger]
    assert applied == sorted(applied)
    assert applied[-1] == 1_799
