"""Events from files: JSON (one structured CloudEvent or an array of them) or JSON Lines (one in a line)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from schemas.event import StoredEvent
from service.clock import Clock, SystemClock
from service.decoding import Decoder, parse_json
from service.decoding.decoder import STRUCTURED
from service.errors import IntakeError, Malformed, Undecodable
from service.intake.envelope import Way, read_envelope, tenant_of
from service.intake.speaks_for import FILES, SpeaksFor
from service.intake.structured import attributes_of, elements, read_structured
from service.settings import Settings, SourceSettings

LONGEST_LINE = 16 * 1024 * 1024
MOST_MISTAKES = 100
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Pieces = Iterator[tuple[int, bytes]]
"""Line number and bytes of each event."""


def read_events(path: Path, settings: Settings, clock: Clock | None = None) -> Iterator[StoredEvent]:
    """The file's events in their order, JSON Lines without holding the file in memory.

    From the first mistake on nothing more is handed out, but the rest is still read: Malformed then names every
    mistake as ``file:line`` and field, and how many events had been handed out before it. Whoever must send all or
    nothing reads the file to its end first. Raises Malformed also for a file that cannot be opened.
    """
    reading = _Reading(path, settings, clock or SystemClock())
    try:
        with path.open("rb") as file:
            for line, piece in _pieces(path, file):
                event = reading.event(line, piece)
                if event is not None and not reading.mistakes:
                    reading.handed_out += 1
                    yield event
    except Malformed as error:
        reading.mistakes += error.mistakes
    except OSError as error:
        raise Malformed(f"{path}: cannot be read: {error.strerror}") from None
    reading.end()


@dataclass(slots=True)
class _Reading:
    """One run through one file."""

    path: Path
    settings: Settings
    clock: Clock
    handed_out: int = 0
    mistakes: list[tuple[str, str]] = field(default_factory=list)

    def event(self, line: int, piece: bytes) -> StoredEvent | None:
        """The event of one piece, or None and its mistakes written down."""
        try:
            return self._event(piece)
        except Undecodable as error:
            self.mistakes.append((_at(self.path, line, error.path or "data"), error.message))
        except IntakeError as error:
            named = error.mistakes or [("", error.message)]
            self.mistakes += [(_at(self.path, line, path), text) for path, text in named]
        return None

    def _event(self, piece: bytes) -> StoredEvent:
        envelope = read_envelope(attributes_of(read_structured(piece)))
        tenant = tenant_of(envelope, None, self.settings.tenants)
        way = Way(f"file:{self.path.name}", SourceSettings(), SpeaksFor(FILES), self.clock.now)
        event = way.stored(envelope, tenant, piece, STRUCTURED)
        Decoder({}).decode(event)
        return event

    def end(self) -> None:
        """Raises Malformed when there were mistakes."""
        if not self.mistakes:
            return
        shown = self.mistakes[:MOST_MISTAKES]
        lines = [f"{path}: {text}" for path, text in shown]
        if len(self.mistakes) > len(shown):
            lines.append(f"... and {len(self.mistakes) - len(shown)} more")
        before = f"{self.path}: {len(self.mistakes)} mistakes; events before the first one: {self.handed_out}"
        raise Malformed("\n".join([before, *lines]), mistakes=shown)


def _at(path: Path, line: int, attribute: str) -> str:
    return f"{path}:{line}: {attribute}" if attribute else f"{path}:{line}"


def _pieces(path: Path, file: BinaryIO) -> Pieces:
    """One piece for each line when the first line is a whole event, else those of the whole document."""
    first = file.readline(LONGEST_LINE).removeprefix(BYTE_ORDER_MARK)
    number = 1
    while first and not first.strip():
        first, number = file.readline(LONGEST_LINE), number + 1
    if not first:
        raise Malformed("empty", mistakes=[(str(path), "the file is empty")])
    if _is_object(first):
        yield from _lines(path, first, number, file)
    else:
        yield from _document(path, first + file.read(), number)


def _is_object(line: bytes) -> bool:
    """Whether a line is a JSON object, or wants to be one as a whole."""
    text = line.strip()
    return text.startswith(b"{") and text.endswith(b"}")


def _lines(path: Path, first: bytes, number: int, file: BinaryIO) -> Pieces:
    line = first
    while line:
        if len(line) >= LONGEST_LINE:
            raise Malformed("long", mistakes=[(_at(path, number, ""), f"is longer than {LONGEST_LINE} bytes")])
        if line.strip():
            yield number, line.strip()
        line, number = file.readline(LONGEST_LINE), number + 1


def _document(path: Path, body: bytes, number: int) -> Pieces:
    """One event that is written over several lines, or an array of events."""
    try:
        value = parse_json(body)
    except Undecodable as error:
        raise Malformed("unreadable", mistakes=[(str(path), error.message)]) from None
    if not isinstance(value, list):
        yield number, body.strip()
        return
    text = body.decode()
    counted_to = 0
    for start, element in elements(text):
        number += text.count("\n", counted_to, start)
        counted_to = start
        yield number, element.encode()
