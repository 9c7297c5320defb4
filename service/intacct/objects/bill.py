"""AP bills. Sources: developer.intacct.com accounts-payable/bills; OpenAPI accounts-payable/bill.

Generic XML ``create`` posts at once; a REST bill may start as a draft and is then submitted.
"""

from service.intacct.objects.declaration import (
    GENERIC_DIMENSIONS,
    Declaration,
    Field,
    Lines,
    State,
    Total,
    XmlForm,
    dimensions,
)
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT

BILL = Declaration(
    name="bill",
    label="Bill",
    key=("vendor", "number"),
    rest="accounts-payable/bill",
    xml=XmlForm("APBILL"),
    fields=(
        Field("vendor", REFERENCE, "vendor.id", "VENDORID"),
        Field("number", TEXT, "billNumber", "RECORDID"),
        Field("bill_date", DAY, "createdDate", "WHENCREATED"),
        Field("posting_date", DAY, "postingDate", "WHENPOSTED"),
        Field("due_date", DAY, "dueDate", "WHENDUE"),
        Field("reference", TEXT, "referenceNumber", "DOCNUMBER"),
        Field("description", TEXT, "description", "DESCRIPTION"),
        Field("term", REFERENCE, "term.id", "TERMNAME"),
        Field("base_currency", TEXT, "currency.baseCurrency", "BASECURR"),
        Field("currency", TEXT, "currency.txnCurrency", "CURRENCY"),
    ),
    lines=Lines(
        "lines",
        (
            Field("account", REFERENCE, "glAccount.id", "ACCOUNTNO"),
            Field("amount", MONEY, "txnAmount", "TRX_AMOUNT"),
            Field("memo", TEXT, "memo", "ENTRYDESCRIPTION"),
            *dimensions(GENERIC_DIMENSIONS),
        ),
        rest="lines",
        xml="APBILLITEMS.APBILLITEM",
        rest_required=("location",),
    ),
    compared=("bill_date",),
    total=Total("totalTxnAmount", "TRX_TOTALENTERED"),
    state=State("submit", xml="STATE"),
)
