"""The 15-minute timeout of the proxy in front of the gateway: the sender gets 524 while the work is done all the same.

Documented are the 15 minutes (developer.intacct.com: web-services overview) and that transactions with thousands of
lines may run into them. That it depends on the lines of one record, and from which number on, is an assumption.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

from intacct_sandbox.web.answer import Answer, page
from intacct_sandbox.world import World

_GATEWAY = timedelta(minutes=15)


def is_overrun(world: World, before: int) -> bool:
    """Whether one of the ledger rows since row `before` has more lines than can be worked on in time."""
    limit = world.switches.timeout_lines
    if not limit or len(world.ledger) == before:
        return False
    written = (effect.fields.get("lines") or () for _, effect in world.ledger.effects(before))
    return any(len(lines) > limit for lines in written)


async def timed_out(world: World) -> Answer:
    """The proxy's answer; by switch it comes when 15 minutes have passed on the sandbox's clock."""
    if world.switches.timeout_waits:
        due: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        world.agenda.at(world.clock.now() + _GATEWAY, lambda: None if due.done() else due.set_result(None))
        await due
    return replace(page(524, ""), body=b"")
