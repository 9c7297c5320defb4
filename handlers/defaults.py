"""Filling in what an event leaves open, from the tenant's settings."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.registry import EventRefused
from handlers.settings import Defaults


def lines_with_location(lines: Iterable[Mapping[str, Any]], defaults: Defaults) -> tuple[Mapping[str, Any], ...]:
    """The lines, each with a location where the tenant has a default one."""
    if defaults.location is None:
        return tuple(lines)
    return tuple({"location": defaults.location, **line} for line in lines)


def lines_with_currency(lines: Iterable[Mapping[str, Any]], currency: str | None) -> tuple[Mapping[str, Any], ...]:
    """The lines in a currency; as they are when nobody states one."""
    return tuple(lines) if currency is None else tuple({**line, "currency": currency} for line in lines)


def required(value: str | None, default: str | None, name: str) -> str:
    """The stated value, else the default. Raises EventRefused when there is neither."""
    chosen = value or default
    if chosen is None:
        step = (
            f"Set handlers.defaults.{name} for the tenant and replay, or have it published as a new event with"
            f" data.{name}; then discard this one."
        )
        raise EventRefused(f"the event states no {name} and the tenant has no default one", next_step=step)
    return chosen


def base_currency(stated: Mapping[str, Any], defaults: Defaults) -> dict[str, str]:
    """The base currency as a field, when the event leaves it open and the tenant has a default."""
    if "base_currency" in stated or defaults.base_currency is None:
        return {}
    return {"base_currency": defaults.base_currency}
