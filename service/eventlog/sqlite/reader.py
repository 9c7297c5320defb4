"""A reading connection in a thread of its own, so that a slow question delays neither the event loop nor the writer."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from service.errors import LogUnavailable
from service.eventlog.sqlite.schema import open_for_reading

ResultT = TypeVar("ResultT")


class Reader:
    """Answers one question at a time, in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"reader of {path}")
        self._connection: sqlite3.Connection | None = None
        self._stopped = False

    async def run(self, question: Callable[[sqlite3.Connection], ResultT]) -> ResultT:
        """The answer, from what was durable when the question was asked. Raises LogUnavailable."""
        if self._stopped:
            raise LogUnavailable(f"the event log {self._path} is closed")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, question)
        except sqlite3.Error as error:
            raise LogUnavailable(f"the event log {self._path} cannot be read: {error}") from error

    async def stop(self) -> None:
        """Close, after the question that is being answered. Idempotent."""
        self._stopped = True
        await asyncio.to_thread(self._shut_down)

    def _ask(self, question: Callable[[sqlite3.Connection], ResultT]) -> ResultT:
        if self._connection is None:
            self._connection = open_for_reading(self._path)
        return question(self._connection)

    def _shut_down(self) -> None:
        self._thread.shutdown(wait=True)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
