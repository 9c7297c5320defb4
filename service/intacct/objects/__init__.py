"""Every Intacct object that can be written, declared once. No request text lives outside this package."""

from collections.abc import Mapping

from service.intacct.objects.account import ACCOUNT
from service.intacct.objects.bill import BILL
from service.intacct.objects.custom_record import CUSTOM_RECORD
from service.intacct.objects.customer import CUSTOMER
from service.intacct.objects.declaration import Declaration
from service.intacct.objects.invoice import INVOICE
from service.intacct.objects.journal_entry import JOURNAL_ENTRY
from service.intacct.objects.payments import BILL_PAYMENT, PAYMENT
from service.intacct.objects.project import PROJECT, TASK
from service.intacct.objects.vendor import VENDOR

_ALL = (
    VENDOR,
    CUSTOMER,
    ACCOUNT,
    BILL,
    INVOICE,
    BILL_PAYMENT,
    PAYMENT,
    JOURNAL_ENTRY,
    PROJECT,
    TASK,
    CUSTOM_RECORD,
)

OBJECTS: Mapping[str, Declaration] = {each.name: each for each in _ALL}
"""By neutral name."""
