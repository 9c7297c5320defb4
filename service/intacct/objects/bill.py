"""AP bills. Sources: developer.intacct.com accounts-payable/bills; OpenAPI accounts-payable/bill.

Generic XML ``create`` posts at once; a REST bill starts as a draft (official OpenAPI: the default of ``state``) and is
submitted by a second call. Over XML a draft is submitted by an update with ``ACTION``, which wants ``WHENDUE`` again.
"""

from schemas.write import Operation
from service.intacct.objects.declaration import (
    GENERIC_DIMENSIONS,
    Declaration,
    Field,
    KeptBy,
    Lines,
    State,
    Total,
    Uniqueness,
    XmlForm,
    dimensions,
    line_record,
)
from service.intacct.objects.document_states import OF_BILLS
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT
from service.intacct.objects.operations import CREATE_AND_UPDATE, DRAFT_FIRST

BILL = Declaration(
    name="bill",
    label="Bill",
    key=("vendor", "number"),
    rest="accounts-payable/bill",
    xml=XmlForm("APBILL", submits=("due_date",)),
    over_rest={**CREATE_AND_UPDATE, Operation.CREATE: DRAFT_FIRST},
    over_xml=CREATE_AND_UPDATE,
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
        Field("currency", TEXT, "currency.txnCurrency", "CURRENCY", rate_type="EXCH_RATE_TYPE_ID"),
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
        record=line_record(
            "bill-line",
            "Bill line",
            "accounts-payable/bill-line",
            "APBILLITEM",
            Field("owner", REFERENCE, "bill.key", "RECORDKEY"),
        ),
        added=Field("added", TEXT, "isSubtotal", "SUBTOTAL", if_shown="only companies with tax have such lines"),
    ),
    uniqueness=Uniqueness(
        key="the number is the vendor's: two vendors may use the same one",
        kept_by=KeptBy.SETTING,
        setting="unique_bill_numbers",
        why="the REST page calls the number unique; the help describes a check for duplicates that a company chooses",
    ),
    total=Total("totalTxnAmount", "TRX_TOTALENTERED"),
    state=State("submit", words=OF_BILLS, posted_on=("posting_date", "bill_date")),
)
