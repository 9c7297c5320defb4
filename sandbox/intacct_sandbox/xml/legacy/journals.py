"""Journal entries, journals and statistical accounts (developer.intacct.com: general-ledger/journal-entries,
stat-journal-entries, stat-accounts)."""

from intacct_sandbox.xml.legacy.family import family
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

_STATISTICAL = [
    *items("journalid*:journal"),
    *items("datecreated*:posting_date reversedate:reversal_date", "date"),
    *items("description*:description"),
    Item("statgltransactionentries", "lines", "lines", True, _ENTRY, "glentry"),
]
_JOURNAL = items("symbol*:id title*:name status:status bookkey:book")
_STATISTICAL_ACCOUNT = [
    *items("glaccountno*:id title*:name"),
    *items("requiredept:requires_department requireloc:requires_location requireproject:requires_project"),
    *items("requiretask:requires_task requirecustomer:requires_customer requirevendor:requires_vendor"),
    *items("requireitem:requires_item requireemployee:requires_employee requireclass:requires_class"),
    *items("requirecontract:requires_contract requirewarehouse:requires_warehouse"),
    CUSTOM,
    *items("category:category status:status"),
]

_ALLOCATED = items("value*:value departmentid:department locationid:location")
_ALLOCATION_HEAD = items(
    "allocationid*:id description:description status:status allocateby:method docnumber:document_number "
    "supdocid:attachment"
)

JOURNALS = {
    "create_allocation": Legacy(
        "allocation",
        "create",
        [*_ALLOCATION_HEAD, Item("allocationentry", "lines", "lines", True, _ALLOCATED, "entry")],
        answer="id",
    ),
    "update_allocation": Legacy(
        "allocation",
        "update",
        [*_ALLOCATION_HEAD[1:], Item("updateallocationentry", "lines", "changes", False, _ALLOCATED, "entry")],
        key="key",
        by="id",
        answer="id",
    ),
    "delete_allocation": Legacy("allocation", "delete", key="key", by="id"),
    **family("journal", "journal", "symbol", _JOURNAL),
    "create_statjournal": Legacy("statistical-journal", "create", _JOURNAL, answer="id"),
    "delete_statjournal": Legacy("statistical-journal", "delete", key="symbol", by="id"),
    **family("statglaccount", "statistical-account", "glaccountno", _STATISTICAL_ACCOUNT),
    "create_statgltransaction": Legacy("statistical-journal-entry", "create", _STATISTICAL),
    "create_gltransaction": Legacy("journal-entry", "create", _CREATE),
    "delete_gltransaction": Legacy("journal-entry", "delete", key="key"),
}
