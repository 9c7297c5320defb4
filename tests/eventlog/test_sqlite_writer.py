"""The writing thread."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from service.errors import LogUnavailable
from service.eventlog.sqlite.writer import Writer


def _insert(connection: sqlite3.Connection, value: bytes) -> None:
    connection.execute("INSERT INTO things VALUES (?)", (value,))


def _count(connection: sqlite3.Connection) -> int:
    (count,) = connection.execute("SELECT count(*) FROM things").fetchone()
    return int(count)


def _limit(connection: sqlite3.Connection, pages: int) -> None:
    connection.execute(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    """A writer on a database with one table."""
    connection = sqlite3.connect(tmp_path / "things.db", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE things (value BLOB)")
    writer = Writer(connection, "things.db")
    yield writer
    await writer.stop()


async def test_a_full_database_stores_nothing_of_a_call_and_recovers(writer: Writer) -> None:
    """SQLITE_FULL undoes the whole call, and only that."""

    def insert_two(connection: sqlite3.Connection) -> None:
        _insert(connection, b"small")
        _insert(connection, bytes(100_000))

    await writer.run(lambda connection: _limit(connection, 5))
    with pytest.raises(LogUnavailable, match=r"things\.db cannot store anything: database or disk is full"):
        await writer.run(insert_two)
    assert await writer.run(_count) == 0
    await writer.run(lambda connection: _limit(connection, 1000))
    await writer.run(insert_two)
    assert await writer.run(_count) == 2


async def test_an_error_of_the_work_goes_to_its_caller_alone(writer: Writer) -> None:
    """The calls that shared its transaction are stored."""

    def fail(connection: sqlite3.Connection) -> None:
        _insert(connection, b"")
        raise KeyError("mine")

    results = await asyncio.gather(
        writer.run(lambda connection: _insert(connection, b"1")),
        writer.run(fail),
        writer.run(lambda connection: _insert(connection, b"2")),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [type(None), KeyError, type(None)]
    assert await writer.run(_count) == 2


async def test_work_is_done_in_the_order_of_the_calls(writer: Writer) -> None:
    """Also when many share a transaction."""
    await asyncio.gather(*(writer.run(partial(_insert, value=b"%d" % n)) for n in range(2000)))
    rows = await writer.run(lambda connection: connection.execute("SELECT value FROM things ORDER BY rowid").fetchall())
    assert [int(value) for (value,) in rows] == list(range(2000))


async def test_stopping_finishes_what_was_asked_for(writer: Writer) -> None:
    """Then it refuses more."""
    pending = [asyncio.create_task(writer.run(lambda connection: _insert(connection, b""))) for _ in range(100)]
    await asyncio.sleep(0)
    await writer.stop()
    await asyncio.gather(*pending)
    with pytest.raises(LogUnavailable, match="closed"):
        await writer.run(_count)


async def test_a_caller_that_has_gone_hides_nothing(writer: Writer) -> None:
    """``then`` learns the result all the same."""
    learned: list[int] = []
    call = asyncio.create_task(writer.run(_count, learned.append))
    await asyncio.sleep(0)
    call.cancel()
    await writer.run(_count)
    assert learned == [0]
