"""AP bills (developer.intacct.com: accounts-payable/bills; OpenAPI group accounts-payable, object bill)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Flag, Money, Number, Ref, Structure, Text, TextFlag, same
from intacct_sandbox.model.object_type import Lines, ObjectType
from intacct_sandbox.objects.action import BY_NUMBER
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.document import ACTION, STATE_AND_TOTALS, DocumentRules
from intacct_sandbox.objects.summary import summary_fields
from intacct_sandbox.rules.change import Rules

PRIORITY = same("urgent", "high", "normal", "low")

BILL_LINE = ObjectType(
    name="bill-line",
    label="APBillItem",
    xml="APBILLITEM",
    rest="accounts-payable/bill-line",
    rules=Rules(),
    id_field="key",
    workflows=("release",),
    fields=(
        Field("line_no", Number(), "LINE_NO"),
        Field("account", Ref("account"), "ACCOUNTNO", "glAccount", required="rest", unless="account_label"),
        Field("account_label", Ref("ap-account-label"), "ACCOUNTLABEL", "accountLabel"),
        Field("amount", Money(), "TRX_AMOUNT", "txnAmount", required="both", unless="total_amount"),
        Field("memo", Text(1000), "ENTRYDESCRIPTION", "memo"),
        *dimensions(required_on_rest=("location",)),
        Field("offset_account", Ref("account"), "OFFSETGLACCOUNTNO", "overrideOffsetGLAccount"),
        Field("form_1099", TextFlag(), "FORM1099", "hasForm1099"),
        Field("form_1099_type", Text(20), "FORM1099TYPE", "form1099.type"),
        Field("form_1099_box", Text(20), "FORM1099BOX", "form1099.box"),
        Field("billable", Flag(), "BILLABLE", "project.isBillable"),
        Field("allocation", Ref("allocation"), "ALLOCATION", "allocation"),
        Field("release_to_pay", Flag(), "RELEASETOPAY", "releaseToPay"),
        Field("total_amount", Money(), "TOTALTRXAMOUNT", "totalTxnAmount"),
        Field("tax_entries", Structure(), "TAXENTRIES", "taxEntries"),
    ),
)

# github.com/craibuc/PsIntacct, Tests/Fixtures/Find-IntacctObject.Response.xml
_CAPTURED = """
    RECORDNO RECORDTYPE RECORDID FINANCIALENTITY STATE RAWSTATE VENDORID VENDORNAME FORM1099TYPE FORM1099BOX
    VENDTYPE1099TYPE TRX_ENTITYDUE DOCNUMBER DESCRIPTION DESCRIPTION2 TERMNAME TERMKEY TERMVALUE WHENCREATED WHENPOSTED
    WHENDISCOUNT WHENDUE WHENPAID RECPAYMENTDATE PAYMENTPRIORITY ONHOLD BASECURR CURRENCY EXCH_RATE_DATE
    EXCH_RATE_TYPE_ID EXCHANGE_RATE TOTALENTERED TOTALSELECTED TOTALPAID TOTALDUE TRX_TOTALENTERED TRX_TOTALSELECTED
    TRX_TOTALPAID TRX_TOTALDUE BILLTOPAYTOCONTACTNAME SHIPTORETURNTOCONTACTNAME BILLTOPAYTOKEY SHIPTORETURNTOKEY PRBATCH
    PRBATCHKEY MODULEKEY SCHOPKEY SYSTEMGENERATED AUWHENCREATED WHENMODIFIED CREATEDBY MODIFIEDBY DUE_IN_DAYS
    PAYTO.TAXGROUP.NAME PAYTO.TAXGROUP.RECORDNO PAYTO.TAXID INCLUSIVETAX TAXSOLUTIONKEY TAXSOLUTIONID SHOWMULTILINETAX
    TAXMETHOD RETAINAGEPERCENTAGE TRX_TOTALRETAINED TRX_TOTALRELEASED TOTALRETAINED SUPDOCID MEGAENTITYKEY MEGAENTITYID
    MEGAENTITYNAME
"""

BILL = ObjectType(
    name="bill",
    label="APBill",
    xml="APBILL",
    rest="accounts-payable/bill",
    rules=DocumentRules("vendor", "created_date"),
    id_field="number",
    unique=("number", "vendor"),
    indexed=("reference_number",),
    lines=Lines(BILL_LINE, "APBILLITEMS", "lines"),
    workflows=("submit", "approve", "decline", "recall", "reverse"),
    actions={"approve": BY_NUMBER, "decline": BY_NUMBER},
    audit_prefix="AU",
    captured=_CAPTURED,
    fields=(
        Field("number", Text(45), "RECORDID", "billNumber", required="rest"),
        Field("vendor", Ref("vendor"), "VENDORID", "vendor", required="rest"),
        Field("created_date", Day(), "WHENCREATED", "createdDate", required="rest"),
        Field("posting_date", Day(), "WHENPOSTED", "postingDate"),
        Field("due_date", Day(), "WHENDUE", "dueDate", required="rest"),
        Field("reference_number", Text(45), "DOCNUMBER", "referenceNumber"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("external_id", Text(100), "EXTERNALID"),
        Field("term", Ref("term"), "TERMNAME", "term"),
        Field("recommended_payment_date", Day(), "RECPAYMENTDATE", "recommendedPaymentDate"),
        Field("discount_date", Day(), "", "discountCutOffDate"),
        Field("pay_to", Ref("contact"), "BILLTOPAYTOCONTACTNAME", "contacts.payTo"),
        Field("return_to", Ref("contact"), "SHIPTORETURNTOCONTACTNAME", "contacts.returnTo"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("payment_priority", PRIORITY, "PAYMENTPRIORITY", "paymentPriority"),
        Field("on_hold", Flag(), "ONHOLD", "isOnHold"),
        *summary_fields("bill", "billSummary"),
        Field("currency", Text(3), "CURRENCY", "currency.txnCurrency", required="rest"),
        Field("base_currency", Text(3), "BASECURR", "currency.baseCurrency"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE", "currency.exchangeRate.date"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", "currency.exchangeRate.typeId"),
        Field("exchange_rate", Number(), "EXCHANGE_RATE", "currency.exchangeRate.rate"),
        Field("inclusive_tax", Flag(), "INCLUSIVETAX", "isTaxInclusive"),
        Field("tax_solution", Text(80), "TAXSOLUTIONID", "taxSolution.id"),
        Field("action", ACTION, "ACTION", hidden=True),
        *STATE_AND_TOTALS,
    ),
)
