"""The legacy AP payment functions (developer.intacct.com: accounts-payable/ap-payments).

create_paymentrequest asks for a payment that is approved, sent and confirmed later; create_appayment records a manual
one, booked to accounts.
"""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, EXCHANGE, REVERSAL
from intacct_sandbox.xml.sequence import Item, items

_REQUESTED = items("key*:bill paymentamount*:amount credittoapply:credit_to_apply discounttoapply:discount_to_apply")
_REQUEST = [
    *items("bankaccountid:bank chargecardid:bank vendorid*:vendor memo:description paymentmethod*:method"),
    *items("grouppayments:grouped"),
    *items("paymentdate*:payment_date", "date"),
    *items("paymentoption:request_method"),
    Item("paymentrequestitems", "lines", "lines", True, _REQUESTED, "paymentrequestitem"),
    *items("documentnumber:number paymentdescription:description paymentcontact:contact"),
]
_BOOKED = items(
    "glaccountno:account accountlabel:account_label paymentamount*:amount item1099:form_1099 departmentid:department "
    "locationid:location projectid:project taskid:task customerid:customer vendorid:vendor "
    "employeeid:employee itemid:item classid:class"
)
_MANUAL = [
    *items("bankaccountid:bank chargecardid:bank vendorid*:vendor memo:description paymentmethod:method"),
    *items("checkdate*:payment_date", "date"),
    *items("checkno*:number billno:bill_number"),
    *CURRENCY,
    *EXCHANGE[:2],
    Item("payitems", "lines", "lines", True, _BOOKED, "payitem"),
]
_KEYS = [Item("appaymentkeys", "keys", "keys", True, (), "appaymentkey")]
_STEPS = {"approve": "approve", "send": "print", "confirm": "confirm", "decline": "decline", "void": "void"}

AP_PAYMENTS = {
    "create_paymentrequest": Legacy("bill-payment", "create", _REQUEST, preset={"requested": True}),
    "delete_paymentrequest": Legacy("bill-payment", "delete", key="key"),
    "create_appayment": Legacy("bill-payment", "create", _MANUAL),
    "reverse_appayment": Legacy("bill-payment", "reverse", REVERSAL, key="key"),
    **{
        f"{name}_appaymentrequest": Legacy("bill-payment", action, _KEYS, key_inside="appaymentkeys/appaymentkey")
        for name, action in _STEPS.items()
    },
}
