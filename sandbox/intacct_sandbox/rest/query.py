"""/services/core/query (developer.sage.com: query service guide; OpenAPI group common)."""

from collections.abc import Sequence
from typing import Any

from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import Column, column
from intacct_sandbox.query.search import Found, search
from intacct_sandbox.rest.aggregates import Aggregate, fits, grouped, sortable, split
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.query_filters import Filters, read_parameters, wrong
from intacct_sandbox.rest.refusals import failure_for
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.web.answer import Answer

_KEYS = frozenset({"object", "fields", "filters", "filterExpression", "filterParameters", "orderBy", "start", "size"})
_MOST = 4000
_MOST_QUERIES = 10
Row = dict[str, Any]


def answer_query(request: RestRequest) -> Answer:
    """One page of flat rows, or one per query of an array; raises RestFailure."""
    body = request.json()
    if not isinstance(body, list):
        return as_json(200, _page(request, body))
    if not 1 <= len(body) <= _MOST_QUERIES:
        raise wrong(f"An array has 1 to {_MOST_QUERIES} queries")
    pages = [_page(request, each) for each in body]
    return as_json(200, {"ia::result": pages, "ia::meta": {"totalCount": len(pages)}})


def _page(request: RestRequest, body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise wrong("The payload must be an object")
    for name in sorted(set(body) - _KEYS):
        raise wrong(f"Unrecognized key {name} in query payload", f"/{name}")
    if not isinstance(body.get("object"), str) or not isinstance(body.get("fields"), list) or not body["fields"]:
        raise wrong("object and fields are required", "/object" if "object" not in body else "/fields")
    type = request.object(body["object"])
    _allow(request, type)
    return _Query(request, type, body).page()


def _allow(request: RestRequest, type: ObjectType) -> None:
    try:
        allow(request.unit(), "read", type)
    except Refused as refused:
        raise failure_for(refused, "read", type, request.world.switches) from refused


class _Query:
    def __init__(self, request: RestRequest, type: ObjectType, body: dict[str, Any]) -> None:
        self._request = request
        self._type = type
        self._body = body
        self._parameters = read_parameters(body.get("filterParameters") or {})
        self._filters = Filters(self._column, self._parameters, request.world.clock.now().date())

    def page(self) -> dict[str, Any]:
        columns, aggregates = self._fields()
        start, size = self._number("start", 1, None), self._number("size", 100, _MOST)
        rows, total = self._rows(columns, aggregates, start, size)
        self._request.count_query(self._type.name)
        following = start + size if start - 1 + size < total else None
        previous = max(1, start - size) if start > 1 else None
        page = {"totalCount": total, "start": start, "pageSize": size, "next": following, "previous": previous}
        return {"ia::result": rows, "ia::meta": page}

    def _rows(self, columns: list[Column], aggregates: list[Aggregate], start: int, size: int) -> tuple[list[Row], int]:
        window = slice(start - 1, start - 1 + size)
        if not aggregates:
            found = self._found(self._order())
            return [{each.path: _shown(each, record) for each in columns} for record in found[window]], len(found)
        groups = grouped(self._found([]), columns, aggregates)
        for name, descending in reversed(self._order_of_groups([*columns, *aggregates])):
            groups.sort(key=lambda row: sortable(row[name]), reverse=descending)
        return groups[window], len(groups)

    def _found(self, order: Sequence[tuple[Column, bool]]) -> Found:
        view = self._request.view(self._parameters.get("includePrivate") is True)
        condition = self._filters.condition(self._body.get("filters") or [], self._body.get("filterExpression"))
        return search(self._request.company, self._type, view, condition, order)

    def _fields(self) -> tuple[list[Column], list[Aggregate]]:
        columns, aggregates = [], []
        for path in self._body["fields"]:
            asked = split(path)
            if asked is None:
                columns.append(self._column(path, "/fields"))
                continue
            found = self._column(asked[1], "/fields")
            if not fits(asked[0], found):
                raise wrong(f"{path}: {asked[1]} is not a number", "/fields")
            aggregates.append(Aggregate(asked[0], found))
        return columns, aggregates

    def _number(self, name: str, default: int, most: int | None) -> int:
        value = self._body.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1 or (most and value > most):
            raise wrong(f"{name} must be a number from 1{f' to {most}' if most else ''}", f"/{name}")
        return value

    def _order(self) -> list[tuple[Column, bool]]:
        return [(self._column(path, "/orderBy"), descending) for path, descending in self._directions()]

    def _order_of_groups(self, shown: Sequence[Column | Aggregate]) -> list[tuple[str, bool]]:
        known = {each.path for each in shown}
        for path, _ in self._directions():
            if path not in known:
                raise wrong(f"{path} is not a field of this query", "/orderBy")
        return self._directions()

    def _directions(self) -> list[tuple[str, bool]]:
        given = self._body.get("orderBy") or []
        if not isinstance(given, list) or not all(isinstance(each, dict) and len(each) == 1 for each in given):
            raise wrong("orderBy must be an array of {'field': 'asc' or 'desc'}", "/orderBy")
        pairs = [next(iter(each.items())) for each in given]
        if any(direction not in ("asc", "desc") for _, direction in pairs):
            raise wrong("the direction must be asc or desc", "/orderBy")
        return [(path, direction == "desc") for path, direction in pairs]

    def _column(self, path: Any, target: str) -> Column:
        found = column(self._request.company, self._type, "rest", path) if isinstance(path, str) else None
        if found is None or (path == "href" and target != "/fields"):
            raise wrong(f"{path} is not a valid field", target)
        return found


def _shown(found: Column, record: Fields) -> Any:
    value = found.get(record)
    return None if value is None else found.kind.to_rest(value)
