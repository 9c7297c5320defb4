"""AR invoices. XML offers no generic create or update for them, only the legacy functions
(developer.intacct.com: accounts-receivable/invoices; OpenAPI group accounts-receivable, object invoice)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Flag, Money, Number, Ref, Structure, Text
from intacct_sandbox.model.object_type import Lines, ObjectType
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.document import ACTION, STATE_AND_TOTALS, DocumentRules
from intacct_sandbox.objects.summary import summary_fields
from intacct_sandbox.rules.change import Rules

INVOICE_LINE = ObjectType(
    name="invoice-line",
    label="ARInvoiceItem",
    xml="ARINVOICEITEM",
    rest="accounts-receivable/invoice-line",
    rules=Rules(),
    id_field="key",
    fields=(
        Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
        Field("account", Ref("account"), "ACCOUNTNO", "glAccount"),
        Field("account_label", Ref("ar-account-label"), "ACCOUNTLABEL", "accountLabel"),
        Field("amount", Money(), "TRX_AMOUNT", "txnAmount", required="both"),
        Field("memo", Text(1000), "ENTRYDESCRIPTION", "memo"),
        *dimensions(),
        Field("offset_account", Ref("account"), "OFFSETGLACCOUNTNO", "overrideOffsetGLAccount"),
        Field("allocation", Ref("allocation"), "ALLOCATION", "allocation"),
        Field("subtotal", Text(20), "SUBTOTAL", "isSubtotal", read_only=True),
        Field("tax_entries", Structure(), "TAXENTRIES", "taxEntries"),
    ),
)

INVOICE = ObjectType(
    name="invoice",
    label="ARInvoice",
    xml="ARINVOICE",
    rest="accounts-receivable/invoice",
    rules=DocumentRules("customer", "invoice_date"),
    id_field="number",
    unique=("number", "customer"),
    indexed=("reference_number",),
    lines=Lines(INVOICE_LINE, "ARINVOICEITEMS", "lines"),
    xml_operations=frozenset({"read", "delete"}),
    workflows=("submit", "reverse", "reclassify"),
    audit_prefix="AU",
    fields=(
        Field("number", Text(45), "RECORDID", "invoiceNumber", required="rest"),
        Field("customer", Ref("customer"), "CUSTOMERID", "customer", required="both"),
        Field("invoice_date", Day(), "WHENCREATED", "invoiceDate", required="both"),
        Field("posting_date", Day(), "WHENPOSTED", "invoiceSummary.glPostingDate"),
        *summary_fields("invoice", "invoiceSummary"),
        Field("due_date", Day(), "WHENDUE", "dueDate", required="rest"),
        Field("reference_number", Text(45), "DOCNUMBER", "referenceNumber"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("external_id", Text(100), "EXTERNALID"),
        Field("term", Ref("term"), "TERMNAME", "term"),
        Field("bill_to", Ref("contact"), "BILLTOPAYTOCONTACTNAME", "contacts.payTo"),
        Field("ship_to", Ref("contact"), "SHIPTORETURNTOCONTACTNAME", "contacts.returnTo"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("message", Text(80), "", "customerMessage.id"),
        Field("on_hold", Flag(), "ONHOLD"),
        Field("currency", Text(3), "CURRENCY", "currency.txnCurrency"),
        Field("base_currency", Text(3), "BASECURR", "currency.baseCurrency"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE", "currency.exchangeRate.date"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", "currency.exchangeRate.typeId"),
        Field("exchange_rate", Number(), "EXCHANGE_RATE", "currency.exchangeRate.rate"),
        Field("tax_solution", Text(80), "TAXSOLUTIONID", "taxSolution.id"),
        Field("action", ACTION, "", hidden=True),
        *STATE_AND_TOTALS,
    ),
)
