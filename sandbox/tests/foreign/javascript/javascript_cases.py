"""What the official JavaScript SDK writes, object by object: its create, its update, its delete, its reversal.

`{key}` stands for the record number that the create had, `{before}` for that of a record made before it. A line moves
from WAITING to WRITTEN when the sandbox has the object.
"""

import json
from dataclasses import dataclass, field

from javascript_sdk import Data, call, day, new

MARCH = day("2026-03-14")
APRIL = day("2026-04-13")
LATER = day("2026-04-20")


@dataclass(frozen=True)
class Written:
    """One object: its names in the ledger and in the gateway, how it is found, and what the SDK does to it."""

    object: str
    xml: str
    field: str
    id: str
    create: Data
    update: Data | None = None
    changed: dict[str, str] = field(default_factory=dict)
    delete: Data | None = None
    reverse: Data | None = None
    before: Data | None = None

    def __str__(self) -> str:
        return str(self.create["new"])


def filled(function: Data, **keys: str) -> Data:
    """The function with record numbers in it."""
    text = json.dumps(function)
    for name, key in keys.items():
        text = text.replace(f"{{{name}}}", key)
    result: Data = json.loads(text)
    return result


def _bill_line(account: str, amount: str, **more: object) -> Data:
    return new("AccountsPayable.BillLineCreate", glAccountNumber=account, transactionAmount=amount, locationId="100",
               departmentId="OPS", memo="freight", projectId="P-1", classId="RETAIL", **more)  # fmt: skip


def bill(number: str = "B-1", **more: object) -> Data:
    lines = [_bill_line("6105", "84.50"), _bill_line("6120", "15.50", billable=True)]
    return new("AccountsPayable.BillCreate", vendorId="V-1", transactionDate=MARCH, glPostingDate=MARCH, dueDate=APRIL,
               paymentTerm="N30", billNumber=number, referenceNumber="PO-9", onHold=False, description="inbound",
               customFields=[["SOURCE_ID", "erp-9"]], lines=lines, **more)  # fmt: skip


def invoice(number: str = "INV-1", **more: object) -> Data:
    line = new("AccountsReceivable.InvoiceLineCreate", glAccountNumber="4000", transactionAmount="250.00",
               locationId="100", departmentId="SALES", memo="repair", itemId="KIT-4", projectId="P-1")  # fmt: skip
    return new("AccountsReceivable.InvoiceCreate", customerId="C-1", transactionDate=MARCH, glPostingDate=MARCH,
               dueDate=APRIL, paymentTerm="N30", invoiceNumber=number, referenceNumber="web-9", description="order 9",
               billToContactName="Ada", shipToContactName="Ada", lines=[line], **more)  # fmt: skip


def expense_report(**more: object) -> Data:
    line = new("EmployeeExpense.ExpenseReportLineCreate", glAccountNumber="6200", reimbursementAmount="40.00",
               expenseDate=MARCH, paidTo="Fuel station", paidFor="Fuel", locationId="100", departmentId="OPS",
               projectId="P-1", customerId="C-1")  # fmt: skip
    return new("EmployeeExpense.ExpenseReportCreate", employeeId="E-1", transactionDate=MARCH,
               expenseReportNumber="ER-1", reasonForExpense="trip", memo="Leeds", lines=[line], **more)  # fmt: skip


def _entry(account: str, amount: int, **more: object) -> Data:
    return new("GeneralLedger.JournalEntryLineCreate", glAccountNumber=account, transactionAmount=amount,
               locationId="100", departmentId="ADMIN", memo="rent", documentNumber="d-1", **more)  # fmt: skip


def _split(**more: object) -> Data:
    return new("Company.CustomAllocationSplit", amount=600, **more)


