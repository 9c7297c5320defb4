"""create_invoice and its family (developer.intacct.com: accounts-receivable/invoices)."""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, CUSTOM, DIMENSIONS, EXCHANGE, LINE_HEAD, PLACE, REVERSAL, TAXES
from intacct_sandbox.xml.sequence import Item, items

_LINE = [
    *items(f"{LINE_HEAD} {PLACE}"),
    CUSTOM,
    *items(DIMENSIONS),
    TAXES,
]
_CREATE = [
    *items("customerid*:customer"),
    *items("datecreated*:invoice_date dateposted:posting_date datedue:due_date", "date"),
    *items("termname:term batchkey:summary action:action invoiceno:number ponumber:reference_number"),
    *items("description:description externalid:external_id"),
    *items("billto:bill_to shipto:ship_to", "contact"),
    *CURRENCY,
    *EXCHANGE,
    *items("supdocid:attachment"),
    CUSTOM,
    *items("taxsolutionid:tax_solution"),
    Item("invoiceitems", "lines", "lines", True, _LINE, "lineitem"),
]
_UPDATE = [
    *items("customerid:customer"),
    *items("datecreated:invoice_date dateposted:posting_date datedue:due_date", "date"),
    *items("termname:term action:action invoiceno:number ponumber:reference_number description:description"),
    *items("payto:bill_to returnto:ship_to", "contact"),
    *items("currency:currency"),
    *EXCHANGE,
    *items("supdocid:attachment"),
    CUSTOM,
    Item("updateinvoiceitems", "lines", "changes", False, _LINE, "lineitem"),
]

INVOICES = {
    "create_invoice": Legacy("invoice", "create", _CREATE),
    "update_invoice": Legacy("invoice", "update", _UPDATE, key="key"),
    "reverse_invoice": Legacy("invoice", "reverse", REVERSAL, key="key"),
    "delete_invoice": Legacy("invoice", "delete", key="key"),
}
