"""Projects on both surfaces, tasks over REST.

Sources: developer.intacct.com project-resource-mgmt/projects; OpenAPI projects/project and projects/task.
"""

from service.intacct.objects.contact_fields import STATUS
from service.intacct.objects.declaration import Declaration, Field, KeptBy, Uniqueness, XmlForm
from service.intacct.objects.kinds import DAY, REFERENCE, TEXT, Choice
from service.intacct.objects.operations import CREATE_AND_UPDATE

_CATEGORY = Choice(
    {
        "contract": ("Contract", "contract"),
        "capitalized": ("Capitalized", "capitalized"),
        "internal_non_billable": ("Internal Non-Billable", "internalNonBillable"),
        "internal_billable": ("Internal Billable", "internalBillable"),
    }
)

PROJECT = Declaration(
    name="project",
    label="Project",
    key=("id",),
    rest="projects/project",
    xml=XmlForm("PROJECT", update_by_key=True),
    over_rest=CREATE_AND_UPDATE,
    over_xml=CREATE_AND_UPDATE,
    fields=(
        Field("id", TEXT, "id", "PROJECTID"),
        Field("name", TEXT, "name", "NAME"),
        Field("category", _CATEGORY, "category", "PROJECTCATEGORY"),
        Field("description", TEXT, "description", "DESCRIPTION"),
        Field("customer", REFERENCE, "customer.id", "CUSTOMERID"),
        Field("manager", REFERENCE, "manager.id", "MANAGERID"),
        Field("department", REFERENCE, "department.id", "DEPARTMENTID"),
        Field("location", REFERENCE, "location.id", "LOCATIONID"),
        Field("start_date", DAY, "startDate", "BEGINDATE"),
        Field("end_date", DAY, "endDate", "ENDDATE"),
        Field("currency", TEXT, "projectCurrency", "CURRENCY"),
        Field("status", STATUS, "status", "STATUS"),
    ),
    uniqueness=Uniqueness(
        key="the id is what everybody calls a project by",
        kept_by=KeptBy.INTACCT,
        why="a second one is refused: «Another Project with the given value(s) ... already exists» (BL34000061)",
    ),
)

TASK = Declaration(
    name="task",
    label="Task",
    key=("project", "id"),
    rest="projects/task",
    over_rest=CREATE_AND_UPDATE,
    fields=(
        Field("project", REFERENCE, "project.id", xml_read="PROJECTID"),
        Field("id", TEXT, "id", xml_read="TASKID"),
        Field("name", TEXT, "name", xml_read="NAME"),
        Field("description", TEXT, "description", xml_read="DESCRIPTION"),
        Field("start_date", DAY, "planned.startDate", xml_read="PBEGINDATE"),
        Field("end_date", DAY, "planned.endDate", xml_read="PENDDATE"),
    ),
    uniqueness=Uniqueness(
        key="each project counts its own tasks, so the project is a part of the name",
        kept_by=KeptBy.INTACCT,
        why="a task id is unique within its project (developer.intacct.com: project-resource-mgmt/tasks)",
    ),
    xml_reads="TASK",
)
