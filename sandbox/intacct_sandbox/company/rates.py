"""How many requests an application made in a minute and in an hour, on the sandbox's clock.

A window opens with its first request (assumption). The minute's limit is soft: it is only told. The hour's limit is
hard (developer.sage.com: HTTP headers guide). The numbers themselves are not published, so switches set them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class _Window:
    opened: datetime
    count: int = 0


class Rates:
    """The windows of one company's applications."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, timedelta], _Window] = {}

    def count(self, app: str, now: datetime) -> None:
        """A request of `app` arrived."""
        for length in (MINUTE, HOUR):
            self._window(app, length, now).count += 1

    def used(self, app: str, length: timedelta, now: datetime) -> int:
        """Requests in the open window of this length."""
        return self._window(app, length, now).count

    def seconds_left(self, app: str, length: timedelta, now: datetime) -> int:
        """Until the open window closes, rounded up."""
        left = self._window(app, length, now).opened + length - now
        return max(1, -int(-left.total_seconds() // 1))

    def _window(self, app: str, length: timedelta, now: datetime) -> _Window:
        window = self._windows.get((app, length))
        if window is None or not window.opened <= now < window.opened + length:
            window = self._windows[(app, length)] = _Window(now)
        return window
