"""Replay sends an event back exactly once; discard ends it; both refuse what would do harm."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.verdict import DeadLetter, DeadLetterClass
from service.eventlog.port import DeadLetterFilter, EventState
from service.eventlog.sqlite import SqliteLog
from service.operations.dead_letters import DeadLetters
from service.settings import SqliteLogSettings
from tests.support.clock import START, FakeClock
from tests.support.log_samples import a_dead_letter, a_receipt, an_event, replayed


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog]:
    """A started log."""
    log = SqliteLog(SqliteLogSettings(path=tmp_path / "log.db"), FakeClock())
    await log.start()
    yield log
    await log.stop()


async def dead(log: SqliteLog, number: int = 1) -> DeadLetter:
    """An event that came and became a dead letter."""
    letter = a_dead_letter(an_event(number, body=b'{"exact":  "bytes"}\xff'))
    assert letter.event
    await log.append([letter.event])
    await log.publish([letter])
    return letter


async def test_replay_appends_the_same_event_with_a_higher_count(log: SqliteLog) -> None:
    """Same id, same bytes; the count lets it through deduplication."""
    letter = await dead(log)
    [done] = await DeadLetters(log, FakeClock()).replay([letter.id], "ann")
    assert done.ok
    [found] = await log.where(letter.id)
    assert found.state is EventState.WAITING
    assert letter.event
    assert found.waiting == replace(letter.event, replay=1)


async def test_a_second_replay_is_refused_while_one_waits(log: SqliteLog) -> None:
    """Whether one after the other or at the same moment: one event more in the log, never two."""
    letter = await dead(log)
    letters = DeadLetters(log, FakeClock())
    both = await asyncio.gather(letters.replay([letter.id], "ann"), letters.replay([letter.id], "ben"))
    assert [done.ok for [done] in both] == [True, False]
    [again] = await letters.replay([letter.id], "ann")
    assert (again.ok, "waiting for its verdict" in again.text) == (False, True)
    assert await log.backlog() == {"acme": 1}


async def test_one_dead_letter_named_twice_is_replayed_once(log: SqliteLog) -> None:
    """By its id and by its event's id in one command."""
    letter = await dead(log)
    await DeadLetters(log, FakeClock()).replay([letter.id, letter.event_id, letter.id], "ann")
    assert await log.backlog() == {"acme": 1}


async def test_a_replay_that_failed_again_can_be_replayed_again(log: SqliteLog) -> None:
    """The count goes up each time."""
    letter = await dead(log)
    letters = DeadLetters(log, FakeClock())
    await letters.replay([letter.id], "ann")
    await log.publish([a_dead_letter(replayed(an_event()))])
    [done] = await letters.replay([letter.id], "ann")
    assert done.ok
    [found] = await log.where(letter.id)
    assert found.waiting
    assert found.waiting.replay == 2


async def test_what_is_resolved_is_not_replayed(log: SqliteLog) -> None:
    """An applied or discarded event must not be written a second time."""
    letters = DeadLetters(log, FakeClock())
    applied, discarded = await dead(log, 1), await dead(log, 2)
    await log.publish([a_receipt(replayed(an_event(1)))])
    await letters.discard([discarded.id], "ann", "")
    done = await letters.replay([applied.id, discarded.id], "ann")
    assert [each.ok for each in done] == [False, False]
    assert "applied already" in done[0].text
    assert "discarded already" in done[1].text
    assert "by ann" in done[1].text


async def test_what_could_not_be_read_is_not_replayed(log: SqliteLog) -> None:
    """There is no event to append; the person is told what to do instead."""
    letter = replace(a_dead_letter(an_event(), category=DeadLetterClass.UNDECODABLE), event=None)
    await log.publish([letter])
    [done] = await DeadLetters(log, FakeClock()).replay([letter.id], "ann")
    assert (done.ok, "could not be read" in done.text) == (False, True)
    assert await log.backlog() == {}


async def test_an_unknown_id_is_refused_and_the_others_go(log: SqliteLog) -> None:
    """One wrong id in a list does not stop the rest."""
    letter = await dead(log)
    done = await DeadLetters(log, FakeClock()).replay(["nothing", letter.event_id], "ann")
    assert [each.ok for each in done] == [False, True]


async def test_an_event_id_of_two_sources_must_be_told_apart(log: SqliteLog) -> None:
    """Replaying the wrong one would post the wrong bill."""
    one = await dead(log)
    other = replace(an_event(), source="/other")
    await log.append([other])
    await log.publish([a_dead_letter(other)])
    [done] = await DeadLetters(log, FakeClock()).replay([one.event_id], "ann")
    assert not done.ok
    assert one.id in done.text
    assert other.key in done.text


async def test_discard_keeps_who_when_and_why(log: SqliteLog) -> None:
    """The reason stays readable, the bytes go, and the event is never applied."""
    letter = await dead(log)
    [done] = await DeadLetters(log, FakeClock()).discard([letter.id], "ann", "entered by hand")
    assert done.ok
    [kept] = await log.dead_letters(DeadLetterFilter(open_only=False))
    assert kept.resolution
    assert (kept.resolution.by, kept.resolution.note, kept.resolution.at) == ("ann", "entered by hand", START)
    assert kept.failure == letter.failure
    assert await log.dead_letters(DeadLetterFilter()) == []


async def test_a_waiting_replay_cannot_be_discarded(log: SqliteLog) -> None:
    """It could still be applied, and the discard would be a lie."""
    letter = await dead(log)
    letters = DeadLetters(log, FakeClock())
    await letters.replay([letter.id], "ann")
    [done] = await letters.discard([letter.id], "ann", "")
    assert (done.ok, "waiting" in done.text) == (False, True)
