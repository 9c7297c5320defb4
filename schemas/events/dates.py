"""Dates as events carry them: calendar days, because Intacct's dates have no time and no time zone."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _calendar_day(value: Any) -> Any:
    """A time of day would have to be cut off, and the day would then depend on a time zone."""
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if not is_day and not (isinstance(value, str) and _ISO.fullmatch(value)):
        raise ValueError('must be a date such as "2026-01-31", without a time')
    return value


IsoDate = Annotated[date, BeforeValidator(_calendar_day)]
