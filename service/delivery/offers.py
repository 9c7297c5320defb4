"""Dead letters that wait for something: offered for replay once it is in Intacct, or replayed if the tenant says so."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

import structlog

from schemas.verdict import DeadLetter, Failure, Receipt, Verdict
from service.delivery.patience import Patience
from service.eventlog.port import DeadLetterFilter, DocumentKey, EventLog

log = structlog.get_logger(__name__)


class Offers:
    """``automatic``: tenants whose dead letters are replayed without a person.

    An offer is the dead letter itself, published again: it waits for nothing any more, and its next step says so.
    """

    def __init__(self, log: EventLog, patience: Patience, automatic: Collection[str]) -> None:
        self._log = log
        self._patience = patience
        self._automatic = automatic
        self._appeared: asyncio.Queue[tuple[str, frozenset[str]]] = asyncio.Queue()

    def appeared(self, verdicts: Sequence[Verdict]) -> None:
        """These verdicts are durable: what they brought may be waited for."""
        for tenant, names in _brought(verdicts).items():
            self._appeared.put_nowait((tenant, frozenset(names)))

    async def run(self) -> None:
        """Offer until cancelled. What is left undone is done by the next owner (see ``catch_up``)."""
        while True:
            tenant, names = await self._appeared.get()
            awaited = await self._patience.ask(partial(self._log.awaited, tenant))
            for name in sorted(awaited & names):
                await self._offer(tenant, name)

    async def catch_up(self, tenant: str) -> None:
        """What is waited for and has appeared already, according to receipts."""
        awaited = await self._patience.ask(partial(self._log.awaited, tenant))
        keys = {_key(tenant, name): name for name in awaited}
        known = await self._patience.ask(partial(self._log.documents, list(keys)))
        there = frozenset(keys[key] for key in known if key in keys)
        if there:
            self._appeared.put_nowait((tenant, there))

    async def _offer(self, tenant: str, name: str) -> None:
        which = DeadLetterFilter(tenant=tenant, waits_for=name)
        found = await self._patience.ask(partial(self._log.dead_letters, which))
        letters = [letter for letter in found if letter.event]
        log.info("dead_letters_can_be_replayed", tenant=tenant, appeared=name, count=len(letters))
        if tenant in self._automatic:
            again = [replace(letter.event, replay=letter.replays + 1) for letter in letters if letter.event]
            await self._patience.ask(partial(self._log.append, again))
        else:
            await self._patience.ask(partial(self._log.publish, [_offered(letter, name) for letter in letters]))


def _key(tenant: str, name: str) -> DocumentKey:
    object_name, _, key = name.partition(" ")
    return DocumentKey(tenant, object_name, key)


def _brought(verdicts: Sequence[Verdict]) -> Mapping[str, set[str]]:
    """What is in Intacct now, by tenant, as dead letters name it."""
    brought: defaultdict[str, set[str]] = defaultdict(set)
    for verdict in verdicts:
        records = verdict.records if isinstance(verdict, Receipt) else verdict.applied
        brought[verdict.tenant].update(f"{record.object} {record.key}" for record in records)
    return {tenant: names for tenant, names in brought.items() if names}


def _offered(letter: DeadLetter, name: str) -> DeadLetter:
    """The letter without that name; once it waits for nothing more its next step is the replay."""
    left = _left(letter.failure, name)
    step = letter.failure.next_step if left else f"Intacct holds {name} now: replay this event."
    return replace(letter, failure=replace(letter.failure, waits_for="\n".join(left), next_step=step))


def _left(failure: Failure, name: str) -> list[str]:
    """What it waits for beside that name. A line of names that a comma joins is no name as soon as one of them came."""
    if name == failure.waits_for:
        return []
    return [each for each in failure.awaited if each not in (name, failure.waits_for)]
