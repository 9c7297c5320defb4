"""Used identities: the same content is one event, other content is a conflict, and the first one's fate is its own."""

import itertools
import json
from dataclasses import replace

import pytest

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, DeadLetterClass, Receipt, Resolution, ResolutionKind
from service.decoding.content import content_of
from service.delivery.identity import set_apart
from tests.delivery.engine import Engine, event
from tests.delivery.fake_intacct import FakeIntacct
from tests.support.clock import START, FakeClock

FIRST = event(1, ("create", "bill", "B-1", "10"))
OTHER = event(1, ("create", "bill", "B-2", "99"))
DISCARDED = Resolution(ResolutionKind.DISCARDED, START)


def engine() -> Engine:
    """On a quiet day."""
    clock = FakeClock()
    return Engine(clock, FakeIntacct(clock, {}))


def conflicts(run: Engine) -> list[DeadLetter]:
    """Dead letters of that class, as published."""
    letters = [verdict for verdict in run.log.published if isinstance(verdict, DeadLetter)]
    return [letter for letter in letters if letter.failure.category is DeadLetterClass.CONFLICT]


def bills(run: Engine) -> list[str]:
    """Keys of what was created, each as often as it was."""
    return sorted(key.parts[0] for operation, key, _ in run.intacct.ledger if operation == "create")


async def arrives(run: Engine, *events: StoredEvent) -> None:
    """Append while the engine works, and go on until each is finished."""
    await run.log.append(events)
    await run.clock.run_until(lambda: finished(run))
    assert not run.crashes, run.crashes


def finished(run: Engine) -> bool:
    """Whether the committed progress says so of every record."""
    progress = run.log.progress
    return bool(run.crashes) or progress.watermark + len(progress.finished) == len(run.log.records)


async def test_the_same_event_again_is_dropped_and_told() -> None:
    """While the first is on its way and after it was applied."""
    run = engine()
    await run.work(FIRST, FIRST)
    await arrives(run, FIRST)
    assert bills(run) == ["B-1"]
    assert run.watcher.duplicates == ["e1", "e1"]
    assert run.watcher.conflicts == []


async def test_other_content_while_the_first_waits_is_a_conflict() -> None:
    """In one batch: it is held with both contents, and the first is applied."""
    run = engine()
    await run.work(FIRST, OTHER)
    await arrives(run)
    [letter] = conflicts(run)
    assert letter.failure.first == content_of(FIRST)
    assert (letter.body, letter.event_id) == (OTHER.body, OTHER.id)
    assert bills(run) == ["B-1"]
    assert run.watcher.conflicts == [letter.id]


async def test_other_content_after_the_first_was_applied_is_a_conflict() -> None:
    """However long ago, and the receipt stays as it is."""
    run = engine()
    await run.work(FIRST)
    receipt = run.log.latest[FIRST.key]
    await arrives(run, OTHER)
    assert [letter.failure.first for letter in conflicts(run)] == [content_of(FIRST)]
    assert run.log.latest[FIRST.key] is receipt
    assert bills(run) == ["B-1"]


@pytest.mark.parametrize("discarded", [False, True])
async def test_other_content_after_the_first_died_is_a_conflict(discarded: bool) -> None:
    """Open or discarded: the dead letter of the first is untouched."""
    run = engine()
    broken = replace(FIRST, type="nobody.knows")
    await run.work(broken)
    letter = run.log.latest[FIRST.key]
    assert isinstance(letter, DeadLetter)
    if discarded:
        await run.log.publish([letter.resolved(DISCARDED)])
    before = run.log.latest[FIRST.key]
    await arrives(run, FIRST)
    assert [each.failure.first for each in conflicts(run)] == [content_of(broken)]
    assert run.log.latest[FIRST.key] is before
    assert bills(run) == []


