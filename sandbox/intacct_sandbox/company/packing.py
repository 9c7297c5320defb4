"""Records at rest: a stored record as a short byte string, about a tenth of what its dict takes.

Field names are kept once per set of names. What is left is pickled and then deflated against the first record packed,
because the records of one object are alike.
"""

import pickle
import zlib

from intacct_sandbox.model.object_type import Fields

_RAW = -zlib.MAX_WBITS
_Row = tuple[int, tuple[object, ...]]


class Squeezer:
    """Deflates short byte strings that are much alike, against the first one that it saw."""

    def __init__(self) -> None:
        self._sample = b""

    def squeeze(self, raw: bytes) -> bytes:
        """A shorter form, which only this squeezer can undo."""
        if not self._sample:
            self._sample = raw
        squeezer = zlib.compressobj(1, zlib.DEFLATED, -10, 2, zlib.Z_DEFAULT_STRATEGY, self._sample)
        return squeezer.compress(raw) + squeezer.flush()

    def restore(self, squeezed: bytes) -> bytes:
        """What was squeezed."""
        return zlib.decompressobj(_RAW, self._sample).decompress(squeezed)


class Packer:
    """Packs the records of one table. What it packed, only the same packer can unpack."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._names: list[tuple[str, ...]] = []
        self._squeezer = Squeezer()

    def pack(self, record: Fields) -> bytes:
        """The record as bytes."""
        raw = pickle.dumps((self._row(record), self._rows(record.get("lines"))), pickle.HIGHEST_PROTOCOL)
        return self._squeezer.squeeze(raw)

    def unpack(self, packed: bytes) -> Fields:
        """The record that was packed."""
        row, lines = pickle.loads(self._squeezer.restore(packed))
        record = self._record(row)
        if lines is not None:
            record["lines"] = [self._record(line) for line in lines]
        return record

    def _rows(self, lines: list[Fields] | None) -> list[_Row] | None:
        return None if lines is None else [self._row(line) for line in lines]

    def _row(self, fields: Fields) -> _Row:
        names = tuple(fields)
        number = self._numbers.get(names)
        if number is None:
            number = self._numbers[names] = len(self._names)
            self._names.append(names)
        return number, tuple(None if name == "lines" else value for name, value in fields.items())

    def _record(self, row: _Row) -> Fields:
        number, values = row
        return dict(zip(self._names[number], values, strict=True))
