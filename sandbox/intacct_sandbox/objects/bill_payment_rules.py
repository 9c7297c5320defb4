"""What AP payments have beyond receipts: requests that are confirmed later, voiding, payments without a bill, and
payments that credits alone make (developer.intacct.com: accounts-payable/ap-payments).

A request reserves nothing; that it is too much for the bill is told when it is confirmed (assumption).
"""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.credits import name_requested
from intacct_sandbox.objects.payment_rules import PaymentRules
from intacct_sandbox.objects.payment_states import needs_approval
from intacct_sandbox.rules.label_accounts import book_by_label
from intacct_sandbox.rules.posting import ZERO, refuse_unknown_currency
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.rules.required import lacking

_BOOKED = ("account", "account_label")
_VOIDABLE = ("submitted", "approved", "delivered", "confirmed")


class BillPaymentRules(PaymentRules):
    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields.get("requested"):
            name_requested(unit, self.side, fields)

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        fields.setdefault("currency", unit.company.definition.base_currency)
        super().creating(unit, type, fields)
        self._refuse_without_source(type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        """A draft can be changed but for its vendor, and submitted (class ApPaymentUpdate of the SDKs, which sends bank
        and vendor each time); what becomes of details that are sent is an assumption: they replace all."""
        for name in ("vendor", "bank"):
            if name in changes and changes[name] == old.get(name):
                del changes[name]
        if old["state"] != "draft" or changes.keys() & {"vendor", "state"}:
            super().changing(unit, type, old, changes)
            return
        whole = {**old, "state": None, **changes}
        self._check_draft(unit, type, whole, "lines" in changes)
        changes |= {name: whole[name] for name in ("lines", "total", "state") if whole[name] != old[name]}

    def _check_draft(self, unit: Unit, type: ObjectType, whole: Fields, settle: bool) -> None:
        """Settle what a changed draft says, and pay it if it is submitted and nobody has to approve it."""
        refuse_unknown_currency(unit, type, whole)
        if settle:
            self.settle_lines(unit, type, whole)
        self.check(unit, type, whole)
        self._refuse_without_source(type, whole)
        whole["state"] = self.first_state(unit, type, whole) if whole.get("action") == "submit" else "draft"
        self.created(unit, type, whole)

    def settle_lines(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self.refuse_aimless(type, fields["lines"], *_BOOKED)
        book_by_label(unit, type, fields, "account_label")
        super().settle_lines(unit, type, fields)

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

    def _refuse_without_source(self, type: ObjectType, fields: Fields) -> None:
        """Only a payment of credits alone needs no bank account and no method; a manual one has its check number."""
        if fields["total"] == ZERO:
            return
        booked = any(line.get(name) is not None for line in fields["lines"] for name in _BOOKED)
        for name in ("bank",) if booked else ("bank", "method"):
            if fields.get(name) is None:
                raise Refused(lacking(type.by_name[name], type))
