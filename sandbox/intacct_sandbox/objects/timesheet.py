"""Timesheets (developer.intacct.com: project-resource-mgmt/timesheets; OpenAPI group time).

Each entry is approved or declined for itself; the timesheet says what that comes to. A submitted timesheet always waits
for an approval, and only an approved one is closed to changes (assumptions). Nothing is posted by it.
"""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, RecordNumber, Ref, Text
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.objects.action import arguments
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.timesheet_approval import decided
from intacct_sandbox.objects.timesheet_task import settle_task
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.days import days_after
from intacct_sandbox.rules.posting import refuse_closed_period
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names

STATE = Choice({
    "draft": ("Draft", "draft"), "saved": ("Saved", "saved"), "submitted": ("Submitted", "submitted"),
    "approved": ("Approved", "approved"), "partially_approved": ("Partially Approved", "partiallyApproved"),
    "declined": ("Declined", "declined"), "partially_declined": ("Partially Declined", "partiallyDeclined"),
})  # fmt: skip
_ASKED = ("draft", "submitted")
_DECIDED = ("approved", "partially_approved")


class _TimesheetRules(Rules):
    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if "lines" not in fields:
            return
        fields["lines"] = [dict(line) for line in fields["lines"]]
        for index, line in enumerate(fields["lines"]):
            if unit.caller.surface == "rest":
                self._only_what_rest_says(type, line, index)
            settle_task(unit, type, line, index)

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._settle_state(type, fields)
        self._settle_period(unit, type, fields)
        self._settle_lines(type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        if old["state"] in _DECIDED:
            raise Refused(reason(Why.STATE, f"You cannot change a {type.label} that is approved.", None, type.label))
        whole: Fields = {**old, **changes}
        if changes.get("state") is None:
            whole["state"] = old["state"] if old["state"] in _ASKED else "draft"
        if "begin_date" in changes and "posting_date" not in changes:
            whole["posting_date"] = None
        self._settle_state(type, whole)
        self._settle_period(unit, type, whole)
        whole["lines"] = [dict(line) for line in whole["lines"]]
        self._settle_lines(type, whole)
        changes.update({name: value for name, value in whole.items() if value != old.get(name)})
        if changes.get("state", whole["state"]) is None:
            changes["state"] = whole["state"]

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        if record["state"] in _DECIDED:
            raise Refused(reason(Why.STATE, f"You cannot delete a {type.label} that is approved.", None, type.label))

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: Fields) -> Fields:
        return unit.change(type, record, decided(unit, type, record, action, values))

    def _only_what_rest_says(self, type: ObjectType, line: Fields, index: int) -> None:
        """A new line has no number yet; key and name of a task follow from its id."""
        assert type.lines is not None
        if "key" not in line and "line_no" in line:
            at = place(type.lines.type.by_name["line_no"], wire_names(type.lines), index)
            raise Refused(reason(Why.READ_ONLY_FIELD, f"{at.rest} is a read-only field", at, type.label))
        line.pop("task_key", None)
        line.pop("task_name", None)

    def _settle_state(self, type: ObjectType, fields: Fields) -> None:
        if fields.setdefault("state", "draft") not in _ASKED:
            text = "State must be Draft or Submitted"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label))

    def _settle_period(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """The end follows from the begin; the posting date is the end, or the first open day when that is closed."""
        days = unit.books.switches.timesheet_days
        last = days_after(fields["begin_date"], max(days, 1) - 1)
        fields["end_date"] = last if days else None
        if fields.get("posting_date") is None:
            fields["posting_date"] = _first_open(unit, last)
        elif fields["state"] == "submitted":
            refuse_closed_period(unit, type, "posting_date", fields["posting_date"])

    def _settle_lines(self, type: ObjectType, fields: Fields) -> None:
        assert type.lines is not None
        begin, end = fields["begin_date"], fields["end_date"]
        for index, line in enumerate(fields["lines"]):
            if end is not None and not begin <= line["entry_date"] <= end:
                at = place(type.lines.type.by_name["entry_date"], wire_names(type.lines), index)
                text = f"The entry date {line['entry_date']} is not from {begin} to {end}."
                raise Refused(reason(Why.BAD_VALUE, text, at, type.label, line["entry_date"]))
            if line.get("employee") is None:
                line["employee"] = fields["employee"]
            line["state"] = fields["state"]


def _first_open(unit: Unit, day: str) -> str:
    if not unit.company.period_is_closed(day):
        return day
    return days_after(unit.company.closed_through, 1)


def _decision(by: str) -> ObjectType:
    return arguments(
        Field("entries", Text(4000), "ENTRYKEYS"), Field("by", Text(80), by), Field("comment", Text(), "COMMENT")
    )


ENTRY = ObjectType(
    name="timesheet-line",
    label="TimesheetEntry",
    xml="TIMESHEETENTRY",
    rest="time/timesheet-line",
    rules=Rules(),
    id_field="key",
    fields=(
        Field("line_no", Number(), "LINENO", "lineNumber"),
        Field("entry_date", Day(), "ENTRYDATE", "entryDate", required=BOTH),
        Field("quantity", Number(), "QTY", "quantity", required=BOTH),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("notes", Text(4000), "NOTES", "notes"),
        Field("state", STATE, "STATE", "state", read_only=True),
        Field("decided_by", Text(80), "APPROVEDBY", read_only=True),
        Field("comment", Text(), "COMMENTS", read_only=True),
        Field("task_key", RecordNumber(), "TASKKEY"),
        Field("task_name", Text(100), "TASKNAME", read_only=True),
        Field("time_type", Text(80), "TIMETYPE", "timeType.id"),
        Field("billable", Flag(), "BILLABLE", "isBillable"),
        Field("billing_rate", Number(), "EXTBILLRATE", "externalPayroll.billingRate"),
        Field("cost_rate", Number(), "EXTCOSTRATE", "externalPayroll.costRate"),
        Field("labor_amount", Money(), "EXTAMOUNT", "externalPayroll.amount"),
        Field("employer_taxes", Number(), "EXTEMPLOYERTAXES", "externalPayroll.employerTaxes"),
        Field("fringes", Number(), "EXTFRINGES", "externalPayroll.fringes"),
        Field("cash_fringes", Number(), "EXTCASHFRINGES", "externalPayroll.cashFringes"),
        Field("position", Text(80), "EMPPOSITIONID"),
        Field("labor_class", Text(80), "LABORCLASSID", "laborClass.id"),
        Field("labor_shift", Text(80), "LABORSHIFTID", "laborShift.id"),
        Field("labor_union", Text(80), "LABORUNIONID", "laborUnion.id"),
        *dimensions(),
    ),
)

TIMESHEET = ObjectType(
    name="timesheet",
    label="Timesheet",
    xml="TIMESHEET",
    rest="time/timesheet",
    rules=_TimesheetRules(),
    id_field="key",
    lines=Lines(ENTRY, "TIMESHEETENTRIES", "lines"),
    actions={"approve": _decision("APPROVEDBY"), "decline": _decision("DECLINEDBY")},
    fields=(
        Field("employee", Ref("employee"), "EMPLOYEEID", "employee", required=BOTH),
        Field("begin_date", Day(), "BEGINDATE", "beginDate", required=BOTH),
        Field("end_date", Day(), "ENDDATE", "endDate", read_only=True),
        Field("posting_date", Day(), "GLPOSTDATE", "postingDate"),
        Field("description", Text(400), "DESCRIPTION", "description"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("state", STATE, "STATE", "state"),
    ),
)
