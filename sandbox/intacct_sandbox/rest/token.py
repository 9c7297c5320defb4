"""Access and refresh tokens, expiring on the sandbox's clock."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from intacct_sandbox.clock import Clock
from intacct_sandbox.identifiers import Identifiers


@dataclass(frozen=True, slots=True)
class Token:
    """What a token stands for."""

    company: str
    user: str
    entity: str
    client: str
    expires: datetime
    issued: datetime


class Tokens:
    """All tokens of a sandbox. A token is a JWT in form; what counts is that the sandbox knows it."""

    def __init__(self, clock: Clock, identifiers: Identifiers) -> None:
        self._clock = clock
        self._identifiers = identifiers
        self._secret = identifiers.opaque().encode()
        self._access: dict[str, Token] = {}
        self._refresh: dict[str, Token] = {}

    def issue(self, company: str, user: str, entity: str, client: str, seconds: int) -> tuple[str, str]:
        """A new access token and refresh token."""
        now = self._clock.now()
        token = Token(company, user, entity, client, now + timedelta(seconds=seconds), now)
        access, refresh = self._jwt(token, "access"), self._jwt(token, "refresh")
        self._access[access] = self._refresh[refresh] = token
        return access, refresh

    def access(self, text: str) -> Token | None:
        """The token if it is known and has not expired."""
        token = self._access.get(text)
        return token if token and token.expires > self._clock.now() else None

    def use_refresh(self, text: str, rotates: bool = True) -> Token | None:
        """What a refresh token stands for; when they rotate each can be used once."""
        return self._refresh.pop(text, None) if rotates else self._refresh.get(text)

    def end_grants(self, company: str, user: str, client: str) -> None:
        """Forget the refresh tokens that this application has for this user."""
        mine = (company, user, client)
        self._refresh = {
            text: each for text, each in self._refresh.items() if (each.company, each.user, each.client) != mine
        }

    def revoke(self, text: str) -> None:
        self._access.pop(text, None)
        self._refresh.pop(text, None)

    def expire(self, company: str | None) -> None:
        """End all access tokens of a company, or all."""
        self._access = {text: each for text, each in self._access.items() if company not in (None, each.company)}

    def _jwt(self, token: Token, use: str) -> str:
        claims = {"userId": token.user, "cnyId": token.company, "exp": int(token.expires.timestamp()), "use": use,
                  "jti": self._identifiers.opaque()}  # fmt: skip
        signed = f"{_b64({'alg': 'HS256', 'typ': 'JWT'})}.{_b64(claims)}"
        signature = hmac.new(self._secret, signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def looks_like_token(text: str) -> bool:
    """Whether a text can be decoded as a JWT at all."""
    parts = text.split(".")
    try:
        return len(parts) == 3 and isinstance(json.loads(base64.urlsafe_b64decode(parts[1] + "==")), dict)
    except ValueError:
        return False


def _b64(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
