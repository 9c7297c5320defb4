"""Timesheets (developer.intacct.com: project-resource-mgmt/timesheets). Unlike the generic functions these submit when
no state is sent, and an update has the complete set of entries."""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CUSTOM
from intacct_sandbox.xml.sequence import Item, items

_ENTRY = [
    *items("lineno:line_no customerid:customer itemid:item projectid:project taskid:task costtypeid:cost_type"),
    *items("taskname:task_name timetype:time_type emppositionid:position laborclassid:labor_class"),
    *items("laborshiftid:labor_shift laborunionid:labor_union billable:billable locationid:location"),
    *items("departmentid:department"),
    *items("entrydate*:entry_date", "date"),
    *items("qty*:quantity timesheetentrydescription:description notes:notes vendorid:vendor classid:class"),
    *items("contractid:contract warehouseid:warehouse clznamount extbillrate:billing_rate extcostrate:cost_rate"),
    *items("extamount:labor_amount extemployertaxes:employer_taxes extfringes:fringes extcashfringes:cash_fringes"),
    CUSTOM,
]
_TIMESHEET = [
    *items("employeeid*:employee"),
    *items("begindate*:begin_date glpostdate:posting_date", "date"),
    *items("timesheetdescription:description state:state"),
    Item("timesheetitems", "lines", "lines", True, _ENTRY, "timesheetitem"),
]
_SUBMITTED = {"state": "submitted"}

TIMESHEETS = {
    "create_timesheet": Legacy("timesheet", "create", _TIMESHEET, preset=_SUBMITTED),
    "update_timesheet": Legacy("timesheet", "update", _TIMESHEET, key="key", preset=_SUBMITTED, replaces=True),
    "delete_timesheet": Legacy("timesheet", "delete", key="key"),
}
