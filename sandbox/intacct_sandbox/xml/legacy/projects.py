"""Projects, tasks and territories by their object-specific functions (the official schema; developer.intacct.com:
accounts-receivable/territories). An update of a project names it by its id and sends what a create sends."""

from dataclasses import replace

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CUSTOM
from intacct_sandbox.xml.sequence import items

_PROJECT = [
    *items("projectid*:id name*:name description:description parentid:parent invoicewithparent:invoice_with_parent"),
    *items("projectcategory*:category projecttype:project_type projectstatus:project_status customerid:customer"),
    *items("managerid:manager"),
    *items("begindate:start_date enddate:end_date", "date"),
    *items("departmentid:department locationid:location classid:class currency:currency billingtype:billing_type"),
    *items("termname:term docnumber:document_number"),
    *items("billto:bill_to shipto:ship_to contactinfo:primary_contact", "contact"),
    *items("sonumber:so_number ponumber:po_number poamount:po_amount budgetamount:budget_amount"),
    *items("budgetedcost:budget_cost budgetqty:budget_duration status:status supdocid:attachment"),
    CUSTOM,
]
_TASK = [
    *items("taskname*:name projectid*:project taskid:id"),
    *items("pbegindate:start_date penddate:end_date", "date"),
    *items("itemid:item billable:billable taskdescription:description ismilestone:milestone utilized:utilized"),
    *items("priority:priority taskno:wbs_code taskstatus:task_status parentkey:parent_key budgetqty:planned_duration"),
    *items("estqty:estimated_duration timetype:time_type"),
    CUSTOM,
    *items("classid:class supdocid:attachment"),
]
_TERRITORY = [
    *items("territoryid*:id name*:name parentid:parent managerid:manager status:status externalid:external_id"),
    CUSTOM,
]

PROJECTS = {
    "create_project": Legacy("project", "create", _PROJECT, answer="id"),
    "update_project": Legacy("project", "update", _PROJECT, key="key", by="id", answer="id"),
    "create_task": Legacy("task", "create", _TASK),
    "update_task": Legacy("task", "update", [replace(each, required=False) for each in _TASK], key="key"),
    "create_territory": Legacy("territory", "create", _TERRITORY, answer="id"),
    "update_territory": Legacy("territory", "update", [replace(each, required=False) for each in _TERRITORY[1:]],
                               key="territoryid", by="id", answer="id"),
    "delete_territory": Legacy("territory", "delete", key="territoryid", by="id"),
}  # fmt: skip
