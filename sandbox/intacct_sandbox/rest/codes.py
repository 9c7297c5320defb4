"""Authorization codes: each can be used once, within ten minutes, by the application that it was made for."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from intacct_sandbox.clock import Clock
from intacct_sandbox.identifiers import Identifiers

_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Code:
    """What was agreed to. `challenge` is that of PKCE, or empty; `offline` asks for a refresh token."""

    company: str
    user: str
    client: str
    redirect_uri: str
    challenge: str
    offline: bool


class Codes:
    """The codes of a sandbox that were not used yet."""

    def __init__(self, clock: Clock, identifiers: Identifiers) -> None:
        self._clock = clock
        self._identifiers = identifiers
        self._codes: dict[str, tuple[Code, datetime]] = {}

    def issue(self, code: Code) -> str:
        """A new code."""
        text = self._identifiers.opaque()
        self._codes[text] = (code, self._clock.now() + _LIFETIME)
        return text

    def take(self, text: str) -> Code | None:
        """Use a code up; None when it is unknown, used or too old."""
        code, ends = self._codes.pop(text, (None, self._clock.now()))
        return code if ends > self._clock.now() else None


def verifies(challenge: str, verifier: str) -> bool:
    """Whether a PKCE verifier (S256) belongs to the challenge."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=") == challenge
