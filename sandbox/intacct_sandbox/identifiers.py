"""Identifiers that look random and are the same in every run with the same start value."""

import hashlib
from random import Random


class Identifiers:
    """Session ids, support ids and request ids of one sandbox."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._support = hashlib.sha256(str(seed).encode()).hexdigest()[:6]
        self._requests = 0

    def opaque(self, bits: int = 160) -> str:
        """A token that says nothing."""
        return f"{self._random.getrandbits(bits):0{bits // 4}x}"

    def support(self) -> str:
        """A support id as the gateway writes it, with its tilde URL-encoded."""
        return f"{self._support}{self._random.getrandbits(24):06x}%7E{self._random.getrandbits(32):08x}"

    def request(self) -> str:
        """A request id in the gateway's style, counted up."""
        self._requests += 1
        return f"7F3A:11_{self._requests:08X}"
