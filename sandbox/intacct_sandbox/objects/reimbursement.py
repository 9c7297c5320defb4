"""Reimbursements of employees (developer.intacct.com: employee-expenses/reimbursements). XML only: a request is made by
create_reimbursementrequest, and what was paid is read as EPPAYMENT.

No public function confirms a request, so here it pays at once (assumption). Credits are negative adjustments of the
same employee, the oldest first (assumption: as for vendors)."""

from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Money, Ref, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, Fields, Lines, ObjectType
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO, paid_state, refuse_closed_period, total
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names

_METHOD = Choice({"check": ("Printed Check", ""), "eft": ("EFT", ""), "cash": ("Cash", ""), "ach": ("ACH", "")})
_OPEN = ("posted", "partially_paid")
_PAID = ("expense-report", "expense-adjustment")


class _ReimbursementRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_closed_period(unit, type, "payment_date", fields["payment_date"])
        for index, line in enumerate(fields["lines"]):
            self._pay(unit, type, fields["employee"], line, index)
        fields["total"] = total(fields["lines"])
        fields["state"] = "confirmed"

    def _pay(self, unit: Unit, type: ObjectType, employee: str, line: Fields, index: int) -> None:
        assert type.lines is not None
        at = place(type.lines.type.by_name["paid"], wire_names(type.lines), index)
        object, record = self._found(unit, line["paid"])
        if record is None or record["employee"] != employee:
            text = f"Invalid expense '{line['paid']}' specified."
            raise Refused(reason(Why.UNKNOWN_REFERENCE, text, at, type.label, line["paid"]))
        credit = line.get("credit") or ZERO
        if line["amount"] < ZERO or credit < ZERO:
            raise Refused(reason(Why.BAD_VALUE, "An amount must not be negative", at, type.label))
        due = record["total_due"]
        if record["state"] not in _OPEN or line["amount"] + credit > due:
            text = f"Expense '{line['paid']}' has {due} due, not {line['amount'] + credit}."
            raise Refused(reason(Why.TOO_MUCH, text, at, type.label))
        self._settle(unit, object, record, line["amount"] + credit)
        self._use_credits(unit, type, employee, credit)

    def _found(self, unit: Unit, key: str) -> tuple[str, Fields | None]:
        for object in _PAID:
            record = unit.company.tables[object].numbered(key)
            if record is not None:
                return object, record
        return _PAID[0], None

    def _settle(self, unit: Unit, object: str, record: Fields, amount: Decimal) -> None:
        """What is due goes towards zero by `amount`, which is negative for a credit."""
        due = record["total_due"] - amount
        changes = {"total_due": due, "total_paid": (record.get("total_paid") or ZERO) + amount,
                   "state": paid_state(due, record["total"])}  # fmt: skip
        unit.derive(unit.company.types[object], record, changes)

    def _use_credits(self, unit: Unit, type: ObjectType, employee: str, credit: Decimal) -> None:
        for each in unit.company.tables["expense-adjustment"].find("employee", employee):
            left = -each["total_due"]
            if credit > ZERO and left > ZERO and each["state"] in _OPEN:
                used = min(left, credit)
                self._settle(unit, "expense-adjustment", each, -used)
                credit -= used
        if credit > ZERO:
            text = f"There are not enough credits of this employee: {credit} are missing."
            raise Refused(reason(Why.TOO_MUCH, text, None, type.label))


_ITEM = ObjectType(
    name="reimbursement-line",
    label="EPPaymentItem",
    xml="",
    rest="",
    rules=Rules(),
    id_field="key",
    fields=(
        Field("paid", Text(20), required="xml"),
        Field("amount", Money(), required="xml"),
        Field("credit", Money()),
    ),
)

REIMBURSEMENT = ObjectType(
    name="reimbursement",
    label="EPPayment",
    xml="EPPAYMENT",
    rest="",
    rules=_ReimbursementRules(),
    id_field="number",
    lines=Lines(_ITEM, "", ""),
    xml_operations=READ_ONLY,
    rest_operations=frozenset(),
    fields=(
        Field("bank", Ref("checking-account"), "FINANCIALENTITY", required="xml"),
        Field("employee", Ref("employee"), "EMPLOYEEID", required="xml"),
        Field("payment_date", Day(), "PAYMENTDATE", required="xml"),
        Field("method", _METHOD, "PAYMENTMETHOD", required="xml", xml_aliases=("PAYMENTTYPE",)),
        Field("merge", same("employee", "expense", "employeepref"), "PAYMENTREQUESTMETHOD", default="employee"),
        Field("number", Text(45), "DOCNUMBER"),
        Field("memo", Text(1000), "MEMO"),
        Field("description", Text(1000), "DESCRIPTION"),
        Field("contact", Text(200), "PAYMENTCONTACT"),
        Field("state", Choice({"confirmed": ("Complete", "")}), "STATE", read_only=True),
        Field("total", Money(), "PAYMENTAMOUNT", read_only=True),
    ),
)
