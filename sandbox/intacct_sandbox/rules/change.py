"""The rules of one object, called at fixed moments of a create, update, delete or workflow step."""

from typing import TYPE_CHECKING, Any

from intacct_sandbox.rules.refusal import Refused, Why, reason

if TYPE_CHECKING:
    from intacct_sandbox.company.unit import Unit
    from intacct_sandbox.model.object_type import Fields, ObjectType


class Rules:
    """No rules of its own. Every method may raise Refused, which undoes what the operation did so far."""

    def resolving(self, unit: "Unit", type: "ObjectType", fields: "Fields") -> None:
        """Turn what the wire carries into stored references, in place, before references are checked."""

    def creating(self, unit: "Unit", type: "ObjectType", fields: "Fields") -> None:
        """Check and complete `fields` in place; required fields and references are already checked."""

    def created(self, unit: "Unit", type: "ObjectType", record: "Fields") -> "Fields":
        """Do what follows from a new record; returns the record as it is afterwards."""
        return record

    def changing(self, unit: "Unit", type: "ObjectType", old: "Fields", changes: "Fields") -> None:
        """Check and complete `changes` in place."""

    def deleting(self, unit: "Unit", type: "ObjectType", record: "Fields") -> None:
        """Check that the record may go, and undo what followed from it."""

    def act(self, unit: "Unit", type: "ObjectType", record: "Fields", action: str, values: dict[str, Any]) -> "Fields":
        """Run workflow `action`; returns the changed record."""
        raise Refused(reason(Why.NOT_OFFERED, f"{action} is not an action of {type.label}"))
