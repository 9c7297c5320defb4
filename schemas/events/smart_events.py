"""Smart Events of Intacct: named arguments, chosen by the administrator who set the event up."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue, model_validator

_MERGE_FIELD = re.compile(r"\{!.{1,200}?!\}")


class SmartEvent(BaseModel):
    """``com.intacct.<object>.<add|set|delete>``: whatever arguments the event was given, secrets already removed.

    A merge field that Intacct did not fill in, such as ``{!CUSTOMER.NAME!}``, is refused: it is a mistake in the
    event's set-up and would otherwise become a name or an id in the books.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, JsonValue]

    @model_validator(mode="before")
    @classmethod
    def _filled_in(cls, arguments: Any) -> Any:
        for token in _merge_fields(arguments):
            raise ValueError(f"holds {token:.80}, which Intacct did not fill in: correct the Smart Event's arguments")
        return arguments

    def text(self, name: str) -> str | None:
        """The trimmed text of an argument, whatever the case of its name; None when it is absent or empty.

        Raises ValueError when it came more than once with different values, or is not text.
        """
        values = {value for value in self._values(name) if value}
        if len(values) > 1:
            raise ValueError(f"the argument {name} has more than one value")
        return values.pop() if values else None

    def _values(self, name: str) -> list[str]:
        found = [value for key, value in self.__pydantic_extra__.items() if key.lower() == name.lower()]
        flat = [each for value in found for each in (value if isinstance(value, list) else [value])]
        if not all(isinstance(each, str) for each in flat):
            raise ValueError(f"the argument {name} is not text")
        return [str(each).strip() for each in flat]


def _merge_fields(value: Any) -> Iterator[str]:
    """Merge fields that were left as they are, at any depth."""
    if isinstance(value, str):
        yield from _MERGE_FIELD.findall(value)
    elif isinstance(value, dict):
        yield from (token for each in value.values() for token in _merge_fields(each))
    elif isinstance(value, list):
        yield from (token for each in value for token in _merge_fields(each))
