"""The query service: ``POST /services/core/query`` (developer.sage.com: query service guide)."""

from service.clock import Clock
from service.delivery.client_port import Outcome
from service.errors import ClientError
from service.intacct.answers import CallFailed, outcome_of, refused_here, unavailable
from service.intacct.objects.compare import Row
from service.intacct.objects.kinds import JsonValue, Unrenderable
from service.intacct.rest.answer import RestAnswer
from service.intacct.rest.api import Api, Call
from service.intacct.rest.outcomes import read_outcome
from service.intacct.surface import MOST_PAGES, Rows, Selection

LARGEST_PAGE = 4000


class Queries:
    """Runs selections. Each page is one transaction; queries take no idempotency key."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock

    async def rows(self, selection: Selection) -> Rows:
        """All pages up to the limit. Raises CallFailed, with the transactions used so far."""
        rows: list[Row] = []
        start, pages = selection.start + 1, 0
        while pages < MOST_PAGES:
            size = min(LARGEST_PAGE, selection.limit - len(rows))
            answer = await self._page(selection, start, size, pages)
            found = answer.rows
            if found is None:
                raise self._unreadable(answer, pages)
            rows, pages = rows + found, pages + 1
            following = answer.next_start
            if following is None:
                return Rows(rows, pages)
            if following <= start or not found or len(rows) >= selection.limit:
                break
            start = following
        return Rows(rows[: selection.limit], pages, complete=False)

    async def _page(self, selection: Selection, start: int, size: int, pages: int) -> RestAnswer:
        call = Call("POST", "/services/core/query", selection.entity, _body(selection, start, size))
        try:
            answer = await self._api.call(call)
        except Unrenderable as error:
            raise CallFailed(refused_here(f"the query {error}"), pages) from error
        except ClientError as error:
            raise CallFailed(outcome_of(error, writing=False), pages) from error
        if not answer.succeeded:
            raise CallFailed(self._failure(selection, answer), pages)
        return answer

    def _failure(self, selection: Selection, answer: RestAnswer) -> Outcome:
        return read_outcome(answer, selection.declaration.label, self._clock.now())

    @staticmethod
    def _unreadable(answer: RestAnswer, pages: int) -> CallFailed:
        return CallFailed(unavailable(f"HTTP {answer.status}, but no rows in the answer to a query"), pages)


def _body(selection: Selection, start: int, size: int) -> JsonValue:
    filters: list[JsonValue] = []
    for condition in selection.conditions:
        values: list[JsonValue] = list(condition.values)
        filters.append(
            {"$in": {condition.column: values}} if len(values) > 1 else {"$eq": {condition.column: values[0]}}
        )
    return {
        "object": selection.declaration.rest,
        "fields": list(selection.columns),
        "filters": filters,
        "orderBy": [{"key": "asc"}],
        "start": start,
        "size": size,
        "filterParameters": {
            "caseSensitiveComparison": True,
            **({"includePrivate": True} if selection.private else {}),
        },
    }
