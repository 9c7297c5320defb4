"""Projects and tasks (developer.intacct.com: project-resource-mgmt/projects, tasks; OpenAPI group
project-and-resource-management; tasks over XML as github.com/Intacct/intacct-sdk-js writes them)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, Ref, Structure, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.change import Rules

_STATUS = same("active", "inactive")
_CATEGORY = Choice({"contract": ("Contract", "contract"), "capitalized": ("Capitalized", "capitalized"),
                    "internal_non_billable": ("Internal Non-Billable", "internalNonBillable"),
                    "internal_billable": ("Internal Billable", "internalBillable")})  # fmt: skip


class _TaskRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """The official SDK sends no id: the name then stands for it (assumption)."""
        fields.setdefault("id", fields["name"][:20])


PROJECT = ObjectType(
    name="project",
    label="Project",
    xml="PROJECT",
    rest="projects/project",
    rules=Rules(),
    unique=("id",),
    indexed=("name",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "PROJECTID", "id", required=BOTH, fixed=True),
        Field("name", Text(100), "NAME", "name", required=BOTH),
        Field("category", _CATEGORY, "PROJECTCATEGORY", "category", required=BOTH),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("parent", Ref("project"), "PARENTID", "parent"),
        Field("invoice_with_parent", Flag(), "INVOICEWITHPARENT", "invoiceWithParent"),
        Field("project_type", Text(80), "PROJECTTYPE", "projectType.id"),
        Field("project_status", Text(80), "PROJECTSTATUS", "projectStatus.id"),
        Field("status", _STATUS, "STATUS", "status", default="active"),
        Field("customer", Ref("customer"), "CUSTOMERID", "customer"),
        Field("manager", Ref("employee"), "MANAGERID", "manager"),
        Field("document_number", Text(45), "DOCNUMBER"),
        Field("primary_contact", Ref("contact"), "CONTACTINFO.CONTACTNAME", "contacts.primary"),
        Field("bill_to", Ref("contact"), "BILLTO.CONTACTNAME", "contacts.billTo"),
        Field("ship_to", Ref("contact"), "SHIPTO.CONTACTNAME", "contacts.shipTo"),
        Field("term", Ref("term"), "TERMNAME", "term"),
        Field("billing_type", Text(40), "BILLINGTYPE", "billingType"),
        Field("start_date", Day(), "BEGINDATE", "startDate"),
        Field("end_date", Day(), "ENDDATE", "endDate"),
        Field("department", Ref("department"), "DEPARTMENTID", "department"),
        Field("location", Ref("location"), "LOCATIONID", "location"),
        Field("class", Ref("class"), "CLASSID", "class"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("currency", Text(3), "CURRENCY", "projectCurrency"),
        Field("po_number", Text(45), "PONUMBER"),
        Field("so_number", Text(45), "SONUMBER"),
        Field("po_amount", Money(), "POAMOUNT"),
        Field("contract_amount", Money(), "CONTRACTAMOUNT", "contractAmount"),
        Field("budget_amount", Money(), "BUDGETAMOUNT", "budget.billingAmount"),
        Field("budget_cost", Money(), "BUDGETEDCOST", "budget.budgetedCost"),
        Field("budget_duration", Number(), "BUDGETQTY", "budget.budgetedDuration"),
        Field("rules", Structure(), "PROJECT_RULES"),
    ),
)

TASK = ObjectType(
    name="task",
    label="Task",
    xml="TASK",
    rest="projects/task",
    rules=_TaskRules(),
    unique=("id", "project"),
    fields=(
        Field("id", Text(20), "TASKID", "id", required="rest", fixed=True),
        Field("name", Text(100), "NAME", "name", required=BOTH),
        Field("project", Ref("project"), "PROJECTID", "project", required=BOTH, fixed=True),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("task_status", Text(40), "TASKSTATUS", "taskStatus"),
        Field("status", _STATUS, "STATUS", "status", default="active"),
        Field("parent_key", Text(20), "PARENTKEY"),
        Field("class", Ref("class"), "CLASSID"),
        Field("item", Ref("item"), "ITEMID"),
        Field("milestone", Flag(), "ISMILESTONE"),
        Field("utilized", Flag(), "UTILIZED"),
        Field("priority", Text(10), "PRIORITY"),
        Field("wbs_code", Text(40), "TASKNO"),
        Field("time_type", Text(80), "TIMETYPENAME"),
        Field("attachment", Text(20), "SUPDOCID"),
        Field("planned_duration", Number(), "BUDGETQTY"),
        Field("estimated_duration", Number(), "ESTQTY"),
        Field("start_date", Day(), "PBEGINDATE", "planned.startDate"),
        Field("end_date", Day(), "PENDDATE", "planned.endDate"),
        Field("billable", Flag(), "BILLABLE", "isBillable"),
    ),
)
