"""Sends deliveries without holding anybody up, and tries again when that is due on the sandbox's clock."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

import aiohttp

from intacct_sandbox.agenda import Agenda
from intacct_sandbox.clock import Clock
from intacct_sandbox.outgoing.delivery import Attempt, Delivery
from intacct_sandbox.outgoing.message import Message
from intacct_sandbox.switches import Switches

_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
_KEPT = 20_000
_TIMED_OUT = "no answer in time"


class Courier:
    """Deliveries of one lane go out in order, as many at once as the switch allows; lanes do not wait for each other.

    The newest 20,000 deliveries are kept for the admin path.
    """

    def __init__(self, clock: Clock, agenda: Agenda, switches: Callable[[], Switches]) -> None:
        self._clock = clock
        self._agenda = agenda
        self._switches = switches
        self._log: deque[Delivery] = deque(maxlen=_KEPT)
        self._count = 0
        self._ready: defaultdict[str, deque[Delivery]] = defaultdict(deque)
        self._running: defaultdict[str, int] = defaultdict(int)
        # lane -> deliveries that are sent after the next one of the lane
        self._held: defaultdict[str, list[Delivery]] = defaultdict(list)
        self._tasks: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None

    def note(self, delivery: Delivery) -> None:
        """Write a delivery into the log, whatever becomes of it."""
        self._count += 1
        delivery.sequence = self._count
        self._log.append(delivery)

    def send(self, delivery: Delivery) -> None:
        """Send as soon as its lane is free."""
        delivery.state, delivery.due = "ready", None
        self._ready[delivery.lane].append(delivery)
        self._pump(delivery.lane)

    def send_in(self, delivery: Delivery, seconds: float) -> None:
        """Send when that many seconds have passed on the sandbox's clock."""
        moment = self._clock.now() + timedelta(seconds=seconds)
        delivery.state, delivery.due = "waiting", moment.isoformat()
        self._agenda.at(moment, lambda: self.send(delivery))

    def send_after_next(self, delivery: Delivery) -> None:
        """Send when the next delivery of its lane has been tried."""
        delivery.state = "held"
        self._held[delivery.lane].append(delivery)

    def rows(self, after: int = 0) -> Iterator[Delivery]:
        """The deliveries with a sequence above `after`, oldest first."""
        return (each for each in list(self._log) if each.sequence > after)

    def newest(self, most: int) -> list[Delivery]:
        """The latest deliveries, newest first."""
        return list(islice(reversed(self._log), most))

    async def settled(self) -> None:
        """Wait until nothing is being sent; what is due later is not waited for."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def forget(self) -> None:
        """Drop everything that was not sent yet, and the log."""
        for task in self._tasks:
            task.cancel()
        self._log.clear()
        self._ready.clear()
        self._held.clear()
        self._running.clear()
        self._tasks.clear()

    async def close(self) -> None:
        """Stop sending and close connections."""
        tasks = list(self._tasks)
        self.forget()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _pump(self, lane: str) -> None:
        ready, most = self._ready[lane], max(1, self._switches().deliveries_at_once)
        while ready and self._running[lane] < most:
            self._running[lane] += 1
            task = asyncio.get_running_loop().create_task(self._attempt(ready.popleft()))
            self._tasks.add(task)
            task.add_done_callback(lambda done: self._done(done, lane))

    def _done(self, task: asyncio.Task[None], lane: str) -> None:
        if task not in self._tasks:
            return
        self._tasks.remove(task)
        self._running[lane] -= 1
        self._pump(lane)

    async def _attempt(self, delivery: Delivery) -> None:
        delivery.state = "sending"
        now, time = self._clock.now(), self._clock.stamp()
        if delivery.message is None or self._switches().webhook_retry_signs_again:
            delivery.message = delivery.render(now)
        others = self._held.pop(delivery.lane, [])
        status, error = await self._exchange(delivery.message, delivery.timeout)
        delivery.attempts.append(Attempt(time, status, error))
        self._judge(delivery, status, error)
        for each in others:
            self.send(each)

    async def _exchange(self, message: Message, seconds: float) -> tuple[int | None, str]:
        if self._http is None:
            self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        try:
            async with self._http.request(
                message.method, message.url, data=message.body or None, headers=message.headers,
                allow_redirects=False, timeout=aiohttp.ClientTimeout(total=seconds),
            ) as answer:  # fmt: skip
                return answer.status, ""
        except TimeoutError:
            return None, _TIMED_OUT
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return None, f"{type(error).__name__}: {error}"

    def _judge(self, delivery: Delivery, status: int | None, error: str) -> None:
        if self._accepted(status):
            delivery.state = "delivered"
            delivery.accepted += 1
            if delivery.on_delivered is not None:
                delivery.on_delivered()
            if delivery.accepted < delivery.copies:
                self.send(delivery)
        elif delivery.failures <= len(delivery.retries) and self._is_retried(status, error):
            self.send_in(delivery, delivery.retries[delivery.failures - 1])
        else:
            delivery.state = "failed"
            if delivery.on_exhausted is not None:
                delivery.on_exhausted()

    def _accepted(self, status: int | None) -> bool:
        if self._switches().delivery_success == "2xx":
            return status is not None and 200 <= status < 300
        return status == 200

    def _is_retried(self, status: int | None, error: str) -> bool:
        if status is None:
            return error == _TIMED_OUT or self._switches().webhook_retries_unreachable
        return status in _RETRIED
