"""One document of each object: its event, what could differ in it, and how a person would make the very same.

Neutral names are those of the events. ``fields`` says, for each, what the sandbox calls it in its books and where REST
has it; everything else about an object follows from this table.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Data = dict[str, Any]
Names = Mapping[str, tuple[str, str]]
"""Neutral name -> name in the sandbox's books, path in REST."""

VENDOR = ("vendor.upserted", {"id": "V-1", "name": "Pelican Tools"})
OTHER_VENDOR = ("vendor.upserted", {"id": "V-2", "name": "Heron Hoists"})
CUSTOMER = ("customer.upserted", {"id": "C-1", "name": "Brightwater Clinics"})
OTHER_CUSTOMER = ("customer.upserted", {"id": "C-2", "name": "Oakline Cabinets"})
PROJECT = ("project.upserted", {"id": "PR-1", "name": "Dock", "category": "contract"})


@dataclass(frozen=True)
class Change:
    """Another content under the same business key, and what a dead letter about it must say."""

    data: Data
    said: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One object and a sample of it."""

    object: str
    type: str
    data: Data
    key: tuple[str, ...]
    """Neutral names of the business key's parts."""
    rest: str
    fields: Names
    table: str = ""
    """The sandbox's name of the object, where it is another one."""
    lines: str = ""
    line_fields: Names = field(default_factory=dict)
    rest_lines: str = "lines"
    state: str | None = None
    """What a record that counts is called; None for master data, which have no states."""
    needs: tuple[tuple[str, Data], ...] = ()
    """Events that come before."""
    changes: Mapping[str, Change] = field(default_factory=dict)
    elsewhere: Data | None = None
    """Another document that only looks alike: same number, but another party, journal or bank."""
    elsewhere_needs: tuple[tuple[str, Data], ...] = ()
    unknown: tuple[Data, str, Data] | None = None
    """Data with a reference that does not exist, its object, and what a person enters in Intacct to make it."""
    date: str = ""
    """The neutral name of the date that decides the period."""
    number: str = ""
    """The neutral name of the number that its sender gives."""
    party: str = ""

    @property
    def is_document(self) -> bool:
        """Documents are created once; master data are upserted."""
        return self.state is not None

    @property
    def books(self) -> str:
        """Its name in the sandbox's books."""
        return self.table or self.object

    def identity(self, data: Data | None = None) -> tuple[str, ...]:
        """The business key of these data."""
        return tuple((data or self.data)[name] for name in self.key)

    def total(self, data: Data | None = None) -> Decimal:
        """The sum of the lines."""
        return sum((Decimal(line["amount"]) for line in (data or self.data).get(self.lines, ())), Decimal(0))

    def with_(self, **more: Any) -> Data:
        """The sample with other values."""
        return {**deepcopy(self.data), **more}


def _lines(*lines: tuple[str, str, str], **more: str) -> list[Data]:
    return [{"account": account, "amount": amount, "location": location, **more} for account, amount, location in lines]


def _sides(amount: str, debit: str = "6400", **more: str) -> list[Data]:
    one = {"account": debit, "direction": "debit", "amount": amount, "location": "100", **more}
    return [one, {"account": "2310", "direction": "credit", "amount": amount, "location": "100"}]


_BILL_LINES = _lines(("6105", "60.00", "100"), ("6600", "40.00", "200"))
_RECODED = _lines(("6500", "60.00", "100"), ("6600", "40.00", "200"))
_OTHER_DIMENSION = [{**_BILL_LINES[0], "department": "OPS"}, _BILL_LINES[1]]
_INVOICE_LINES = _lines(("4010", "60.00", "100"), ("4000", "40.00", "200"))
_INVOICE_RECODED = _lines(("4000", "60.00", "100"), ("4000", "40.00", "200"))
_INVOICE_DIMENSION = [{**_INVOICE_LINES[0], "department": "OPS"}, _INVOICE_LINES[1]]
_LINE: Names = {
    "account": ("account", "glAccount.id"),
    "amount": ("amount", "txnAmount"),
    "memo": ("memo", "memo"),
    "location": ("location", "dimensions.location.id"),
    "department": ("department", "dimensions.department.id"),
}
_NO_TERM = {"id": "Net 99", "description": "Ninety-nine days", "due": {"days": 99}}


def _changed(data: Data, changes: Mapping[str, tuple[Data, tuple[str, ...]]]) -> dict[str, Change]:
    return {name: Change({**deepcopy(data), **more}, said) for name, (more, said) in changes.items()}


