"""filterExpression: numbers of filters (from 1) joined by and, or and parentheses, such as `1 and (2 or 3)`.

The word `and` or `or` alone joins all filters: github.com/fylein/intacct-rest-sdk-py sends it so to live companies.
"""

import re
from collections.abc import Sequence

from intacct_sandbox.query.condition import All, Condition, Either

_TOKEN = re.compile(r"\s*([0-9]{1,4}|and|or|\(|\))", re.IGNORECASE)
_MAX_DEPTH = 50


def combine(text: str, tests: Sequence[Condition]) -> Condition:
    """The condition; raises ValueError with what is wrong."""
    tokens: list[str] = []
    position, text = 0, text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ValueError(f"cannot be read at {text[position : position + 10]!r}")
        tokens.append(match[1].lower())
        position = match.end()
    if tokens in (["and"], ["or"]):
        return All(tests) if tokens == ["and"] else Either(tests)
    parser = _Parser(tokens, tests)
    condition = parser.either(0)
    if tokens:
        raise ValueError(f"unexpected {tokens[0]!r}")
    return condition


class _Parser:
    def __init__(self, tokens: list[str], tests: Sequence[Condition]) -> None:
        self._tokens = tokens
        self._tests = tests

    def either(self, depth: int) -> Condition:
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")
        parts = [self._all(depth)]
        while self._tokens[:1] == ["or"]:
            self._tokens.pop(0)
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Either(parts)

    def _all(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while self._tokens[:1] == ["and"]:
            self._tokens.pop(0)
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else All(parts)

    def _one(self, depth: int) -> Condition:
        if not self._tokens:
            raise ValueError("ends too early")
        token = self._tokens.pop(0)
        if token == "(":
            inner = self.either(depth + 1)
            if self._tokens[:1] != [")"]:
                raise ValueError("a parenthesis is not closed")
            self._tokens.pop(0)
            return inner
        if not token.isdecimal() or not 1 <= int(token) <= len(self._tests):
            raise ValueError(f"there is no filter {token}")
        return self._tests[int(token) - 1]
