"""All object types of a company: the standard ones with its custom fields, and its custom objects."""

from dataclasses import replace

from intacct_sandbox.company.definition import Definition
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.objects.account import ACCOUNT
from intacct_sandbox.objects.account_label import (
    AP_ACCOUNT_LABEL,
    AR_ACCOUNT_LABEL,
    EXPENSE_PAYMENT_TYPE,
    EXPENSE_TYPE,
)
from intacct_sandbox.objects.adjustment import AP_ADJUSTMENT, AR_ADJUSTMENT
from intacct_sandbox.objects.advance import AP_ADVANCE, AR_ADVANCE
from intacct_sandbox.objects.allocation import ALLOCATION
from intacct_sandbox.objects.attachment import ATTACHMENT, FOLDER
from intacct_sandbox.objects.bank_account import BANK_ACCOUNT
from intacct_sandbox.objects.bank_fee import BANK_FEE
from intacct_sandbox.objects.bill import BILL
from intacct_sandbox.objects.contact import CONTACT
from intacct_sandbox.objects.contract import CONTRACT
from intacct_sandbox.objects.contract_line import CONTRACT_LINE
from intacct_sandbox.objects.credit_card_account import CREDIT_CARD_ACCOUNT
from intacct_sandbox.objects.credit_card_txn import CREDIT_CARD_TXN
from intacct_sandbox.objects.custom_object import custom_field, custom_object
from intacct_sandbox.objects.customer import CUSTOMER
from intacct_sandbox.objects.deposit import DEPOSIT
from intacct_sandbox.objects.depreciation import DEPRECIATION_METHOD, POSTING_RULE
from intacct_sandbox.objects.employee import EMPLOYEE
from intacct_sandbox.objects.expense_adjustment import EXPENSE_ADJUSTMENT
from intacct_sandbox.objects.expense_report import EXPENSE_REPORT
from intacct_sandbox.objects.fixed_asset import ASSET, CLASSIFICATION
from intacct_sandbox.objects.funds_transfer import FUNDS_TRANSFER
from intacct_sandbox.objects.invoice import INVOICE
from intacct_sandbox.objects.item import ITEM, WAREHOUSE
from intacct_sandbox.objects.job import JOB
from intacct_sandbox.objects.journal import JOURNAL
from intacct_sandbox.objects.journal_entry import JOURNAL_ENTRY
from intacct_sandbox.objects.kept import with_documented
from intacct_sandbox.objects.listing import LISTINGS
from intacct_sandbox.objects.organisation import CLASS, DEPARTMENT, LOCATION
from intacct_sandbox.objects.other_receipt import OTHER_RECEIPT
from intacct_sandbox.objects.payment import BILL_PAYMENT, PAYMENT
from intacct_sandbox.objects.preference import PREFERENCE
from intacct_sandbox.objects.price_list import PRICE_LIST, PRICE_LIST_ENTRY
from intacct_sandbox.objects.project import PROJECT, TASK
from intacct_sandbox.objects.reimbursement import REIMBURSEMENT
from intacct_sandbox.objects.reporting_period import REPORTING_PERIOD
from intacct_sandbox.objects.summary import SUMMARIES
from intacct_sandbox.objects.tax import TAX_DETAIL, TAX_SOLUTION
from intacct_sandbox.objects.term import TERM
from intacct_sandbox.objects.territory import TERRITORY
from intacct_sandbox.objects.timesheet import TIMESHEET
from intacct_sandbox.objects.transaction import transactions
from intacct_sandbox.objects.usage import USAGE_DETAIL, USAGE_SUMMARY
from intacct_sandbox.objects.user import USER
from intacct_sandbox.objects.vendor import VENDOR

_DECLARED = (VENDOR, CUSTOMER, CONTACT, ACCOUNT, BILL, INVOICE, BILL_PAYMENT, PAYMENT, JOURNAL_ENTRY, PROJECT, TASK,
            EMPLOYEE, LOCATION, DEPARTMENT, CLASS, ITEM, WAREHOUSE, TERM, JOURNAL, BANK_ACCOUNT, AP_ADJUSTMENT,
            AR_ADJUSTMENT, AP_ADVANCE, AR_ADVANCE, CREDIT_CARD_ACCOUNT, CREDIT_CARD_TXN, BANK_FEE, OTHER_RECEIPT,
             DEPOSIT, FUNDS_TRANSFER, EXPENSE_REPORT, ATTACHMENT, FOLDER, REPORTING_PERIOD, TAX_SOLUTION, TAX_DETAIL,
             ALLOCATION, AP_ACCOUNT_LABEL, AR_ACCOUNT_LABEL, EXPENSE_TYPE, EXPENSE_PAYMENT_TYPE, JOB, USAGE_DETAIL,
             USAGE_SUMMARY, DEPRECIATION_METHOD, POSTING_RULE, CLASSIFICATION, ASSET, TIMESHEET, CONTRACT,
             CONTRACT_LINE, EXPENSE_ADJUSTMENT, REIMBURSEMENT, TERRITORY,
             PREFERENCE, PRICE_LIST, PRICE_LIST_ENTRY, USER, *SUMMARIES, *LISTINGS)  # fmt: skip
STANDARD = tuple(with_documented(each) for each in _DECLARED)


def types_of(definition: Definition) -> list[ObjectType]:
    """The object types that exist in the company."""
    standard = [
        _with_custom_fields(each, definition) for each in (*STANDARD, *transactions(definition.transactions.values()))
    ]
    return standard + [custom_object(each) for each in definition.custom_objects]


def _with_custom_fields(type: ObjectType, definition: Definition) -> ObjectType:
    declared = definition.custom_fields.get(type.name)
    if not declared:
        return type
    own = tuple(custom_field(each) for each in declared)
    variants = tuple(replace(each, fields=(*each.fields, *own)) for each in type.variants)
    return replace(type, fields=(*type.fields, *own), variants=variants)
