"""No loop without an end: whatever Intacct answers, in whatever order, each event ends and nobody else is held up."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.verdict import DeadLetter
from service.delivery.client_port import Found, OutcomeKind, RecordState, Surface
from service.settings import Waiting
from tests.delivery.engine import SETTINGS, Engine, event
from tests.delivery.fake_intacct import FakeIntacct
from tests.delivery.hostile_intacct import HostileIntacct
from tests.support.clock import FakeClock

MOST_REQUESTS = 250
"""Requests about one write, look-ups included, before it has its verdict."""
MOST_IN_A_SECOND = 40
PATIENT = SETTINGS.model_copy(
    update={"waiting": Waiting(missing_reference=600, settle_after=1.0, probe_every=5.0, held_probe_every=20.0)}
)
KINDS = st.lists(st.sampled_from(list(OutcomeKind)), min_size=1, max_size=4, unique=True)


async def played(kinds: list[OutcomeKind], operation: str, surface: Surface, seed: int, unique: bool) -> Engine:
    """One event that Intacct answers anyhow, and twenty that it answers well."""
    clock = FakeClock()
    intacct = HostileIntacct(clock, seed=seed, unique=unique, surface=surface, kinds=tuple(kinds))
    run = Engine(clock, intacct, settings=PATIENT)
    kind = "bill" if operation == "create" else "vendor"
    others = [event(n, ("create", "bill", f"B{n}", "5")) for n in range(20)]
    await run.work(event("hostile", (operation, kind, "hostile", "5", ["V1"])), *others)
    await run.stop()
    return run


@settings(max_examples=150, deadline=None)
@given(
    kinds=KINDS,
    operation=st.sampled_from(["create", "upsert", "update"]),
    surface=st.sampled_from(list(Surface)),
    seed=st.integers(0, 10_000),
    unique=st.booleans(),
)
async def test_whatever_is_answered_each_event_ends(
    kinds: list[OutcomeKind], operation: str, surface: Surface, seed: int, unique: bool
) -> None:
    """It ends within a stated number of requests, in total and in any second, and all others are applied."""
    run = await played(kinds, operation, surface, seed, unique)
    at = run.intacct.at  # type: ignore[attr-defined]
    assert len(at) <= MOST_REQUESTS
    busiest = max((sum(1 for other in at if moment <= other < moment + 1.0) for moment in at), default=0)
    assert busiest <= MOST_IN_A_SECOND
    assert {f"e{n}" for n in range(20)} <= run.receipts()


class Ghost(HostileIntacct):
    """A record that look-ups show, with other content, and that no update finds."""

    def _records(self) -> tuple[Found, ...]:
        return (Found("7", RecordState.NONE, differences=("amount: there 1, wanted 2",)),)


async def test_a_record_that_is_shown_and_not_there_ends_after_a_few_requests() -> None:
    """Looking and updating take turns only so often."""
    clock = FakeClock()
    run = Engine(clock, Ghost(clock, kinds=(OutcomeKind.GONE,)), settings=PATIENT)
    run.intacct.dice = AlwaysHalf()  # type: ignore[attr-defined]
    await run.work(event("hostile", ("upsert", "vendor", "hostile", "5")))
    await run.stop()
    assert len(run.intacct.at) <= 12  # type: ignore[attr-defined]


class AlwaysHalf(random.Random):
    """No chance: neither the rare trouble nor an empty look-up."""

    def random(self) -> float:
        return 0.5


@pytest.mark.parametrize("kind", list(OutcomeKind))
@pytest.mark.parametrize("operation", ["create", "upsert", "update"])
async def test_one_answer_for_ever_ends(kind: OutcomeKind, operation: str) -> None:
    """Each single outcome, told every time."""
    run = await played([kind], operation, Surface.XML, seed=1, unique=False)
    assert len(run.intacct.at) <= MOST_REQUESTS  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        (OutcomeKind.UNAVAILABLE, "Replay this event when Intacct answers again"),
        (OutcomeKind.UNAUTHORIZED, "Then replay this event."),
    ],
)
async def test_who_has_given_up_says_what_to_do(kind: OutcomeKind, advice: str) -> None:
    """At the end of all tries «it is tried again» is true no more."""
    clock = FakeClock()
    run = Engine(clock, HostileIntacct(clock, kinds=(kind,)), settings=PATIENT)
    await run.work(event("hostile", ("create", "bill", "hostile", "5")))
    await run.stop()
    (letter,) = run.log.published
    assert isinstance(letter, DeadLetter)
    assert advice in letter.failure.next_step


async def test_a_write_that_is_never_answered_names_what_to_look_for() -> None:
    """After twenty resends a person looks, and a replay is safe."""
    clock = FakeClock()
    run = Engine(clock, FakeIntacct(clock, {"before": 1.0}), settings=PATIENT)
    await run.work(event(1, ("create", "bill", "B1", "5")))
    await run.stop()
    (letter,) = run.log.published
    assert isinstance(letter, DeadLetter)
    assert "replay this event: a replay looks before it writes" in letter.failure.next_step
