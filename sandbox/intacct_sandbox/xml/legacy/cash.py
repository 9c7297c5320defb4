"""The legacy functions of cash management: charges to cards, other receipts, deposits, bank accounts
(developer.intacct.com: cash-management; github.com/Intacct/intacct-sdk-js; the official schema).

A deposit whose receipts are written out in `receipts` is not covered: it names them in `receiptkeys`.
"""

from dataclasses import replace

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CUSTOM, DIMENSIONS, EXCHANGE
from intacct_sandbox.xml.sequence import Item, items

_MONEY = [*items("currency:currency"), *EXCHANGE, CUSTOM, *items("inclusivetax:inclusive_tax")]
_SOLUTION = items("taxsolutionid:tax_solution")
_CHARGE = [
    *items("glaccountno:account accountlabel:account_label description:description paymentamount*:amount"),
    *items("departmentid:department locationid:location customerid:customer vendorid:vendor employeeid:employee"),
    *items("projectid:project taskid:task costtypeid:cost_type itemid:item classid:class contractid:contract"),
    *items("warehouseid:warehouse"),
    CUSTOM,
    *items("totaltrxamount:total_amount"),
    *items("billable:billable"),
]
_CARD_HEAD = [
    *items("referenceno:reference_number payee:payee description:description supdocid:attachment"),
    *_MONEY,
]
_RECORD_CHARGE = [
    *items("chargecardid*:card"),
    *items("paymentdate*:date", "date"),
    *_CARD_HEAD,
    *_SOLUTION,
    Item("ccpayitems", "lines", "lines", True, _CHARGE, "ccpayitem"),
]
_UPDATE_CHARGE = [
    *items("paymentdate:date", "date"),
    *_CARD_HEAD,
    Item("updateccpayitems", "lines", "changes", False, _CHARGE, "ccpayitem"),
]
_REVERSE_CHARGE = [*items("datereversed*:date", "date"), *items("memo:memo")]

_RECEIVED = [
    *items("glaccountno:account accountlabel:account_label amount*:amount"),
    *items("memo:description locationid:location departmentid:department"),
    CUSTOM,
    *items(f"{DIMENSIONS} totaltrxamount:total_amount"),
]
_RECEIPT_HEAD = [
    *items("paymentdate*:payment_date", "date"),
    *items("payee*:payer"),
    *items("receiveddate*:received_date", "date"),
    *items("paymentmethod*:method undepglaccountno:undeposited_account bankaccountid:bank"),
    *items("depositdate:deposit_date", "date"),
    *items("refid:number description:description supdocid:attachment"),
    *_MONEY,
]
_RECORD_RECEIPT = [
    *_RECEIPT_HEAD,
    *_SOLUTION,
    Item("receiptitems", "lines", "lines", True, _RECEIVED, "lineitem"),
]
_UPDATE_RECEIPT = [
    *(replace(each, required=False) for each in _RECEIPT_HEAD),
    Item("receiptitems", "lines", "changes", False, _RECEIVED, "lineitem"),
]
_DEPOSIT = [
    *items("bankaccountid*:bank"),
    *items("depositdate*:date", "date"),
    *items("depositid*:number"),
    Item("receiptkeys", "receipts", "keys", False, (), "receiptkey"),
    *items("description:description supdocid:attachment"),
    CUSTOM,
]

_BANK = [
    *items("bankaccountno:account_number locationid*:location bankname*:name routingno:routing_number"),
    *items("branchid:branch phone:phone currency:currency"),
    *items("status:status disableiet:no_transfers"),
    Item("financialdata", shape="group", lines=items("apjournal:ap_journal arjournal:ar_journal")),
    *items("glaccountno:account departmentid:department"),
]


def _bank_account(name: str, variant: str) -> dict[str, Legacy]:
    """Create, update and delete of one kind of bank account; an account once created keeps its GL account."""
    changes = [replace(each, required=False) for each in _BANK if each.tag != "glaccountno"]
    key, object = "bankaccountid", "checking-account"
    return {
        f"create_{name}": Legacy(object, "create", [*items("bankaccountid*:id"), *_BANK], answer="id", variant=variant),
        f"update_{name}": Legacy(object, "update", changes, key=key, by="id", answer="id", variant=variant),
        f"delete_{name}": Legacy(object, "delete", key=key, by="id", variant=variant),
    }


CASH = {
    "record_cctransaction": Legacy("credit-card-txn", "create", _RECORD_CHARGE),
    "update_cctransaction": Legacy("credit-card-txn", "update", _UPDATE_CHARGE, key="key"),
    "reverse_cctransaction": Legacy("credit-card-txn", "reverse", _REVERSE_CHARGE, key="key"),
    "record_otherreceipt": Legacy("other-receipt", "create", _RECORD_RECEIPT),
    "update_otherreceipt": Legacy("other-receipt", "update", _UPDATE_RECEIPT, key="key"),
    "delete_otherreceipt": Legacy("other-receipt", "delete", key="key"),
    "record_deposit": Legacy("deposit", "create", _DEPOSIT),
    **_bank_account("checkingaccount", "CHECKINGACCOUNT"),
    **_bank_account("savingsaccount", "SAVINGSACCOUNT"),
}  # fmt: skip
