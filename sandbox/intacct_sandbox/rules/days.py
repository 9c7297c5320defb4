"""Dates that follow from others."""

from datetime import date, timedelta


def days_after(day: str, days: int) -> str:
    """The date `days` later, at most the last one that there is."""
    start = date.fromisoformat(day)
    return (start + timedelta(days=min(days, (date.max - start).days))).isoformat()
