"""What an event said, kept small beside its verdict: later events of the same identity are compared with it."""

import base64
import zlib
from dataclasses import dataclass

KEPT_BYTES = 64 * 1024
"""Of the body, before compression: enough for people to see what it was, little enough to be kept for ever."""


@dataclass(frozen=True, slots=True)
class Content:
    """The content of an event. Two events of one identity are the same event if their digests are equal."""

    digest: str
    """Of type, entity, subject and data, however these were written down."""
    type: str
    entity: str
    subject: str
    content_type: str
    size: int
    """Bytes of the body."""
    packed: str
    """The body, or its first KEPT_BYTES: zlib in base64."""

    @property
    def body(self) -> bytes:
        """As much of the body as is kept."""
        return zlib.decompressobj().decompress(base64.b64decode(self.packed), KEPT_BYTES)

    @property
    def whole(self) -> bool:
        """Whether all of the body is kept."""
        return self.size <= KEPT_BYTES


def packed(body: bytes) -> str:
    """What is kept of a body; the inverse of ``Content.body``."""
    return base64.b64encode(zlib.compress(body[:KEPT_BYTES], 1)).decode()
