"""A mistake: where in the configuration, and what is wrong and how to fix it. Never the value itself."""

from typing import TypeAlias

Mistake: TypeAlias = tuple[str, str]

Location: TypeAlias = tuple[str | int, ...]

WHOLE_FILE = "configuration"
"""The path of a mistake that is about no single option."""


def dotted(location: Location) -> str:
    """``("router", "topics", 0, "topic")`` as people write it: ``router.topics[0].topic``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".") or WHOLE_FILE
