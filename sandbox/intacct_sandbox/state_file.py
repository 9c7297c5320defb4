"""Keeps companies in a file: one JSON line per stored record, ledger row and used idempotency id, appended per request.

A request's lines are written together before it is answered, so a sandbox that is killed has either all of a request
or nothing of it. Sessions, tokens, faults and the clock are not kept.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from intacct_sandbox.ledger import Effect

Line = dict[str, Any]


class StateFile:
    """Without a path it swallows everything."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._pending: list[Line] = []
        self._file: TextIO | None = None

    def read(self) -> Iterator[list[Line]]:
        """The lines of each request, oldest first; a last line that was cut off is removed."""
        if self._path is None or not self._path.exists():
            return
        whole = 0
        with self._path.open("rb+") as file:
            for text in file:
                if not text.endswith(b"\n"):
                    break
                whole += len(text)
                yield json.loads(text, object_hook=_revive)
            file.truncate(whole)

    def stored(self, company: str, object: str, record: Line) -> None:
        self._add({"put": object, "company": company, "record": record})

    def removed(self, company: str, object: str, key: int) -> None:
        self._add({"drop": object, "company": company, "key": key})

    def effect(self, effect: Effect) -> None:
        if self._path is not None:
            self._add({"effect": asdict(effect)})

    def used_id(self, company: str, control_id: str) -> None:
        self._add({"used": control_id, "company": company})

    def closed(self, company: str, through: str) -> None:
        """The books of a company are closed through a day, or open without one."""
        self._add({"closed": through, "company": company})

    def answered(self, key: list[str], answer: Line) -> None:
        self._add({"answered": key, "answer": answer})

    def event(self, company: str, client: str, line: Line) -> None:
        """What happened in an application's event queue."""
        self._add({"company": company, "client": client, **line})

    def mark(self) -> int:
        return len(self._pending)

    def forget(self, mark: int) -> None:
        """Drop the lines added since `mark`."""
        del self._pending[mark:]

    def flush(self) -> None:
        """Write the pending lines as one line of the file."""
        if not self._pending or self._path is None:
            return
        if self._file is None:
            self._file = self._path.open("a", encoding="utf-8")
        self._file.write(json.dumps(self._pending, default=_decimal) + "\n")
        self._file.flush()
        self._pending.clear()

    def clear(self) -> None:
        """Forget everything, on disk too."""
        self.close()
        self._pending.clear()
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _add(self, line: Line) -> None:
        if self._path is not None:
            self._pending.append(line)


def _decimal(value: Any) -> Line:
    if not isinstance(value, Decimal):
        raise TypeError(f"cannot keep {type(value)}")
    return {"$decimal": str(value)}


def _revive(value: Line) -> Any:
    return Decimal(value["$decimal"]) if "$decimal" in value else value
