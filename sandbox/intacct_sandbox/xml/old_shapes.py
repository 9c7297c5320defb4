"""What get_list and get show of each object, in the order of the published response DTD
(github.com/intacct/intacct_dtd v2.1/intacct_response_objects.v2.1.dtd).

Captured answers win over it: a class has its id as `key` (tests of the official SDK), an attachment has number and name
too, and what is empty is there all the same (github.com/craibuc/PsIntacct, github.com/jfcote87/intacct). A tag that
stands alone is that of the create function; elements that nothing here fills are left out (assumption).
"""

from collections.abc import Mapping, Sequence

from intacct_sandbox.model.kinds import Day, Kind
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.xml.sequence import Item

_AMOUNTS = "totalamount:total totalpaid:total_paid totaldue:total_due"
_IN_CURRENCY = "trx_totalamount:total trx_totalpaid:total_paid trx_totaldue:total_due"
_SHAPES = {
    "supdoc": "recordno:key supdocid:id supdocname:name folder:folder description:description "
    "creationdate:created_at createdby:created_by attachments",
    "supdocfolder": "name:id description:description parentfolder:parent creationdate:created_at createdby:created_by "
    "lastmodified:modified_at lastmodifiedby:modified_by status:status",
    "class": "key:id name description parentid whenmodified:modified_at status customfields",
    "department": "departmentid title parentid supervisorid whenmodified:modified_at status customfields",
    "location": "locationid name parentid supervisorid startdate enddate whenmodified:modified_at status primary "
    "shipto customfields",
    "vendor": "recordno:key vendorid name parentid termname glaccountno vendtype taxid creditlimit totaldue:total_due "
    "billingtype vendoraccountno comments status currency onetime whenmodified:modified_at primary returnto payto "
    "contactinfo name1099 paymentnotify achenabled achbankroutingnumber achaccountnumber achaccounttype "
    "achremittancetype displaytermdiscount:discount_on_stub supdocid mergepaymentreq customfields",
    "customer": "customerid name parentid termname custrepid shippingmethod custtype taxid creditlimit "
    "totaldue:total_due territoryid resaleno deliveryoptions:delivery_options glaccountno glgroup comments "
    "whenmodified:modified_at status currency primary billto shipto contactinfo vsoepricelist customfields supdocid",
    "employee": "employeeid ssn title locationid departmentid classid supervisorid birthdate startdate enddate "
    "terminationtype employeetype gender whenmodified:modified_at status name1099 form1099type form1099box currency "
    "earningtypename personalinfo paymentnotify customfields mergepaymentreq",
    "glaccount": "glaccountno title normalbalance accounttype closingtype closingaccountno whenmodified:modified_at "
    "status requiredept requireloc requireproject requiretask requirecustomer requirevendor requireitem "
    "requireemployee requireclass requirecontract requirewarehouse taxable:taxable taxcode:tax_code mrccode:mrc_code "
    "alternativeaccount customfields",
    "bill": f"key:key vendorid datecreated dateposted datedue termname batchkey billno ponumber {_AMOUNTS} onhold "
    f"description {_IN_CURRENCY} basecurr currency customfields inclusivetax taxsolutionid billitems payto returnto "
    "whenmodified:modified_at state:state supdocid",
    "invoice": f"key:key customerid datecreated dateposted datedue termname invoiceno ponumber {_AMOUNTS} description "
    f"{_IN_CURRENCY} basecurr currency billto shipto whenmodified:modified_at state:state supdocid taxsolutionid "
    "invoiceitems",
    "apadjustment": f"key:key vendorid datecreated dateposted batchkey adjustmentno billno description {_AMOUNTS} "
    "whenmodified:modified_at state:state basecurr currency customfields inclusivetax taxsolutionid apadjustmentitems",
    "aradjustment": f"key:key customerid datecreated dateposted batchkey adjustmentno invoiceno description {_AMOUNTS} "
    "whenmodified:modified_at state:state basecurr currency taxsolutionid aradjustmentitems",
    "expensereport": "key:key employeeid datecreated expensereportno description status:state "
    f"{_AMOUNTS} expenses",
}  # fmt: skip
_DAYS = ("creationdate", "lastmodified")


def shape(name: str, type: ObjectType, sequence: Sequence[Item]) -> list[Item]:
    """The elements of the object called `name`; `sequence` are those of its create function."""
    known = {item.tag: item for item in sequence}
    text = _SHAPES.get(name)
    if text is None:
        return [Item("key", "key"), *known.values()]
    return [item for each in text.split() if (item := _item(known, each)) and _is_there(type, item)]


def _item(known: Mapping[str, Item], text: str) -> Item | None:
    tag, colon, name = text.partition(":")
    return Item(tag, name) if colon else known.get(tag)


def _is_there(type: ObjectType, item: Item) -> bool:
    return item.shape != "text" or item.name in type.by_name


def kind_of(type: ObjectType, item: Item) -> Kind:
    """How the element is written: two of the moments are days."""
    return Day() if item.tag in _DAYS else type.by_name[item.name].kind