_BILL = {
    "vendor": "V-1",
    "number": "INV-10",
    "bill_date": "2026-03-14",
    "due_date": "2026-04-13",
    "reference": "PO-1",
    "currency": "USD",
    "lines": _BILL_LINES,
}
BILL = Kind(
    object="bill",
    type="bill.approved",
    data=_BILL,
    key=("vendor", "number"),
    number="number",
    party="vendor",
    date="bill_date",
    rest="accounts-payable/bill",
    state="posted",
    fields={
        "vendor": ("vendor", "vendor.id"),
        "number": ("number", "billNumber"),
        "bill_date": ("created_date", "createdDate"),
        "due_date": ("due_date", "dueDate"),
        "reference": ("reference_number", "referenceNumber"),
        "currency": ("currency", "currency.txnCurrency"),
        "term": ("term", "term.id"),
    },
    lines="lines",
    line_fields=_LINE,
    needs=(VENDOR,),
    changes=_changed(
        _BILL,
        {
            "header": ({"due_date": "2026-05-30"}, ("2026-05-30",)),
            "account": ({"lines": _RECODED}, ("6500",)),
            "dimension": ({"lines": _OTHER_DIMENSION}, ("OPS",)),
            "currency": ({"currency": "EUR"}, ("EUR",)),
        },
    ),
    elsewhere={**_BILL, "vendor": "V-2"},
    elsewhere_needs=(OTHER_VENDOR,),
    unknown=({**_BILL, "term": "Net 99"}, "term", _NO_TERM),
)
_INVOICE = {
    "customer": "C-1",
    "number": "OK-10",
    "invoice_date": "2026-03-14",
    "due_date": "2026-04-13",
    "reference": "SO-1",
    "currency": "USD",
    "lines": _INVOICE_LINES,
}
INVOICE = Kind(
    object="invoice",
    type="invoice.issued",
    data=_INVOICE,
    key=("customer", "number"),
    number="number",
    party="customer",
    date="invoice_date",
    rest="accounts-receivable/invoice",
    state="posted",
    fields={
        "customer": ("customer", "customer.id"),
        "number": ("number", "invoiceNumber"),
        "invoice_date": ("invoice_date", "invoiceDate"),
        "due_date": ("due_date", "dueDate"),
        "reference": ("reference_number", "referenceNumber"),
        "currency": ("currency", "currency.txnCurrency"),
        "term": ("term", "term.id"),
    },
    lines="lines",
    line_fields=_LINE,
    needs=(CUSTOMER,),
    changes=_changed(
        _INVOICE,
        {
            "header": ({"due_date": "2026-05-30"}, ("2026-05-30",)),
            "account": ({"lines": _INVOICE_RECODED}, ("4000",)),
            "dimension": ({"lines": _INVOICE_DIMENSION}, ("OPS",)),
            "currency": ({"currency": "EUR"}, ("EUR",)),
        },
    ),
    elsewhere={**_INVOICE, "customer": "C-2"},
    elsewhere_needs=(OTHER_CUSTOMER,),
    unknown=({**_INVOICE, "term": "Net 99"}, "term", _NO_TERM),
)
_SECOND_BILL = {**_BILL, "number": "INV-11"}
_SECOND_INVOICE = {**_INVOICE, "number": "OK-11"}
_BILL_PAYMENT = {
    "vendor": "V-1",
    "number": "4711",
    "bank_account": "OPER-CHK",
    "method": "cash",
    "payment_date": "2026-03-20",
    "currency": "USD",
    "bills": [{"bill": "INV-10", "amount": "30.00"}],
}
BILL_PAYMENT = Kind(
    object="bill-payment",
    type="bill-payment.made",
    data=_BILL_PAYMENT,
    key=("bank_account", "number"),
    number="number",
    party="vendor",
    date="payment_date",
    rest="accounts-payable/payment",
    state="confirmed",
    fields={
        "vendor": ("vendor", "vendor.id"),
        "number": ("number", "documentNumber"),
        "bank_account": ("bank", "financialEntity.entityId"),
        "method": ("method", "paymentMethod"),
        "payment_date": ("payment_date", "paymentDate"),
        "currency": ("currency", "txnCurrency.currency"),
    },
    lines="bills",
    line_fields={"bill": ("bill_number", "bill.key"), "amount": ("amount", "txnCurrency.paymentAmount")},
    rest_lines="details",
    needs=(VENDOR, ("bill.approved", _BILL), ("bill.approved", _SECOND_BILL)),
    changes=_changed(
        _BILL_PAYMENT,
        {
            "header": ({"payment_date": "2026-03-25"}, ("2026-03-25",)),
            "method": ({"method": "eft"}, ("eft",)),
            "amounts": ({"bills": [{"bill": "INV-10", "amount": "45.00"}]}, ("45",)),
            "documents": ({"bills": [{"bill": "INV-11", "amount": "30.00"}]}, ("INV-11",)),
            "split": (
                {"bills": [{"bill": "INV-10", "amount": "10.00"}, {"bill": "INV-11", "amount": "20.00"}]},
                ("INV-11",),
            ),
        },
    ),
    elsewhere={**_BILL_PAYMENT, "bank_account": "PAYR-CHK"},
    unknown=(
        {**_BILL_PAYMENT, "bills": [{"bill": "INV-99", "amount": "30.00"}]},
        "bill",
        {**_BILL, "number": "INV-99"},
    ),
)
_PAYMENT = {
    "customer": "C-1",
    "number": "4711",
    "bank_account": "OPER-CHK",
    "method": "cash",
    "receipt_date": "2026-03-20",
    "currency": "USD",
    "invoices": [{"invoice": "OK-10", "amount": "30.00"}],
}
PAYMENT = Kind(
    object="payment",
    type="payment.received",
    data=_PAYMENT,
    key=("customer", "number"),
    number="number",
    party="customer",
    date="receipt_date",
    rest="accounts-receivable/payment",
    state="complete",
    fields={
        "customer": ("customer", "customer.id"),
        "number": ("number", "documentNumber"),
        "bank_account": ("bank", "financialEntity.entityId"),
        "method": ("method", "paymentMethod"),
        "receipt_date": ("receipt_date", "paymentSummary.receiptDate"),
        "currency": ("currency", "txnCurrency.currency"),
    },
    lines="invoices",
    line_fields={"invoice": ("invoice_number", "arInvoice.key"), "amount": ("amount", "txnCurrency.paymentAmount")},
    rest_lines="paymentDetails",
    needs=(CUSTOMER, ("invoice.issued", _INVOICE), ("invoice.issued", _SECOND_INVOICE)),
    changes=_changed(
        _PAYMENT,
        {
            "header": ({"receipt_date": "2026-03-25"}, ("2026-03-25",)),
            "bank": ({"bank_account": "PAYR-CHK"}, ("PAYR-CHK",)),
            "amounts": ({"invoices": [{"invoice": "OK-10", "amount": "45.00"}]}, ("45",)),
            "documents": ({"invoices": [{"invoice": "OK-11", "amount": "30.00"}]}, ("OK-11",)),
            "split": (
                {"invoices": [{"invoice": "OK-10", "amount": "10.00"}, {"invoice": "OK-11", "amount": "20.00"}]},
                ("OK-11",),
            ),
        },
    ),
    elsewhere={**_PAYMENT, "customer": "C-2", "invoices": [{"invoice": "OK-10", "amount": "30.00"}]},
    elsewhere_needs=(OTHER_CUSTOMER, ("invoice.issued", {**_INVOICE, "customer": "C-2"})),
    unknown=(
        {**_PAYMENT, "invoices": [{"invoice": "OK-99", "amount": "30.00"}]},
        "invoice",
        {**_INVOICE, "number": "OK-99"},
    ),
)
_ENTRY = {
    "journal": "GJ",
    "reference": "PAY-03",
    "posting_date": "2026-03-31",
    "description": "Accrual",
    "currency": "USD",
    "lines": _sides("10.00"),
}
JOURNAL_ENTRY = Kind(
    object="journal-entry",
    type="journal-entry.posted",
    data=_ENTRY,
    key=("journal", "reference"),
    number="reference",
    date="posting_date",
    rest="general-ledger/journal-entry",
    state="posted",
    fields={
        "journal": ("journal", "glJournal.id"),
        "reference": ("reference_number", "referenceNumber"),
        "posting_date": ("posting_date", "postingDate"),
        "description": ("description", "description"),
    },
    lines="lines",
    line_fields={
        "account": ("account", "glAccount.id"),
        "direction": ("type", "txnType"),
        "amount": ("amount", "txnAmount"),
        "location": ("location", "dimensions.location.id"),
        "department": ("department", "dimensions.department.id"),
        "currency": ("currency", "currency.txnCurrency"),
    },
    changes=_changed(
        _ENTRY,
        {
            "header": ({"posting_date": "2026-04-02"}, ("2026-04-02",)),
            "account": ({"lines": _sides("10.00", debit="6500")}, ("6500",)),
            "dimension": ({"lines": _sides("10.00", department="OPS")}, ("OPS",)),
            "amounts": ({"lines": _sides("12.00")}, ("12",)),
        },
    ),
    elsewhere={**_ENTRY, "journal": "APJ"},
    unknown=(
        {**_ENTRY, "lines": _sides("10.00", debit="7777")},
        "account",
        {"id": "7777", "name": "New account", "accountType": "balanceSheet", "normalBalance": "debit"},
    ),
)
_PARTY: Names = {
    "id": ("id", "id"),
    "name": ("name", "name"),
    "tax_id": ("tax_id", "taxId"),
    "notes": ("comments", "notes"),
    "term": ("term", "term.id"),
}


