"""Payments of bills and by customers: what they pay must be posted, of the same party, and not be overpaid; what they
use as a credit must have that much left."""

from decimal import Decimal
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.credits import OPEN, apply_chosen, discount_available
from intacct_sandbox.objects.document import DocumentRules
from intacct_sandbox.objects.payment_states import needs_approval, next_state
from intacct_sandbox.objects.settlement import Part, Side
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO, paid_state, refuse_closed_period, refuse_unknown_currency, total
from intacct_sandbox.rules.refusal import Place, Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking, wire_names


def _lines(type: ObjectType) -> Place:
    assert type.lines is not None
    return Place(type.lines.xml, f"/{type.lines.rest}")


class PaymentRules(Rules):
    """`side` is what can be paid and with what, `party` the field of payment and document that names who; `done` the
    state when paid."""

    def __init__(self, side: Side, party: str, date: str, done: str) -> None:
        self.side = side
        self.document = side.document
        self.party = party
        self.date = date
        self.done = done

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_unknown_currency(unit, type, fields)
        fields["state"] = self.first_state(unit, type, fields)
        self.settle_lines(unit, type, fields)
        self.check(unit, type, fields)

    def settle_lines(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Complete what the details say, and their total."""
        self._settle_details(unit, type, fields)
        fields["total"] = total(fields["lines"])
        self.name_documents(unit, fields["lines"])

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
        """Raise Refused unless all records of the lines can be paid, or used, that much on this day."""
        refuse_closed_period(unit, type, self.date, fields[self.date])
        for (part, key), amount in self.side.claims(fields["lines"]).items():
            record = unit.company.referenced(part.object, key)
            if record is None:
                raise Refused(reason(Why.STATE, f"{part.object} {key} is gone.", None, type.label, key))
            self._check_one(type, fields, part, record, amount)
        for (part, key, line), amount in self.side.line_claims(fields["lines"]).items():
            record = unit.company.referenced(part.object, key) or {}
            self._check_line(type, part, record, line, amount)

    def _check_one(self, type: ObjectType, fields: Fields, part: Part, record: Fields, amount: Decimal) -> None:
        key, what = str(record["key"]), f"The {part.object} {record['key']}"
        if fields.get(self.party) is not None and record.get(self.party) != fields[self.party]:
            text = f"{what} does not belong to {self.party} '{fields[self.party]}'."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label, key))
        if record["state"] not in OPEN:
            text = f"{what} is {record['state']} and cannot be {'applied' if part.amount else 'paid'}."
            raise Refused(reason(Why.STATE, text, None, type.label, key))
        due = record[part.due]
        if amount * part.sign <= ZERO or amount * part.sign > due * part.sign:
            text = f"The payment amount {amount} is more than the amount due {due} of {part.object} {key}, or nothing."
            raise Refused(reason(Why.TOO_MUCH, text, None, type.label, key))

    def _check_line(self, type: ObjectType, part: Part, record: Fields, key: str, amount: Decimal) -> None:
        line = next((each for each in record.get("lines") or () if each["key"] == key), None)
        if line is None:
            text = f"The {part.object} {record.get('key')} has no line {key}."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label, key))
        if amount * part.sign > line["amount"] * part.sign:
            text = f"The payment amount {amount} is more than the {line['amount']} of line {key}."
            raise Refused(reason(Why.TOO_MUCH, text, None, type.label, key))

    def pay(self, unit: Unit, record: Fields, sign: int) -> None:
        """Pay the documents of the lines and use up their credits, or with sign -1 take that back."""
        for (part, key), amount in self.side.claims(record["lines"]).items():
            document = unit.company.referenced(part.object, key)
            if document is None:
                continue
            type = unit.company.types[part.object]
            if part.due != "total_due":
                unit.derive(type, document, {part.due: document[part.due] - sign * amount})
                continue
            assert isinstance(type.rules, DocumentRules)
            due, paid = document["total_due"] - sign * amount, document["total_paid"] + sign * amount
            changes = {"total_due": due, "total_paid": paid, "state": paid_state(due, document["total"])}
            unit.derive(type, document, changes)
            type.rules.move_balance(unit, document, -sign * amount)

    def _settle_details(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Check what each detail names, work out discounts, and find the credits that are asked for as an amount."""
        for index, line in enumerate(fields["lines"]):
            self._refuse_incomplete(type, line, index)
            line["amount"] = line.get("amount") or ZERO
        apply_chosen(unit, type, self.side, self.party, fields)
        for line in fields["lines"]:
            self._settle_discount(unit, type, fields, line)

    def refuse_aimless(self, type: ObjectType, lines: list[Fields], *others: str) -> None:
        """Raise Refused for a detail that names nothing to pay, and none of the fields `others`."""
        assert type.lines is not None
        for index, line in enumerate(lines):
            if all(line.get(name) is None for name in (*(part.field for part in self.side.paid), *others)):
                raise Refused(lacking(type.lines.type.by_name[self.document], type, wire_names(type.lines), index))

    def _refuse_incomplete(self, type: ObjectType, line: Fields, index: int) -> None:
        """Each credit comes with its amount, and with exactly one document to pay; no amount is negative."""
        assert type.lines is not None
        fields, names = type.lines.type.by_name, wire_names(type.lines)
        amounts = ("amount", "discount_to_apply", "credit_to_apply", *(part.amount for part in self.side.credits))
        if all(line.get(name) is None for name in amounts):
            raise Refused(lacking(fields["amount"], type, names, index))
        for part in self.side.credits:
            for name, other in ((part.field, part.amount), (part.amount, part.field)):
                if line.get(name) is not None and line.get(other) is None:
                    at = place(fields[other], names, index)
                    raise Refused(reason(Why.MISSING_FIELD, f"{at.xml} is required", at, type.label))
        named = [part for part in self.side.paid if line.get(part.field) is not None]
        credited = any(line.get(part.field) is not None for part in self.side.credits)
        if len(named) > 1 or (credited and not named):
            shown = " and ".join(fields[part.field].path("xml") for part in self.side.paid)
            text = f"Exactly one of {shown} is required"
            raise Refused(reason(Why.BAD_VALUE, text, place(fields[self.document], names, index), type.label))
        for name in amounts if named else ():
            if (line.get(name) or ZERO) < ZERO:
                at = place(fields[name], names, index)
                raise Refused(reason(Why.BAD_VALUE, f"{at.xml} must not be negative", at, type.label))

    def _settle_discount(self, unit: Unit, type: ObjectType, fields: Fields, line: Fields) -> None:
        """A discount is an amount, or all that the term gives at a date, and then the whole document must be paid."""
        asked, day = line.pop("discount_to_apply", None), line.get("discount_date")
        if asked and day:
            text = "A discount is given as an amount or as a date, not as both"
            raise Refused(reason(Why.BAD_VALUE, text, _lines(type), type.label))
        if asked:
            line["discount"] = asked
        if day is None or line.get(self.document) is None or line.get("entry") is not None:
            return
        document = unit.company.referenced(self.document, line[self.document])
        rules = unit.company.types[self.document].rules
        assert document is not None
        assert isinstance(rules, DocumentRules)
        line["discount"] = discount_available(unit, document, rules.date, day)
        paid = self.side.claims(fields["lines"])[self.side.paid[0], line[self.document]]
        due = document["total_due"]
        if line["discount"] and paid != due:
            text = f"With the discount of {line['discount']} the {self.document} is paid {paid} of {due}, not in full."
            raise Refused(reason(Why.BAD_VALUE, text, _lines(type), type.label))
