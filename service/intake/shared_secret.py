"""Secrets that travel with an unsigned delivery."""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from hashlib import sha256

from pydantic import SecretStr

from service.errors import NotAuthentic


class SharedSecrets:
    """The accepted secrets of one source: the current one and the previous ones."""

    def __init__(self, accepted: Iterable[SecretStr]) -> None:
        self._salt = secrets.token_bytes(32)
        self._accepted = tuple(self._digest(secret.get_secret_value().encode()) for secret in accepted)

    def require(self, presented: Sequence[bytes]) -> None:
        """Return if exactly one secret was presented and it is an accepted one.

        Digests of one length are compared, all of them, so that time tells nothing. Raises NotAuthentic, the same
        for missing, wrong and repeated.
        """
        digest = self._digest(presented[0] if presented else b"")
        fits = False
        for accepted in self._accepted:
            fits |= hmac.compare_digest(digest, accepted)
        if len(presented) != 1 or not fits:
            raise NotAuthentic("the secret is missing or wrong")

    def _digest(self, secret: bytes) -> bytes:
        return hmac.digest(self._salt, secret, sha256)
