"""JSON with exact numbers: decimals are written as they are and read as Decimal, never through a float."""

import json
from decimal import Decimal

from service.intacct.objects.kinds import JsonValue, Unrenderable


def dumps(value: JsonValue) -> bytes:
    """UTF-8 JSON. Raises Unrenderable for text that is not valid Unicode."""
    try:
        return _text(value).encode()
    except UnicodeEncodeError:
        raise Unrenderable("holds a character that JSON cannot carry") from None


def _text(value: JsonValue) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(name)}:{_text(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)


class NotJson(Exception):
    """These bytes are no JSON document that this program accepts."""


def loads(body: bytes) -> JsonValue:
    """Read a document. Raises NotJson, whatever the bytes are."""
    try:
        document: JsonValue = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise NotJson(type(error).__name__) from error
    return document


def _refuse(constant: str) -> JsonValue:
    raise ValueError(constant)
