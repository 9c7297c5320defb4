"""What only the embedded log promises: one process, one file, a full disk."""

import asyncio
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.verdict import DeadLetter, Resolution, ResolutionKind, UsageCount
from service.clock import SystemClock
from service.errors import LogInUse, LogUnavailable
from service.eventlog.port import DeadLetterFilter, EventState, Progress
from service.eventlog.sqlite import SqliteLog
from service.settings import SqliteLogSettings
from tests.support.log_owner import ReadingOwner, consuming
from tests.support.log_samples import a_dead_letter, a_receipt, an_event


@asynccontextmanager
async def opened(path: Path, *, read_only: bool = False) -> AsyncIterator[SqliteLog]:
    """A log for the length of a block."""
    log = SqliteLog(SqliteLogSettings(path=path), SystemClock(), read_only=read_only)
    await log.start()
    try:
        yield log
    finally:
        await log.stop()


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The operating system refuses to let any file of this process grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is; its folder does not exist yet."""
    return tmp_path / "state" / "relay.db"


_HOLDER = """
import asyncio, sys
from pathlib import Path
from service.clock import SystemClock
from service.eventlog.sqlite import SqliteLog
from service.settings import SqliteLogSettings
from tests.support.log_samples import an_event

async def main():
    log = SqliteLog(SqliteLogSettings(path=Path(sys.argv[1])), SystemClock())
    await log.start()
    number = 0
    while True:
        await log.append([an_event(number)])
        print(number, flush=True)
        number += 1

