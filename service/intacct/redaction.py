"""Keeps secrets out of everything that people or logs may see."""

import html
import re
from collections import deque
from collections.abc import Iterable

from pydantic import SecretStr

_SUPPORT_ID = re.compile(r"\s*\[(?:Support ID|Request ID):[^\]]*\]", re.IGNORECASE)
_SESSION = re.compile(r"(invalid session)\s+\S.*", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"\s+")
_REMEMBERED = 20
_LONGEST = 600


class Redaction:
    """Knows the tenant's secrets, and the latest tokens and sessions, and takes them out of text."""

    def __init__(self, secrets: Iterable[SecretStr] = ()) -> None:
        self._configured = tuple(value for secret in secrets if (value := secret.get_secret_value()))
        self._learned: deque[str] = deque(maxlen=_REMEMBERED)

    def learn(self, secret: str) -> None:
        """A token or session id that must not be shown from now on."""
        self._learned.append(secret)

    def clean(self, text: str) -> str:
        """One readable line: no secrets, no support ids (they change with every request), no HTML entities."""
        plain = _SUPPORT_ID.sub("", html.unescape(text))
        plain = _SESSION.sub(r"\1", plain)
        for secret in (*self._configured, *self._learned):
            plain = plain.replace(secret, "***")
        return _BLANKS.sub(" ", plain).strip()[:_LONGEST]
