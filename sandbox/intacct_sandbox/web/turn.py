"""A request's stay in a company: counted from its arrival, let in when a slot is free."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import User


@asynccontextmanager
async def turn(company: Company, user: User | None, app: str, hold_seconds: float) -> AsyncIterator[None]:
    """Hold a slot for `app` while inside; raises NoSlot when none became free within `hold_seconds`. A person
    needs none.

    Yields to the event loop once while holding the slot, so that requests which arrived together are seen together.
    """
    counters = company.counters_of(user)
    counters.arrived()
    try:
        if user and user.person:
            yield
            return
        await company.slots.take(app, hold_seconds)
        try:
            await asyncio.sleep(0)
            yield
        finally:
            company.slots.give_back(app)
    finally:
        counters.left()
