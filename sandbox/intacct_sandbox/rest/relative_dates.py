"""Relative dates in query filters: today, currentMonth and so on (developer.sage.com: query service guide).

Each stands for a range of days. Quarters are those of the calendar, weeks begin on Sunday (both assumptions).
`asOfDate` in filterParameters takes the place of today.
"""

from collections.abc import Callable
from datetime import date, timedelta

_DAY = timedelta(days=1)


def days(name: str, today: date) -> tuple[date, date] | None:
    """First and last day of the range, or None when `name` is no relative date."""
    range = _RANGES.get(name)
    return range(today) if range else None


def _week(today: date, back: int) -> tuple[date, date]:
    first = today - timedelta(days=(today.weekday() + 1) % 7 + 7 * back)
    return first, first + 6 * _DAY


def _month(today: date, back: int) -> tuple[date, date]:
    first = _first_of_month(today.year, today.month - back)
    return first, _first_of_month(first.year, first.month + 1) - _DAY


def _quarter(today: date, back: int) -> tuple[date, date]:
    first = _first_of_month(today.year, 3 * ((today.month - 1) // 3 - back) + 1)
    return first, _first_of_month(first.year, first.month + 3) - _DAY


def _year(today: date, back: int) -> tuple[date, date]:
    return date(today.year - back, 1, 1), date(today.year - back, 12, 31)


def _first_of_month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


_RANGES: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - _DAY, today - _DAY),
    "currentWeek": lambda today: _week(today, 0),
    "lastWeek": lambda today: _week(today, 1),
    "currentMonth": lambda today: _month(today, 0),
    "priorMonth": lambda today: _month(today, 1),
    "currentQuarter": lambda today: _quarter(today, 0),
    "priorQuarter": lambda today: _quarter(today, 1),
    "currentYear": lambda today: _year(today, 0),
    "priorYear": lambda today: _year(today, 1),
}