def payment(bill: str, **more: object) -> Data:
    """A payment of a bill; the SDK has classes of its own for what is in it."""
    detail = new("AccountsPayable.ApPaymentDetailBillInfo", recordNo=int(bill), paymentAmount=60)
    details = call(new("AccountsPayable.ApPaymentDetailBuilder"), ["addApPaymentDetailBill", detail],
                   ["getApPaymentDetailList"])  # fmt: skip
    info = new("AccountsPayable.ApPaymentInfo", paymentMethod="Printed Check", financialEntityId="OPER-CHK",
               vendorId="V-1", documentNo="CHK-1", memo="part", paymentDate=MARCH, apPaymentDetails=details,
               **more)  # fmt: skip
    return new("AccountsPayable.ApPaymentCreate", info)


def receipt(invoice: str, amount: str = "200.00", method: str = "Printed Check", **more: object) -> Data:
    item = new("AccountsReceivable.ArPaymentItem", applyToRecordId=invoice, amountToApply=amount)
    return new("AccountsReceivable.ArPaymentCreate", customerId="C-1", transactionPaymentAmount=250,
               bankAccountId="OPER-CHK", referenceNumber="ACH-1", receivedDate=MARCH, paymentMethod=method,
               applyToTransactions=[item], **more)  # fmt: skip


def _other_receipt(**more: object) -> Data:
    line = new("CashManagement.OtherReceiptLineCreate", glAccountNumber="4010", transactionAmount=75, memo="copper",
               locationId="100")  # fmt: skip
    return new("CashManagement.OtherReceiptCreate", transactionDate=MARCH, payer="Scrap dealer", receiptDate=MARCH,
               paymentMethod="Printed Check", transactionNo="or-1", description="scrap", lines=[line],
               **more)  # fmt: skip


def _contact(**more: object) -> Data:
    return {"printAs": "Gulf", "companyName": "Gulf Inc", "firstName": "Gia", "lastName": "Holt", "taxable": True,
            "primaryEmailAddress": "gia@example.com", "primaryPhoneNo": "555", "addressLine1": "1 Quay",
            "city": "Dayton", "stateProvince": "OH", "zipPostalCode": "45402", "country": "United States",
            "active": True, **more}  # fmt: skip


