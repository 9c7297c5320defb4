"""What AP bills and AR invoices have in common: states, due dates, totals, posting, reversal.

State names and their meaning: developer.intacct.com accounts-payable/bills and the OpenAPI groups accounts-payable and
accounts-receivable. A REST bill starts as a draft (schema default); XML posts unless ACTION is Draft.
"""

from decimal import Decimal
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Money
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.reclassification import reclassify
from intacct_sandbox.objects.summary import resolve_summary, summary_of
from intacct_sandbox.rules.account_dimensions import refuse_missing_dimensions
from intacct_sandbox.rules.allocation import refuse_wrong_splits
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.company_settings import refuse_against_settings
from intacct_sandbox.rules.days import days_after
from intacct_sandbox.rules.label_accounts import book_by_label, without_label_accounts
from intacct_sandbox.rules.line_accounts import refuse_two_rates, refuse_wrong_lines
from intacct_sandbox.rules.posting import ZERO, refuse_closed_period, refuse_unknown_currency
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking
from intacct_sandbox.rules.taxes import gross_total, settle_taxes

STATE = Choice({
    "draft": ("Draft", "draft"), "posted": ("Posted", "posted"), "selected": ("Selected", "selected"),
    "partially_paid": ("Partially Paid", "partiallyPaid"), "paid": ("Paid", "paid"),
    "reversed": ("Reversed", "reversed"), "reversal": ("Reversal", "reversal"),
    "submitted": ("Submitted", "submitted"), "declined": ("Declined", "declined"),
})  # fmt: skip
_DECISIONS = {"approve": "posted", "decline": "declined", "recall": "draft"}
STATE_AND_TOTALS = (
    Field("state", STATE, "STATE", "state"),
    Field("total", Money(), "TRX_TOTALENTERED", "totalTxnAmount", read_only=True, xml_aliases=("TOTALENTERED",)),
    Field("total_due", Money(), "TRX_TOTALDUE", "totalTxnAmountDue", read_only=True, xml_aliases=("TOTALDUE",)),
    Field("total_paid", Money(), "TRX_TOTALPAID", "paymentInformation.totalTxnAmountPaid", read_only=True,
          xml_aliases=("TOTALPAID",)),
)  # fmt: skip
ACTION = Choice({"submit": ("Submit", "Submit"), "draft": ("Draft", "Draft")})


