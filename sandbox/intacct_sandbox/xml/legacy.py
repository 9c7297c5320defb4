"""The legacy functions for bills and invoices, with the element order of the public reference
(developer.intacct.com: accounts-payable/bills, accounts-receivable/invoices; official SDK sources)."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.xml.failure import schema_failure
from intacct_sandbox.xml.functions import Call, Outcome
from intacct_sandbox.xml.markup import element
from intacct_sandbox.xml.refusals import errors_for
from intacct_sandbox.xml.sequence import Item, check_order, items, read_sequence
from intacct_sandbox.xml.writing import find

_MONEY = "basecurr:base_currency currency:currency"
_DIMENSIONS = (
    "projectid:project taskid:task costtypeid:cost_type customerid:customer vendorid:vendor employeeid:employee "
    "itemid:item classid:class contractid:contract warehouseid:warehouse"
)
_LINE_HEAD = "glaccountno:account accountlabel:account_label offsetglaccountno:offset_account amount*:amount"
_CUSTOM = Item("customfields", shape="custom")

_BILL_LINE = [
    *items(f"{_LINE_HEAD} allocationid:allocation memo:memo locationid:location departmentid:department"),
    *items("item1099:form_1099 form1099type:form_1099_type form1099box:form_1099_box key totalpaid totaldue"),
    _CUSTOM,
    *items(f"{_DIMENSIONS} billable:billable totaltrxamount:total_amount partialexempt"),
    Item("taxentries", shape="any"),
]
_BILL = [
    *items("vendorid*:vendor"),
    *items("datecreated*:created_date dateposted:posting_date datedue:due_date", "date"),
    *items("termname:term action:action batchkey:summary billno:number ponumber:reference_number onhold:on_hold"),
    *items("description:description externalid:external_id"),
    *items("payto:pay_to returnto:return_to", "contact"),
    *items(_MONEY),
    *items("exchratedate:exchange_date", "date"),
    *items("exchratetype:exchange_type exchrate:exchange_rate nogl supdocid:attachment"),
    _CUSTOM,
    *items("inclusivetax:inclusive_tax taxsolutionid:tax_solution"),
    Item("billitems", "lines", "lines", True, _BILL_LINE, "lineitem"),
]
_INVOICE_LINE = [
    *items(f"{_LINE_HEAD} allocationid:allocation memo:memo locationid:location departmentid:department"),
    *items("key totalpaid totaldue"),
    _CUSTOM,
    *items("revrectemplate defrevaccount"),
    *items("revrecstartdate revrecenddate", "date"),
    *items(_DIMENSIONS),
    Item("taxentries", shape="any"),
]
# The public table puts batchkey before action, the SDK after it: both are accepted.
_INVOICE = [
    *items("customerid*:customer"),
    *items("datecreated*:invoice_date dateposted:posting_date datedue:due_date", "date"),
    *items("termname:term batchkey action:action batchkey invoiceno:number ponumber:reference_number onhold:on_hold"),
    *items("description:description externalid:external_id"),
    *items("billto:bill_to shipto:ship_to", "contact"),
    *items(_MONEY),
    *items("exchratedate:exchange_date", "date"),
    *items("exchratetype:exchange_type exchrate:exchange_rate nogl supdocid:attachment"),
    _CUSTOM,
    *items("taxsolutionid:tax_solution"),
    Item("invoiceitems", "lines", "lines", True, _INVOICE_LINE, "lineitem"),
]
_REVERSE = [*items("datereversed*:date", "date"), *items("description:memo")]


@dataclass(frozen=True, slots=True)
class Legacy:
    """A legacy function: what it does to which object, and its schema. `keyed` ones carry the record in `key`."""

    object: str
    operation: str
    sequence: Sequence[Item]
    keyed: bool = False

    def check(self, body: etree._Element) -> None:
        """Raise a schema failure for a body that the gateway refuses before anything runs."""
        if set(body.attrib) != ({"key"} if self.keyed else set()):
            raise schema_failure(f"Element '{body.tag}': attributes do not match the schema.", body.sourceline)
        check_order(body, self.sequence)

    def run(self, call: Call) -> Outcome:
        """Do it; the answer has a `key` for creates and nothing else otherwise."""
        type = call.company.types[self.object]
        try:
            return Outcome(element("key", record["key"]) if (record := self._do(call, type)) else "")
        except Refused as refused:
            call.unit.roll_back()
            return Outcome("", errors_for(refused, self.operation, type.label, call.world.switches))

    def _do(self, call: Call, type: ObjectType) -> Fields | None:
        if self.operation == "create":
            return operations.create(call.unit, type, read_sequence(type, call.element, self.sequence))
        record = find(call, type, call.element.get("key", ""), self.operation)
        if self.operation == "delete":
            operations.delete(call.unit, type, record)
        else:
            date = read_sequence(_DATED, call.element, self.sequence)
            operations.act(call.unit, type, record, "reverse", date)
        return None


# What a reversal carries is no field of the document.
_DATED = ObjectType(name="reversal", label="Reversal", xml="", rest="", rules=Rules(),
                    fields=(Field("date", Day()), Field("memo", Text())))  # fmt: skip

LEGACY = {
    "create_bill": Legacy("bill", "create", _BILL),
    "create_invoice": Legacy("invoice", "create", _INVOICE),
    "reverse_bill": Legacy("bill", "reverse", _REVERSE, keyed=True),
    "reverse_invoice": Legacy("invoice", "reverse", _REVERSE, keyed=True),
    "delete_bill": Legacy("bill", "delete", (), keyed=True),
    "delete_invoice": Legacy("invoice", "delete", (), keyed=True),
}
