"""create_bill and its family (developer.intacct.com: accounts-payable/bills)."""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, CUSTOM, DIMENSIONS, EXCHANGE, LINE_HEAD, PLACE, REVERSAL, TAXES
from intacct_sandbox.xml.sequence import Item, items

_LINE = [
    *items(f"{LINE_HEAD} {PLACE}"),
    *items("item1099:form_1099 form1099type:form_1099_type form1099box:form_1099_box"),
    CUSTOM,
    *items(f"{DIMENSIONS} billable:billable totaltrxamount:total_amount"),
    TAXES,
]
_CREATE = [
    *items("vendorid*:vendor"),
    *items("datecreated*:created_date dateposted:posting_date datedue:due_date", "date"),
    *items("termname:term action:action batchkey:summary billno:number ponumber:reference_number onhold:on_hold"),
    *items("description:description externalid:external_id"),
    *items("payto:pay_to returnto:return_to", "contact"),
    *CURRENCY,
    *EXCHANGE,
    *items("supdocid:attachment"),
    CUSTOM,
    *items("inclusivetax:inclusive_tax taxsolutionid:tax_solution"),
    Item("billitems", "lines", "lines", True, _LINE, "lineitem"),
]
_UPDATE = [
    *items("vendorid:vendor"),
    *items("datecreated:created_date dateposted:posting_date datedue:due_date", "date"),
    *items("termname:term action:action billno:number ponumber:reference_number onhold:on_hold"),
    *items("description:description"),
    *items("payto:pay_to returnto:return_to", "contact"),
    *items("currency:currency"),
    *EXCHANGE,
    *items("supdocid:attachment"),
    CUSTOM,
    *items("inclusivetax:inclusive_tax"),
    Item("updatebillitems", "lines", "changes", False, _LINE, "lineitem"),
]

BILLS = {
    "create_bill": Legacy("bill", "create", _CREATE),
    "update_bill": Legacy("bill", "update", _UPDATE, key="key"),
    "reverse_bill": Legacy("bill", "reverse", REVERSAL, key="key"),
    "delete_bill": Legacy("bill", "delete", key="key"),
    "recallApBill": Legacy("bill", "recall", (), key_inside="recordno"),
}
