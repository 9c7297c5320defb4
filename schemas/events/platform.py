"""Platform Services: records of a company's own (custom) objects."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator

from schemas.events.data import EventData
from schemas.events.text import Line, sendable

IntegrationName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,79}$")]
"""The name that a custom object or field has in the API: a letter, then letters, digits and underscores."""

_RESERVED = frozenset({"id", "name"})


_LONGEST_TEXT = 1000
_LARGEST_NUMBER = 10**15


def _plain_value(value: Any) -> str | int | bool:
    """One check instead of a union of types, so that a wrong value makes one mistake and not three."""
    if isinstance(value, int) and abs(value) < _LARGEST_NUMBER:
        return value
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
        return sendable(value)
    raise ValueError(
        f"must be text of at most {_LONGEST_TEXT} characters, a whole number of at most 15 digits, true or false; "
        "write other numbers and dates as text"
    )


def _not_reserved(fields: Any) -> Any:
    reserved = _RESERVED.intersection(fields) if isinstance(fields, dict) else ()
    if reserved:
        raise ValueError(f"must not contain {', '.join(sorted(reserved))}: the record has them already")
    return fields


CustomValue = Annotated[str | int | bool, PlainValidator(_plain_value)]


class CustomRecordUpserted(EventData):
    """``custom-record.upserted``: a record of the custom object ``type`` is new or has changed."""

    type: IntegrationName
    name: Line
    fields: Annotated[dict[IntegrationName, CustomValue], BeforeValidator(_not_reserved)]
