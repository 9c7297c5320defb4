"""A record as both logs keep it: key, headers and value, all bytes. A Kafka record, or a row that looks like one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.event import Headers


@dataclass(frozen=True, slots=True)
class WireRecord:
    """Key, headers and value as they are stored."""

    key: bytes
    headers: Headers
    value: bytes


def text_headers(values: Mapping[str, str | None]) -> Headers:
    """UTF-8 headers in the given order; a None is left out, an empty text is kept."""
    return tuple((name, value.encode()) for name, value in values.items() if value is not None)


class HeaderReader:
    """Looks headers up by name. Of a repeated name the last one counts, as Kafka's own tools have it."""

    def __init__(self, headers: Headers) -> None:
        self._last = dict(headers)

    def __contains__(self, name: str) -> bool:
        return name in self._last

    def text(self, name: str) -> str | None:
        """The header as text, or None. Bytes that are not UTF-8 come out as replacement characters."""
        value = self._last.get(name)
        return None if value is None else value.decode("utf-8", errors="replace")

    def number(self, name: str, default: int = 0) -> int:
        """The header as a decimal number, or the default when it is missing or is not one."""
        text = self.text(name) or ""
        return int(text) if text.isascii() and text.removeprefix("-").isdigit() else default


def split_originals(headers: Headers, count_name: str) -> tuple[Headers, Headers]:
    """The kept headers of the original, which come first, and ours behind them, which count them."""
    count = max(0, HeaderReader(headers).number(count_name))
    return headers[:count], headers[count:]


def pack_headers(headers: Headers) -> str:
    """Headers as one text for a table column; exact for every byte, readable for ASCII."""
    return json.dumps([[name, value.decode("latin-1")] for name, value in headers], separators=(",", ":"))


def unpack_headers(packed: str) -> Headers:
    """The inverse of :func:`pack_headers`."""
    return tuple((name, value.encode("latin-1")) for name, value in json.loads(packed))
