"""/services/core/query (developer.sage.com: query service guide; OpenAPI group common)."""

from typing import Any

from intacct_sandbox.model.kinds import BadValue
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.query.column import Column, column
from intacct_sandbox.query.condition import All, Condition, Test
from intacct_sandbox.query.search import search
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import RestFailure, payload_failure
from intacct_sandbox.rest.failure import detail as error_detail
from intacct_sandbox.rest.filter_expression import combine
from intacct_sandbox.rest.refusals import failure_for
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.web.answer import Answer

_KEYS = frozenset({"object", "fields", "filters", "filterExpression", "filterParameters", "orderBy", "start", "size"})
_PARAMETERS = frozenset({"asOfDate", "caseSensitiveComparison", "includePrivate", "includeHierarchyFields"})
_OPERATORS = {
    "$eq": "=", "$ne": "!=", "$lt": "<", "$lte": "<=", "$gt": ">", "$gte": ">=", "$in": "in", "$notIn": "not in",
    "$between": "between", "$notBetween": "not between", "$contains": "contains", "$notContains": "not contains",
    "$startsWith": "starts", "$notStartsWith": "not starts", "$endsWith": "ends", "$notEndsWith": "not ends",
}  # fmt: skip
_AS_TEXT = ("contains", "starts", "ends")
_MOST = 4000


def answer_query(request: RestRequest) -> Answer:
    """One page of flat rows; raises RestFailure."""
    body = request.json()
    if not isinstance(body, dict):
        raise _wrong("The payload must be an object")
    for name in sorted(set(body) - _KEYS):
        raise _wrong(f"Unrecognized key {name} in query payload", f"/{name}")
    if not isinstance(body.get("object"), str) or not isinstance(body.get("fields"), list) or not body["fields"]:
        raise _wrong("object and fields are required", "/object" if "object" not in body else "/fields")
    type = request.object(body["object"])
    _allow(request, type)
    return _Query(request, type, body).answer()


def _allow(request: RestRequest, type: ObjectType) -> None:
    try:
        allow(request.unit(), "read", type)
    except Refused as refused:
        raise failure_for(refused, "read", type, request.world.switches) from refused


def _wrong(text: str, target: str = "/") -> RestFailure:
    return payload_failure(400, error_detail("invalidRequest", text, "", target))


class _Query:
    def __init__(self, request: RestRequest, type: ObjectType, body: dict[str, Any]) -> None:
        self._request = request
        self._type = type
        self._body = body
        self._parameters = self._read_parameters()

    def answer(self) -> Answer:
        columns = [self._column(path, "/fields") for path in self._body["fields"]]
        start, size = self._number("start", 1, None), self._number("size", 100, _MOST)
        view = self._request.view(self._parameters.get("includePrivate") is True)
        found = search(self._request.company, self._type, view, self._condition(), self._order())
        self._request.count_query()
        now = found[start - 1 : start - 1 + size]
        rows = [{each.path: _shown(each, record) for each in columns} for record in now]
        following = start + size if start - 1 + size < len(found) else None
        previous = max(1, start - size) if start > 1 else None
        page = {"totalCount": len(found), "start": start, "pageSize": size, "next": following, "previous": previous}
        return as_json(200, {"ia::result": rows, "ia::meta": page})

    def _read_parameters(self) -> dict[str, Any]:
        given = self._body.get("filterParameters") or {}
        if not isinstance(given, dict):
            raise _wrong("filterParameters must be an object", "/filterParameters")
        for name in sorted(set(given) - _PARAMETERS):
            raise _wrong(f"Unrecognized key {name} in query payload", f"/filterParameters/{name}")
        return given

    def _number(self, name: str, default: int, most: int | None) -> int:
        value = self._body.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1 or (most and value > most):
            raise _wrong(f"{name} must be a number from 1{f' to {most}' if most else ''}", f"/{name}")
        return value

    def _condition(self) -> Condition | None:
        filters = self._body.get("filters") or []
        if not isinstance(filters, list):
            raise _wrong("filters must be an array", "/filters")
        tests = [self._test(each) for each in filters]
        expression = self._body.get("filterExpression")
        if expression is None:
            return All(tests) if tests else None
        try:
            return combine(str(expression), tests)
        except ValueError as error:
            raise _wrong(f"filterExpression: {error}", "/filterExpression") from error

    def _test(self, raw: Any) -> Test:
        if not isinstance(raw, dict) or len(raw) != 1:
            raise _wrong("a filter is an object with one operator", "/filters")
        ((name, operand),) = raw.items()
        if name not in _OPERATORS or not isinstance(operand, dict) or len(operand) != 1:
            raise _wrong(f"{name} is not a filter of the form {{'$operator': {{'field': value}}}}", "/filters")
        ((path, value),) = operand.items()
        found, operator = self._column(path, "/filters"), _OPERATORS[name]
        if value is None and operator in ("=", "!="):
            return Test(found, "null" if operator == "=" else "not null", ())
        return Test(found, operator, self._values(found, operator, value), self._folds())

    def _values(self, found: Column, operator: str, value: Any) -> tuple[Any, ...]:
        several = operator.removeprefix("not ") in ("in", "between")
        if several != isinstance(value, list) or (operator.endswith("between") and len(value) != 2) or value == []:
            raise _wrong(f"the value for {found.path} does not fit its operator", "/filters")
        values = value if several else [value]
        if operator.removeprefix("not ") in _AS_TEXT:
            return tuple(str(each) for each in values)
        try:
            return tuple(found.kind.from_rest(each) for each in values)
        except BadValue as error:
            raise _wrong(f"{found.path} {error}", "/filters") from error

    def _folds(self) -> bool:
        return self._parameters.get("caseSensitiveComparison") is False

    def _order(self) -> list[tuple[Column, bool]]:
        given = self._body.get("orderBy") or []
        if not isinstance(given, list) or not all(isinstance(each, dict) and len(each) == 1 for each in given):
            raise _wrong("orderBy must be an array of {'field': 'asc' or 'desc'}", "/orderBy")
        pairs = [next(iter(each.items())) for each in given]
        if any(direction not in ("asc", "desc") for _, direction in pairs):
            raise _wrong("the direction must be asc or desc", "/orderBy")
        return [(self._column(path, "/orderBy"), direction == "desc") for path, direction in pairs]

    def _column(self, path: Any, target: str) -> Column:
        found = column(self._request.company, self._type, "rest", path) if isinstance(path, str) else None
        if found is None or (path == "href" and target != "/fields"):
            raise _wrong(f"{path} is not a valid field", target)
        return found


def _shown(found: Column, record: dict[str, Any]) -> Any:
    value = found.get(record)
    return None if value is None else found.kind.to_rest(value)
