"""`@{name.1.key}` in a later request of a composite: a value from the answer to an earlier one.

A number is an index, from 1, into a list result; a single result counts as a list of one, as in the guide's sample.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

_REFERENCE = re.compile(r"@\{([^{}]*)\}")


class BrokenReference(ValueError):
    """A reference that leads nowhere; the message says which."""


def resolve(value: Any, results: Mapping[str, Any]) -> Any:
    """`value` with all references in its strings replaced; a string that is one reference takes its value as it is."""
    if isinstance(value, str):
        return _resolve_text(value, results)
    if isinstance(value, dict):
        return {name: resolve(each, results) for name, each in value.items()}
    if isinstance(value, list):
        return [resolve(each, results) for each in value]
    return value


def resolve_path(path: str, results: Mapping[str, Any]) -> str:
    """A path with its references replaced, quoted as path segments."""
    return _REFERENCE.sub(lambda match: quote(str(_follow(match[1], results)), safe=""), path)


def _resolve_text(text: str, results: Mapping[str, Any]) -> Any:
    whole = _REFERENCE.fullmatch(text)
    if whole:
        return _follow(whole[1], results)
    return _REFERENCE.sub(lambda match: str(_follow(match[1], results)), text)


def _follow(reference: str, results: Mapping[str, Any]) -> Any:
    name, *steps = reference.split(".")
    if name not in results:
        raise BrokenReference(f"@{{{reference}}}: there is no result {name}")
    value = results[name]
    if steps and steps[0].isdecimal() and not isinstance(value, list):
        value = [value]
    while steps:
        value, steps = _step(reference, value, steps)
    return value


def _step(reference: str, value: Any, steps: list[str]) -> tuple[Any, list[str]]:
    """One step down. Rows of a query have names with dots in them, so the longest name that fits is taken."""
    if isinstance(value, list) and steps[0].isdecimal() and len(steps[0]) < 10 and 1 <= int(steps[0]) <= len(value):
        return value[int(steps[0]) - 1], steps[1:]
    if isinstance(value, dict):
        for end in range(len(steps), 0, -1):
            if ".".join(steps[:end]) in value:
                return value[".".join(steps[:end])], steps[end:]
    raise BrokenReference(f"@{{{reference}}} leads nowhere")
