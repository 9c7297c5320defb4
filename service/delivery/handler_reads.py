"""What a handler reads from Intacct, through the tenant's limits."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace

from handlers.registry import MOST_ROWS, EventRefused
from service.delivery.client_port import QueryAnswer, RecordQuery
from service.delivery.tenant import Tenant

PAGE = 1000
"""Rows of one query when a handler reads row by row."""
NUMBER = "record_number"


class TenantReader:
    """A handler's reads, through the tenant's limits. See ``handlers.registry.Reader``."""

    def __init__(self, tenant: Tenant, entity: str, *, most: int = MOST_ROWS, page: int = PAGE) -> None:
        self._tenant = tenant
        self._entity = entity
        self._most, self._page = most, page

    async def find(self, object: str, fields: Sequence[str], **equals: str) -> Sequence[Mapping[str, str]]:
        """All rows. Raises EventRefused when there are more than the bound, or the query is refused."""
        answer = await self._answer(RecordQuery(object, tuple(fields), equals, self._entity, self._most))
        if not answer.complete:
            step = "Narrow the handler's query, or read with `context.read.each`. Then replay this event."
            raise EventRefused(f"A query of {object} has more than {self._most} rows.", next_step=step)
        return answer.rows

    async def each(self, object: str, fields: Sequence[str], **equals: str) -> AsyncIterator[Mapping[str, str]]:
        """Row by row, page after page. Each page begins with the last row of the one before, to prove that it fits."""
        asked = RecordQuery(object, tuple(dict.fromkeys((*fields, NUMBER))), equals, self._entity, self._page + 1)
        last = ""
        while True:
            answer = await self._answer(asked)
            rows = answer.rows if not last else _continued(answer.rows, last, object)
            for row in rows:
                yield {name: row[name] for name in fields}
            if answer.complete:
                return
            last = _last_number(rows, object)
            asked = replace(asked, start=asked.start + len(answer.rows) - 1)

    async def _answer(self, query: RecordQuery) -> QueryAnswer:
        answer = await self._tenant.query(query)
        if answer.failure is None:
            return answer
        diagnosis = answer.failure.diagnosis
        if diagnosis is None:
            raise EventRefused(f"Intacct refuses a query of {query.object}.")
        raise EventRefused(f"{diagnosis.cause} ({diagnosis.code})", next_step=diagnosis.next_step)


def _continued(rows: Sequence[Mapping[str, str]], last: str, object: str) -> Sequence[Mapping[str, str]]:
    if not rows or rows[0][NUMBER] != last:
        raise _moved(object)
    return rows[1:]


def _last_number(rows: Sequence[Mapping[str, str]], object: str) -> str:
    """Where the next page goes on. Raises EventRefused when this one brought nothing new, or it would never end."""
    if not rows:
        raise _moved(object)
    return rows[-1][NUMBER]


def _moved(object: str) -> EventRefused:
    step = "Nothing was written. Replay this event."
    return EventRefused(f"Rows of {object} disappeared in Intacct while they were read.", next_step=step)
