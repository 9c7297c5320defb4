"""create_gltransaction (developer.intacct.com: general-ledger/journal-entries)."""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CUSTOM
from intacct_sandbox.xml.sequence import Item, items

_ENTRY = [
    *items("trtype*:type amount*:amount glaccountno*:account document:document"),
    *items("memo:description locationid:location departmentid:department customerid:customer vendorid:vendor"),
    *items("employeeid:employee projectid:project taskid:task costtypeid:cost_type itemid:item classid:class"),
    *items("contractid:contract warehouseid:warehouse"),
    CUSTOM,
    *items("currency:currency"),
    *items("exchratedate:exchange_date", "date"),
    *items("exchratetype:exchange_type exchrate:exchange_rate"),
]
_CREATE = [
    *items("journalid*:journal"),
    *items("datecreated*:posting_date reversedate:reversal_date", "date"),
    *items("description*:description referenceno:reference_number sourceentity:base_location"),
    CUSTOM,
    Item("gltransactionentries", "lines", "lines", True, _ENTRY, "glentry"),
]

JOURNALS = {
    "create_gltransaction": Legacy("journal-entry", "create", _CREATE),
    "delete_gltransaction": Legacy("journal-entry", "delete", key="key"),
}
