"""What transactions of cash management have in common: an open period, lines that are booked to accounts, a total, and
a reversal (developer.intacct.com: cash-management; OpenAPI group cash-management).

They are posted at once, and reversed as a whole by a second transaction with the opposite amounts, which the answer to
the reversal names and which stays as it is.
"""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.account_dimensions import refuse_missing_dimensions
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.line_accounts import refuse_two_rates, refuse_wrong_lines
from intacct_sandbox.rules.posting import refuse_closed_period, refuse_unknown_currency, total
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

BOOKED = ("account", "account_label")
_OWN = ("deposit", "attachment", "receipts")


class CashRules(Rules):
    """`date` is the field of the date that it is posted on, `posted` the state of what counts."""

    def __init__(self, date: str, posted: str = "posted") -> None:
        self.date = date
        self.posted = posted

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_unknown_currency(unit, type, fields)
        fields["state"] = self.posted
        fields.setdefault("currency", unit.company.definition.base_currency)
        refuse_closed_period(unit, type, self.date, fields[self.date])
        self.complete(unit, type, fields, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        self.refuse_unless_posted(type, old, "change")
        refuse_unknown_currency(unit, type, changes)
        for each in (old, {**old, **changes}):
            refuse_closed_period(unit, type, self.date, each[self.date])
        self.complete(unit, type, changes, {**old, **changes})

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        self.refuse_unless_posted(type, record, "delete")
        refuse_closed_period(unit, type, self.date, record[self.date])

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        if action != "reverse":
            return super().act(unit, type, record, action, values)
        self.refuse_unless_posted(type, record, "reverse")
        if values["date"] < record[self.date]:
            text = "The date of the reversal must not be before the date of the transaction."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label))
        refuse_closed_period(unit, type, self.date, values["date"])
        opposite = unit.insert(type, self.opposite(unit, record, values))
        unit.note("create", type, opposite, opposite)
        changes = {"state": "reversed", "reversed_on": values["date"], "reversed_by": str(opposite["key"])}
        return unit.change(type, record, changes)

    def opposite(self, unit: Unit, record: Fields, values: dict[str, Any]) -> Fields:
        """The transaction that takes `record` back on the day in `values`."""
        lines = [{**line, "key": str(unit.company.next_key()), "amount": -line["amount"]} for line in record["lines"]]
        kept = {name: value for name, value in record.items() if name not in _OWN and value is not None}
        of = {"state": "reversal", "reversal_of": str(record["key"]), self.date: values["date"]}
        remark = {"description": values["memo"]} if values.get("memo") else {}
        return {**kept, **of, **remark, "lines": lines, "total": -record["total"]}

    def complete(self, unit: Unit, type: ObjectType, fields: Fields, whole: Fields) -> None:
        """Check the lines in `fields` and add them up; `whole` is the record as it will be."""
        refuse_two_rates(type, whole)
        if "lines" in fields:
            refuse_wrong_lines(unit, type, fields, BOOKED)
            refuse_missing_dimensions(unit, type, fields)
            fields["total"] = total(fields["lines"])

    def refuse_unless_posted(self, type: ObjectType, record: Fields, verb: str) -> None:
        """Raise Refused for a transaction that is no longer as it was posted."""
        if record["state"] != self.posted:
            text = f"You cannot {verb} a {type.label} that is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))


def exactly_one(type: ObjectType, fields: Fields, *names: str) -> None:
    """Raise Refused unless exactly one of the fields is there."""
    given = [name for name in names if fields.get(name) is not None]
    if len(given) != 1:
        at = place(type.by_name[names[0]])
        shown = " and ".join(type.by_name[name].rest for name in names)
        why = Why.BAD_VALUE if given else Why.MISSING_FIELD
        raise Refused(reason(why, f"Exactly one of {shown} must be given", at, type.label))
