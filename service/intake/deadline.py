"""Waiting with an end, on the injected clock."""

import asyncio
from typing import TypeVar

from service.clock import Clock

T = TypeVar("T")


async def ended_within(clock: Clock, seconds: float, task: "asyncio.Task[T]") -> bool:
    """Wait until the task has ended, at most so long. The task is left running either way."""
    alarm = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        alarm.cancel()
    return task.done()
