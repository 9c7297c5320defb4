"""The SQL-like text of readByQuery: comparisons joined by AND, OR, NOT and parentheses
(developer.intacct.com: platform-services/records). Strings are single-quoted; dates and states use raw forms."""

import re
from collections.abc import Iterator
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.kinds import BadValue
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.query.column import column
from intacct_sandbox.query.condition import All, Condition, Either, Neither, Test
from intacct_sandbox.xml.failure import FunctionFailure
from intacct_sandbox.xml.functions import illegal

_TOKEN = re.compile(r"\s*(?:'((?:[^'\\]|\\.)*)'|(<=|>=|!=|<>|[<>=(),])|([^\s<>=!(),']+))")
_RAW_STATES = {"A": "posted", "D": "draft", "T": "active", "F": "inactive"}
_MAX_DEPTH = 50


def parse_query(company: Company, type: ObjectType, text: str) -> Condition | None:
    """The condition that `text` states, None for an empty one; raises a function failure that names what is wrong."""
    if not text.strip():
        return None
    parser = _Parser(company, type, list(_tokens(text)))
    condition = parser.either(0)
    if parser.peek():
        raise illegal(f"unexpected {parser.peek()!r} in the query")
    return condition


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, text = 0, text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise illegal(f"the query cannot be read at {text[position : position + 20]!r}")
        string, symbol, word = match.groups()
        yield ("string", re.sub(r"\\(.)", r"\1", string)) if string is not None else ("", symbol or word)
        position = match.end()


class _Parser:
    def __init__(self, company: Company, type: ObjectType, tokens: list[tuple[str, str]]) -> None:
        self._company = company
        self._type = type
        self._tokens = tokens
        self._at = 0

    def peek(self) -> str:
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        return text.upper() if kind == "" else f"'{text}'"

    def either(self, depth: int) -> Condition:
        if depth > _MAX_DEPTH:
            raise illegal("the query is nested too deeply")
        parts = [self._all(depth)]
        while self.peek() == "OR":
            self._take()
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Either(parts)

    def _all(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while self.peek() == "AND":
            self._take()
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else All(parts)

    def _one(self, depth: int) -> Condition:
        if self.peek() == "NOT":
            self._take()
            return Neither(self._one(depth + 1) if depth < _MAX_DEPTH else self.either(depth + 1))
        if self.peek() == "(":
            self._take()
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        return self._test()

    def _test(self) -> Test:
        name = self._take()
        found = column(self._company, self._type, "xml", name)
        if found is None:
            raise illegal(f"{name} is not a field of {self._type.xml}")
        operator = self._operator()
        if operator in ("null", "not null"):
            return Test(found, operator, ())
        texts = self._list() if operator in ("in", "not in") else [self._take()]
        return Test(found, operator, tuple(self._value(found.kind, operator, each) for each in texts))

    def _operator(self) -> str:
        word = self._take().upper()
        if word == "IS":
            negated = self.peek() == "NOT" and bool(self._take())
            self._expect("NULL")
            return "not null" if negated else "null"
        negated = word == "NOT"
        plain = self._take().lower() if negated else word.lower()
        if plain in ("in", "like"):
            return f"not {plain}" if negated else plain
        if negated or plain not in ("=", "!=", "<>", "<", "<=", ">", ">="):
            raise illegal(f"unknown operator {plain!r} in the query")
        return "!=" if plain == "<>" else plain

    def _list(self) -> list[str]:
        self._expect("(")
        texts = [self._take()]
        while self.peek() == ",":
            self._take()
            texts.append(self._take())
        self._expect(")")
        return texts

    def _value(self, kind: Any, operator: str, text: str) -> Any:
        if operator.endswith("like"):
            return text
        try:
            return kind.from_xml(text)
        except BadValue as error:
            if text in _RAW_STATES:
                return _RAW_STATES[text]
            raise self._bad(text, error) from error

    @staticmethod
    def _bad(text: str, error: BadValue) -> FunctionFailure:
        return illegal(f"the value {text!r} {error}")

    def _take(self) -> str:
        if self._at >= len(self._tokens):
            raise illegal("the query ends too early")
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _expect(self, symbol: str) -> None:
        got = self._take()
        if got.upper() != symbol:
            raise illegal(f"expected {symbol!r}, got {got!r}")
