"""Dead letters that wait for something: offered for replay once it is in Intacct, or replayed if the tenant says so."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from schemas.verdict import DeadLetter, Receipt, Verdict
from service.delivery.patience import Patience
from service.eventlog.port import DeadLetterFilter, EventLog

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Offers:
    """``automatic``: tenants whose dead letters are replayed without a person.

    An offer is the dead letter itself, published again: it waits for nothing any more, and its next step says so.
    """

    log: EventLog
    patience: Patience
    automatic: Collection[str]

    async def appeared(self, verdicts: Sequence[Verdict]) -> None:
        """These verdicts are durable: look for dead letters that wait for what they brought."""
        for tenant, names in _brought(verdicts).items():
            awaited = await self.patience.ask(lambda tenant=tenant: self.log.awaited(tenant))  # type: ignore[misc]
            for name in sorted(awaited & names):
                await self._offer(tenant, name)

    async def _offer(self, tenant: str, name: str) -> None:
        which = DeadLetterFilter(tenant=tenant, waits_for=name)
        letters = [letter for letter in await self.patience.ask(lambda: self.log.dead_letters(which)) if letter.event]
        log.info("dead_letters_can_be_replayed", tenant=tenant, appeared=name, count=len(letters))
        if tenant in self.automatic:
            again = [replace(letter.event, replay=letter.replays + 1) for letter in letters if letter.event]
            await self.patience.ask(lambda: self.log.append(again))
        else:
            offered = [offer for letter in letters if (offer := _offered(letter, name))]
            await self.patience.ask(lambda: self.log.publish(offered))


def _brought(verdicts: Sequence[Verdict]) -> Mapping[str, set[str]]:
    """What is in Intacct now, by tenant, as dead letters name it."""
    brought: defaultdict[str, set[str]] = defaultdict(set)
    for verdict in verdicts:
        records = verdict.records if isinstance(verdict, Receipt) else verdict.applied
        brought[verdict.tenant].update(f"{record.object} {record.key}" for record in records)
    return {tenant: names for tenant, names in brought.items() if names}


def _offered(letter: DeadLetter, name: str) -> DeadLetter | None:
    """The letter without that name; once it waits for nothing more its next step is the replay."""
    left = [each for each in letter.failure.waits_for.split(", ") if each != name]
    step = letter.failure.next_step if left else f"{name.capitalize()} is in Intacct now: replay this event."
    return replace(letter, failure=replace(letter.failure, waits_for=", ".join(left), next_step=step))
