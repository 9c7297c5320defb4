"""How many body bytes may be in memory at once: arriving, or waiting for the log."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.errors import LogUnavailable


class Capacity:
    """A byte budget. Full means 503, so that a stuck log or a flood cannot fill the memory.

    Only bytes that are really here count: a connection that promises many and sends none holds nothing.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held

    def require_room(self, size: int = 1) -> None:
        """Raises LogUnavailable when so many bytes would not fit now."""
        if self._held + size > self._limit:
            raise LogUnavailable("too many deliveries wait for the log")

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """A part of the budget that grows inside the block and is given back after it."""
        share = Share(self)
        try:
            yield share
        finally:
            share.release()

    def _move(self, size: int) -> None:
        self._held += size


class Share:
    """What one body holds."""

    def __init__(self, capacity: Capacity) -> None:
        self._capacity = capacity
        self._size = 0

    def grow(self, size: int) -> None:
        """Hold so many bytes more. Raises LogUnavailable when they do not fit."""
        self._capacity.require_room(size)
        self._capacity._move(size)
        self._size += size

    def release(self) -> None:
        """Give everything back. Idempotent."""
        self._capacity._move(-self._size)
        self._size = 0
