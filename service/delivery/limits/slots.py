"""Connection slots: how many requests may be in flight at once."""

import asyncio


class Slots:
    """A first come, first served semaphore whose size can be changed while it is in use.

    ``configured`` is the most there will ever be; ``allowed`` may be lowered for a while and raised again. Cancelling
    a waiter loses nothing: a slot is taken only on return.
    """

    def __init__(self, configured: int) -> None:
        self.configured = configured
        self._allowed = configured
        self._in_use = 0
        self._turn = asyncio.Lock()  # asyncio.Lock serves its waiters in order
        self._changed = asyncio.Event()

    @property
    def allowed(self) -> int:
        """How many may be in flight now."""
        return self._allowed

    @property
    def in_use(self) -> int:
        """How many are in flight."""
        return self._in_use

    @property
    def free(self) -> int:
        """How many could be taken without waiting."""
        return max(0, self._allowed - self._in_use)

    def allow(self, count: int) -> None:
        """Set ``allowed``, kept between 1 and ``configured``. Lowering it interrupts nobody."""
        self._allowed = max(1, min(count, self.configured))
        self._changed.set()

    async def acquire(self) -> None:
        """Wait for a free slot and take it."""
        async with self._turn:
            while self._in_use >= self._allowed:
                self._changed.clear()
                await self._changed.wait()
            self._in_use += 1

    def release(self) -> None:
        """Give one slot back."""
        self._in_use -= 1
        self._changed.set()