async def test_the_same_conflict_again_is_one_dead_letter() -> None:
    """In one batch, later, and after it was discarded, which it stays; each arrival is told."""
    run = engine()
    await run.work(FIRST, OTHER, OTHER)
    await arrives(run, OTHER)
    [letter] = {letter.id: letter for letter in conflicts(run)}.values()
    await run.log.publish([letter.resolved(DISCARDED)])
    await arrives(run, OTHER, FIRST)
    assert run.log.latest[letter.id] == letter.resolved(DISCARDED)
    assert run.watcher.conflicts == [letter.id] * 4
    third = replace(OTHER, body=OTHER.body.replace(b"99", b"98"))
    await arrives(run, third)
    assert {letter.id for letter in conflicts(run)} == {set_apart(OTHER).key, set_apart(third).key}


async def test_a_replayed_conflict_is_applied_as_an_event_of_its_own() -> None:
    """As its next step says: both are in the books, each once, however often either arrives again."""
    run = engine()
    await run.work(FIRST, OTHER)
    await arrives(run)
    [letter] = conflicts(run)
    assert letter.event is not None
    await arrives(run, replace(letter.event, replay=1))
    verdict = run.log.latest[letter.id]
    assert isinstance(verdict, Receipt)
    assert (verdict.event_id, verdict.event_key) == (OTHER.id, letter.id)
    await arrives(run, OTHER, FIRST, replace(letter.event, replay=1))
    assert bills(run) == ["B-1", "B-2"]


async def test_a_replay_is_no_conflict() -> None:
    """A person sends back what they want, also if it was changed meanwhile."""
    run = engine()
    broken = replace(FIRST, type="nobody.knows")
    await run.work(broken)
    await arrives(run, replace(FIRST, replay=1))
    assert conflicts(run) == []
    assert bills(run) == ["B-1"]


async def test_a_verdict_without_content_makes_every_arrival_a_duplicate() -> None:
    """It was written before contents were kept: nobody can tell, and that is said."""
    run = engine()
    await run.work(FIRST)
    receipt = run.log.latest[FIRST.key]
    assert isinstance(receipt, Receipt)
    run.log.latest[FIRST.key] = replace(receipt, content=None)
    await arrives(run, OTHER)
    assert conflicts(run) == []
    assert (run.watcher.duplicates, run.watcher.compared) == (["e1"], [False])


async def test_what_ends_while_its_batch_is_being_admitted_is_known_to_the_rest_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The verdicts were asked for before; a second arrival further back in the batch must not be taken for new."""
    monkeypatch.setattr("service.delivery.partition_run.TENANT_WINDOW", 10)
    run = engine()
    waiting = [event(f"w{number}", ("create", "bill", f"W-{number}", "1", ["V-gone"])) for number in range(12)]
    await run.log.append([*waiting[:9], FIRST, *waiting[9:], FIRST, OTHER])
    run.start()
    await run.clock.run_until(lambda: finished(run))
    assert bills(run) == ["B-1"]
    assert run.watcher.duplicates == ["e1"]
    assert [letter.failure.first for letter in conflicts(run)] == [content_of(FIRST)]


async def test_an_event_that_may_have_been_sent_under_another_key_is_looked_up() -> None:
    """As after an upgrade that makes keys anew: its writes have other ids on the wire, and it is there once."""
    run = engine()
    run.intacct.unique = False  # so that nothing but the look-up can prevent a second one
    await run.log.append([FIRST])
    run.start()
    await run.clock.run_until(lambda: bills(run) == ["B-1"])
    await run.kill()
    assert run.log.latest == {}
    run.log.records[0] = replace(run.log.records[0], event=set_apart(FIRST))
    run.start()
    await run.clock.run_until(lambda: finished(run))
    assert bills(run) == ["B-1"]
    receipt = run.log.latest[set_apart(FIRST).key]
    assert isinstance(receipt, Receipt)
    assert receipt.records[0].already_applied


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
async def test_a_crash_between_changes_nothing(order: tuple[int, ...]) -> None:
    """Whatever was finished and committed: the next owner finds the same first, the same conflict."""
    run = engine()
    events = [[FIRST, OTHER, FIRST][place] for place in order]
    await run.log.append(events)
    run.start()
    await run.clock.advance(0.001 * order[0])
    await run.kill()
    run.start()
    await run.clock.run_until(lambda: finished(run))
    assert len({letter.id for letter in conflicts(run)}) == 1
    assert bills(run) == [json.loads(events[0].body)["writes"][0][2]]
