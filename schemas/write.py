"""A write: one intended effect on one Intacct object, in words that belong to neither surface."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, Union

Scalar: TypeAlias = str | int | bool | Decimal | date | datetime
FieldValue: TypeAlias = Union[Scalar, "Fields", tuple["Fields", ...]]
Fields: TypeAlias = Mapping[str, FieldValue]
"""Neutral field names as the object's declaration in ``service/intacct/objects`` spells them; lines are tuples."""


class Operation(StrEnum):
    """What a write wants. ``upsert`` means: create it, or update it if its business key exists already."""

    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"


@dataclass(frozen=True, slots=True)
class ObjectKey:
    """The business key of one Intacct object, for example ``ObjectKey("bill", ("V-1001", "B-77"))``.

    ``object`` is the neutral object name; ``parts`` are the values of the declaration's key fields in their order.
    """

    object: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.object} {' / '.join(self.parts)}"


@dataclass(frozen=True, slots=True)
class Write:
    """One intended effect. Handlers return these; they name no surface and hold no request text."""

    operation: Operation
    key: ObjectKey
    fields: Fields
    references: tuple[ObjectKey, ...] = field(default=())
    """Objects that must exist first. The write waits for an earlier pending write that creates one of them."""
    touches: tuple[ObjectKey, ...] = field(default=())
    """Further objects whose balance or state changes (the bill that a payment pays): same event order as ``key``."""
    entity: str = ""
    atomic: bool = False
    """All writes of the event that say so are applied as one unit or not at all (needs the XML surface)."""

    @property
    def object(self) -> str:
        """Neutral object name."""
        return self.key.object


def write_id(event_key: str, index: int, replay: int = 0) -> str:
    """The id of a write: derived from the event, its position and its replay, never from time or attempt.

    It is the XML function ``controlid`` and the REST ``Idempotency-Key`` (both at most 256 characters). A replay has
    ids of its own: REST repeats a stored refusal for 48 hours, and a replay looks before it writes anyway.
    """
    return f"{event_key}-{index}" + (f".p{replay}" if replay else "")