def _master(**more: Any) -> Kind:
    data: Data = more.pop("data")
    changed: Data = more.pop("changed")
    return Kind(data=data, changes={"content": Change({**deepcopy(data), **changed}, ())}, **more)


_ONE_VENDOR = {"id": "V-7", "name": "Pelican Tools", "tax_id": "12-34", "notes": "One"}
VENDORS = _master(
    object="vendor",
    type="vendor.upserted",
    data=_ONE_VENDOR,
    changed={"name": "Pelican Tools Ltd"},
    key=("id",),
    rest="accounts-payable/vendor",
    fields=_PARTY,
    unknown=({**_ONE_VENDOR, "term": "Net 99"}, "term", _NO_TERM),
)
_ONE_CUSTOMER = {"id": "C-7", "name": "Brightwater Clinics", "tax_id": "12-34", "notes": "One"}
CUSTOMERS = _master(
    object="customer",
    type="customer.upserted",
    data=_ONE_CUSTOMER,
    changed={"name": "Brightwater Clinics Ltd"},
    key=("id",),
    rest="accounts-receivable/customer",
    fields=_PARTY,
    unknown=({**_ONE_CUSTOMER, "term": "Net 99"}, "term", _NO_TERM),
)
_ONE_ACCOUNT = {"number": "7000", "title": "Rentals", "type": "balance_sheet", "normal_balance": "debit"}
_ONE_ACCOUNT |= {"closing_type": "non_closing"}
ACCOUNTS = _master(
    object="account",
    type="account.upserted",
    data=_ONE_ACCOUNT,
    changed={"title": "Rentals and leases"},
    key=("number",),
    rest="general-ledger/account",
    fields={
        "number": ("id", "id"),
        "title": ("name", "name"),
        "type": ("account_type", "accountType"),
        "normal_balance": ("normal_balance", "normalBalance"),
        "closing_type": ("closing_type", "closingType"),
        "closing_account": ("closing_account", "closeToGLAccount.id"),
    },
    unknown=(
        {**_ONE_ACCOUNT, "type": "income_statement", "closing_type": "closing", "closing_account": "7777"},
        "account",
        {"id": "7777", "name": "New account", "accountType": "balanceSheet", "normalBalance": "debit"},
    ),
)
_ONE_PROJECT = {"id": "PR-7", "name": "Dock", "category": "contract", "description": "One"}
PROJECTS = _master(
    object="project",
    type="project.upserted",
    data=_ONE_PROJECT,
    changed={"name": "Dock and crane"},
    key=("id",),
    rest="projects/project",
    fields={
        "id": ("id", "id"),
        "name": ("name", "name"),
        "category": ("category", "category"),
        "description": ("description", "description"),
        "department": ("department", "department.id"),
    },
    unknown=({**_ONE_PROJECT, "department": "YARD"}, "department", {"id": "YARD", "name": "Yard"}),
)
_ONE_TASK = {"id": "T-7", "project": "PR-1", "name": "Dig", "description": "One"}
TASKS = _master(
    object="task",
    type="task.upserted",
    data=_ONE_TASK,
    changed={"name": "Dig deeper"},
    key=("project", "id"),
    rest="projects/task",
    fields={
        "project": ("project", "project.id"),
        "id": ("id", "id"),
        "name": ("name", "name"),
        "description": ("description", "description"),
    },
    needs=(PROJECT,),
    unknown=(
        {**_ONE_TASK, "project": "PR-9"},
        "project",
        {"id": "PR-9", "name": "Pier", "category": "contract"},
    ),
)
CUSTOM_RECORDS = _master(
    object="custom-record",
    type="custom-record.upserted",
    data={"type": "fleet_vehicle", "name": "Truck 7", "fields": {"plate": "HB 7"}},
    changed={"fields": {"plate": "HB 8"}},
    key=("type", "name"),
    table="fleet_vehicle",
    rest="platform-apps/nsp::fleet_vehicle",
    fields={"name": ("name", "name"), "plate": ("plate", "nsp::plate")},
)

KINDS = (
    *(VENDORS, CUSTOMERS, ACCOUNTS, BILL, INVOICE, BILL_PAYMENT, PAYMENT, JOURNAL_ENTRY),
    *(PROJECTS, TASKS, CUSTOM_RECORDS),
)
REFERRED = {
    "term": "accounts-payable/term",
    "account": "general-ledger/account",
    "department": "company-config/department",
    "project": "projects/project",
}
"""Where a person makes by hand what a document refers to."""
