"""The page docs/surfaces.md, printed from the declarations: ``python -m service.intacct.surface_table``."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from schemas.write import Operation
from service.delivery.client_port import Surface
from service.intacct.objects import OBJECTS
from service.intacct.objects.declaration import Declaration
from service.intacct.objects.operations import Offer

PAGE = Path(__file__).parents[2] / "docs" / "surfaces.md"

_INTRODUCTION = """# Surfaces and prices

Printed from the declarations in `service/intacct/objects/` by `python -m service.intacct.surface_table`; a test
compares. Numbers are transactions as Intacct bills them for one write. `auto` is the surface that a tenant with both
credentials and `surface: auto` uses: of those that can do the whole write, the one that leaves no draft on the way and
costs fewer transactions; on a tie XML, because its writes share requests.
"""
_NOTES = """
- «draft first»: REST creates the document as a draft and submits it with a second request. Over XML it posts at once.
- The choice depends on object, operation, content and the tenant's settings, never on load or attempts. Content can
  exclude a surface: REST takes no update with lines (it would add them), no bill line without a location, and no
  writes as one unit; XML takes no control characters.
- An upsert needs both operations and becomes one of them.
- Not in the table, because writes share them: a look-up by business key (one transaction per query page), the record
  numbers of updates that do not know theirs, the record keys of what payments pay (one per request and object), and
  the state of new bills, AP payments and journal entries (one per request and object, none with
  `company_settings.approvals: false`).
- What is refused is not billed. A draft that is refused when it is submitted is deleted again, which is one more;
  further ones of the same entity and month are then refused here for a minute, for nothing.
"""


def page() -> str:
    """The whole page."""
    return "\n".join((_INTRODUCTION, *_table(), _NOTES))


def _table() -> Iterator[str]:
    yield _row(("object", "operation", "REST", "XML", "`auto`"))
    yield _row("-----")
    for declaration in OBJECTS.values():
        for operation in (Operation.CREATE, Operation.UPDATE):
            offers = {surface: declaration.offer(surface, operation) for surface in Surface}
            if any(offers.values()):
                cells = (_price(offers[Surface.REST]), _price(offers[Surface.XML]), _auto(declaration, operation))
                yield _row((declaration.name, operation.value, *cells))


def _auto(declaration: Declaration, operation: Operation) -> str:
    offers = {surface: offer for surface in Surface if (offer := declaration.offer(surface, operation))}
    return min(offers, key=lambda surface: offers[surface].rank(surface is Surface.XML)).upper()


def _price(offer: Offer | None) -> str:
    if offer is None:
        return "no"
    return f"{offer.transactions}, draft first" if offer.drafts else str(offer.transactions)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
