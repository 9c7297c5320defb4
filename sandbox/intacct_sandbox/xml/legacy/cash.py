"""The legacy functions of cash management: charges to cards, other receipts, deposits, bank accounts
(developer.intacct.com: cash-management; github.com/Intacct/intacct-sdk-js; the official schema).

A deposit whose receipts are written out in `receipts` is not covered: it names them in `receiptkeys`.
"""

from dataclasses import replace

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CUSTOM, DIMENSIONS, EXCHANGE, TAXES
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
    TAXES,
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
    *items("glaccountno:account accountlabel:account_label offsetglaccountno amount*:amount allocationid"),
    *items("memo:description locationid:location departmentid:department item1099 key totalpaid totaldue"),
    CUSTOM,
    *items(f"{DIMENSIONS} totaltrxamount:total_amount"),
    TAXES,
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
    Item("receipts", shape="any"),
    Item("receiptkeys", "receipts", "keys", False, (), "receiptkey"),
    *items("description:description supdocid:attachment"),
    CUSTOM,
]

_BANK = [
    *items("bankaccountno:account_number locationid*:location bankname*:name routingno:routing_number"),
    *items("branchid:branch phone:phone currency:currency"),
    Item("mailaddress", shape="any"),
    *items("status:status disableiet:no_transfers"),
    Item("financialdata", shape="group", lines=items("reconmode apjournal:ap_journal arjournal:ar_journal")),
    *items("glaccountno:account servicechargeglaccount servicechargeaccountlabel interestearnedglaccount"),
    *items("interestearnedaccountlabel departmentid:department"),
]
_CHECKS = [
    Item("checkinfocontact", shape="any"),
    *items("checklayout nextcheck achenabled achbankid companyname companyidentification financialinstitution"),
    *items("description discretionarydata userecommendedsetup serviceclasscode batchid tracenumberseq"),
    *items("usetracenumber docnumberseq"),
]
_VISIBLE = Item("visibility", shape="any")
_CHECKING_END = items(
    "outsourcecheck fractionalroutingno nameontheaccount amexchecknum outsourceach abo_first_name abo_middle_name "
    "abo_last_name abo_phone_number abo_email_id"
)
_CHANGED = frozenset({"set_nulls", "externalkey"})


def _bank_account(name: str, variant: str, more: list[Item]) -> dict[str, Legacy]:
    """Create, update and delete of one kind of bank account; an account once created keeps its GL account."""
    body = [*_BANK, *more]
    changes = [replace(each, required=False) for each in body if each.tag != "glaccountno"]
    key, object = "bankaccountid", "checking-account"
    return {
        f"create_{name}": Legacy(object, "create", [*items("bankaccountid*:id"), *body], answer="id", variant=variant),
        f"update_{name}": Legacy(object, "update", changes, key=key, by="id", answer="id", optional=_CHANGED,
                                 variant=variant),
        f"delete_{name}": Legacy(object, "delete", key=key, by="id", optional=frozenset({"externalkey"}),
                                 variant=variant),
    }  # fmt: skip


CASH = {
    "record_cctransaction": Legacy("credit-card-txn", "create", _RECORD_CHARGE),
    "update_cctransaction": Legacy("credit-card-txn", "update", _UPDATE_CHARGE, key="key",
                                   optional=frozenset({"set_nulls"})),
    "reverse_cctransaction": Legacy("credit-card-txn", "reverse", _REVERSE_CHARGE, key="key"),
    "record_otherreceipt": Legacy("other-receipt", "create", _RECORD_RECEIPT),
    "update_otherreceipt": Legacy("other-receipt", "update", _UPDATE_RECEIPT, key="key", optional=_CHANGED),
    "delete_otherreceipt": Legacy("other-receipt", "delete", key="key"),
    "record_deposit": Legacy("deposit", "create", _DEPOSIT),
    **_bank_account("checkingaccount", "CHECKINGACCOUNT", [*_CHECKS, _VISIBLE, *_CHECKING_END]),
    **_bank_account("savingsaccount", "SAVINGSACCOUNT", [_VISIBLE]),
}  # fmt: skip
