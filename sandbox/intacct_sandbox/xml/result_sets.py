"""Result sets of readByQuery that readMore continues."""

from collections.abc import Sequence
from dataclasses import dataclass

from intacct_sandbox.model.object_type import Fields


@dataclass(slots=True)
class ResultSet:
    """What is left after the pages already sent; `names` are the selected fields."""

    id: str
    company: str
    object: str
    names: str
    total: int
    size: int
    left: Sequence[Fields]


class ResultSets:
    """Open result sets by id."""

    def __init__(self) -> None:
        self._open: dict[str, ResultSet] = {}

    def keep(self, found: ResultSet) -> None:
        self._open[found.id] = found

    def get(self, id: str, company: str) -> ResultSet | None:
        found = self._open.get(id)
        return found if found and found.company == company else None
