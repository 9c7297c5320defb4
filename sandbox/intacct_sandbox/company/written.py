"""One record as it was written, for those who want to hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from intacct_sandbox.model.object_type import Fields, ObjectType

if TYPE_CHECKING:
    from intacct_sandbox.company.unit import Caller


@dataclass(frozen=True, slots=True)
class Written:
    """`record` is the whole record after the write; for a delete, as it was before."""

    caller: "Caller"
    operation: str
    type: ObjectType
    record: Fields
    stamp: str

    @property
    def object(self) -> str:
        """As the ledger calls it."""
        return self.type.ledger_name or self.type.name

    @property
    def event(self) -> str:
        """create, update or delete; a workflow step such as submit or reverse saves the record: update (assumption)."""
        return self.operation if self.operation in ("create", "delete") else "update"


class Listener(Protocol):
    """Hears of writes. Must not raise and must not wait."""

    @property
    def listens(self) -> bool:
        """Whether anybody wants to hear; when not, nothing is collected."""

    def before_commit(self, written: Written) -> None:
        """Something was written that may still be rolled back."""

    def after_commit(self, written: Sequence[Written]) -> None:
        """These writes are final, in this order."""
