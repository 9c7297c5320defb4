"""What AP payments have beyond receipts: requests that are confirmed later, voiding, and payments without a bill
(developer.intacct.com: accounts-payable/ap-payments).

A request reserves nothing; that it is too much for the bill is told when it is confirmed (assumption).
"""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.payment_rules import PaymentRules
from intacct_sandbox.objects.payment_states import needs_approval
from intacct_sandbox.rules.label_accounts import book_by_label
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names

_VOIDABLE = ("submitted", "approved", "delivered", "confirmed")


class BillPaymentRules(PaymentRules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._refuse_aimless(type, fields)
        book_by_label(unit, type, fields, "account_label")
        fields.setdefault("currency", unit.company.definition.base_currency)
        super().creating(unit, type, fields)

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        if record["state"] in ("approved", "delivered"):
            raise Refused(reason(Why.STATE, f"Void the {type.label} instead of deleting it.", None, type.label))
        super().deleting(unit, type, record)

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        if action != "void":
            return super().act(unit, type, record, action, values)
        if record["state"] not in _VOIDABLE:
            text = f"You cannot void a {type.label} that is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        if record["state"] == self.done:
            self.pay(unit, record, -1)
        return unit.change(type, record, {"state": "voided"})

    def first_state(self, unit: Unit, type: ObjectType, fields: Fields) -> str:
        if fields.get("action") == "draft":
            return "draft"
        if fields.get("requested"):
            return "submitted" if needs_approval(unit, type) else "approved"
        return super().first_state(unit, type, fields)

    def _refuse_aimless(self, type: ObjectType, fields: Fields) -> None:
        """Over XML a line pays a bill, or is booked to an account at once."""
        assert type.lines is not None
        for index, line in enumerate(fields["lines"]):
            if all(line.get(name) is None for name in ("bill", "account", "account_label")):
                at = place(type.lines.type.by_name["bill"], wire_names(type.lines), index)
                raise Refused(reason(Why.MISSING_FIELD, f"{at.xml} is required", at, type.label))
