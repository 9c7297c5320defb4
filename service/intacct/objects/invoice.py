"""AR invoices. Sources: developer.intacct.com accounts-receivable/invoices; OpenAPI accounts-receivable/invoice.

No generic XML create exists: ``create_invoice`` is a legacy function, so the order of the fields below is the order
of its schema (github.com/intacct/intacct_dtd v3.0/api.xsd). There a currency must be followed by an exchange rate or
its type; the official SDKs send the type empty, which leaves the choice to Intacct.

A REST invoice is posted at once unless it asks to be a draft.
"""

from service.intacct.objects.declaration import (
    GENERIC_DIMENSIONS,
    LEGACY_DIMENSIONS,
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
from service.intacct.objects.operations import CREATE, CREATE_AND_UPDATE

INVOICE = Declaration(
    name="invoice",
    label="Invoice",
    key=("customer", "number"),
    rest="accounts-receivable/invoice",
    xml=XmlForm("ARINVOICE", legacy_create="create_invoice"),
    over_rest=CREATE_AND_UPDATE,
    over_xml=CREATE,
    fields=(
        Field("customer", REFERENCE, "customer.id", "customerid", xml_read="CUSTOMERID"),
        Field("invoice_date", DAY, "invoiceDate", "datecreated", xml_read="WHENCREATED"),
        Field("posting_date", DAY, "invoiceSummary.glPostingDate", "dateposted", xml_read="WHENPOSTED"),
        Field("due_date", DAY, "dueDate", "datedue", xml_read="WHENDUE"),
        Field("term", REFERENCE, "term.id", "termname", xml_read="TERMNAME"),
        Field("number", TEXT, "invoiceNumber", "invoiceno", xml_read="RECORDID"),
        Field("reference", TEXT, "referenceNumber", "ponumber", xml_read="DOCNUMBER"),
        Field("description", TEXT, "description", "description", xml_read="DESCRIPTION"),
        Field("base_currency", TEXT, "currency.baseCurrency", "basecurr", xml_read="BASECURR"),
        Field("currency", TEXT, "currency.txnCurrency", "currency", xml_read="CURRENCY", rate_type="exchratetype"),
    ),
    lines=Lines(
        "lines",
        (
            Field("account", REFERENCE, "glAccount.id", "glaccountno", xml_read="ACCOUNTNO"),
            Field("amount", MONEY, "txnAmount", "amount", xml_read="TRX_AMOUNT"),
            Field("memo", TEXT, "memo", "memo", xml_read="ENTRYDESCRIPTION"),
            *dimensions(LEGACY_DIMENSIONS, GENERIC_DIMENSIONS),
        ),
        rest="lines",
        xml="invoiceitems.lineitem",
        record=line_record(
            "invoice-line",
            "Invoice line",
            "accounts-receivable/invoice-line",
            "ARINVOICEITEM",
            Field("owner", REFERENCE, "invoice.key", "RECORDKEY"),
        ),
        added=Field("added", TEXT, "isSubtotal", "SUBTOTAL", if_shown="only companies with tax have such lines"),
    ),
    uniqueness=Uniqueness(
        key="the number is our own; with the customer, because nobody refers to an invoice without saying whose it is",
        kept_by=KeptBy.SETTING,
        setting="unique_invoice_numbers",
        why="the AR configuration refuses a second invoice of a number (BL03002185), or does not",
    ),
    total=Total("totalTxnAmount", "TRX_TOTALENTERED"),
    state=State(words=OF_BILLS, approvals=False, posted_on=("posting_date", "invoice_date")),
)
