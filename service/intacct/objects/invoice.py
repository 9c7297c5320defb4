"""AR invoices. Sources: developer.intacct.com accounts-receivable/invoices; OpenAPI accounts-receivable/invoice.

No generic XML create exists: ``create_invoice`` is a legacy function, so the order of the fields below is the order
of its schema (github.com/intacct/intacct_dtd v3.0/api.xsd). There a currency must be followed by an exchange rate or
its type; the official SDKs send the type empty, which leaves the choice to Intacct.

A REST invoice is posted at once unless it asks to be a draft.
"""

from service.intacct.objects.declaration import (
    LEGACY_DIMENSIONS,
    Declaration,
    Field,
    Lines,
    State,
    Total,
    XmlForm,
    dimensions,
)
from service.intacct.objects.kinds import DAY, MONEY, REFERENCE, TEXT

INVOICE = Declaration(
    name="invoice",
    label="Invoice",
    key=("customer", "number"),
    rest="accounts-receivable/invoice",
    xml=XmlForm("ARINVOICE", legacy_create="create_invoice", legacy_companions=(("currency", "exchratetype"),)),
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
        Field("currency", TEXT, "currency.txnCurrency", "currency", xml_read="CURRENCY"),
    ),
    lines=Lines(
        "lines",
        (
            Field("account", REFERENCE, "glAccount.id", "glaccountno"),
            Field("amount", MONEY, "txnAmount", "amount"),
            Field("memo", TEXT, "memo", "memo"),
            *dimensions(LEGACY_DIMENSIONS),
        ),
        rest="lines",
        xml="invoiceitems.lineitem",
    ),
    compared=("invoice_date",),
    total=Total("totalTxnAmount", "TRX_TOTALENTERED"),
    state=State(xml="STATE"),
)
