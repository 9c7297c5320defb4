"""How long a case waits for what must come. In the cases nothing takes a second; the rest is for a busy machine."""

import asyncio
import os
from collections.abc import Awaitable, Callable

PATIENCE = float(os.environ.get("BOOKS_PATIENCE", "15"))
PAUSE = 0.01
"""Seconds."""


async def eventually(condition: Callable[[], Awaitable[bool]], what: str, patience: float = PATIENCE) -> None:
    """Ask again and again until the answer is yes. Fails with what was waited for."""
    try:
        async with asyncio.timeout(patience):
            while not await condition():  # noqa: ASYNC110 - the service is asked from outside and tells nobody
                await asyncio.sleep(PAUSE)
    except TimeoutError:
        raise AssertionError(f"{what}: not within {patience:g} s") from None
