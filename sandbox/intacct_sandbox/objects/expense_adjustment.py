"""Adjustments of what an employee is owed for expenses (developer.intacct.com: employee-expenses/expense-adjustments;
OpenAPI group expenses). A positive amount raises it, a negative one is a credit (assumption: as for vendors)."""

from dataclasses import replace

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Money, Ref, Text
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.objects.document import STATE
from intacct_sandbox.objects.expense_report import EXPENSE_LINE, ExpenseRules


class _AdjustmentRules(ExpenseRules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """OpenAPI sends `submitted` for what is to be posted."""
        if unit.caller.surface == "rest" and fields.get("state") == "submitted":
            del fields["state"]
        super().creating(unit, type, fields)


_LINE = replace(
    EXPENSE_LINE,
    name="expense-adjustment-line",
    label="ExpenseAdjustmentsItem",
    xml="EXPENSEADJUSTMENTSITEM",
    rest="expenses/employee-expense-adjustment-line",
)

EXPENSE_ADJUSTMENT = ObjectType(
    name="expense-adjustment",
    label="ExpenseAdjustments",
    xml="EXPENSEADJUSTMENTS",
    rest="expenses/employee-expense-adjustment",
    rules=_AdjustmentRules("employee", "created_date"),
    id_field="number",
    unique=("number", "employee"),
    lines=Lines(_LINE, "EXPENSEADJUSTMENTSITEMS", "lines"),
    xml_operations=frozenset({"read", "delete"}),
    audit_prefix="AU",
    fields=(
        Field("number", Text(45), "RECORDID", "expenseAdjustmentReportNumber"),
        Field("employee", Ref("employee"), "EMPLOYEEID", "employee", required="both"),
        Field("created_date", Day(), "WHENCREATED", "createdDate", required="both"),
        Field("posting_date", Day(), "WHENPOSTED", "expenseSummary.postingDate"),
        Field("reference_number", Text(45), "DOCNUMBER", "referenceNumber"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("memo", Text(1000), "MEMO", "memo"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("currency", Text(3), "CURRENCY", "reimbursement.reimbursementCurrency"),
        Field("base_currency", Text(3), "BASECURR", "basePayment.baseCurrency"),
        Field("state", STATE, "STATE", "state"),
        Field("total", Money(), "TRX_TOTALENTERED", "totalAmount", read_only=True, xml_aliases=("TOTALENTERED",)),
        Field("total_due", Money(), "TRX_TOTALDUE", "totalDue", read_only=True, xml_aliases=("TOTALDUE",)),
        Field("total_paid", Money(), "TRX_TOTALPAID", "", read_only=True),
    ),
)
