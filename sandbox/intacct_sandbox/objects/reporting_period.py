"""Reporting periods (developer.intacct.com: general-ledger/reporting-periods; OpenAPI group general-ledger)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Day, Flag, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason


class _PeriodRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        at = place(type.by_name["end_date"])
        if fields["end_date"] < fields["start_date"]:
            text = f"{at.xml} must not be before the start of the period"
            raise Refused(reason(Why.BAD_VALUE, text, at, type.label))
        if fields["budgetable"] and any(_meets(each, fields) for each in unit.company.tables[type.name]):
            raise Refused(reason(Why.BAD_VALUE, "Budgeting periods cannot overlap", at, type.label))

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        self.creating(unit, type, {**old, **changes})


def _meets(other: Fields, fields: Fields) -> bool:
    """Whether another budgeting period has a day of this one."""
    apart = other["end_date"] < fields["start_date"] or other["start_date"] > fields["end_date"]
    return bool(other["budgetable"]) and other["id"] != fields["id"] and not apart


REPORTING_PERIOD = ObjectType(
    name="reporting-period",
    label="ReportingPeriod",
    xml="REPORTINGPERIOD",
    rest="general-ledger/reporting-period",
    rules=_PeriodRules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(80), "NAME", "id", required=BOTH, fixed=True),
        Field("header", Text(80), "HEADER1", "columnHeader1", required=BOTH),
        Field("second_header", Text(80), "HEADER2", "columnHeader2"),
        Field("start_date", Day(), "START_DATE", "startDate", required=BOTH),
        Field("end_date", Day(), "END_DATE", "endDate", required=BOTH),
        Field("budgetable", Flag(), "BUDGETING", "isBudgetable", default=False),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