asyncio.run(main())
"""


@contextmanager
def other_process(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that owns the log, appends without end and prints the number of each event that is durable."""
    process = subprocess.Popen([sys.executable, "-c", _HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


class TestOneProcess:
    """A file has one owner."""

    async def test_a_second_process_is_refused_and_told_who_has_it(self, path: Path) -> None:
        """The message names the file and the process."""
        with other_process(path) as process:
            _line(process)
            with pytest.raises(LogInUse, match=rf"relay\.db is in use by process {process.pid}"):
                async with opened(path):
                    pass

    async def test_a_second_opening_in_the_same_process_is_refused(self, path: Path) -> None:
        """Two owners are two owners, wherever they run."""
        async with opened(path):
            with pytest.raises(LogInUse, match=str(os.getpid())):
                async with opened(path):
                    pass

    async def test_after_kill_9_the_next_process_finds_everything_that_was_acknowledged(self, path: Path) -> None:
        """The lock dies with its process, the events do not."""
        with other_process(path) as process:
            last = [int(_line(process)) for _ in range(50)][-1]
            process.send_signal(signal.SIGKILL)
            process.wait()
            async with opened(path) as log:
                assert (await log.backlog())["acme"] > last
                assert (await log.where(f"acme-{last}"))[0].state is EventState.WAITING

    async def test_a_stopped_log_can_be_opened_again(self, path: Path) -> None:
        """By anybody."""
        async with opened(path) as log:
            await log.append([an_event(1)])
        async with opened(path) as log:
            assert await log.backlog() == {"acme": 1}

    async def test_two_consumers_in_one_process_are_refused(self, path: Path) -> None:
        """Ownership of a partition is never shared."""
        async with opened(path) as log:
            owner = ReadingOwner()
            await log.append([an_event(1)])
            async with consuming(log, owner):
                await owner.take(1)
                with pytest.raises(LogInUse):
                    await log.consume(ReadingOwner())


class TestReadOnly:
    """The command line beside a running service."""

    async def test_questions_are_answered_while_another_process_owns_the_log(self, path: Path) -> None:
        """With what is durable now."""
        with other_process(path) as process:
            _line(process)
            async with opened(path, read_only=True) as log:
                assert (await log.where("acme-0"))[0].state is EventState.WAITING
                assert (await log.backlog())["acme"] >= 1

    async def test_questions_are_answered_on_a_stopped_log(self, path: Path) -> None:
        """All of them."""
        async with opened(path) as log:
            await log.append([an_event(n) for n in range(3)])
            await log.publish([a_receipt(an_event(0)), a_dead_letter(an_event(1))], [UsageCount("acme", "2025-03", 2)])
        async with opened(path, read_only=True) as log:
            assert await log.backlog() == {"acme": 1}
            assert len(await log.receipts()) == 1
            assert len(await log.dead_letters(DeadLetterFilter())) == 1
            assert await log.usage() == [UsageCount("acme", "2025-03", 2)]

    async def test_questions_are_answered_on_a_log_whose_process_was_killed(self, path: Path) -> None:
        """What lies in the write-ahead log counts."""
        with other_process(path) as process:
            last = [int(_line(process)) for _ in range(5)][-1]
            process.kill()
            process.wait()
        async with opened(path, read_only=True) as log:
            assert (await log.where(f"acme-{last}"))[0].state is EventState.WAITING

    async def test_nothing_can_be_written(self, path: Path) -> None:
        """Whatever would write says who could."""
        async with opened(path):
            pass
        async with opened(path, read_only=True) as log:
            for write in (
                log.append([an_event(1)]),
                log.publish([a_receipt(an_event(1))]),
                log.consume(ReadingOwner()),
            ):
                with pytest.raises(LogInUse, match="questions only"):
                    await write

    async def test_a_log_that_is_not_there_is_not_created(self, path: Path) -> None:
        """A typing mistake in a path is an error, not an empty answer."""
        with pytest.raises(LogUnavailable, match="no event log"):
            async with opened(path, read_only=True):
                pass
        assert _files(path) == []


class TestFailingDisk:
    """Nothing is half stored, and it goes on when it can."""

    async def test_when_the_disk_takes_no_more_nothing_is_stored_and_it_recovers(self, path: Path) -> None:
        """The append that failed can be made again, once there is room."""
        async with opened(path) as log:
            await log.append([an_event(0)])
            with files_no_larger_than(200_000):
                with pytest.raises(LogUnavailable, match="cannot store"):
                    await log.append([an_event(n, body=bytes(50_000)) for n in range(1, 9)])
                assert await log.backlog() == {"acme": 1}
            await log.append([an_event(n, body=bytes(50_000)) for n in range(1, 9)])
            assert await log.backlog() == {"acme": 9}

    async def test_a_small_event_is_stored_although_a_large_one_beside_it_is_not(self, path: Path) -> None:
        """Events that share a transaction do not share its failure."""
        async with opened(path) as log:
            await log.append([an_event(0)])
            with files_no_larger_than(200_000):
                large = log.append([an_event(1, body=bytes(400_000))])
                results = await asyncio.gather(large, log.append([an_event(2)]), return_exceptions=True)
            assert [type(result) for result in results] == [LogUnavailable, list]
            assert (await log.where("acme-2"))[0].state is EventState.WAITING
            assert await log.where("acme-1") == []

    async def test_a_full_log_is_not_healthy(self, path: Path) -> None:
        """And healthy again with room."""
        async with opened(path) as log:
            await log.append([an_event(0)])
            with files_no_larger_than(4096):
                assert not await log.healthy()
            assert await log.healthy()

    async def test_a_path_that_cannot_be_used_is_named(self, tmp_path: Path) -> None:
        """LogUnavailable, not a traceback of the driver."""
        with pytest.raises(LogUnavailable, match=str(tmp_path)):
            async with opened(tmp_path):
                pass

    async def test_a_file_that_is_no_log_is_refused(self, path: Path) -> None:
        """And left as it is."""
        diary = _write_diary(path)
        with pytest.raises(LogUnavailable, match="cannot be opened"):
            async with opened(path):
                pass
        assert diary()

    async def test_a_log_of_a_later_version_is_refused(self, path: Path) -> None:
        """An older program must not write into what it does not know."""
        async with opened(path):
            pass
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(LogUnavailable, match="format 99"):
            async with opened(path):
                pass


class TestSize:
    """The file follows the backlog, not the history."""

    async def test_events_with_a_verdict_leave_the_file_once_progress_has_passed_them(self, path: Path) -> None:
        """Their receipts stay, and a late copy of one is still known."""
        async with opened(path) as log:
            events = [an_event(n, body=bytes(2000)) for n in range(500)]
            await log.append(events)
            owner = ReadingOwner()
            async with consuming(log, owner):
                taken = await owner.take(500)
                await log.publish([a_receipt(event) for event in events[:400]])
                await taken[0][0].commit(Progress(400, reserved=500))
            await log.append([events[0]])
            assert await log.backlog() == {"acme": 100}
            assert len(await log.receipts()) == 400
        assert _count_events(path) == 100

    async def test_an_event_without_a_verdict_is_kept_whatever_the_progress_says(self, path: Path) -> None:
        """It would be the only trace of something that went wrong."""
        async with opened(path) as log:
            await log.append([an_event(0), an_event(1)])
            owner = ReadingOwner()
            async with consuming(log, owner):
                [(partition, _), _] = await owner.take(2)
                await log.publish([a_receipt(an_event(0))])
                await partition.commit(Progress(2))
            assert await log.backlog() == {"acme": 1}

    async def test_an_offer_that_comes_late_opens_nothing_again(self, path: Path) -> None:
        """A dead letter that is published once more, with another next step, after it was applied or discarded."""
        async with opened(path) as log:
            applied, discarded = a_dead_letter(an_event(1)), a_dead_letter(an_event(2))
            receipt = a_receipt(replace(an_event(1), replay=1))
            resolution = Resolution(ResolutionKind.DISCARDED, receipt.applied_at)
            await log.publish([applied, discarded])
            await log.publish([receipt, discarded.resolved(resolution)])
            await log.publish([_offered(applied), _offered(discarded)])
            assert await log.dead_letters(DeadLetterFilter()) == []
            kept = {each.id: each.resolution for each in await log.dead_letters(DeadLetterFilter(open_only=False))}
            ended = Resolution(ResolutionKind.APPLIED, receipt.applied_at)
            assert kept == {applied.id: ended, discarded.id: resolution}

    async def test_offsets_are_never_used_twice(self, path: Path) -> None:
        """Even when the events before have left the file."""
        async with opened(path) as log:
            await log.append([an_event(0)])
            owner = ReadingOwner()
            async with consuming(log, owner):
                [(partition, record)] = await owner.take(1)
                await log.publish([a_receipt(an_event(0))])
                await partition.commit(Progress(record.offset + 1))
        async with opened(path) as log:
            await log.append([an_event(1)])
            owner = ReadingOwner()
            async with consuming(log, owner):
                [(_, after)] = await owner.take(1)
        assert after.offset == record.offset + 1


class TestDuplicates:
    """The embedded log sees that an event is known, and leaves it out."""

    async def test_a_known_event_is_not_stored_again(self, path: Path) -> None:
        """Neither while it waits nor after its verdict."""
        async with opened(path) as log:
            await log.append([an_event(1), an_event(1)])
            await log.append([an_event(1)])
            await log.publish([a_receipt(an_event(2)), a_dead_letter(an_event(3))])
            await log.append([an_event(2), an_event(3)])
        assert _count_events(path) == 1


class TestSpeed:
    """Group commit."""

    async def test_concurrent_appends_share_an_fsync(self, path: Path) -> None:
        """A thousand callers at once are far faster than a thousand fsyncs one after the other."""
        async with opened(path) as log:
            started = time.perf_counter()
            await asyncio.gather(*(log.append([an_event(n)]) for n in range(3000)))
            elapsed = time.perf_counter() - started
        assert elapsed < 3


def _count_events(path: Path) -> int:
    connection = sqlite3.connect(path)
    (count,) = connection.execute("SELECT count(*) FROM events").fetchone()
    connection.close()
    return int(count)


def _files(path: Path) -> list[Path]:
    return list(path.parent.glob("*"))


def _write_diary(path: Path) -> Callable[[], bool]:
    """Something that is not a log; the answer says whether it is still as it was."""
    text = b"Dear diary, " * 500
    path.parent.mkdir()
    path.write_bytes(text)
    return lambda: path.read_bytes() == text


def _offered(letter: DeadLetter) -> DeadLetter:
    return replace(letter, failure=replace(letter.failure, next_step="It is there now: replay this event."))
