"""From start to SIGTERM: the order in which parts start, and how the process ends."""

import asyncio
import os
import signal
from types import FrameType

import structlog

_log = structlog.get_logger("intacct_relay")


class Lifecycle:
    """What the process knows about itself. Implements ``service.operations.admin.HealthSource``."""

    def __init__(self) -> None:
        self._stop = asyncio.Event()
        self._crashed = False

    def alive(self) -> bool:
        """False once a part has ended that only a restart brings back."""
        return not self._crashed

    def stopping(self) -> bool:
        """True from the first signal or crash on."""
        return self._stop.is_set()

    @property
    def exit_status(self) -> int:
        """0 after a signal, 1 after a crash."""
        return 1 if self._crashed else 0

    def listen(self) -> None:
        """SIGTERM and SIGINT begin the end; a second one ends the process at once, which loses nothing."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._signalled, number)

    def _signalled(self, number: signal.Signals, frame: FrameType | None = None) -> None:
        if self.stopping():
            os._exit(128 + number)
        _log.info("stopping", signal=signal.Signals(number).name)
        self._stop.set()

    def crashed(self, error: BaseException) -> None:
        """A part has ended by a bug: the process must stop, and what runs it must start it again."""
        _log.critical("a part of the service has ended", error=repr(error), exc_info=error)
        self._crashed = True
        self._stop.set()

    async def ended(self) -> None:
        """Wait for a signal or a crash."""
        await self._stop.wait()

    async def until_ended(self, work: asyncio.Task[None]) -> bool:
        """Wait for the work or the end of the process, whichever is first; whether the work is done."""
        ending = asyncio.create_task(self._stop.wait())
        await asyncio.wait({work, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        return work.done()
