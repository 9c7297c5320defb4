"""A failed validation in words for people: every mistake with its path, and nothing of what was sent."""

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

MOST = 50
"""Mistakes that are spelled out; the rest is counted."""

_LONGEST_NAME = 60
_LONGEST_TEXT = 300

_WORDS = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "too_short": "needs at least {min_length}, has {actual_length}",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_type": "must be text",
    "string_unicode": "must be valid Unicode text",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "literal_error": "must be {expected}",
    "decimal_max_places": "money must have at most {decimal_places} decimals",
    "decimal_max_digits": "money must have at most {max_digits} digits",
    "decimal_whole_digits": "money must have at most {whole_digits} digits before the point",
    "decimal_type": 'money must be a JSON string such as "84.50"',
    "date_from_datetime_parsing": "must be a day that exists in the calendar",
    "date_parsing": "must be a day that exists in the calendar",
    "string_pattern_mismatch": "must match {pattern}",
}


def violations(error: ValidationError, root: str = "data") -> tuple[tuple[str, str], ...]:
    """Every mistake as (path, what is wrong), for example ``("data.lines[1].amount", "must not be zero")``.

    The text never holds the refused input; names of unknown fields are shortened.
    """
    details = error.errors(include_url=False, include_input=False)
    told = [detail for detail in details if not _is_echo(detail, details)]
    return tuple((_path(root, detail["loc"]), _text(detail)) for detail in told)


def describe(error: ValidationError, root: str = "data") -> str:
    """All mistakes in one text, separated by semicolons; after the first fifty only their number."""
    found = violations(error, root)
    told = [f"{path}: {text}" for path, text in found[:MOST]]
    return "; ".join([*told, *([f"and {len(found) - MOST} more"] if len(found) > MOST else [])])


def _is_echo(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Pydantic counts only the valid items of a list: «too short» below a wrong item is that item's mistake again."""
    if detail["type"] != "too_short":
        return False
    place = detail["loc"]
    return any(len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in details)


def _path(root: str, location: Sequence[int | str]) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{_shown(step)}" for step in location if step != "[key]"]
    return root + "".join(steps)


def _shown(name: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in name)
    return printable if len(printable) <= _LONGEST_NAME else printable[:_LONGEST_NAME] + "..."


def _text(detail: ErrorDetails) -> str:
    words = _WORDS.get(detail["type"])
    if words is not None:
        return words.format_map(detail.get("ctx", {}))
    return detail["msg"].removeprefix("Value error, ")[:_LONGEST_TEXT]
