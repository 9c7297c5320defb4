"""Queries with columns that a company, an object or a user's permissions may refuse: asked again without them.

A refused query is not billed. What was refused once is not asked for again as long as the surface is open.
"""

import re
from dataclasses import replace
from weakref import WeakKeyDictionary

from service.delivery.client_port import OutcomeKind
from service.intacct.answers import CallFailed
from service.intacct.surface import Rows, Selection, SurfaceClient

_refused: WeakKeyDictionary[SurfaceClient, dict[str, frozenset[str]]] = WeakKeyDictionary()
"""By surface and object."""


async def shown(client: SurfaceClient, selection: Selection, optional: frozenset[str]) -> tuple[Rows, frozenset[str]]:
    """The rows, and which of the ``optional`` columns are not in them. Raises CallFailed."""
    known = _refused.setdefault(client, {})
    name = selection.declaration.rest
    while True:
        hidden = known.get(name, frozenset()) & optional
        columns = tuple(column for column in selection.columns if column not in hidden)
        try:
            return await client.rows(replace(selection, columns=columns)), hidden
        except CallFailed as error:
            more = _named_in(error, (optional - hidden) & set(columns))
            if not more:
                raise
            known[name] = known.get(name, frozenset()) | more


def _named_in(error: CallFailed, columns: frozenset[str]) -> frozenset[str]:
    """The columns that a refusal of the query names; none for a failure of any other kind."""
    diagnosis = error.outcome.diagnosis
    if error.outcome.kind is not OutcomeKind.REJECTED or diagnosis is None:
        return frozenset()
    names = set(re.findall(r"[\w.:]+", diagnosis.text))
    return frozenset(column for column in columns if column in names or f"{column}." in names)
