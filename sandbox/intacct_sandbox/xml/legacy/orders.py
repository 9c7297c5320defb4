"""Order entry, purchasing and inventory transactions (developer.intacct.com: order-entry/order-entry-transactions,
purchasing/purchasing-transactions, inventory-control/inventory-transactions; github.com/Intacct/intacct-sdk-js).

Line numbers of updates count from one, those that are read from zero.
"""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, CUSTOM, EXCHANGE
from intacct_sandbox.xml.sequence import Item, items

_SUBTOTALS = Item("subtotals", "subtotals", "rows", line_tag="subtotal")
_UPDATED_SUBTOTALS = Item("updatesubtotals", "subtotals", "rows", line_tag="updatesubtotal")

_SO_LINE = [
    *items("itemid*:item itemdesc:description taxable:taxable warehouseid:warehouse"),
    *items("quantity*:quantity unit:unit discountpercent:discount price:price"),
    *items("sourcelinekey:source_line locationid:location departmentid:department memo:memo"),
    CUSTOM,
    *items("projectid:project taskid:task costtypeid:cost_type customerid:customer vendorid:vendor"),
    *items("employeeid:employee classid:class contractid:contract"),
]
_SO_HEAD = [
    *items("message:message shippingmethod:shipping_method"),
    *items("shipto:ship_to billto:bill_to", "contact"),
    *items("supdocid:attachment externalid:external_id"),
    *CURRENCY,
    *EXCHANGE,
    *items("vsoepricelist:price_list"),
    CUSTOM,
    *items("state:state projectid:project taxsolutionid:tax_solution"),
]
_SO_CREATE = [
    *items("transactiontype*:definition"),
    *items("datecreated*:date dateposted:posting_date", "date"),
    *items("createdfrom:source customerid*:customer documentno:number"),
    *items("origdocdate:original_date", "date"),
    *items("referenceno:reference_number termname:term"),
    *items("datedue:due_date", "date"),
    *_SO_HEAD,
    Item("sotransitems", "lines", "lines", True, _SO_LINE, "sotransitem"),
    _SUBTOTALS,
]
_SO_UPDATE = [
    *items("datecreated:date dateposted:posting_date", "date"),
    *items("referenceno:reference_number termname:term"),
    *items("datedue:due_date origdocdate:original_date", "date"),
    *_SO_HEAD,
    Item("updatesotransitems", "lines", "changes", False, _SO_LINE, "sotransitem"),
    _UPDATED_SUBTOTALS,
]
_PO_LINE = [
    *items("itemid*:item itemdesc:description taxable:taxable warehouseid:warehouse quantity*:quantity"),
    *items("unit:unit price:price sourcelinekey:source_line"),
    *items("locationid:location departmentid:department memo:memo"),
    CUSTOM,
    *items("projectid:project taskid:task costtypeid:cost_type customerid:customer vendorid:vendor"),
    *items("employeeid:employee classid:class contractid:contract billable:billable"),
]
_PO_HEAD = [
    *items("message:message shippingmethod:shipping_method"),
    *items("returnto:ship_to payto:bill_to", "contact"),
    *items("supdocid:attachment externalid:external_id"),
    *CURRENCY,
    *EXCHANGE,
    CUSTOM,
    *items("state:state projectid:project taxsolutionid:tax_solution"),
]
_PO_CREATE = [
    *items("transactiontype*:definition"),
    *items("datecreated*:date dateposted:posting_date", "date"),
    *items("createdfrom:source vendorid*:vendor documentno:number referenceno:reference_number"),
    *items("vendordocno:vendor_document_number termname:term"),
    *items("datedue:due_date", "date"),
    *_PO_HEAD,
    Item("potransitems", "lines", "lines", True, _PO_LINE, "potransitem"),
    _SUBTOTALS,
]
_PO_UPDATE = [
    *items("datecreated:date dateposted:posting_date", "date"),
    *items("referenceno:reference_number vendordocno:vendor_document_number termname:term"),
    *items("datedue:due_date", "date"),
    *_PO_HEAD,
    Item("updatepotransitems", "lines", "changes", False, _PO_LINE, "potransitem"),
    _UPDATED_SUBTOTALS,
]
_KIT_LINE = [
    *items("itemid*:item itemdesc:description warehouseid*:warehouse quantity*:quantity unit:unit"),
    *items("locationid:location departmentid:department"),
    CUSTOM,
]
_IC_LINE = [
    *_KIT_LINE,
    *items("cost:price sourcelinekey:source_line"),
    *items("projectid:project taskid:task costtypeid:cost_type customerid:customer vendorid:vendor"),
    *items("employeeid:employee classid:class contractid:contract"),
]
_IC_CREATE = [
    *items("transactiontype*:definition"),
    *items("datecreated*:date", "date"),
    *items("createdfrom:source documentno:number referenceno:reference_number message:message"),
    *items("externalid:external_id basecurr:base_currency"),
    CUSTOM,
    *items("state:state"),
    Item("ictransitems", "lines", "lines", True, _IC_LINE, "ictransitem"),
    _SUBTOTALS,
]
_IC_UPDATE = [
    *items("datecreated:date", "date"),
    *items("referenceno:reference_number message:message externalid:external_id state:state"),
    Item("updateictransitems", "lines", "changes", False, _IC_LINE, "ictransitem"),
    _UPDATED_SUBTOTALS,
    CUSTOM,
]


# Building or taking apart stockable kits (developer.intacct.com: inventory-control/stockable-kit-transactions). Their
# components are taken in and not kept: no stock is moved here.
_KIT_CREATE = [
    *items("transactiontype*:definition"),
    *items("datecreated*:date", "date"),
    *items("documentno:number referenceno:reference_number message:message externalid:external_id"),
    CUSTOM,
    Item("stkittransitems", "lines", "lines", False, _KIT_LINE, "stkittransitem"),
]


def _family(letters: str, object: str, create: list[Item], update: list[Item]) -> dict[str, Legacy]:
    name = f"{letters}transaction"
    return {
        f"create_{name}": Legacy(object, "create", create, answer="id"),
        f"update_{name}": Legacy(object, "update", update, key="key", by="id", answer="id"),
        f"delete_{name}": Legacy(object, "delete", key="key", by="id"),
    }


ORDERS = {
    **_family("so", "order-entry-document", _SO_CREATE, _SO_UPDATE),
    **_family("po", "purchasing-document", _PO_CREATE, _PO_UPDATE),
    **_family("ic", "inventory-document", _IC_CREATE, _IC_UPDATE),
    "partialupdate_potransaction": Legacy(
        "purchasing-document", "update", items("dateposted*:posting_date", "date"), key="key", by="id", answer="id"
    ),
    "create_stkittransaction": Legacy("inventory-document", "create", _KIT_CREATE, answer="id"),
}
