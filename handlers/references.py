"""The objects that a write refers to: they must exist in Intacct before it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schemas.write import ObjectKey

_DIMENSIONS = ("location", "department", "project", "customer", "vendor", "employee", "item", "class")


def refers(**named: str | None) -> tuple[ObjectKey, ...]:
    """Keys of the objects that are named; an underscore stands for the dash in an object's name."""
    return tuple(ObjectKey(object.replace("_", "-"), (id,)) for object, id in named.items() if id is not None)


def refers_in_lines(lines: Iterable[Mapping[str, Any]]) -> tuple[ObjectKey, ...]:
    """Keys of the accounts and dimensions that lines name, each once."""
    return once(key for line in lines for key in _refers_in_line(line))


def once(keys: Iterable[ObjectKey]) -> tuple[ObjectKey, ...]:
    """The keys in their order, without repetition."""
    return tuple(dict.fromkeys(keys))


def _refers_in_line(line: Mapping[str, Any]) -> Iterator[ObjectKey]:
    yield ObjectKey("account", (line["account"],))
    yield from (ObjectKey(dimension, (line[dimension],)) for dimension in _DIMENSIONS if dimension in line)
    if "task" in line:
        yield ObjectKey("task", (line["project"], line["task"]))