class DocumentRules(Rules):
    """`party` is the field of the vendor or customer, `date` that of the document date; `booked` are the two ways in
    which a line says where it is booked."""

    booked = ("account", "account_label")
    renamed_when_reversed = True

    def __init__(self, party: str, date: str) -> None:
        self.party = party
        self.date = date
        self.offset = {"vendor": "payables", "customer": "receivables"}.get(party, "")

    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        resolve_summary(unit, type, fields)

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_unknown_currency(unit, type, fields)
        fields["state"] = self._first_state(unit, type, fields)
        if fields["state"] == "posted" and type.name in unit.company.definition.approvals:
            fields["state"] = "submitted"
        fields.setdefault("currency", unit.company.definition.base_currency)
        self._complete(unit, type, fields)
        if fields["state"] in ("posted", "submitted"):
            self._require_for_posting(type, fields)
            self._refuse_closed(unit, type, fields)
        elif unit.books.switches.drafts_check_period:
            self._refuse_closed(unit, type, fields)

    def created(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        if record["state"] == "posted":
            self.move_balance(unit, record, record["total"])
        return record

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        submitted = changes.pop("action", None) == "submit" and old["state"] == "draft"
        if changes.pop("state", old["state"]) != old["state"]:
            text = "The state cannot be changed by an update"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, place(type.by_name["state"]), type.label))
        if old["state"] not in ("draft", "posted"):
            raise Refused(
                reason(Why.STATE, f"You cannot change a {type.label} that is {old['state']}.", None, type.label)
            )
        self._complete(unit, type, changes, old)
        if submitted:
            changes["state"] = self._posted(unit, type, {**old, **changes})["state"]
        if old["state"] == "posted":
            self._refuse_closed(unit, type, old)
            self._refuse_closed(unit, type, {**old, **changes})
            if "total" in changes or self.party in changes:
                self.move_balance(unit, old, -old["total"])
                self.move_balance(unit, {**old, **changes}, {**old, **changes}["total"])

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        if record["state"] not in ("draft", "posted", "declined"):
            text = f"You cannot delete a {type.label} that is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        if record["state"] == "posted":
            self._refuse_closed(unit, type, record)
            self.move_balance(unit, record, -record["total"])

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        if action == "submit":
            return self._submit(unit, type, record)
        if action == "reverse":
            return self._reverse(unit, type, record, values)
        if action == "reclassify":
            return reclassify(unit, type, record, values, self.offset)
        if action in _DECISIONS:
            return self._decide(unit, type, record, action)
        return super().act(unit, type, record, action, values)

    def move_balance(self, unit: Unit, record: Fields, amount: Decimal) -> None:
        """Add `amount` to what the vendor is owed, or the customer owes."""
        party = unit.company.types[self.party]
        owner = unit.company.tables[self.party].by_id(record[self.party])
        if owner is not None:
            unit.derive(party, owner, {"total_due": owner["total_due"] + amount})

    def _submit(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        if record["state"] != "draft":
            text = f"Only a draft can be submitted; this {type.label} is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        return unit.change(type, record, self._posted(unit, type, record))

    def _posted(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        """The changes that submitting a draft means; what is posted is owed."""
        self._require_for_posting(type, record)
        self._refuse_closed(unit, type, record)
        if type.name in unit.company.definition.approvals:
            return {"state": "submitted"}
        self.move_balance(unit, record, record["total"])
        return {"state": "posted"}

    def _decide(self, unit: Unit, type: ObjectType, record: Fields, action: str) -> Fields:
        if record["state"] != "submitted":
            text = f"Only a submitted {type.label} can be met with {action}; this one is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        if action == "approve":
            self._refuse_closed(unit, type, record)
            self.move_balance(unit, record, record["total"])
        return unit.change(type, record, {"state": _DECISIONS[action]})

    def _reverse(self, unit: Unit, type: ObjectType, record: Fields, values: dict[str, Any]) -> Fields:
        if record["state"] != "posted":
            text = f"Only a posted, unpaid {type.label} can be reversed; this one is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        if values["date"] < record["posting_date"]:
            text = "The date of the reversal must not be before the posting date."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label))
        refuse_closed_period(unit, type, "posting_date", values["date"])
        self.move_balance(unit, record, -record["total"])
        changes = {"state": "reversed", "total_due": ZERO, "reversed_on": values["date"]}
        return unit.change(type, record, changes | self._renamed(unit, record))

    def _renamed(self, unit: Unit, record: Fields) -> Fields:
        """A reversed document gives its number free."""
        if not self.renamed_when_reversed or record.get("number") is None:
            return {}
        if unit.books.switches.reversed_number == "kept":
            return {}
        return {"number": f"Reversed - {record['number']}"}

    def _first_state(self, unit: Unit, type: ObjectType, fields: Fields) -> str:
        asked = fields.get("state")
        if asked not in (None, "draft") or (asked and unit.caller.surface == "xml"):
            text = "State must be draft or not included in the request"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label))
        if unit.caller.surface == "xml":
            return "draft" if fields.get("action") == "draft" else "posted"
        return asked or self.first_rest_state(unit, type)

    def first_rest_state(self, unit: Unit, type: ObjectType) -> str:
        """The state of what REST creates without asking for one."""
        return unit.books.switches.bill_initial_state if type.name == "bill" else "posted"

    def _complete(self, unit: Unit, type: ObjectType, fields: Fields, old: Fields | None = None) -> None:
        if old and "lines" in fields:
            fields["lines"] = without_label_accounts(old, fields["lines"], self.booked[1])
        whole = {**(old or {}), **fields}
        if whole.get("due_date") is None and whole.get("term") and whole.get(self.date):
            fields["due_date"] = self._due_by_term(unit, whole)
        if fields.get("summary") is not None:
            fields["posting_date"] = whole["posting_date"] = summary_of(unit, type, fields).get("date")
        if whole.get("posting_date") is None:
            fields["posting_date"] = whole.get(self.date)
        refuse_two_rates(type, whole)
        if "lines" in fields:
            settle_taxes(unit, type, whole, fields["lines"])
            refuse_wrong_lines(unit, type, fields, self.booked, self.offset)
            refuse_against_settings(unit, type, fields)
            book_by_label(unit, type, fields, self.booked[1])
            refuse_wrong_splits(unit, type, fields)
            refuse_missing_dimensions(unit, type, fields)
            fields["total"] = fields["total_due"] = gross_total(unit, type, fields["lines"])
            fields["total_paid"] = ZERO

    def _due_by_term(self, unit: Unit, fields: Fields) -> str:
        term = unit.company.tables["term"].by_id(fields["term"]) or {}
        return days_after(fields[self.date], int(term.get("days") or 0))

    def _require_for_posting(self, type: ObjectType, fields: Fields) -> None:
        names = (self.party, self.date, "due_date")
        missing = [lacking(type.by_name[name], type) for name in names if fields.get(name) is None]
        if missing:
            raise Refused(*missing)

    def _refuse_closed(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields.get("posting_date"):
            refuse_closed_period(unit, type, "posting_date", fields["posting_date"])
