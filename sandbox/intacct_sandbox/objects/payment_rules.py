"""Payments of bills and by customers: what they pay must be posted, of the same party, and not be overpaid."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.document import DocumentRules
from intacct_sandbox.objects.payment_states import needs_approval, next_state
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO, paid_state, refuse_closed_period, refuse_unknown_currency, total
from intacct_sandbox.rules.refusal import Place, Refused, Why, place, reason

_OPEN = ("posted", "partially_paid", "selected")


def _lines(type: ObjectType) -> Place:
    assert type.lines is not None
    return Place(type.lines.xml, f"/{type.lines.rest}")


class PaymentRules(Rules):
    """`document` is the object that is paid, `party` the field of both that names who; `done` the state when paid."""

    def __init__(self, document: str, party: str, date: str, done: str) -> None:
        self.document = document
        self.party = party
        self.date = date
        self.done = done

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_unknown_currency(unit, type, fields)
        fields["state"] = self.first_state(unit, type, fields)
        fields["total"] = total(fields["lines"])
        self.name_documents(unit, fields["lines"])
        self.check(unit, type, fields)

    def name_documents(self, unit: Unit, lines: list[Fields]) -> None:
        """Put the numbers of the paid documents into the lines."""
        for line in lines:
            if line.get(self.document) is not None:
                document = unit.company.referenced(self.document, line[self.document]) or {}
                line[f"{self.document}_number"] = document.get("number")

    def created(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        if record["state"] == self.done:
            self.pay(unit, record, 1)
        return record

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        for name in sorted(set(changes) - {"description", "number"}):
            at = place(type.by_name[name]) if name in type.by_name else _lines(type)
            raise Refused(reason(Why.READ_ONLY_FIELD, f"{name} of a {type.label} cannot be changed", at, type.label))

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        if record["state"] == self.done:
            raise Refused(reason(Why.STATE, f"Reverse the {type.label} instead of deleting it.", None, type.label))

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        if action == "reverse" and record["state"] == self.done:
            refuse_closed_period(unit, type, self.date, values["date"])
            self.pay(unit, record, -1)
            return unit.change(type, record, {"state": "reversed", "reversed_on": values["date"]})
        state = next_state(unit, type, record["state"], action, self.done)
        if state == self.done:
            self.check(unit, type, record)
            self.pay(unit, record, 1)
        elif record["state"] == "draft":
            self.check(unit, type, record)
        return unit.change(type, record, {"state": state})

    def first_state(self, unit: Unit, type: ObjectType, fields: Fields) -> str:
        """The state of a new payment; raises Refused for one that cannot be asked for."""
        asked = fields.get("state")
        if asked not in (None, "draft"):
            text = "State must be draft or not included in the request"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label))
        if asked is not None:
            return str(asked)
        if type.name != "bill-payment":
            return self.done
        starts = unit.books.switches.ap_payment_initial_state
        return "submitted" if starts == self.done and needs_approval(unit, type) else starts

    def check(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Raise Refused unless all documents of the lines can be paid these amounts on this day."""
        refuse_closed_period(unit, type, self.date, fields[self.date])
        for key, amount in self._by_document(fields).items():
            document = unit.company.referenced(self.document, key)
            if document is None:
                raise Refused(reason(Why.STATE, f"{self.document} {key} is gone.", None, type.label, key))
            self._check_one(type, fields, document, amount)

    def _check_one(self, type: ObjectType, fields: Fields, document: Fields, amount: Decimal) -> None:
        key = str(document["key"])
        if fields.get(self.party) is not None and document[self.party] != fields[self.party]:
            text = f"The {self.document} {key} does not belong to {self.party} '{fields[self.party]}'."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label, key))
        if document["state"] not in _OPEN:
            text = f"The {self.document} {key} is {document['state']} and cannot be paid."
            raise Refused(reason(Why.STATE, text, None, type.label, key))
        if amount <= ZERO or amount > document["total_due"]:
            text = f"The payment amount {amount} is more than the amount due {document['total_due']}, or not positive."
            raise Refused(reason(Why.TOO_MUCH, text, None, type.label, key))

    def pay(self, unit: Unit, record: Fields, sign: int) -> None:
        """Pay the documents of the lines, or with sign -1 take that back."""
        type = unit.company.types[self.document]
        assert isinstance(type.rules, DocumentRules)
        for key, amount in self._by_document(record).items():
            document = unit.company.referenced(self.document, key)
            if document is None:
                continue
            due, paid = document["total_due"] - sign * amount, document["total_paid"] + sign * amount
            changes = {"total_due": due, "total_paid": paid, "state": paid_state(due, document["total"])}
            unit.derive(type, document, changes)
            type.rules.move_balance(unit, document, -sign * amount)

    def _by_document(self, fields: Fields) -> dict[str, Decimal]:
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for line in fields["lines"]:
            if line.get(self.document) is not None:
                sums[line[self.document]] += line["amount"]
        return sums
