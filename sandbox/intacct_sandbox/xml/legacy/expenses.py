"""Expense reports (developer.intacct.com: employee-expenses/expense-reports; github.com/Intacct/intacct-sdk-js).

The SDK writes supdocid before the expenses, the table has it after them: both are taken.
"""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, CUSTOM, DIMENSIONS, EXCHANGE, REVERSAL, TAXES
from intacct_sandbox.xml.sequence import Item, items

_EXPENSE = [
    *items("expensetype:expense_type glaccountno:account amount*:amount currency:currency"),
    *items("trx_amount:transaction_amount"),
    *EXCHANGE,
    *items("expensedate:expense_date", "date"),
    *items("memo:memo form1099:form_1099 form1099type form1099box paidfor:paid_for locationid:location"),
    *items("departmentid:department"),
    CUSTOM,
    *items(f"{DIMENSIONS} billable:billable exppmttype:payment_type quantity:quantity rate:rate totaltrxamount"),
    TAXES,
]
_TEXTS = "description:description memo:memo"
_CREATE = [
    *items("employeeid*:employee"),
    *items("datecreated*:created_date dateposted:posting_date", "date"),
    *items(f"batchkey:summary expensereportno:number state:action {_TEXTS} externalid:external_id"),
    *CURRENCY,
    CUSTOM,
    *items("supdocid:attachment"),
    Item("expenses", "lines", "lines", True, _EXPENSE, "expense"),
    *items("supdocid:attachment inclusivetax taxsolutionid"),
]
_UPDATE = [
    *items("employeeid:employee"),
    *items("datecreated:created_date dateposted:posting_date", "date"),
    *items(f"expensereportno:number state:action {_TEXTS}"),
    *CURRENCY,
    CUSTOM,
    *items("supdocid:attachment"),
    Item("updateexpenses", "lines", "changes", False, _EXPENSE, "expense"),
    *items("supdocid:attachment"),
]

EXPENSES = {
    "create_expensereport": Legacy("expense-report", "create", _CREATE),
    "update_expensereport": Legacy("expense-report", "update", _UPDATE, key="key"),
    "reverse_expensereport": Legacy("expense-report", "reverse", REVERSAL, key="key"),
    "delete_expensereport": Legacy("expense-report", "delete", key="key"),
}
