"""The condition of a trigger: comparisons, joined by `&&` and `||`, with parentheses.

`({!ARINVOICE.TOTALDUE!} > "3000.00")` and `1 == 1` are examples of the Smart Event pages. Functions such as
`pastdate` are not there.
"""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

_PART = re.compile(
    r"\s*(?:(?P<join>&&|\|\||\band\b|\bor\b)|(?P<compare>==|!=|<=|>=|<|>|=)|(?P<bracket>[()])"
    r"|(?P<operand>\{!.{1,200}?!\}|\"[^\"]*\"|'[^']*'|[\w.+/-]+))",
    re.IGNORECASE,
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda one, other: bool(one == other),
    "=": lambda one, other: bool(one == other),
    "!=": lambda one, other: bool(one != other),
    "<": lambda one, other: bool(one < other),
    ">": lambda one, other: bool(one > other),
    "<=": lambda one, other: bool(one <= other),
    ">=": lambda one, other: bool(one >= other),
}
_OR = ("||", "or")
Merge = Callable[[str], str]
Test = Callable[[Merge], bool]


class WrongCondition(ValueError):
    """A condition that cannot be read."""


class Condition:
    """An empty text is always true. Raises WrongCondition when it is made."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts = _parts(text)
        self._test: Test = self._any() if self._parts else lambda merge: True
        if self._parts:
            raise WrongCondition(f"condition {text!r}: {self._parts[0][1]!r} is not expected")

    def holds(self, merge: Merge) -> bool:
        """Whether it is true; `merge` fills merge fields in."""
        return self._test(merge)

    def _any(self) -> Test:
        tests = [self._all()]
        while self._next_is("join", *_OR):
            tests.append(self._all())
        return lambda merge: any(test(merge) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._next_is("join", "&&", "and"):
            tests.append(self._one())
        return lambda merge: all(test(merge) for test in tests)

    def _one(self) -> Test:
        if self._next_is("bracket", "("):
            inner = self._any()
            if not self._next_is("bracket", ")"):
                raise WrongCondition(f"condition {self._text!r}: a ) is missing")
            return inner
        left, compare, right = self._take("operand"), self._take("compare"), self._take("operand")
        return lambda merge: _COMPARE[compare](*_comparable(merge(_bare(left)), merge(_bare(right))))

    def _next_is(self, kind: str, *texts: str) -> bool:
        if self._parts and self._parts[0][0] == kind and self._parts[0][1].lower() in texts:
            self._parts.pop(0)
            return True
        return False

    def _take(self, kind: str) -> str:
        if not self._parts or self._parts[0][0] != kind:
            found = self._parts[0][1] if self._parts else "its end"
            raise WrongCondition(f"condition {self._text!r}: {kind} expected, not {found!r}")
        return self._parts.pop(0)[1]


def _parts(text: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _PART.match(text, at)
        if match is None:
            raise WrongCondition(f"condition {text!r}: not understood at {text[at:]!r}")
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


def _bare(operand: str) -> str:
    return operand[1:-1] if operand[0] in "\"'" else operand


def _comparable(left: str, right: str) -> tuple[Any, Any]:
    """Numbers are compared as numbers even when quoted, as older examples quote them."""
    try:
        numbers = Decimal(left), Decimal(right)
    except InvalidOperation:
        return left.casefold(), right.casefold()
    return numbers if all(each.is_finite() for each in numbers) else (left.casefold(), right.casefold())
