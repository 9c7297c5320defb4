"""Employee expense reports (developer.intacct.com: employee-expenses/expense-reports; OpenAPI group expenses, object
employee-expense; what github.com/fylein/fyle-intacct-api sends to live companies is taken too)."""

from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Flag, Money, Number, Quantity, Ref, Structure, Text
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.document import ACTION, STATE, DocumentRules
from intacct_sandbox.objects.summary import summary_fields
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.rules.required import lacking


class ExpenseRules(DocumentRules):
    """What employees are owed is not added up."""

    booked = ("account", "expense_type")

    def _first_state(self, unit: Unit, type: ObjectType, fields: Fields) -> str:
        """A new report can be sent as submitted (OpenAPI group expenses; so does FYLE with live companies)."""
        if fields.get("state") == "submitted":
            return "posted"
        return super()._first_state(unit, type, fields)

    def move_balance(self, unit: Unit, record: Fields, amount: Decimal) -> None:
        return

    def _require_for_posting(self, type: ObjectType, fields: Fields) -> None:
        missing = [lacking(type.by_name[name], type) for name in (self.party, self.date) if fields.get(name) is None]
        if missing:
            raise Refused(*missing)


EXPENSE_LINE = ObjectType(
    name="expense-report-line",
    label="EExpensesItem",
    xml="EEXPENSESITEM",
    rest="expenses/employee-expense-line",
    rules=Rules(),
    id_field="key",
    fields=(
        Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
        Field("expense_type", Ref("expense-type"), "EXPENSETYPE", "expenseType"),
        Field("account", Ref("account"), "ACCOUNTNO", "glAccount"),
        Field(
            "amount",
            Money(),
            "AMOUNT",
            "reimbursementInformation.reimbursementAmount",
            required="both",
            rest_aliases=("txnAmount", "currency.txnAmount"),
        ),
        Field("transaction_amount", Money(), "TRX_AMOUNT"),
        Field("currency", Text(3), "CURRENCY", "currency.txnCurrency", rest_aliases=("txnCurrency",)),
        Field("exchange_date", Day(), "EXCH_RATE_DATE", "currency.exchangeRateDate"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", "currency.exchangeRateTypeId"),
        Field("exchange_rate", Quantity(), "EXCHANGE_RATE", "currency.exchangeRate"),
        Field("expense_date", Day(), "ENTRY_DATE", "entryDate"),
        Field("memo", Text(1000), "DESCRIPTION", "paidTo"),
        Field("paid_for", Text(1000), "DESCRIPTION2", "paidFor"),
        Field("form_1099", Flag(), "FORM1099"),
        *dimensions(),
        Field("billable", Flag(), "BILLABLE", "isBillable"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("payment_type", Ref("expense-payment-type"), "EXPPMTTYPE", "paymentType"),
        Field("quantity", Quantity(), "QUANTITY", "quantity"),
        Field("rate", Quantity(), "UNITRATE", "unitrate"),
        Field("tax_entries", Structure(), "TAXENTRIES"),
    ),
)

EXPENSE_REPORT = ObjectType(
    name="expense-report",
    label="EExpenses",
    xml="EEXPENSES",
    rest="expenses/employee-expense",
    rules=ExpenseRules("employee", "created_date"),
    id_field="number",
    unique=("number", "employee"),
    lines=Lines(EXPENSE_LINE, "EEXPENSESITEMS", "lines"),
    xml_operations=frozenset({"read", "delete"}),
    workflows=("submit", "approve", "decline", "recall", "reverse"),
    audit_prefix="AU",
    fields=(
        Field("number", Text(45), "RECORDID", "expenseReportNumber"),
        Field("employee", Ref("employee"), "EMPLOYEEID", "employee", required="both"),
        Field("created_date", Day(), "WHENCREATED", "createdDate", required="both"),
        Field("posting_date", Day(), "WHENPOSTED", "expenseSummary.postingDate"),
        *summary_fields("expense-report", ""),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("memo", Text(1000), "MEMO", "memo"),
        Field("external_id", Text(100), "EXTERNALID"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field(
            "currency",
            Text(3),
            "CURRENCY",
            "reimbursementInformation.reimbursementCurrency",
            rest_aliases=("reimbursement.reimbursementCurrency",),
        ),
        Field(
            "base_currency",
            Text(3),
            "BASECURR",
            "basePaymentInformation.baseCurrency",
            rest_aliases=("basePayment.baseCurrency",),
        ),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID"),
        Field("action", ACTION, hidden=True),
        Field("state", STATE, "STATE", "state"),
        Field(
            "total",
            Money(),
            "TRX_TOTALENTERED",
            "reimbursementInformation.totalEntered",
            read_only=True,
            xml_aliases=("TOTALENTERED",),
        ),
        Field(
            "total_due",
            Money(),
            "TRX_TOTALDUE",
            "reimbursementInformation.totalDue",
            read_only=True,
            xml_aliases=("TOTALDUE",),
        ),
        Field("total_paid", Money(), "TRX_TOTALPAID", "reimbursementInformation.totalPaid", read_only=True),
    ),
)
