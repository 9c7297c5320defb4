"""Connection slots: how many requests one application, and the whole company, may have running at once.

Two levels as in the performance tiers (developer.sage.com: transaction volume, concurrency and scaling). A request
above them is held for a while and then refused (older XML FAQ: the third request is held up to 30 s).
"""

import asyncio
from collections import Counter, deque


class NoSlot(Exception):
    """No slot became free in time; `of_company` when it is the company that has none left, not the application."""

    def __init__(self, of_company: bool = False) -> None:
        super().__init__()
        self.of_company = of_company


class Slots:
    """First come, first served among the requests that may run; safe against cancellation while waiting."""

    def __init__(self, application: int, company: int) -> None:
        self.application = application
        self.company = company
        self._running: Counter[str] = Counter()
        self._waiting: deque[tuple[str, asyncio.Future[None]]] = deque()

    @property
    def running(self) -> int:
        return self._running.total()

    def _free(self, app: str) -> bool:
        return self.running < self.company and self._running[app] < self.application

    def running_of(self, app: str) -> int:
        """How many requests of one application are running."""
        return self._running[app]

    def _refusal(self) -> NoSlot:
        return NoSlot(self.running >= self.company)

    async def take(self, app: str, hold_seconds: float) -> None:
        """Take a slot, waiting up to `hold_seconds`; raises NoSlot."""
        if self._free(app):
            self._running[app] += 1
            return
        if hold_seconds <= 0:
            raise self._refusal()
        await self._wait(app, hold_seconds)

    async def _wait(self, app: str, hold_seconds: float) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (app, turn)
        self._waiting.append(entry)
        try:
            await asyncio.wait_for(asyncio.shield(turn), hold_seconds)
        except BaseException as error:
            if turn.done():
                self.give_back(app)
            else:
                self._waiting.remove(entry)
            if isinstance(error, TimeoutError):
                raise self._refusal() from None
            raise

    def give_back(self, app: str) -> None:
        """Free a slot and let the longest-waiting request that fits run."""
        self._running[app] -= 1
        for entry in list(self._waiting):
            waiting_app, turn = entry
            if self._free(waiting_app):
                self._waiting.remove(entry)
                self._running[waiting_app] += 1
                turn.set_result(None)
