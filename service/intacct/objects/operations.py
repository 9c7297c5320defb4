"""What a surface offers for an object, and what Intacct bills for it: a part of each declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from schemas.write import Operation


@dataclass(frozen=True, slots=True)
class Offer:
    """One operation on one surface.

    Reads that several writes share (references, states, record numbers) are not in it: they are told apart in answers.
    """

    transactions: int = 1
    """What Intacct bills for one write: each record that is created, changed, submitted or deleted is one."""
    drafts: bool = False
    """Whether the record begins as a draft, which only a second request makes count in the books."""

    def rank(self, shares_requests: bool) -> tuple[bool, int, bool]:
        """Lower is better: nothing half done, then the price; on a tie the surface whose writes share requests."""
        return self.drafts, self.transactions, not shares_requests


Offers: TypeAlias = Mapping[Operation, Offer]
"""By operation; what is missing is not offered. An upsert needs both of the others."""

NOTHING: Final[Offers] = {}
CREATE: Final[Offers] = {Operation.CREATE: Offer()}
CREATE_AND_UPDATE: Final[Offers] = {Operation.CREATE: Offer(), Operation.UPDATE: Offer()}
DRAFT_FIRST: Final = Offer(transactions=2, drafts=True)
"""Created as a draft, then submitted."""


def offer_of(offers: Offers, operation: Operation) -> Offer | None:
    """What is offered for an operation; of an upsert the dearer half, since only Intacct knows which one it becomes."""
    if operation is not Operation.UPSERT:
        return offers.get(operation)
    create, update = offers.get(Operation.CREATE), offers.get(Operation.UPDATE)
    if create is None or update is None:
        return None
    return Offer(max(create.transactions, update.transactions), create.drafts or update.drafts)
