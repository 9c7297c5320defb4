"""Long lists of keys in pieces that fit into one statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

ItemT = TypeVar("ItemT")

KEYS_TOGETHER = 500
"""Keys in one statement: SQLite has a limit on parameters."""


def chunks(items: Sequence[ItemT], size: int = KEYS_TOGETHER) -> Iterator[Sequence[ItemT]]:
    """The items in runs of at most ``size``."""
    return (items[start : start + size] for start in range(0, len(items), size))
