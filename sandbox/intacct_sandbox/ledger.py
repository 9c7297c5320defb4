"""The ledger: one row per record written and committed, in order. The judge of every end-to-end test."""

import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from intacct_sandbox.model.object_type import SYSTEM, Fields

Row = dict[str, Any]
_BLOCK = 256
_RECENT = 1024


@dataclass(frozen=True, slots=True)
class Effect:
    """One record written. `fields` may share the record's own dict: records are never changed in place."""

    time: str
    company: str
    entity: str
    surface: str
    operation: str
    object: str
    key: str
    record_number: int
    request_id: str
    idempotency_id: str | None
    fields: Fields
    user: str = ""

    def as_row(self, sequence: int) -> Row:
        """The row as the admin path shows it."""
        return {
            "sequence": sequence,
            "time": self.time,
            "company": self.company,
            "entity": self.entity,
            "user": self.user,
            "surface": self.surface,
            "operation": self.operation,
            "object": self.object,
            "key": self.key,
            "record_number": str(self.record_number),
            "request_id": self.request_id,
            "idempotency_id": self.idempotency_id,
            "fields": plain(self.fields),
        }


def plain(value: Any) -> Any:
    """`value` as JSON can carry it: amounts as strings, unset and system fields left out."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if each is not None and name not in SYSTEM}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


class Ledger:
    """Append-only; sequence numbers start at 1 and have no gaps.

    Only the newest rows are kept as objects. The others are in blocks of bytes, for which a million rows is little.
    """

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._recent: list[Effect] = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._recent)

    def append(self, effect: Effect) -> None:
        self._recent.append(effect)
        if len(self._recent) >= _RECENT + _BLOCK:
            self._blocks.append(_pack(self._recent[:_BLOCK]))
            del self._recent[:_BLOCK]

    def rows(self, company: str | None = None, after: int = 0) -> Iterator[Row]:
        """Rows of `company` (of all without one) with a sequence above `after`."""
        for sequence, effect in self.effects(after):
            if company is None or effect.company == company:
                yield effect.as_row(sequence)

    def effects(self, after: int = 0) -> Iterator[tuple[int, Effect]]:
        """Sequence and effect of the rows above sequence `after`."""
        packed = len(self._blocks) * _BLOCK
        recent = self._recent[max(0, after - packed) :]
        if after >= packed:
            return enumerate(recent, after + 1)
        blocks = chain.from_iterable(_unpack(each) for each in self._blocks[after // _BLOCK :])
        return enumerate(chain(islice(blocks, after % _BLOCK, None), recent), after + 1)


def _pack(effects: list[Effect]) -> bytes:
    return zlib.compress(pickle.dumps([_values(each) for each in effects], pickle.HIGHEST_PROTOCOL), 1)


def _unpack(block: bytes) -> list[Effect]:
    return [Effect(*each) for each in pickle.loads(zlib.decompress(block))]


def _values(effect: Effect) -> tuple[Any, ...]:
    return tuple(getattr(effect, name) for name in Effect.__slots__)
