"""Takes secrets out of log lines: by the name of a key, and by the shape of a value. The last line of defence."""

import re
from collections.abc import Mapping

from pydantic import SecretBytes, SecretStr
from structlog.typing import EventDict, WrappedLogger

REDACTED = "[redacted]"

_SECRET_KEY = re.compile(
    r"authorization|cookie|secret|token|passw(or)?d|session|signature|credential|api_?key|x-trusted-context",
    re.IGNORECASE,
)
_NAMED = r"(?:client_secret|password|passwd|secret|token|access_token|refresh_token|sessionid|session|api_?key)"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"), REDACTED),
    (re.compile(r"\bwhs(?:ec|k|pk)_[\w+/=-]+"), REDACTED),
    (re.compile(r"\b(Bearer|Basic)\s+[\w+/=.~-]+", re.IGNORECASE), rf"\1 {REDACTED}"),
    (re.compile(r"<(password|sessionid)>[^<]*", re.IGNORECASE), rf"<\1>{REDACTED}"),
    (re.compile(rf"\b({_NAMED})(['\"]?\s*[=:]\s*['\"]?)[^\s&'\",;}}]+", re.IGNORECASE), rf"\1\2{REDACTED}"),
    (re.compile(r"([?&]key=)[^&\s]+", re.IGNORECASE), rf"\1{REDACTED}"),
    (re.compile(r"(Invalid session )\S+", re.IGNORECASE), rf"\1{REDACTED}"),
    (re.compile(r"(://)[^/@\s]+@"), rf"\1{REDACTED}@"),
)


def redact(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Structlog processor: the same line without secrets. Numbers stay, bodies become their length."""
    return {key: _clean(key, value) for key, value in line.items()}


def redacted_text(text: str) -> str:
    """The text with everything that has the shape of a secret replaced."""
    for shape, replacement in _SHAPES:
        text = shape.sub(replacement, text)
    return text


def _clean(key: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, SecretStr | SecretBytes) or _SECRET_KEY.search(key):
        return REDACTED
    return _clean_value(value)


def _clean_value(value: object) -> object:
    if isinstance(value, str):
        return redacted_text(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return f"({len(value)} bytes)"
    if isinstance(value, Mapping):
        return {str(key): _clean(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", item) for item in value]
    return redacted_text(str(value))


def shown_header(name: str, value: bytes) -> str:
    """A header's value for people: whatever may authenticate somebody is replaced."""
    if _SECRET_KEY.search(name):
        return REDACTED
    return redacted_text(value.decode("utf-8", errors="backslashreplace"))
