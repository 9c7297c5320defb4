"""One document once, and nobody else's ever taken for ours: the engine's rules, on virtual time."""

from decimal import Decimal

import pytest

from schemas.verdict import DeadLetter, DeadLetterClass, Receipt
from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Action, Attempt, RecordState, Surface
from service.settings import LookFirst
from tests.delivery.engine import Engine, event
from tests.delivery.fake_intacct import FakeIntacct
from tests.support.clock import FakeClock


def engine(**options: object) -> Engine:
    """A company in which bill numbers are not unique."""
    clock = FakeClock()
    return Engine(clock, FakeIntacct(clock, unique=False, **options))  # type: ignore[arg-type]


def bill(amount: str = "5", key: str = "B1") -> Write:
    return Write(Operation.CREATE, ObjectKey("bill", (key,)), {"id": key, "amount": Decimal(amount)})


def verdict(run: Engine, number: int | str) -> Receipt | DeadLetter:
    return next(each for each in reversed(run.log.published) if each.event_id == f"e{number}")


async def test_a_first_create_is_looked_up_where_nobody_keeps_the_number_unique() -> None:
    """A backlog of bills shares its look-ups by the hundred: each bill one transaction, and a hundredth."""
    run = engine()
    await run.work(*(event(n, ("create", "bill", f"B{n}", "5")) for n in range(1_000)))
    looked_up = run.intacct.looked_up
    assert sum(map(len, looked_up)) == 1_000
    assert len(looked_up) <= 14
    assert sum(receipt.transactions for receipt in run.log.published) == 1_000 + len(looked_up)


@pytest.mark.parametrize(("choice", "looks", "records"), [("always", 2, 1), ("own", 1, 1), ("never", 0, 2)])
async def test_what_is_looked_at_first_can_be_chosen(choice: str, looks: int, records: int) -> None:
    """«own» looks only where receipts know the number; «never» is the operator's risk where nobody keeps it unique."""
    run = engine(look_first=LookFirst(choice))
    await run.work(event(1, ("create", "bill", "B1", "5")))
    await run.log.append([event(2, ("create", "bill", "B1", "5"))])
    await run.clock.run_until(lambda: run.done)
    assert (len(run.intacct.looked_up), len(run.intacct.ledger)) == (looks, records)


async def test_the_same_document_under_two_event_ids_is_one_record() -> None:
    """The second event is «already there», in the state that the record has, also in the same breath."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5")), event(2, ("create", "bill", "B1", "5")))
    assert [state.state for state in run.intacct.records[ObjectKey("bill", ("B1",))]] == [RecordState.POSTED]
    second = verdict(run, 2)
    assert isinstance(second, Receipt)
    assert second.records[0].already_applied
    assert second.records[0].state == "posted"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RecordState.DRAFT, "a draft"),
        (RecordState.UNDONE, "reversed, voided or declined"),
        (RecordState.PAID, "already paid"),
    ],
)
async def test_a_strangers_record_is_left_alone(state: RecordState, words: str) -> None:
    """A draft, a reversed or a paid bill of somebody else is not counted, changed or doubled: a person decides."""
    run = engine()
    run.intacct.put(bill(), state, made_by="jdoe", number="81")
    await run.work(event(1, ("create", "bill", "B1", "5")))
    dead = verdict(run, 1)
    assert isinstance(dead, DeadLetter)
    assert dead.failure.category is DeadLetterClass.DUPLICATE
    assert all(word in dead.failure.cause for word in ("81", "jdoe", words))
    assert not run.intacct.ledger


async def test_a_strangers_posted_twin_is_the_document() -> None:
    """What a person has entered already, to the letter, is not posted a second time."""
    run = engine()
    run.intacct.put(bill(), RecordState.POSTED)
    await run.work(event(1, ("create", "bill", "B1", "5")))
    assert run.receipts() == {"e1"}
    assert not run.intacct.ledger


async def test_our_own_paid_bill_is_still_our_bill() -> None:
    """The same document again, long after it was paid, is already there: the receipt proves whose it is."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5")))
    run.intacct.records[ObjectKey("bill", ("B1",))][0].state = RecordState.PAID
    await run.log.append([event(2, ("create", "bill", "B1", "5"))])
    await run.clock.run_until(lambda: run.done)
    assert run.receipts() == {"e1", "e2"}
    assert len(run.intacct.ledger) == 1


