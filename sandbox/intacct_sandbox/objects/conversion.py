"""Converting one transaction into another: what was taken over is gone from the source, whose state says so."""

from decimal import Decimal

from intacct_sandbox.company.definition import Transaction
from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.posting import ZERO
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

_CONVERTIBLE = ("pending", "approved", "partially_converted")


def take_from_source(unit: Unit, type: ObjectType, definition: Transaction, fields: Fields) -> None:
    """Take the quantities of the new transaction `fields` from its source, if it has one; raises Refused."""
    if fields.get("source") is None:
        return
    source = _source(unit, type, definition, fields["source"])
    lines = [dict(line) for line in source["lines"]]
    for line in fields["lines"]:
        _take(type, lines, line)
    unit.derive(type, source, {"lines": lines, "state": _state(lines)})


def restore_source(unit: Unit, type: ObjectType, record: Fields) -> None:
    """Give the quantities of a transaction that is deleted back to its source."""
    source = unit.company.tables[type.name].by_id(record["source"]) if record.get("source") else None
    if source is None:
        return
    lines = [dict(line) for line in source["lines"]]
    for taken in record["lines"]:
        for line in lines:
            if line["key"] == taken.get("source_line"):
                line["converted"] = line["converted"] - taken["quantity"]
    unit.derive(type, source, {"lines": lines, "state": _state(lines)})


def refuse_converted(type: ObjectType, record: Fields) -> None:
    """Raise Refused for a transaction that others were made from."""
    if record["state"] in ("converted", "partially_converted"):
        text = f"You cannot delete a {type.label} that is {record['state'].replace('_', ' ')}."
        raise Refused(reason(Why.STATE, text, None, type.label))


def _source(unit: Unit, type: ObjectType, definition: Transaction, id: str) -> Fields:
    source = unit.company.tables[type.name].by_id(id)
    at = place(type.by_name["source"])
    if source is None:
        raise Refused(reason(Why.UNKNOWN_REFERENCE, f"Invalid {type.label} '{id}' specified.", at, type.label, id))
    if definition.from_ and source["definition"] not in definition.from_:
        text = f"{definition.name} cannot be made from {source['definition']}."
        raise Refused(reason(Why.BAD_VALUE, text, at, type.label, id))
    if source["state"] not in _CONVERTIBLE:
        text = f"{type.label} '{id}' is {source['state'].replace('_', ' ')} and cannot be converted."
        raise Refused(reason(Why.STATE, text, at, type.label, id))
    return source


def _take(type: ObjectType, lines: list[Fields], wanted: Fields) -> None:
    """Without a source line the first line of the same item that has enough left is meant."""
    for line in lines:
        left = line["quantity"] - line.get("converted", ZERO)
        named = wanted.get("source_line")
        meant = line["key"] == named if named is not None else line["item"] == wanted["item"]
        if meant and left >= wanted["quantity"]:
            line["converted"] = line.get("converted", ZERO) + wanted["quantity"]
            wanted["source_line"] = line["key"]
            return
    text = f"The source has no line with {wanted['quantity']} of item '{wanted['item']}' left."
    raise Refused(reason(Why.TOO_MUCH, text, None, type.label, wanted["item"]))


def _state(lines: list[Fields]) -> str:
    left: Decimal = sum((line["quantity"] - line.get("converted", ZERO) for line in lines), ZERO)
    taken: Decimal = sum((line.get("converted", ZERO) for line in lines), ZERO)
    if left <= ZERO:
        return "converted"
    return "partially_converted" if taken > ZERO else "pending"
