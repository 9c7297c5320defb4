"""Waiting for something outside of this process, where no event of ours can tell."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 30.0
PAUSE = 0.02
"""Seconds."""


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again until the answer is yes. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - the other side has no event to wait for
            await asyncio.sleep(PAUSE)


async def eventually_true(condition: Callable[[], bool]) -> None:
    """The same for a condition that waits for nothing."""

    async def asked() -> bool:
        return condition()

    await eventually(asked)
