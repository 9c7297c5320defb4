"""What belongs to the top level cannot be changed from everywhere: an entity-restricted user changes nothing of it, and
from inside an entity nobody edits its transactions (Intacct's help on receivables; live reports of the text)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Refused, Why, reason

_EDITS = ("update", "delete")


def refuse_from_entity(unit: Unit, type: ObjectType, record: Fields, operation: str) -> None:
    """Raise Refused when `record` is of the top level and the caller may not touch it from its entity."""
    if not unit.caller.entity or record.get("entity"):
        return
    restricted = bool(unit.caller.user.entities)
    if restricted or (operation in _EDITS and _is_transaction(type)):
        who = "an entity restricted user" if restricted else "an entity"
        text = f"You cannot {operation} a root level {type.label.lower()} from {who}."
        raise Refused(reason(Why.STATE, text, None, type.label, type.business_key(record)))


def _is_transaction(type: ObjectType) -> bool:
    return type.lines is not None and "state" in type.by_name
