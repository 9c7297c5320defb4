"""The requests that have arrived and are not answered yet."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from intacct_sandbox.clock import Clock

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """One request in flight."""

    since: str
    method: str
    path: str


class OpenRequests:
    """What is in flight now, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._open: dict[int, OpenRequest] = {}

    @contextmanager
    def entered(self, method: str, path: str) -> Iterator[None]:
        """Count a request as in flight while inside."""
        number = next(self._numbers)
        self._open[number] = OpenRequest(self._clock.stamp(), method, path)
        try:
            yield
        finally:
            del self._open[number]

    def as_list(self) -> list[dict[str, Any]]:
        """The oldest 200."""
        oldest = itertools.islice(self._open.items(), _SHOWN)
        return [{"number": n, "since": each.since, "method": each.method, "path": each.path} for n, each in oldest]
