"""Order entry, purchasing and inventory transactions: SODOCUMENT, PODOCUMENT and INVDOCUMENT, written by their legacy
functions, and order-entry/document::{definition}, purchasing/document::{definition} over REST."""

from collections.abc import Iterable
from dataclasses import replace

from intacct_sandbox.company.definition import Transaction
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, LineFromZero, Money, Quantity, Ref, Structure, Text
from intacct_sandbox.model.object_type import ALL, READ_ONLY, Lines, ObjectType
from intacct_sandbox.objects.action import BY_DOCUMENT
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.document_rules import TransactionRules
from intacct_sandbox.objects.kept import with_documented
from intacct_sandbox.rules.change import Rules

STATE = Choice({
    "draft": ("Draft", "draft"), "pending": ("Pending", "pending"), "submitted": ("Submitted", "submitted"),
    "approved": ("Approved", "approved"), "partially_approved": ("Partially Approved", "partiallyApproved"),
    "declined": ("Declined", "declined"), "closed": ("Closed", "closed"), "in_progress": ("In Progress", "inProgress"),
    "converted": ("Converted", "converted"), "partially_converted": ("Partially Converted", "partiallyConverted"),
    "exception": ("Exception", "exception"),
})  # fmt: skip


_DIMENSIONS = dimensions(required_on_rest=("location",))


def _line(name: str, xml: str, rest: str, price: str = "UIPRICE") -> ObjectType:
    return ObjectType(
        name=name,
        label=xml,
        xml=xml,
        rest=rest,
        rules=Rules(),
        id_field="key",
        fields=(
            Field("line_no", LineFromZero(), "LINE_NO", "lineNumber", read_only=True),
            Field("description", Text(1000), "ITEMDESC", "itemDescription"),
            Field("quantity", Quantity(), "UIQTY", "unitQuantity", required="both", xml_aliases=("QUANTITY",)),
            Field("unit", Text(40), "UNIT", "unit", required="rest"),
            Field("price", Quantity(), price, "unitPrice", required="rest", xml_aliases=("PRICE",)),
            Field("discount", Quantity(), "DISCOUNTPERCENT", "discountPercent"),
            Field("taxable", Flag(), "TAXABLE", "isTaxable"),
            Field("memo", Text(1000), "MEMO", "memo"),
            *(replace(each, required="both") if each.name == "item" else each for each in _DIMENSIONS),
            Field("source", Text(), "SOURCE_DOCID", "sourceDocument.key"),
            Field("source_line", Text(), "SOURCE_DOCLINEKEY", "sourceDocumentLine.key"),
            Field("converted", Quantity(), "QTY_CONVERTED", "quantityConverted", read_only=True),
            Field("billable", Flag(), "BILLABLE", "isBillable"),
            Field("details", Structure()),
            Field("total", Money(), "TOTAL", "totalAmount", read_only=True),
        ),
    )


def _fields(party: str, party_rest: bool) -> tuple[Field, ...]:
    named = (Field(party, Ref(party), "CUSTVENDID", party if party_rest else "", required="both"),) if party else ()
    return (
        Field("id", Text(), "DOCID", "id", read_only=True, rest_aliases=("documentId",)),
        Field("definition", Text(80), "DOCPARID", "documentType", read_only=True, required="both"),
        *named,
        Field("date", Day(), "WHENCREATED", "txnDate", required="both"),
        Field("posting_date", Day(), "WHENPOSTED", "postingDate"),
        Field("due_date", Day(), "WHENDUE", "dueDate"),
        Field("original_date", Day(), "ORIGDOCDATE", "originalDocumentDate"),
        Field("number", Text(45), "DOCNO", "documentNumber", fixed=True),
        Field("source", Text(), "CREATEDFROM", "sourceDocument.id", fixed=True),
        Field("reference_number", Text(45), "PONUMBER", "referenceNumber"),
        Field("vendor_document_number", Text(45), "VENDORDOCNO", "vendorDocumentNumber"),
        Field("external_id", Text(100), "EXTERNALID"),
        Field("term", Ref("term"), "TERM.NAME", "paymentTerm"),
        Field("message", Text(4000), "MESSAGE", "memo"),
        Field("notes", Text(4000), "", "notes"),
        Field("shipping_method", Text(80), "SHIPVIA", "shippingMethod.id"),
        Field("ship_to", Ref("contact"), "SHIPTO.CONTACTNAME", "contacts.shipTo"),
        Field("bill_to", Ref("contact"), "BILLTO.CONTACTNAME", "contacts.billTo"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("project", Ref("project"), "PROJECT", "project"),
        Field("currency", Text(3), "CURRENCY", "txnCurrency"),
        Field("base_currency", Text(3), "BASECURR", "baseCurrency"),
        Field("exchange_date", Day(), "EXCHRATEDATE", "exchangeRate.date"),
        Field("exchange_type", Text(40), "EXCHRATETYPES.NAME", "exchangeRate.typeId"),
        Field("exchange_rate", Quantity(), "EXCHRATE", "exchangeRate.rate"),
        Field("tax_solution", Text(80), "TAXSOLUTIONID", "taxSolution.id"),
        Field("price_list", Text(80), "VSOEPRICELIST"),
        Field("state", STATE, "STATE", "state"),
        Field("subtotals", Structure()),
        Field("subtotal", Money(), "SUBTOTAL", "subtotal", read_only=True),
        Field("total", Money(), "TOTAL", "total", read_only=True),
    )


def _family(module: str, xml: str, rest: str, party: str, workflows: tuple[str, ...] = ()) -> ObjectType:
    line = replace(_line(f"{module}-line", f"{xml}ENTRY", f"{module}/document-line"), rest_operations=READ_ONLY)
    return with_documented(
        ObjectType(
            name=f"{module}-document",
            label="Document",
            xml=xml,
            rest=rest,
            rules=TransactionRules(module),
            unique=("id",),
            indexed=("number", "reference_number"),
            lines=Lines(line, f"{xml}ENTRIES", "lines", owner="documentHeader"),
            xml_operations=READ_ONLY,
            rest_operations=READ_ONLY,
            workflows=workflows,
            actions={name: BY_DOCUMENT for name in workflows if name != "submit"},
            audit_prefix="AU",
            fields=_fields(party, bool(rest)),
        )
    )


_ORDERS = _family("order-entry", "SODOCUMENT", "order-entry/document", "customer")
_PURCHASES = _family(
    "purchasing", "PODOCUMENT", "purchasing/document", "vendor", workflows=("submit", "approve", "decline")
)
_INVENTORY = _family("inventory", "INVDOCUMENT", "inventory-control/document", "")


def transactions(definitions: Iterable[Transaction]) -> list[ObjectType]:
    """The three families, with one REST variant per definition of order entry and purchasing."""
    known = list(definitions)
    return [_with_variants(_ORDERS, known), _with_variants(_PURCHASES, known), _INVENTORY]


def _with_variants(family: ObjectType, definitions: list[Transaction]) -> ObjectType:
    mine = [each.name for each in definitions if f"{each.module}-document" == family.name]
    return replace(family, variants=tuple(_variant(family, name) for name in mine))


def _variant(family: ObjectType, name: str) -> ObjectType:
    assert family.lines is not None
    line = replace(family.lines.type, rest=f"{family.lines.type.rest}::{name}", rest_operations=ALL)
    return replace(
        family,
        xml="",
        rest=f"{family.rest}::{name}",
        rest_operations=ALL,
        preset={"definition": name},
        lines=replace(family.lines, type=line),
    )