WRITTEN = [
    Written("vendor", "VENDOR", "VENDORID", "V-9",
            new("AccountsPayable.VendorCreate", vendorId="V-9", vendorName="Gulf", paymentTerm="N30", taxId="12-3",
                creditLimit=5000, onHold=False, doNotPay=False, comments="reliable", defaultCurrency="USD",
                payToContactName="Ada", returnToContactName="Ada", primaryContactName="Ada", vendorAccountNo="a-9",
                paymentPriority="high", customFields=[["SOURCE_ID", "erp-9"]], **_contact()),
            new("AccountsPayable.VendorUpdate", vendorId="V-9", vendorName="Gulf Ltd", active=False),
            {"NAME": "Gulf Ltd", "STATUS": "inactive", "COMMENTS": "reliable"},
            new("AccountsPayable.VendorDelete", vendorId="V-9")),
    Written("customer", "CUSTOMER", "CUSTOMERID", "C-9",
            new("AccountsReceivable.CustomerCreate", customerId="C-9", customerName="Oak", paymentTerm="N30",
                creditLimit=900, onHold=False, comments="pays late", resaleNumber="r-1", billToContactName="Ada",
                shipToContactName="Ada", primaryContactName="Ada", customFields=[["SOURCE_ID", "crm-9"]],
                **_contact(printAs="Oak")),
            new("AccountsReceivable.CustomerUpdate", customerId="C-9", customerName="Oak Ltd", comments="pays"),
            {"NAME": "Oak Ltd", "COMMENTS": "pays", "STATUS": "active"},
            new("AccountsReceivable.CustomerDelete", customerId="C-9")),
    Written("contact", "CONTACT", "CONTACTNAME", "Bea",
            new("Company.ContactCreate", contactName="Bea", **_contact(printAs="Bea Lum")),
            new("Company.ContactUpdate", contactName="Bea", printAs="Bea Lum-Holt", city="Galveston"),
            {"PRINTAS": "Bea Lum-Holt", "LASTNAME": "Holt"},
            new("Company.ContactDelete", contactName="Bea")),
    Written("account", "GLACCOUNT", "ACCOUNTNO", "6107",
            new("GeneralLedger.AccountCreate", accountNo="6107", title="Freight out", accountType="incomestatement",
                normalBalance="debit", closingType="closing account", closeIntoGlAccountNo="3900", active=True,
                requireLocation=True),
            new("GeneralLedger.AccountUpdate", accountNo="6107", title="Freight outbound"),
            {"TITLE": "Freight outbound"},
            new("GeneralLedger.AccountDelete", accountNo="6107")),
    Written("location", "LOCATION", "LOCATIONID", "300",
            new("Company.LocationCreate", locationId="300", locationName="Mobile", parentLocationId="100",
                startDate=MARCH, active=True),
            new("Company.LocationUpdate", locationId="300", locationName="Mobile Bay"),
            {"NAME": "Mobile Bay", "PARENTID": "100"},
            new("Company.LocationDelete", locationId="300")),
    Written("department", "DEPARTMENT", "DEPARTMENTID", "HR",
            new("Company.DepartmentCreate", departmentId="HR", departmentName="People", parentDepartmentId="ADMIN",
                departmentTitle="People team", active=True),
            new("Company.DepartmentUpdate", departmentId="HR", departmentName="Personnel"),
            {"TITLE": "Personnel", "PARENTID": "ADMIN"},
            new("Company.DepartmentDelete", departmentId="HR")),
    Written("class", "CLASS", "CLASSID", "SHOP",
            new("Company.ClassCreate", classId="SHOP", className="Shops", description="Retail", active=True),
            new("Company.ClassUpdate", classId="SHOP", description="Retail shops"),
            {"NAME": "Shops", "DESCRIPTION": "Retail shops"},
            new("Company.ClassDelete", classId="SHOP")),
    Written("item", "ITEM", "ITEMID", "BOLT-M9",
            new("InventoryControl.ItemCreate", itemId="BOLT-M9", itemName="Bolt", itemType="Inventory", active=True,
                costMethod="Average", extendedDescription="Bolt M9", unitOfMeasure="Count", basePrice=1.5,
                taxable=True),
            new("InventoryControl.ItemUpdate", itemId="BOLT-M9", itemName="Bolt M9"),
            {"NAME": "Bolt M9"},
            new("InventoryControl.ItemDelete", itemId="BOLT-M9")),
    Written("warehouse", "WAREHOUSE", "WAREHOUSEID", "WH9",
            new("InventoryControl.WarehouseCreate", warehouseId="WH9", warehouseName="Annex", locationId="100",
                active=True),
            new("InventoryControl.WarehouseUpdate", warehouseId="WH9", warehouseName="Annex 2"),
            {"NAME": "Annex 2"},
            new("InventoryControl.WarehouseDelete", recordNo="{key}")),
    Written("employee", "EMPLOYEE", "EMPLOYEEID", "E-9",
            new("EmployeeExpense.EmployeeCreate", employeeId="E-9", contactName="Ada", startDate=MARCH, title="Driver",
                locationId="100", departmentId="OPS", active=True, defaultCurrency="USD"),
            new("EmployeeExpense.EmployeeUpdate", employeeId="E-9", title="Dispatcher"),
            {"TITLE": "Dispatcher", "LOCATIONID": "100"},
            new("EmployeeExpense.EmployeeDelete", employeeId="E-9")),
    Written("project", "PROJECT", "PROJECTID", "P-9",
            new("Projects.ProjectCreate", projectId="P-9", projectName="Dock", projectCategory="Contract",
                description="Dock 4", customerId="C-1", beginDate=MARCH, endDate=APRIL, locationId="100",
                departmentId="OPS", currency="USD", active=True),
            new("Projects.ProjectUpdate", projectId="P-9", description="Dock 5"),
            {"NAME": "Dock", "DESCRIPTION": "Dock 5"},
            new("Projects.ProjectDelete", projectId="P-9")),
    Written("task", "TASK", "NAME", "Dig",
            new("Projects.TaskCreate", taskName="Dig", projectId="P-1", plannedBeginDate=MARCH, plannedEndDate=APRIL,
                description="by hand", billable=True, taskStatus="Not Started"),
            new("Projects.TaskUpdate", recordNo="{key}", description="by machine"),
            {"NAME": "Dig", "DESCRIPTION": "by machine"},
            new("Projects.TaskDelete", recordNo="{key}")),
    Written("bill", "APBILL", "RECORDID", "B-1", bill(),
            new("AccountsPayable.BillUpdate", recordNo="{key}", description="corrected", lines=[
                new("AccountsPayable.BillLineUpdate", lineNo=2, transactionAmount=16.25, memo="more"),
                _bill_line("6120", "3.00")]),
            {"DESCRIPTION": "corrected", "TOTALENTERED": "103.75", "TOTALDUE": "103.75"},
            new("AccountsPayable.BillDelete", recordNo="{key}"),
            new("AccountsPayable.BillReverse", recordNo="{key}", reverseDate=LATER, memo="entered twice")),
    Written("invoice", "ARINVOICE", "RECORDID", "INV-1", invoice(),
            new("AccountsReceivable.InvoiceUpdate", recordNo="{key}", description="corrected", lines=[
                new("AccountsReceivable.InvoiceLineUpdate", lineNo=1, transactionAmount="260.00")]),
            {"DESCRIPTION": "corrected", "TOTALDUE": "260"},
            new("AccountsReceivable.InvoiceDelete", recordNo="{key}"),
            new("AccountsReceivable.InvoiceReverse", recordNo="{key}", reverseDate=LATER, memo="entered twice")),
    Written("ap-adjustment", "APADJUSTMENT", "RECORDID", "DM-1",
            new("AccountsPayable.ApAdjustmentCreate", vendorId="V-1", transactionDate=MARCH, glPostingDate=MARCH,
                adjustmentNumber="DM-1", description="returned", lines=[
                    new("AccountsPayable.ApAdjustmentLineCreate", glAccountNumber="6105", transactionAmount="-15.00",
                        memo="one box", locationId="100")]),
            delete=new("AccountsPayable.ApAdjustmentDelete", recordNo="{key}")),
    Written("ar-adjustment", "ARADJUSTMENT", "RECORDID", "CM-1",
            new("AccountsReceivable.ArAdjustmentCreate", customerId="C-1", transactionDate=MARCH, glPostingDate=MARCH,
                adjustmentNumber="CM-1", description="goodwill", lines=[
                    new("AccountsReceivable.ArAdjustmentLineCreate", glAccountNumber="4000",
                        transactionAmount="-15.00", memo="late", locationId="100")]),
            delete=new("AccountsReceivable.ArAdjustmentDelete", recordNo="{key}")),
    Written("journal-entry", "GLBATCH", "REFERENCENO", "je-1",
            new("GeneralLedger.JournalEntryCreate", journalSymbol="GJ", postingDate=day("2026-03-31"),
                description="Rent Mar", referenceNumber="je-1", historyComment="by hand",
                lines=[_entry("6500", 1200), _entry("2100", -1200)]),
            delete=new("GeneralLedger.JournalEntryDelete", recordNo="{key}")),
    Written("journal-entry", "GLBATCH", "REFERENCENO", "je-split",
            new("GeneralLedger.JournalEntryCreate", journalSymbol="GJ", postingDate=day("2026-03-31"),
                description="Rent by floor", referenceNumber="je-split", lines=[
                    new("GeneralLedger.JournalEntryLineCreate", glAccountNumber="6500", transactionAmount=1200,
                        allocationId="Custom", customAllocationSplits=[_split(locationId="100"),
                                                                       _split(locationId="200")]),
                    _entry("2100", -1200)]),
            delete=new("GeneralLedger.JournalEntryDelete", recordNo="{key}")),
    Written("expense-report", "EEXPENSES", "RECORDID", "ER-1", expense_report(action="Draft"),
            delete=new("EmployeeExpense.ExpenseReportDelete", recordNo="{key}")),
    Written("expense-report", "EEXPENSES", "RECORDID", "ER-1", expense_report(action="Submit"),
            reverse=new("EmployeeExpense.ExpenseReportReverse", recordNo="{key}", reverseDate=LATER, memo="twice")),
    Written("order-entry-document", "SODOCUMENT", "DOCID", "Sales Order-SO-0001",
            new("OrderEntry.OrderEntryTransactionCreate", transactionDefinition="Sales Order", transactionDate=MARCH,
                customerId="C-1", referenceNumber="web-551", paymentTerm="N30", dueDate=APRIL, message="thanks",
                state="Pending",
                lines=[new("OrderEntry.OrderEntryTransactionLineCreate", itemId="KIT-4", itemDescription="Kit",
                           warehouseId="WH1", quantity=2, unit="Each", price=19.95, locationId="100",
                           departmentId="SALES", memo="first", itemDetails=[
                               new("InventoryControl.TransactionItemDetail", quantity=2)])],
                subtotals=[new("InventoryControl.TransactionSubtotalCreate", description="Freight", total=12)]),
            new("OrderEntry.OrderEntryTransactionUpdate", transactionId="Sales Order-SO-0001",
                referenceNumber="web-552",
                lines=[new("OrderEntry.OrderEntryTransactionLineUpdate", lineNo=1, itemId="KIT-4", quantity=3)],
                subtotals=[new("InventoryControl.TransactionSubtotalUpdate", description="Freight", total=15)]),
            {"PONUMBER": "web-552", "TOTAL": "74.85"},
            new("OrderEntry.OrderEntryTransactionDelete", documentId="Sales Order-SO-0001")),
    Written("purchasing-document", "PODOCUMENT", "DOCID", "Purchase Order-PO-0001",
            new("Purchasing.PurchasingTransactionCreate", transactionDefinition="Purchase Order",
                transactionDate=MARCH, vendorId="V-1", referenceNumber="pr-1", vendorDocNumber="vd-1",
                paymentTerm="N30", dueDate=APRIL, returnToContactName="Ada", payToContactName="Ada",
                lines=[new("Purchasing.PurchasingTransactionLineCreate", itemId="BOLT-M8", warehouseId="WH1",
                           quantity=500, unit="Each", price=0.19, locationId="100", memo="bolts")]),
            new("Purchasing.PurchasingTransactionUpdate", documentNumber="Purchase Order-PO-0001",
                referenceNumber="pr-2",
                lines=[new("Purchasing.PurchasingTransactionLineUpdate", lineNo=1, quantity=600)]),
            {"PONUMBER": "pr-2", "TOTAL": "114"},
            new("Purchasing.PurchasingTransactionDelete", documentId="Purchase Order-PO-0001")),
    Written("inventory-document", "INVDOCUMENT", "DOCID", "Beginning Balance-BB-0001",
            new("InventoryControl.InventoryTransactionCreate", transactionDefinition="Beginning Balance",
                transactionDate=MARCH, referenceNumber="bb-1", message="count",
                lines=[new("InventoryControl.InventoryTransactionLineCreate", itemId="BOLT-M8", itemDescription="Bolt",
                           warehouseId="WH1", quantity=1000, unit="Each", cost=0.1, locationId="100")]),
            delete=new("InventoryControl.InventoryTransactionDelete", documentId="Beginning Balance-BB-0001")),
    Written("credit-card-txn", "CCTRANSACTION", "RECORDID", "cc-1",
            new("CashManagement.ChargeCardTransactionCreate", chargeCardId="FLEET-CARD", transactionDate=MARCH,
                referenceNumber="cc-1", payee="Fuel station", description="fuel", lines=[
                    new("CashManagement.ChargeCardTransactionLineCreate", glAccountNumber="6200", memo="fuel",
                        transactionAmount=40, locationId="100")]),
            new("CashManagement.ChargeCardTransactionUpdate", recordNo="{key}", description="diesel", lines=[
                new("CashManagement.ChargeCardTransactionLineUpdate", lineNo=1, glAccountNumber="6200",
                    transactionAmount=41)]),
            {"DESCRIPTION": "diesel"},
            reverse=new("CashManagement.ChargeCardTransactionReverse", recordNo="{key}", reverseDate=LATER)),
    Written("other-receipt", "OTHERRECEIPTS", "RECORDID", "or-1",
            _other_receipt(bankAccountId="OPER-CHK", depositDate=MARCH)),
    Written("deposit", "DEPOSIT", "RECORDID", "dep-1",
            new("CashManagement.DepositCreate", bankAccountId="OPER-CHK", depositDate=MARCH, depositSlipId="dep-1",
                transactionKeysToDeposit=["{before}"], description="week 11"),
            before=_other_receipt(undepositedFundsGlAccountNo="1100")),
    Written("timesheet", "TIMESHEET", "DESCRIPTION", "week 11",
            new("Projects.TimesheetCreate", employeeId="E-1", beginDate=day("2026-03-09"), description="week 11",
                action="Draft", entries=[
                    new("Projects.TimesheetEntryCreate", entryDate=day("2026-03-10"), quantity=7.5, notes="dock",
                        projectId="P-1", locationId="100", departmentId="OPS", billable=True)]),
            new("Projects.TimesheetUpdate", recordNo="{key}", description="week 11", entries=[
                new("Projects.TimesheetEntryUpdate", entryDate=day("2026-03-10"), quantity=8, projectId="P-1")]),
            {"DESCRIPTION": "week 11"},
            new("Projects.TimesheetDelete", recordNo="{key}")),
    Written("contract", "CONTRACT", "CONTRACTID", "K-9",
            new("ContractsRevMgmt.ContractCreate", contractId="K-9", customerId="C-1", contractName="Hosting",
                billToContactName="Ada", beginDate=MARCH, endDate=day("2027-03-13"), billingFrequency="Monthly",
                paymentTerm="N30", locationId="100"),
            new("ContractsRevMgmt.ContractUpdate", contractId="K-9", description="for a year"),
            {"DESCRIPTION": "for a year"},
            new("ContractsRevMgmt.ContractDelete", recordNo="{key}")),
    Written("contract-line", "CONTRACTDETAIL", "CONTRACTID", "K-1",
            new("ContractsRevMgmt.ContractLineCreate", contractId="K-1", itemId="KIT-4", beginDate=MARCH,
                endDate=day("2027-03-13"), itemDescription="Care", billingMethod="Fixed price",
                fixedPriceFrequency="One-time", flatFixedAmount=120, locationId="100"),
            new("ContractsRevMgmt.ContractLineUpdate", recordNo="{key}", itemDescription="Care and parts"),
            {"ITEMDESC": "Care and parts"},
            new("ContractsRevMgmt.ContractLineDelete", recordNo="{key}")),
    Written("expense-adjustment", "EXPENSEADJUSTMENTS", "RECORDID", "EA-1",
            new("EmployeeExpense.ExpenseAdjustmentCreate", employeeId="E-1", transactionDate=MARCH,
                expenseAdjustmentNumber="EA-1", description="too much", lines=[
                    new("EmployeeExpense.ExpenseAdjustmentLineCreate", glAccountNumber="6200",
                        reimbursementAmount="-4.00", expenseDate=MARCH, locationId="100")]),
            delete=new("EmployeeExpense.ExpenseAdjustmentDelete", recordNo="{key}")),
    Written("reimbursement", "EPPAYMENT", "DOCNUMBER", "rb-1",
            new("EmployeeExpense.ReimbursementRequestCreate", bankAccountId="OPER-CHK", employeeId="E-1",
                paymentMethod="Printed Check", paymentDate=MARCH, documentNo="rb-1", memo="trip", applyToTransactions=[
                    new("EmployeeExpense.ReimbursementRequestItem", applyToRecordId="{before}", amountToApply=40)]),
            before=expense_report(action="Submit")),
    Written("allocation", "ALLOCATION", "ALLOCATIONID", "RENT",
            new("Company.AllocationCreate", allocationId="RENT", allocationBy="Percentage", description="by floor",
                active=True, lines=[new("Company.AllocationLine", amount=60, locationId="100", departmentId="OPS"),
                                    new("Company.AllocationLine", amount=40, locationId="200")]),
            new("Company.AllocationUpdate", allocationId="RENT", description="by area"),
            {"DESCRIPTION": "by area"},
            new("Company.AllocationDelete", allocationId="RENT")),
    Written("statistical-account", "STATACCOUNT", "ACCOUNTNO", "9100",
            new("GeneralLedger.StatisticalAccountCreate", accountNo="9100", title="Heads", reportType="forperiod",
                active=True),
            new("GeneralLedger.StatisticalAccountUpdate", accountNo="9100", title="Heads at work"),
            {"TITLE": "Heads at work"},
            new("GeneralLedger.StatisticalAccountDelete", accountNo="9100")),
    Written("statistical-journal-entry", "GLBATCH", "REFERENCENO", "st-1",
            new("GeneralLedger.StatisticalJournalEntryCreate", journalSymbol="SHC", postingDate=day("2026-03-31"),
                description="Heads Mar", referenceNumber="st-1", lines=[
                    new("GeneralLedger.StatisticalJournalEntryLineCreate", statAccountNumber="HEADS", amount=12,
                        locationId="100")]),
            delete=new("GeneralLedger.StatisticalJournalEntryDelete", recordNo="{key}")),
]  # fmt: skip


