"""JSON from strangers: one reading only, and never an exception other than Undecodable."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NoReturn

from service.errors import Undecodable

MAX_DEPTH = 64

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
"""A string (closed or not), or a bracket. Possessive, so that it stays linear on hostile input."""


def parse_json(body: bytes) -> object:
    """The value of a JSON document in UTF-8. Integers stay int of any size, numbers with a fraction become float.

    Refused, because two readers could understand them differently: duplicate keys, NaN and Infinity, numbers that
    overflow, lone surrogates, nesting deeper than 64. Raises Undecodable and nothing else.
    """
    return _parsed(body, int, _finite)


def parse_json_exactly(body: bytes) -> object:
    """The same with every number as the Decimal that is written there."""
    return _parsed(body, Decimal, Decimal)


def _parsed(body: bytes, integer: Callable[[str], object], fraction: Callable[[str], object]) -> object:
    text = _text(body)
    _check_depth(body)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_int=integer,
            parse_float=fraction,
        )
        _check_encodable(text, value)
    except json.JSONDecodeError as error:
        raise Undecodable(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}",
            next_step="Correct the document at the sender (a quote or line break inside a value must be escaped) and"
            " publish it as a new event; then discard this one.",
        ) from None
    except ArithmeticError:
        raise Undecodable("not acceptable JSON: a number is out of range") from None
    except (ValueError, RecursionError) as error:
        raise Undecodable(f"not acceptable JSON: {_reason(error)}") from None
    return value


def _reason(error: ValueError | RecursionError) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error).split(";", maxsplit=1)[0]


def _text(body: bytes) -> str:
    if not body.strip():
        raise Undecodable("the body is empty")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Undecodable(f"not JSON: byte {error.start} is not valid UTF-8") from None


def _check_depth(body: bytes) -> None:
    depth = 0
    for token in _TOKEN.finditer(body):
        bracket = token[0]
        if bracket in (b"{", b"["):
            depth += 1
            if depth > MAX_DEPTH:
                raise Undecodable(f"not acceptable JSON: it is nested deeper than {MAX_DEPTH}")
        elif bracket in (b"}", b"]"):
            depth -= 1


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value: dict[str, object] = {}
    for key, member in pairs:
        if key in value:
            raise ValueError(f"the key {key[:80]!r} occurs twice in one object")
        value[key] = member
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"the number {digits[:40]} is out of range")
    return value


def _check_encodable(text: str, value: object) -> None:
    """An escape such as \\ud800 alone parses, and would fail later wherever the text is written."""
    if "\\u" not in text:
        return
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half of a surrogate pair, which is no character") from None
