"""The one writing thread. Calls that wait at the same time share one transaction, and so one fsync."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from service.errors import LogUnavailable

ResultT = TypeVar("ResultT")
Work = Callable[[sqlite3.Connection], ResultT]

MOST_TOGETHER = 512
"""Calls in one transaction, so that none waits long behind others."""


@dataclass(slots=True, eq=False)
class _Call:
    """Work, and the future that waits for it to be durable."""

    work: Work[Any]
    future: asyncio.Future[Any]
    then: Callable[[Any], None] | None = None
    result: object = None
    error: BaseException | None = None


class Writer:
    """Runs work inside transactions, one after the other, on a connection that it owns from now on."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"writer of {name}", daemon=True)
        self._thread.start()

    async def run(self, work: Work[ResultT], then: Callable[[ResultT], None] | None = None) -> ResultT:
        """The result of the work, once its transaction is durable. ``then`` learns it even if the caller has gone.

        Raises LogUnavailable when the file cannot take it; then nothing of it is stored. Cancelling the wait does
        not cancel the work.
        """
        if self._stopping:
            raise LogUnavailable(f"the event log {self._name} is closed")
        call = _Call(work, self._loop.create_future(), then)
        self._calls.put(call)
        result: ResultT = await call.future
        return result

    async def stop(self) -> None:
        """Finish what was asked for, then close the connection. Idempotent."""
        if not self._stopping:
            self._stopping = True
            self._calls.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        while calls := self._next_calls():
            self._commit(calls)
            self._answer(calls)
        self._connection.close()

    def _next_calls(self) -> list[_Call]:
        """Wait for a call, then take what else is there. Empty: stop."""
        calls: list[_Call] = []
        call = self._calls.get()
        while call is not None:
            calls.append(call)
            if len(calls) == MOST_TOGETHER:
                break
            try:
                call = self._calls.get_nowait()
            except queue.Empty:
                break
        else:
            if calls:  # the end was asked for behind these calls: meet it again next time
                self._calls.put(None)
        return calls

    def _commit(self, calls: Sequence[_Call]) -> None:
        """All calls in one transaction; if that fails, each in its own, so that one cannot spoil the others."""
        try:
            self._transact(calls)
        except Exception as error:  # noqa: BLE001 - whatever the work raised belongs to its caller
            if len(calls) == 1:
                calls[0].error = self._explain(error)
                return
            for call in calls:
                self._commit([call])

    def _transact(self, calls: Sequence[_Call]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for call in calls:
                call.result = call.work(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk may have rolled it back already
                self._connection.execute("ROLLBACK")
            raise

    def _explain(self, error: Exception) -> Exception:
        if not isinstance(error, sqlite3.Error):
            return error
        unavailable = LogUnavailable(
            f"the event log {self._name} cannot store anything: {error}", next_step="check the disk: space, permissions"
        )
        unavailable.__cause__ = error
        return unavailable

    def _answer(self, calls: Sequence[_Call]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_settle, calls)


def _settle(calls: Sequence[_Call]) -> None:
    for call in calls:
        if call.then is not None and call.error is None:
            call.then(call.result)
        if call.future.done():  # the caller has gone
            continue
        if call.error is not None:
            call.future.set_exception(call.error)
        else:
            call.future.set_result(call.result)
