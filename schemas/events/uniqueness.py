"""The same thing named twice in one list."""

from collections import Counter
from collections.abc import Iterable


def refuse_repetition(what: str, values: Iterable[str]) -> None:
    """Raise ValueError that names the first value that comes more than once."""
    repeated = [value for value, times in Counter(values).items() if times > 1]
    if repeated:
        raise ValueError(f"the {what} {repeated[0]} is named more than once")
