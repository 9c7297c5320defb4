"""Structured CloudEvents in JSON: one, or an array of them, each with the very bytes it came as."""

import json
from collections.abc import Mapping

from service.decoding import parse_json
from service.errors import Malformed, Undecodable

_decoder = json.JSONDecoder()


def read_structured(body: bytes) -> Mapping[str, object]:
    """The members of one structured event, data included. Raises Malformed."""
    try:
        members = parse_json(body)
    except Undecodable as error:
        raise Malformed(error.message) from None
    if not isinstance(members, dict):
        raise Malformed("a structured CloudEvent must be a JSON object")
    if "data" in members and "data_base64" in members:
        raise Malformed("the event is ambiguous", mistakes=[("data", "excludes data_base64: send one of them")])
    return members


def attributes_of(members: Mapping[str, object]) -> dict[str, object]:
    """The context attributes: everything except the data."""
    return {name: value for name, value in members.items() if name not in ("data", "data_base64")}


def split_batch(body: bytes) -> list[bytes]:
    """The bytes of each event of a JSON array, unchanged. Raises Malformed."""
    try:
        batch = parse_json(body)
    except Undecodable as error:
        raise Malformed(error.message) from None
    if not isinstance(batch, list):
        raise Malformed("a CloudEvents batch must be a JSON array")
    return [text.encode() for _, text in elements(body.decode("utf-8-sig"))]


def elements(text: str) -> list[tuple[int, str]]:
    """Start and text of each element of a JSON array that is known to be well-formed."""
    found: list[tuple[int, str]] = []
    position = _after_space(text, text.index("[") + 1)
    while text[position] != "]":
        _, end = _decoder.raw_decode(text, position)
        found.append((position, text[position:end]))
        position = _after_space(text, end)
        position = _after_space(text, position + 1) if text[position] == "," else position
    return found


def _after_space(text: str, position: int) -> int:
    while text[position] in " \t\r\n":
        position += 1
    return position