async def test_what_receipts_prove_survives_a_restart() -> None:
    """The successor knows from the log which records are ours."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5")))
    await run.stop()
    run.intacct.records[ObjectKey("bill", ("B1",))][0].state = RecordState.PAID
    await run.work(event(2, ("create", "bill", "B1", "5")))
    assert run.receipts() == {"e1", "e2"}
    assert len(run.intacct.ledger) == 1


async def test_a_document_of_ours_that_was_deleted_is_made_again() -> None:
    """A person has deleted it; a new event for it finds nothing, looks again, and creates it."""
    run = engine()
    await run.work(event(1, ("create", "bill", "B1", "5")))
    del run.intacct.records[ObjectKey("bill", ("B1",))]
    await run.log.append([event(2, ("create", "bill", "B1", "5"))])
    await run.clock.run_until(lambda: run.done)
    assert run.receipts() == {"e1", "e2"}
    assert len(run.intacct.records[ObjectKey("bill", ("B1",))]) == 1


async def test_a_document_of_ours_that_only_appears_late_is_not_made_twice() -> None:
    """What receipts prove is looked for three times before it counts as deleted."""
    run = engine(appear_after=2.5)
    await run.work(event(1, ("create", "bill", "B1", "5")), event(2, ("create", "bill", "B1", "5")))
    assert run.receipts() == {"e1", "e2"}
    assert len(run.intacct.ledger) == 1


async def test_what_intacct_calls_a_duplicate_is_looked_for_again() -> None:
    """The bill is there, lost its answer, and is seen late: it is confirmed, and nothing is sent under another id."""
    run = engine(appear_after=3.5, trouble={"lost": 1.0})
    await run.log.append([event(1, ("create", "bill", "B1", "5"))])
    run.start()
    await run.clock.run_until(lambda: len(run.intacct.ledger) == 1)
    run.intacct.trouble = {}
    await run.clock.run_until(lambda: run.done)
    assert run.receipts() == {"e1"}
    assert len(run.intacct.ledger) == 1


async def test_a_draft_of_ours_is_submitted_and_its_receipt_says_posted() -> None:
    """Where a create leaves a draft, submitting it is a step of its own."""
    run = engine(drafts=True, surface=Surface.REST)
    await run.work(event(1, ("create", "bill", "B1", "5")))
    receipt = verdict(run, 1)
    assert isinstance(receipt, Receipt)
    assert (receipt.records[0].state, receipt.records[0].operation) == ("posted", "create")
    assert [action for action, _, _ in run.intacct.ledger] == ["create", "submit"]


@pytest.mark.parametrize("killed_after", [0.3, 0.6, 0.9, 1.2])
async def test_a_draft_whose_answer_is_lost_is_proven_by_its_id(killed_after: float) -> None:
    """The create sent again under its id is answered with the record that it made; only then it is submitted."""
    run = engine(drafts=True, surface=Surface.REST, trouble={"lost": 0.5})
    events = [event(n, ("create", "bill", f"B{n}", "5")) for n in range(6)]
    await run.log.append(events)
    run.start()
    await run.clock.advance(killed_after)
    await run.kill()
    await run.clock.advance(1.0)
    run.start()
    await run.clock.run_until(lambda: run.done)
    assert run.receipts() == {each.id for each in events}
    states = [record.state for records in run.intacct.records.values() for record in records]
    assert states == [RecordState.POSTED] * 6


async def test_no_id_stands_for_submitting_two_drafts() -> None:
    """A person has deleted our draft while its submit was in doubt: the next draft is submitted under its own id."""
    run = engine(drafts=True, surface=Surface.REST)
    submitted: list[tuple[str, str]] = []

    def remember(attempt: Attempt) -> None:
        if attempt.action is Action.SUBMIT:
            submitted.append((attempt.record_number, attempt.write_id))

    run.intacct.told = remember
    await run.work(event(1, ("create", "bill", "B1", "5")), event(2, ("create", "bill", "B2", "5")))
    assert all(write_id.endswith(f"s{number}") for number, write_id in submitted)
    assert len(set(submitted)) == 2


async def test_a_replay_never_makes_a_document_beside_a_strangers_draft() -> None:
    """A dead letter sent back while the draft is still there ends as it did before."""
    run = engine(drafts=True, surface=Surface.REST)
    run.intacct.put(bill(), RecordState.DRAFT, made_by="jdoe")
    await run.work(event(1, ("create", "bill", "B1", "5")))
    await run.log.append([event(1, ("create", "bill", "B1", "5"), replay=1)])
    await run.clock.run_until(lambda: len(run.log.published) == 2)
    assert not run.intacct.ledger
    assert not run.receipts()


async def test_each_receipt_says_what_its_own_write_cost() -> None:
    """Forty bills in one request, one of them refused: thirty-nine receipts of one transaction each."""
    clock = FakeClock()
    run = Engine(clock, FakeIntacct(clock))
    run.intacct.refuse = {ObjectKey("bill", ("B7",))}
    await run.work(*(event(n, ("create", "bill", f"B{n}", "5")) for n in range(40)))
    costs = [each.transactions for each in run.log.published if isinstance(each, Receipt)]
    assert costs == [1] * 39


async def test_a_mistake_in_the_second_write_is_found_before_the_first_is_sent() -> None:
    """All writes of an event are prepared when it is planned: nothing is billed for an event that cannot be."""
    run = engine()
    run.intacct.unsayable = {ObjectKey("bill", ("B2",))}
    await run.work(event(1, ("create", "bill", "B1", "5"), ("create", "bill", "B2", "5")))
    assert not run.intacct.requests
    assert isinstance(verdict(run, 1), DeadLetter)
