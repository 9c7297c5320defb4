"""The sandbox's own clock, which runs like the real one and can be moved."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """UTC time that advances by itself; `move_to` and `advance` shift it. Nothing else here reads real time."""

    def __init__(self) -> None:
        self._shift = timedelta(0)
        self._moved: list[Callable[[], None]] = []

    def when_moved(self, call: Callable[[], None]) -> None:
        """Have `call` called after every shift, in the thread that shifts."""
        self._moved.append(call)

    def now(self) -> datetime:
        """The current sandbox time, timezone-aware UTC."""
        return datetime.now(UTC) + self._shift

    def stamp(self) -> str:
        """Now as `2026-03-14T09:00:00Z`."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%SZ")

    def move_to(self, moment: datetime) -> None:
        """Continue from `moment`; a moment without zone is taken as UTC."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        self._shift_to(aware - datetime.now(UTC))

    def advance(self, seconds: float) -> None:
        """Move forward (or, with a negative number, back)."""
        self._shift_to(self._shift + timedelta(seconds=seconds))

    def restore(self) -> None:
        """Go back to real time."""
        self._shift_to(timedelta(0))

    def _shift_to(self, shift: timedelta) -> None:
        self._shift = shift
        for call in self._moved:
            call()
