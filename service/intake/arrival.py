"""One delivery as it came over HTTP, and what a source profile makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from schemas.event import Headers, StoredEvent

KEPT = frozenset({"content-type", "user-agent", "traceparent", "tracestate", "webhook-id", "webhook-timestamp"})
"""Headers that go into the log, besides ``ce-*``. A list of the allowed ones: secrets come in headers too."""


class HeaderView:
    """Headers by lower-case name, repeats kept."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = tuple((name.lower(), value) for name, value in pairs)

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for known, value in self._pairs if known == name.lower()]

    def single(self, name: str) -> str | None:
        """The value of a header that occurs exactly once; None when it is missing or repeated."""
        values = self.all(name)
        return values[0] if len(values) == 1 else None

    def with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        """Headers whose name starts so, without the prefix."""
        return [(name.removeprefix(prefix), value) for name, value in self._pairs if name.startswith(prefix)]

    def kept(self) -> Headers:
        """What is safe to keep."""
        return tuple(
            (name, value.encode("utf-8", "surrogateescape"))
            for name, value in self._pairs
            if name in KEPT or name.startswith("ce-")
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """A POST with all its bytes, nothing decoded yet."""

    body: bytes
    headers: HeaderView
    at: datetime
    path_secret: str | None = None

    @property
    def content_type(self) -> str:
        """As sent; empty when missing."""
        return self.headers.single("content-type") or ""


class Profile(Protocol):
    """A configured source."""

    @property
    def takes_path_secret(self) -> bool:
        """Whether ``/webhooks/{source}/{secret}`` exists for it."""
        ...

    def read(self, arrival: Arrival) -> Sequence[StoredEvent]:
        """Prove that the delivery is authentic, then make events of it. Raises IntakeError."""
        ...


Profiles = Mapping[str, Profile]
