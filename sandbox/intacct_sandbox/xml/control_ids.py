"""Uniqueness of function control ids: per company, kept forever, taken by completed functions only.

developer.intacct.com/web-services/requests/ says that the function's control id (not the control block's) is checked
for having been "executed and completed"; number and text of the refusal are unknown and therefore switches.
"""

from collections.abc import Iterable

from intacct_sandbox.state_file import StateFile


class ControlIds:
    """The ids of all companies of one sandbox."""

    def __init__(self, state: StateFile) -> None:
        self._state = state
        self._completed: dict[str, set[str]] = {}
        self._running: dict[str, set[str]] = {}

    def start(self, company: str, ids: Iterable[str]) -> frozenset[str]:
        """Mark ids as running; returns those that are not ours, because another request is running them already."""
        running = self._running.setdefault(company, set())
        wanted = set(ids)
        taken = frozenset(running & wanted)
        running |= wanted
        return taken

    def stop(self, company: str, ids: Iterable[str]) -> None:
        """Our ids are no longer running."""
        self._running[company] -= set(ids)

    def is_completed(self, company: str, id: str) -> bool:
        return id in self._completed.get(company, ())

    def complete(self, company: str, id: str) -> None:
        """Never run this id again."""
        self._completed.setdefault(company, set()).add(id)
        self._state.used_id(company, id)

    def restore(self, company: str, id: str) -> None:
        """As `complete`, for an id read from a state file."""
        self._completed.setdefault(company, set()).add(id)
