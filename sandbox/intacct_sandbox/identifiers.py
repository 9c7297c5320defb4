"""Identifiers: support and request ids follow from the start value, session ids and token ids are really random."""

import hashlib
import secrets
from random import Random


class Identifiers:
    """Session ids, support ids and request ids of one sandbox."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._support = hashlib.sha256(str(seed).encode()).hexdigest()[:6]
        self._requests = 0

    def opaque(self) -> str:
        """A text that nobody can guess, so that one from before a restart or reset never means something else after."""
        return secrets.token_hex(20)

    def support(self) -> str:
        """A support id as the gateway writes it, with its tilde URL-encoded."""
        return f"{self._support}{self._random.getrandbits(24):06x}%7E{self._random.getrandbits(32):08x}"

    def request(self) -> str:
        """A request id in the gateway's style, counted up."""
        self._requests += 1
        return f"7F3A:11_{self._requests:08X}"
