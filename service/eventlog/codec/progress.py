"""Progress as text: ``v1;r=<reserved>;m=<map>``, small enough for the metadata of a Kafka offset commit.

The map says which offsets at or above the watermark are finished: ``b`` and a bitset, or ``r`` and alternating run
lengths (unfinished, finished, unfinished, ...) as varints, whichever is shorter, in URL-safe base64. When even that
is too long the highest offsets are cut: they are replayed, and found finished then.
"""

import base64
import binascii
from collections.abc import Iterator
from itertools import groupby

from service.eventlog.port import Progress

LONGEST = 4096
"""Characters that a broker accepts (offset.metadata.max.bytes)."""

_WIDEST = 1 << 24


def encode_progress(progress: Progress, longest: int = LONGEST) -> str:
    """At most ``longest`` characters: reserved and as much of the finished map, lowest first, as fits."""
    prefix = f"v1;r={progress.reserved};m="
    room = longest - len(prefix)
    relative = sorted(offset - progress.watermark for offset in progress.finished if offset >= progress.watermark)
    return prefix + _longest_that_fits(relative, room)


def decode_progress(text: str, watermark: int) -> Progress:
    """The progress in a commit at this watermark. Text that we did not write is progress without a map."""
    version, _, rest = text.partition(";")
    fields = dict(part.partition("=")[::2] for part in rest.split(";"))
    reserved = fields.get("r", "")
    if version != "v1" or not (reserved.isascii() and reserved.isdigit()):
        return Progress(watermark)
    relative = _decode_map(fields.get("m", ""))
    return Progress(watermark, frozenset(watermark + offset for offset in relative), int(reserved))


def _longest_that_fits(relative: list[int], room: int) -> str:
    """Encoded length never shrinks as offsets are added, so the longest prefix is found by bisection."""
    whole = _encode_map(relative)
    if len(whole) <= room:
        return whole
    low, high = 0, len(relative)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if len(_encode_map(relative[:middle])) <= room else (low, middle)
    return _encode_map(relative[:low])


def _encode_map(relative: list[int]) -> str:
    if not relative:
        return ""
    runs = b"r" + b"".join(_varint(length) for length in _runs(relative))
    if relative[-1] // 8 + 1 < len(runs):
        return _base64(b"b" + _bitset(relative))
    return _base64(runs)


def _decode_map(text: str) -> Iterator[int]:
    try:
        raw = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return iter(())
    return _from_bitset(raw[1:]) if raw[:1] == b"b" else _from_runs(raw[1:])


def _runs(relative: list[int]) -> Iterator[int]:
    """Alternating lengths of unfinished and finished runs, starting with unfinished at the watermark."""
    end = 0
    for _, group in groupby(enumerate(relative), key=lambda pair: pair[1] - pair[0]):
        members = [offset for _, offset in group]
        yield members[0] - end
        yield len(members)
        end = members[-1] + 1


def _from_runs(raw: bytes) -> Iterator[int]:
    lengths, position = list(_varints(raw)), 0
    for index, length in enumerate(lengths):
        if position + length > _WIDEST:  # not written by us: no map at all is better than a huge one
            return
        if index % 2:
            yield from range(position, position + length)
        position += length


def _bitset(relative: list[int]) -> bytes:
    bits = bytearray(relative[-1] // 8 + 1)
    for offset in relative:
        bits[offset // 8] |= 1 << (offset % 8)
    return bytes(bits)


def _from_bitset(raw: bytes) -> Iterator[int]:
    return (index * 8 + bit for index, byte in enumerate(raw) for bit in range(8) if byte >> bit & 1)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _varints(raw: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in raw:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
