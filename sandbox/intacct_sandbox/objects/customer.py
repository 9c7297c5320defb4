"""Customers (developer.intacct.com: accounts-receivable/customers; OpenAPI group accounts-receivable)."""

from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Flag, Money, Number, Ref, Structure, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.contact import create_display_contact, display_contact_fields, refuse_bad_email
from intacct_sandbox.objects.external_id import EXTERNAL_ID
from intacct_sandbox.objects.vendor import RESTRICTION, STATUS
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import refuse_unknown_currency

_DELIVERY = Choice({"print": ("Print", "print"), "email": ("E-Mail", "email"), "both": ("Print#~#E-Mail", "both")})


# Which template prints which document: ARINVOICEPRINTTEMPLATEID and so on (official SDK).
_PRINTED = ("ARINVOICE", "OEQUOTE", "OEORDER", "OELIST", "OEINVOICE", "OEADJ", "OEOTHER")


class _CustomerRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_unknown_currency(unit, type, fields)
        fields["total_due"] = Decimal("0.00")

    def created(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        named = dict(record)
        create_display_contact(unit, type, named, "C")
        return unit.derive(type, record, {"contact_name": named["contact_name"]})

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        refuse_unknown_currency(unit, type, changes)
        refuse_bad_email(type, changes, "contact_")


CUSTOMER = ObjectType(
    name="customer",
    label="Customer",
    xml="CUSTOMER",
    rest="accounts-receivable/customer",
    rules=_CustomerRules(),
    unique=("id",),
    indexed=("name",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "CUSTOMERID", "id", required=BOTH, fixed=True),
        Field("name", Text(100), "NAME", "name", required=BOTH),
        *display_contact_fields(),
        Field("status", STATUS, "STATUS", "status", default="active"),
        EXTERNAL_ID,
        Field("one_time", Flag(), "ONETIME", "isOneTimeUse"),
        Field("on_hold", Flag(), "ONHOLD", "isOnHold"),
        Field("hide_display_contact", Flag(), "HIDEDISPLAYCONTACT"),
        Field("customer_type", Text(80), "CUSTTYPE", "customerType.id"),
        Field("sales_representative", Ref("employee"), "CUSTREPID", "salesRepresentative"),
        Field("parent", Ref("customer"), "PARENTID", "parent"),
        Field("gl_group", Text(80), "GLGROUP"),
        Field("territory", Text(80), "TERRITORYID", "territory.id"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("term", Ref("term"), "TERMNAME", "term"),
        Field("offset_account", Ref("account"), "OFFSETGLACCOUNTNO", "overrideOffsetGLAccount"),
        Field("ar_account", Ref("account"), "ARACCOUNT", "defaultRevenueGLAccount"),
        Field("shipping_method", Text(40), "SHIPPINGMETHOD"),
        Field("resale_number", Text(30), "RESALENO", "customerResaleNumber"),
        Field("tax_id", Text(20), "TAXID", "taxId"),
        Field("credit_limit", Number(), "CREDITLIMIT", "creditLimit"),
        Field("delivery_options", _DELIVERY, "DELIVERY_OPTIONS", "deliveryOptions", xml_aliases=("DELIVERYOPTIONS",)),
        *(Field(f"{each.lower()}_template", Text(80), f"{each}PRINTTEMPLATEID") for each in _PRINTED),
        Field("email_opt_in", Flag(), "", "emailOptIn"),
        Field("message", Text(80), "CUSTMESSAGEID"),
        Field("comments", Text(2000), "COMMENTS", "notes"),
        Field("currency", Text(3), "CURRENCY", "currency"),
        Field("advance_bill_by", Number(), "ADVBILLBY"),
        Field("advance_bill_by_type", Text(10), "ADVBILLBYTYPE"),
        Field("primary_contact", Ref("contact"), "CONTACTINFO.CONTACTNAME", "contacts.primary"),
        Field("bill_to", Ref("contact"), "BILLTO.CONTACTNAME", "contacts.billTo"),
        Field("ship_to", Ref("contact"), "SHIPTO.CONTACTNAME", "contacts.shipTo"),
        Field("contact_list", Structure(), "CUSTOMERCONTACTS", "contactList"),
        Field(
            "restriction",
            RESTRICTION,
            "OBJECTRESTRICTION",
            "restrictions.restrictionType",
            rest_aliases=("restriction.restrictionType", "customerRestriction"),
        ),
        Field("restricted_locations", Text(2000), "RESTRICTEDLOCATIONS"),
        Field("restricted_departments", Text(2000), "RESTRICTEDDEPARTMENTS"),
        Field("price_list", Text(80), "", "priceList.id"),
        Field("total_due", Money(), "TOTALDUE", "totalDue", read_only=True),
    ),
)
