"""Customer payments: what was received can be more than what is applied to invoices, and be applied later
(developer.intacct.com: accounts-receivable/ar-payments)."""

from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.payment_rules import PaymentRules
from intacct_sandbox.objects.summary import resolve_summary, summary_of
from intacct_sandbox.objects.undeposited import refuse_deposited
from intacct_sandbox.rules.posting import ZERO, refuse_closed_period, total
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.rules.required import missing_in_lines


class ReceiptRules(PaymentRules):
    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        resolve_summary(unit, type, fields)

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._exactly_one(type, fields, "bank", "undeposited_account", "summary")
        self._exactly_one(type, fields, "customer", "payer_name")
        self._settle_lines(unit, type, fields)
        self.refuse_aimless(type, fields["lines"])
        fields.setdefault("currency", unit.company.definition.base_currency)
        super().creating(unit, type, fields)
        summary = summary_of(unit, type, fields)
        fields |= {name: summary[name] for name in ("bank", "undeposited_account") if summary.get(name) is not None}
        self._settle_total(type, fields)

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        if action == "reverse":
            refuse_deposited(type, record)
            self._refuse_used(type, record)
        if action != "apply":
            return super().act(unit, type, record, action, values)
        if record["state"] != self.done:
            text = f"You cannot apply a {type.label} that is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        refuse_closed_period(unit, type, self.date, values["date"])
        return self._apply(unit, type, record, values["lines"])

    def _refuse_used(self, type: ObjectType, record: Fields) -> None:
        """What another payment has used of the overpayment must be given back first."""
        if total(record["lines"]) + record["unapplied"] != record["total"]:
            text = f"Another payment has used the overpayment of the {type.label} {record['key']}."
            raise Refused(reason(Why.STATE, text, None, type.label))

    def first_state(self, unit: Unit, type: ObjectType, fields: Fields) -> str:
        return "draft" if fields.get("action") == "draft" else super().first_state(unit, type, fields)

    def _apply(self, unit: Unit, type: ObjectType, record: Fields, lines: list[Fields]) -> Fields:
        left = record["unapplied"] - total(lines)
        if left < ZERO:
            text = f"The payment has {record['unapplied']} left to apply."
            raise Refused(reason(Why.TOO_MUCH, text, None, type.label))
        self.name_documents(unit, lines)
        part = {**record, "lines": lines}
        self.check(unit, type, part)
        self.pay(unit, part, 1)
        for line in lines:
            line["key"] = str(unit.company.next_key())
        numbered = [{**line, "line_no": at} for at, line in enumerate([*record["lines"], *lines], 1)]
        return unit.change(type, record, {"lines": numbered, "unapplied": left})

    def _settle_lines(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Over REST a payment has lines; over XML one without is an advance."""
        if unit.caller.surface == "rest" and not fields.get("lines"):
            text = f"{type.label} needs at least 1 line(s)"
            raise Refused(*missing_in_lines(unit, type, fields), reason(Why.MISSING_FIELD, text, None, type.label))
        fields.setdefault("lines", [])

    def _settle_total(self, type: ObjectType, fields: Fields) -> None:
        applied = fields["total"]
        fields["total"] = fields.get("received") or applied + (fields.get("over_payment") or ZERO)
        fields["unapplied"] = fields["total"] - applied
        if fields["unapplied"] < ZERO:
            text = f"The amounts applied are {applied}, more than the payment of {fields['total']}."
            raise Refused(reason(Why.TOO_MUCH, text, None, type.label))

    def _exactly_one(self, type: ObjectType, fields: Fields, *names: str) -> None:
        if sum(fields.get(name) is not None for name in names) != 1:
            shown = [type.by_name[name].rest for name in names if type.by_name[name].rest]
            text = f"Exactly one of {' and '.join(shown)} must be given"
            raise Refused(reason(Why.MISSING_FIELD, text, None, type.label))
