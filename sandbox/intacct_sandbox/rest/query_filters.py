"""The filters of a query: `{"$operator": {"field": value}}`, joined by and, or by the filterExpression."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from intacct_sandbox.model.kinds import BadValue, Day, Moment
from intacct_sandbox.query.column import Column
from intacct_sandbox.query.condition import All, Condition, Either, Test
from intacct_sandbox.rest.failure import RestFailure, payload_failure
from intacct_sandbox.rest.failure import detail as error_detail
from intacct_sandbox.rest.filter_expression import combine
from intacct_sandbox.rest.relative_dates import days

_PARAMETERS = frozenset({"asOfDate", "caseSensitiveComparison", "includePrivate", "includeHierarchyFields"})
_OPERATORS = {
    "$eq": "=", "$ne": "!=", "$lt": "<", "$lte": "<=", "$gt": ">", "$gte": ">=", "$in": "in", "$notIn": "not in",
    "$between": "between", "$notBetween": "not between", "$contains": "contains", "$notContains": "not contains",
    "$startsWith": "starts", "$notStartsWith": "not starts", "$endsWith": "ends", "$notEndsWith": "not ends",
    "$has": "contains",
}  # fmt: skip
_AS_TEXT = ("contains", "starts", "ends")
# A relative date is a range; which end of it an operator compares with.
_WITH_FIRST, _WITH_LAST = ("<", ">="), ("<=", ">")
FindColumn = Callable[[Any, str], Column]


def wrong(text: str, target: str = "/") -> RestFailure:
    """A query that cannot be read."""
    return payload_failure(400, error_detail("invalidRequest", text, "", target))


def read_parameters(given: Any) -> dict[str, Any]:
    """filterParameters, checked; raises RestFailure."""
    if not isinstance(given, dict):
        raise wrong("filterParameters must be an object", "/filterParameters")
    for name in sorted(set(given) - _PARAMETERS):
        raise wrong(f"Unrecognized key {name} in query payload", f"/filterParameters/{name}")
    for name, value in given.items():
        if name != "asOfDate" and not isinstance(value, bool):
            raise wrong(f"{name} must be true or false", f"/filterParameters/{name}")
    if "asOfDate" in given:
        try:
            Day().from_rest(given["asOfDate"])
        except BadValue as error:
            raise wrong(f"asOfDate {error}", "/filterParameters/asOfDate") from error
    return given


class Filters:
    """Reads filters with the columns that `find` gives; `today` is what relative dates count from."""

    def __init__(self, find: FindColumn, parameters: Mapping[str, Any], today: date) -> None:
        self._find = find
        self._fold = parameters.get("caseSensitiveComparison") is False
        self._today = date.fromisoformat(parameters.get("asOfDate", today.isoformat()))

    def condition(self, filters: Any, expression: Any) -> Condition | None:
        """All filters as one condition; raises RestFailure."""
        if not isinstance(filters, list):
            raise wrong("filters must be an array", "/filters")
        tests = [self._test(each) for each in filters]
        if expression in (None, "and", "or"):
            return (Either(tests) if expression == "or" else All(tests)) if tests else None
        try:
            return combine(str(expression), tests)
        except ValueError as error:
            raise wrong(f"filterExpression: {error}", "/filterExpression") from error

    def _test(self, raw: Any) -> Test:
        if not isinstance(raw, dict) or len(raw) != 1:
            raise wrong("a filter is an object with one operator", "/filters")
        ((name, operand),) = raw.items()
        if name not in _OPERATORS or not isinstance(operand, dict) or len(operand) != 1:
            raise wrong(f"{name} is not a filter of the form {{'$operator': {{'field': value}}}}", "/filters")
        ((path, value),) = operand.items()
        found, operator = self._find(path, "/filters"), _OPERATORS[name]
        if value is None and operator in ("=", "!="):
            return Test(found, "null" if operator == "=" else "not null", ())
        return self._relative(found, operator, value) or Test(
            found, operator, self._values(found, operator, value), self._fold
        )

    def _relative(self, found: Column, operator: str, value: Any) -> Test | None:
        range = days(value, self._today) if isinstance(value, str) and isinstance(found.kind, Day | Moment) else None
        if range is None:
            return None
        first, last = (_moment(found, day, end) for day, end in zip(range, ("00:00:00", "23:59:59"), strict=True))
        if operator in _WITH_FIRST + _WITH_LAST:
            return Test(found, operator, (first if operator in _WITH_FIRST else last,))
        if operator in ("=", "!="):
            return Test(found, "between" if operator == "=" else "not between", (first, last))
        raise wrong(f"{value} does not fit the operator for {found.path}", "/filters")

    def _values(self, found: Column, operator: str, value: Any) -> tuple[Any, ...]:
        several = operator.removeprefix("not ") in ("in", "between")
        if several != isinstance(value, list) or (operator.endswith("between") and len(value) != 2) or value == []:
            raise wrong(f"the value for {found.path} does not fit its operator", "/filters")
        values = value if several else [value]
        if operator.removeprefix("not ") in _AS_TEXT:
            return tuple(str(each) for each in values)
        try:
            return tuple(found.kind.from_rest(each) for each in values)
        except BadValue as error:
            raise wrong(f"{found.path} {error}", "/filters") from error


def _moment(found: Column, day: date, time: str) -> str:
    return day.isoformat() if isinstance(found.kind, Day) else f"{day.isoformat()}T{time}Z"