def _create_of(object: str) -> Data:
    return next(each.create for each in WRITTEN if each.object == object)


# Objects that the sandbox does not have yet. A line that moves up is tested like the others.
WAITING = [
    Written("user", "USERINFO", "LOGINID", "ada",
            new("Company.UserCreate", userId="ada", userType="business user", lastName="Okafor", firstName="Ada",
                primaryEmailAddress="ada@example.com", userName="Ada Okafor", active=True, webServicesOnly=True,
                restrictedEntities=["E100"], restrictedDepartments=["OPS"]),
            new("Company.UserUpdate", userId="ada", userName="Ada O."), {"DESCRIPTION": "Ada O."}),
    Written("bank-feed", "BANKACCTTXNFEED", "FINANCIALENTITY", "OPER-CHK",
            new("CashManagement.BankFeedsCreate", financialEntity="OPER-CHK", feedDate=MARCH, feedType="xml",
                bankAccountTxnRecords=[
                    new("CashManagement.BankAccountTransactionRecord", transactionId="t-1", postingDate=MARCH,
                        transactionType="deposit", amount=75, description="copper")]),
            delete=new("CashManagement.BankFeedsDelete", recordNo="{key}")),
]  # fmt: skip

# Functions of which each is one call; refused until the sandbox has them.
WAITING_CALLS = [
    new("DataDeliveryService.DdsJobCreate", objectName="VENDOR", cloudDeliveryName="store", jobType="all"),
    new("GlobalConsolidations.ConsolidationCreate", reportingBookId="USDBOOK", reportingPeriodName="Month Ended March",
        entities=[new("GlobalConsolidations.ConsolidationEntity", entityId="E100", endingSpotRate=1.1)]),
    new("OrderEntry.OrderEntryRetrievePDF", documentId="Sales Order-SO-0001"),
]  # fmt: skip

# Each with the object that it makes, and a document that names it.
SUMMARIES = [
    (new("AccountsPayable.BillSummaryCreate", title="March", glPostingDate=MARCH), "bill", bill()),
    (new("AccountsPayable.ApAdjustmentSummaryCreate", title="March", glPostingDate=MARCH), "ap-adjustment",
     _create_of("ap-adjustment")),
    (new("AccountsReceivable.InvoiceSummaryCreate", title="March", glPostingDate=MARCH), "invoice", invoice()),
    (new("AccountsReceivable.ArAdjustmentSummaryCreate", title="March", glPostingDate=MARCH), "ar-adjustment",
     _create_of("ar-adjustment")),
    (new("AccountsReceivable.ArPaymentSummaryCreate", title="March", bankAccountId="OPER-CHK", glPostingDate=MARCH),
     "payment", new("AccountsReceivable.ArPaymentCreate", customerId="C-1", transactionPaymentAmount=250,
                    receivedDate=MARCH, paymentMethod="Printed Check")),
    (new("EmployeeExpense.ExpenseReportSummaryCreate", title="March", glPostingDate=MARCH), "expense-report",
     expense_report(action="Submit")),
]  # fmt: skip
