"""Requests that a fault holds: until a time has passed on the sandbox's clock, or until the rules are replaced."""

import asyncio
from datetime import timedelta

from intacct_sandbox.agenda import Agenda
from intacct_sandbox.clock import Clock


class Holds:
    """The requests held now."""

    def __init__(self, clock: Clock, agenda: Agenda) -> None:
        self._clock = clock
        self._agenda = agenda
        self._held: set[asyncio.Future[None]] = set()

    async def hold(self, seconds: float) -> None:
        """Wait for `seconds` of the sandbox's clock; 0 waits for `release` alone."""
        held: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held.add(held)
        if seconds:
            self._agenda.at(self._clock.now() + timedelta(seconds=seconds), lambda: _end(held))
        try:
            await held
        finally:
            self._held.discard(held)

    def release(self) -> None:
        """Let all go on."""
        for held in list(self._held):
            held.get_loop().call_soon_threadsafe(_end, held)


def _end(held: "asyncio.Future[None]") -> None:
    if not held.done():
        held.set_result(None)
