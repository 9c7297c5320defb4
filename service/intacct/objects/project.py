"""Projects on both surfaces, tasks over REST.

Sources: developer.intacct.com project-resource-mgmt/projects; OpenAPI projects/project and projects/task.
"""

from service.intacct.objects.contact_fields import STATUS
from service.intacct.objects.declaration import Declaration, Field, XmlForm
from service.intacct.objects.kinds import DAY, REFERENCE, TEXT, Choice

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
)

TASK = Declaration(
    name="task",
    label="Task",
    key=("project", "id"),
    rest="projects/task",
    fields=(
        Field("project", REFERENCE, "project.id"),
        Field("id", TEXT, "id"),
        Field("name", TEXT, "name"),
        Field("description", TEXT, "description"),
        Field("start_date", DAY, "planned.startDate"),
        Field("end_date", DAY, "planned.endDate"),
    ),
)
