"""What of a partition is finished: the one place that knows which offset may be committed."""

from service.eventlog.port import Progress

RESERVE_AHEAD = 100
"""Offsets reserved beyond what is admitted, so that a quiet stream does not pay a commit for every event."""


class Tracker:
    """Admitted and finished offsets of one owned partition. Offsets are admitted in ascending order."""

    def __init__(self, start: Progress) -> None:
        self._high = start.watermark - 1
        self._unfinished: dict[int, None] = {}  # insertion order is offset order
        self._finished: set[int] = {offset for offset in start.finished if offset >= start.watermark}
        self._base = start.watermark
        self.reserved = start.reserved

    def admit(self, offset: int) -> None:
        """An event was read and has no verdict yet."""
        self._high = max(self._high, offset)
        self._unfinished[offset] = None

    def finish(self, offset: int) -> None:
        """Its verdict is durable. Finishing what was not admitted, or twice, changes nothing."""
        if offset in self._unfinished:
            del self._unfinished[offset]
            self._finished.add(offset)

    def knows(self, offset: int) -> bool:
        """Whether this offset was admitted, or finished, before."""
        return offset < self._base or offset in self._unfinished or offset in self._finished

    @property
    def open(self) -> int:
        """How many are admitted and not finished."""
        return len(self._unfinished)

    def needs_reservation(self, offset: int) -> bool:
        """Whether ``reserve`` and a commit must come before this offset may be sent to Intacct."""
        return offset >= self.reserved

    def reserve(self, offset: int) -> None:
        """Let everything up to a little beyond this offset be sent, once the next commit is durable."""
        self.reserved = max(self.reserved, offset + 1 + RESERVE_AHEAD)

    def release_reservation(self) -> None:
        """Before a clean end: nothing beyond what was admitted has been sent."""
        self.reserved = max(self._high + 1, self._base)

    def snapshot(self) -> Progress:
        """One consistent picture to commit."""
        watermark = next(iter(self._unfinished), self._high + 1)
        watermark = max(watermark, self._base)
        self._finished = {offset for offset in self._finished if offset >= watermark}
        self._base = watermark
        return Progress(watermark, frozenset(self._finished), self.reserved)
