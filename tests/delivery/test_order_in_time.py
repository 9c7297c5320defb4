"""Newer wins: a state that is older than what was applied never overwrites it, by whatever way it comes."""

from datetime import UTC, datetime

from schemas.verdict import DeadLetter, Receipt
from schemas.write import ObjectKey
from tests.delivery.engine import Engine, event
from tests.delivery.fake_intacct import FakeIntacct
from tests.support.clock import FakeClock

MARCH_1, MARCH_2 = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
VENDOR = ObjectKey("vendor", ("V1",))


def engine(**options: frozenset[str]) -> Engine:
    clock = FakeClock()
    return Engine(clock, FakeIntacct(clock), **options)  # type: ignore[arg-type]


def state(run: Engine) -> str:
    """What the books say of the vendor."""
    (record,) = run.intacct.records[VENDOR]
    return str(record.write.fields["amount"])


async def test_a_late_older_state_is_superseded() -> None:
    """Its receipt names the newer event, and nothing is sent for it."""
    run = engine()
    await run.work(
        event("new", ("upsert", "vendor", "V1", "2"), time=MARCH_2),
        event("old", ("upsert", "vendor", "V1", "1"), time=MARCH_1),
    )
    receipt = next(each for each in run.log.published if each.event_id == "eold")
    assert isinstance(receipt, Receipt)
    assert receipt.records[0].superseded_by == "enew"
    assert (receipt.transactions, state(run)) == (0, "2")


async def test_an_older_state_is_superseded_after_a_restart() -> None:
    """What was applied is known from receipts, not from memory."""
    run = engine()
    await run.work(event("new", ("upsert", "vendor", "V1", "2"), time=MARCH_2))
    await run.stop()
    await run.work(event("old", ("upsert", "vendor", "V1", "1"), time=MARCH_1))
    assert state(run) == "2"


async def test_a_replayed_dead_letter_never_brings_an_older_state_back() -> None:
    """Without times the order of acceptance counts, which a replay does not change."""
    run = engine()
    run.intacct.refuse = {VENDOR}
    await run.work(event("old", ("upsert", "vendor", "V1", "1"), received=MARCH_1))
    run.intacct.refuse = set()
    await run.log.append([event("new", ("upsert", "vendor", "V1", "2"), received=MARCH_2)])
    await run.clock.run_until(lambda: run.done)
    await run.log.append([event("old", ("upsert", "vendor", "V1", "1"), received=MARCH_1, replay=1)])
    await run.clock.run_until(lambda: run.receipts() == {"enew", "eold"})
    assert state(run) == "2"


async def test_a_state_that_waited_is_superseded_by_the_one_that_passed_it() -> None:
    """An update waits for a term that is missing; a newer one, which needs none, goes by and stays."""
    run = engine()
    await run.work(event("base", ("upsert", "vendor", "V1", "0"), received=MARCH_1))
    await run.log.append(
        [
            event("new", ("upsert", "vendor", "V1", "2"), time=MARCH_2),
            event("old", ("update", "vendor", "V1", "1", ["term:N45"]), time=MARCH_1),
        ]
    )
    await run.clock.run_until(lambda: run.done)
    assert state(run) == "2"


async def test_a_way_in_may_ask_for_every_state_to_be_applied() -> None:
    """«stale: apply» is the sender's word that it corrects the past on purpose."""
    run = engine(stale_ways=frozenset({"corrections"}))
    await run.work(
        event("new", ("upsert", "vendor", "V1", "2"), time=MARCH_2, profile="corrections"),
        event("old", ("upsert", "vendor", "V1", "1"), time=MARCH_1, profile="corrections"),
    )
    assert state(run) == "1"


async def test_another_source_is_another_order() -> None:
    """Two systems state the same vendor; their clocks are not compared with each other."""
    run = engine()
    await run.work(
        event("new", ("upsert", "vendor", "V1", "2"), time=MARCH_2, source="/erp"),
        event("old", ("upsert", "vendor", "V1", "1"), time=MARCH_1, source="/crm"),
    )
    assert state(run) == "1"


async def test_a_document_is_never_superseded() -> None:
    """A bill that is accepted late is posted: only states of masters grow old."""
    run = engine()
    await run.work(
        event("new", ("create", "bill", "B2", "2"), time=MARCH_2),
        event("old", ("create", "bill", "B1", "1"), time=MARCH_1),
    )
    assert run.receipts() == {"enew", "eold"}


async def test_a_newer_state_that_failed_supersedes_nothing() -> None:
    """What never reached Intacct is not there to be overwritten."""
    run = engine()
    run.intacct.refuse = {VENDOR}
    await run.work(event("new", ("upsert", "vendor", "V1", "2"), time=MARCH_2))
    run.intacct.refuse = set()
    await run.log.append([event("old", ("upsert", "vendor", "V1", "1"), time=MARCH_1)])
    await run.clock.run_until(lambda: run.done)
    assert isinstance(run.log.published[0], DeadLetter)
    assert state(run) == "1"
