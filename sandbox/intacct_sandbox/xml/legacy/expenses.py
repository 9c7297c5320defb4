"""Expense reports (developer.intacct.com: employee-expenses/expense-reports)."""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, CUSTOM, DIMENSIONS, EXCHANGE, REVERSAL
from intacct_sandbox.xml.sequence import Item, items

_ADJUSTMENT = [
    *items("expensetype:expense_type glaccountno:account amount*:amount currency:currency"),
    *items("trx_amount:transaction_amount"),
    *EXCHANGE,
    *items("expensedate:expense_date", "date"),
    *items("memo:memo locationid:location departmentid:department"),
    CUSTOM,
    *items(f"{DIMENSIONS} billable:billable exppmttype:payment_type quantity:quantity rate:rate"),
]
_EXPENSE = [*_ADJUSTMENT, *items("form1099:form_1099 paidfor:paid_for")]
_TEXTS = "description:description memo:memo"
_CREATE = [
    *items("employeeid*:employee"),
    *items("datecreated*:created_date dateposted:posting_date", "date"),
    *items(f"batchkey:summary expensereportno:number state:action {_TEXTS} externalid:external_id"),
    *CURRENCY,
    CUSTOM,
    Item("expenses", "lines", "lines", True, _EXPENSE, "expense"),
    *items("supdocid:attachment"),
]
_UPDATE = [
    *items("employeeid:employee"),
    *items("datecreated:created_date dateposted:posting_date", "date"),
    *items(f"expensereportno:number state:action {_TEXTS}"),
    *CURRENCY,
    CUSTOM,
    Item("updateexpenses", "lines", "changes", False, _EXPENSE, "expense"),
    *items("supdocid:attachment"),
]

_ADJUSTED = [
    *items("employeeid*:employee"),
    *items("datecreated*:created_date dateposted:posting_date", "date"),
    *items("adjustmentno:number docnumber:reference_number description:description"),
    *CURRENCY,
    Item("expenseadjustments", "lines", "lines", True, _ADJUSTMENT, "expenseadjustment"),
    *items("supdocid:attachment"),
]
_READJUSTED = [
    *items("employeeid:employee"),
    *items("datecreated:created_date", "date"),
    *items("adjustmentno:number docnumber:reference_number description:description"),
    *CURRENCY,
    Item("updateexpenseadjustments", "lines", "changes", False, _ADJUSTMENT, "expenseadjustment"),
    *items("supdocid:attachment"),
]
_REIMBURSED = [
    *items("bankaccountid*:bank employeeid*:employee memo:memo paymentmethod*:method"),
    *items("paymentdate*:payment_date", "date"),
    *items("paymentoption:merge"),
    Item("eppaymentrequestitems", "lines", "lines", True,
         items("key*:paid paymentamount*:amount credittoapply:credit"), "eppaymentrequestitem"),
    *items("documentnumber:number paymentdescription:description paymentcontact:contact"),
]  # fmt: skip

EXPENSES = {
    "create_expenseadjustmentreport": Legacy("expense-adjustment", "create", _ADJUSTED),
    "update_expenseadjustmentreport": Legacy("expense-adjustment", "update", _READJUSTED, key="key"),
    "delete_expenseadjustmentreport": Legacy("expense-adjustment", "delete", key="key"),
    "create_reimbursementrequest": Legacy("reimbursement", "create", _REIMBURSED),
    "create_expensereport": Legacy("expense-report", "create", _CREATE),
    "update_expensereport": Legacy("expense-report", "update", _UPDATE, key="key"),
    "reverse_expensereport": Legacy("expense-report", "reverse", REVERSAL, key="key"),
    "delete_expensereport": Legacy("expense-report", "delete", key="key"),
}
