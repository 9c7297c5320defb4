"""Rules of order entry, purchasing and inventory transactions: definitions, numbering, units, totals, conversion.

developer.intacct.com: order-entry/order-entry-transactions, purchasing/purchasing-transactions, inventory-control/
inventory-transactions; OpenAPI groups order-entry and purchasing. No transaction posts to a subledger or moves stock
here (assumption: what tests of integrations need is the document itself).
"""

from typing import Any

from intacct_sandbox.company.definition import Transaction
from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.conversion import refuse_converted, restore_source, take_from_source
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO, refuse_closed_period, refuse_unknown_currency
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names
from intacct_sandbox.rules.rounding import product

_DECISIONS = {"approve": "approved", "decline": "declined"}
_ASKED = ("draft", "pending", "submitted", "closed")
_OPEN = ("draft", "pending", "submitted", "approved", "partially_approved", "declined", "closed")


class TransactionRules(Rules):
    """`module` is that of the transaction definitions that apply."""

    def __init__(self, module: str) -> None:
        self.module = module

    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """A line without a quantity is refused as such; a discount and a price have defaults."""
        for line in fields.get("lines") or ():
            line.setdefault("price", ZERO)

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        definition = self._definition(unit, type, fields["definition"])
        refuse_unknown_currency(unit, type, fields)
        fields.setdefault("currency", unit.company.definition.base_currency)
        self._settle_state(unit, type, fields, definition.state)
        fields.setdefault("posting_date", fields["date"])
        refuse_closed_period(unit, type, "posting_date", fields["posting_date"])
        self._number(unit, type, definition, fields)
        take_from_source(unit, type, definition, fields)
        self._complete(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        if old["state"] not in _OPEN:
            text = f"You cannot change a {type.label} that is {old['state'].replace('_', ' ')}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        refuse_closed_period(unit, type, "posting_date", {**old, **changes}["posting_date"])
        if changes.get("state", old["state"]) != old["state"]:
            self._settle_state(unit, type, changes, old["state"])
        if "lines" in changes or "subtotals" in changes:
            whole = {**old, **changes}
            self._complete(unit, type, whole)
            changes.update({name: whole[name] for name in ("lines", "subtotal", "total")})

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        refuse_converted(type, record)
        refuse_closed_period(unit, type, "posting_date", record["posting_date"])
        restore_source(unit, type, record)

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        if action == "submit" and record["state"] == "draft":
            waits = type.name in unit.company.definition.approvals
            return unit.change(type, record, {"state": "submitted" if waits else "pending"})
        if action in _DECISIONS and record["state"] == "submitted":
            return unit.change(type, record, {"state": _DECISIONS[action]})
        text = f"You cannot {action} a {type.label} that is {record['state']}."
        raise Refused(reason(Why.STATE, text, None, type.label))

    def _settle_state(self, unit: Unit, type: ObjectType, fields: Fields, default: str) -> None:
        """Callers may ask for some states only; where approvals are on, pending means submitted."""
        state = fields.setdefault("state", default)
        if state not in _ASKED:
            text = f"State must be one of {', '.join(_ASKED)}"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label, state))
        if state == "pending" and type.name in unit.company.definition.approvals:
            fields["state"] = "submitted"

    def _definition(self, unit: Unit, type: ObjectType, name: str) -> Transaction:
        found = unit.company.definition.transactions.get(name)
        if found is None or found.module != self.module:
            text = f"Invalid Transaction definition '{name}' specified."
            raise Refused(reason(Why.UNKNOWN_REFERENCE, text, place(type.by_name["definition"]), type.label, name))
        if not found.active:
            text = f"Transaction definition '{name}' is inactive."
            raise Refused(reason(Why.INACTIVE_REFERENCE, text, place(type.by_name["definition"]), type.label, name))
        return found

    def _number(self, unit: Unit, type: ObjectType, definition: Transaction, fields: Fields) -> None:
        """Take the number that was sent, or the next free one of the definition's sequence."""
        if fields.get("number") is None and not definition.sequence:
            at = place(type.by_name["number"])
            raise Refused(reason(Why.NO_NUMBER, "Document Number is missing", at, type.label))
        table = unit.company.tables[type.name]
        while fields.get("number") is None or (fields.get("_auto") and table.by_id(fields["id"])):
            fields["_auto"] = True
            fields["number"] = definition.sequence.replace("{}", f"{unit.company.next_number(definition.name):04d}")
            fields["id"] = f"{definition.name}-{fields['number']}"
        fields.pop("_auto", None)
        fields["id"] = f"{definition.name}-{fields['number']}"

    def _complete(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        for index, line in enumerate(fields["lines"]):
            self._settle_unit(unit, type, line, index)
            line["total"] = product(line["quantity"], line["price"], 1 - line.get("discount", ZERO) / 100)
        fields["subtotal"] = sum((line["total"] for line in fields["lines"]), ZERO)
        extra = sum((each.get("total") or ZERO for each in fields.get("subtotals") or ()), ZERO)
        fields["total"] = fields["subtotal"] + extra

    def _settle_unit(self, unit: Unit, type: ObjectType, line: Fields, index: int) -> None:
        """The unit must be one of the item's group, exactly; the base unit when none is given."""
        assert type.lines is not None
        item = unit.company.tables["item"].by_id(line["item"]) or {}
        units = unit.company.definition.unit_groups.get(item.get("unit_group") or "", ())
        if line.get("unit") is None and units:
            line["unit"] = units[0]
        if units and line["unit"] not in units:
            at = place(type.lines.type.by_name["unit"], wire_names(type.lines), index)
            text = f"Missing unit: '{line['unit']}' is not a unit of item '{line['item']}'"
            raise Refused(reason(Why.BAD_VALUE, text, at, type.label, line["unit"]))
