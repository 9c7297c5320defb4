"""How long Intacct asks to wait.

Documented on throttled answers: ``X-IA-*-Retry-After`` (the headers page prints some without the second hyphen), in
seconds. A plain ``Retry-After``, in seconds or as a date, is read first (developer.sage.com: HTTP headers guide).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_OWN = re.compile(r"x-ia-.*retry-?after")
_LONGEST = 86_400.0


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait, or None when no header says so. Header names are lower-case."""
    names = ["retry-after", *sorted(name for name in headers if _OWN.fullmatch(name))]
    delays = (_delay(headers[name], now) for name in names if name in headers)
    return next((delay for delay in delays if delay is not None), None)


def _delay(value: str, now: datetime) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return _until(value, now)
    return min(max(seconds, 0.0), _LONGEST) if seconds == seconds else None  # noqa: PLR0124 (not a number)


def _until(value: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), _LONGEST)
